"""How one model is laid out on this machine, and the next smaller way to do it; arithmetic without torch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, TypeAlias

Offload: TypeAlias = Literal["none", "model", "group"]

DTYPE_BYTES: Mapping[str, int] = {"float32": 4, "float16": 2, "bfloat16": 2, "float8_e4m3fn": 1}
"""Bytes of one number, by torch's name of its type."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One way to run a model.

    `device`: torch's name ("cpu", "cuda:0"). `dtype`: torch's name of the type that is computed in.
    `offload`: "none" keeps every part on the device, "model" the part that works (the others wait in main
    memory), "group" a few layers of it. `tiling`: the picture decoder works tile by tile. `attention`: the
    name of a diffusers backend. `compile`: layers are compiled on first use. `cast`: weights rest as 8-bit
    floats and are widened layer by layer, which changes what is made. `window`: frames in one go at most,
    None as many as the card says. `beside`: one stretch is decoded while the next is made, by models that go
    on from latents.
    """

    device: str = "cpu"
    dtype: str = "float32"
    offload: Offload = "none"
    tiling: bool = False
    attention: str = "native"
    compile: bool = False
    cast: bool = False
    window: int | None = None
    beside: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the plan as plain data, for a record."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Plan:
        """Return the plan that `to_json` described; what this version does not know is left out."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in known})

    @property
    def on_gpu(self) -> bool:
        """Whether the device has a memory of its own."""
        return self.device.partition(":")[0] not in ("cpu", "meta")

    def __str__(self) -> str:
        parts = [self.device, self.dtype]
        parts += [f"{self.offload} offload"] if self.offload != "none" else []
        parts += ["8-bit weights"] if self.cast else []
        parts += [f"{self.attention} attention"] if self.attention != "native" else []
        parts += ["compiled"] if self.compile else []
        parts += ["decoding beside"] if self.beside else []
        parts += ["tiles"] if self.tiling else []
        parts += [f"{self.window} frames at once"] if self.window is not None else []
        return ", ".join(parts)


def smaller_plans(plan: Plan, windows: tuple[int, ...] = ()) -> Iterator[Plan]:
    """Yield ever smaller plans: one thing at a time, parts offloaded, layers, tiles, fewer frames at once.

    `windows` are the numbers of frames below the card's own that the model can make, falling. Main memory
    has nowhere to offload to, so on the CPU tiles come first.
    """
    if plan.beside:
        plan = replace(plan, beside=False)
        yield plan
    if plan.on_gpu:
        order: tuple[Offload, ...] = ("none", "model", "group")
        for offload in order[order.index(plan.offload) + 1 :]:
            # What is compiled is bound to where its weights lie.
            plan = replace(plan, offload=offload, compile=False)
            yield plan
    if not plan.tiling:
        plan = replace(plan, tiling=True)
        yield plan
    for window in windows:
        if plan.window is None or window < plan.window:
            plan = replace(plan, window=window)
            yield plan
