"""A family of models for tests: a small real network, saved as safetensors, that smooths noise step by step.

Its card may ask for trouble in loading (`options["trouble"]`), its settings in running (`trouble`): what, at
which stage, and a file by which it happens once only.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Generator, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from inference.cards.card import Card, Lengths, Licence, ModelFile
from inference.families.adapter import Arrays, Method, Tell
from inference.families.several import own_last, seeds_of
from inference.memory.plan import Plan
from nodes.api.errors import BadInput

WIDTH = 32
WEIGHTS = "model.safetensors"
STAGES = ("load", "begin", "step", "preview", "picture", "end")


class Tiny:
    """One loaded network; `sessions` remember how often each was asked."""

    def __init__(self, network: Any, plan: Plan) -> None:
        self.network, self.plan = network, plan
        self.sessions: dict[str, int] = {}

    @property
    def methods(self) -> Mapping[str, Method]:
        return {"generate": self.generate, "open": self.open, "step": self.step, "close": self.close}

    def generate(
        self, settings: Mapping[str, Any], arrays: Arrays, tell: Tell
    ) -> Generator[Arrays, None, Any]:
        """Yield `frames` pictures (height, width, 3) made of noise, or of the array "picture", in `steps`.

        For all `seeds` at once; a trouble may name from how many on it happens, and that it does not with
        fewer frames at once. Frames that are `known` are shown as they come.
        """
        import torch

        trouble, steps = settings.get("trouble"), settings.get("steps", 4)
        height, width = settings["height"], settings["width"]
        if min(height, width) < 1:
            raise BadInput("Make a picture", f"{width} × {height} is no size")
        happen(trouble, "begin")
        seeds = seeds_of(settings, settings.get("seed", 0))
        trouble = None if trouble and len(seeds) < trouble.get("seeds", 0) else trouble
        trouble = None if trouble and trouble.get("whole") and self.plan.window is not None else trouble
        shape = settings["frames"], 3, height, width
        drawn = [torch.randn(shape, generator=torch.Generator().manual_seed(seed)) for seed in seeds]
        latents = torch.cat(drawn)
        if "picture" in arrays:
            latents = latents + torch.from_numpy(arrays["picture"].copy()).permute(2, 0, 1)
        tell.step(0, steps, "steps")
        with torch.inference_mode():
            for number in range(steps):
                happen(trouble, "step", number)
                latents = 0.5 * latents + 0.5 * self.network(latents)
                tell.step(number + 1, steps, "steps", partial(shown, latents[0], trouble))

        def pictures(some: torch.Tensor) -> Iterator[Any]:
            for number, latent in enumerate(some[0]):
                happen(trouble, "picture", number)
                given = settings.get("known", ())
                yield arrays["known"][given.index(number)] if number in given else shown(latent, None)

        yield from own_last(seeds, torch.stack(latents.chunk(len(seeds))), pictures)
        happen(trouble, "end")
        return {"steps": steps, "plan": str(self.plan)}

    def open(self, settings: Mapping[str, Any], arrays: Arrays, tell: Tell) -> Generator[Arrays, None, Any]:
        self.sessions[settings["session"]] = 0
        yield from ()

    def step(self, settings: Mapping[str, Any], arrays: Arrays, tell: Tell) -> Generator[Arrays, None, Any]:
        happen(settings.get("trouble"), "step")
        self.sessions[settings["session"]] += 1
        yield from ()
        return self.sessions[settings["session"]]

    def close(self, settings: Mapping[str, Any], arrays: Arrays, tell: Tell) -> Generator[Arrays, None, Any]:
        self.sessions.pop(settings["session"], None)
        yield from ()

    def unload(self) -> None:
        del self.network
        self.sessions.clear()


def network(width: int, side: int = 1) -> Any:
    """Return an untrained network of that many channels; `side` squared times 12 bytes it holds besides."""
    import torch
    from torch import nn

    class Grain(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.grain = nn.Parameter(0.01 * torch.randn(3, side, side))

        def forward(self, pictures: torch.Tensor) -> torch.Tensor:
            rows, columns = pictures.shape[2:]
            return pictures + self.grain[:, :rows, :columns].mean((1, 2), keepdim=True)

    return nn.Sequential(
        nn.Conv2d(3, width, 3, padding=1), nn.SiLU(), nn.Conv2d(width, 3, 3, padding=1), Grain(), nn.Tanh()
    )


def load(card: Card, folder: Path, plan: Plan) -> Tiny:
    """Return the network in a folder."""
    from safetensors.torch import load_file

    happen(card.options.get("trouble"), "load")
    made = network(int(card.options["width"]), int(card.options["side"])).eval().requires_grad_(False)
    made.load_state_dict(load_file(folder / WEIGHTS))
    return Tiny(made, plan)


def make(folder: Path, *, side: int = 1, name: str = "tiny") -> Card:
    """Save a network as a user's local folder would hold it; return its card."""
    import torch
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(1)
    save_file(network(WIDTH, side).state_dict(), folder / WEIGHTS)
    size = (folder / WEIGHTS).stat().st_size
    return Card(
        name,
        "tiny",
        ("TextToVideo",),
        Licence("Apache-2.0", commercial=True),
        files=(ModelFile(WEIGHTS, size),),
        memory={"float32": size},
        sizes=((32, 24),),
        lengths=Lengths(4, 17, 4),
        steps=4,
        options={"width": WIDTH, "side": side, "activations": {"fixed": 1 << 20, "area": 64, "volume": 600}},
    )


def shown(latent: Any, trouble: Mapping[str, Any] | None) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Return a latent as a picture, 0 to 1."""
    happen(trouble, "preview")
    picture: np.ndarray[Any, np.dtype[np.float32]] = ((latent + 1) / 2).clamp(0, 1).permute(1, 2, 0).numpy()
    return picture


def happen(trouble: Mapping[str, Any] | None, stage: str, number: int = 0) -> None:
    """Let the trouble happen if this is its stage and, where it says so, its step and the first time."""
    if trouble is None or trouble["stage"] != stage or number < trouble.get("after", 0):
        return
    mark = trouble.get("mark")
    if mark is not None:
        if Path(mark).exists():
            return
        Path(mark).touch()
    _TROUBLES[trouble["kind"]]()


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _hang() -> None:
    while True:
        time.sleep(0.05)


def _pause() -> None:
    time.sleep(1.5)


def _hold() -> None:
    """Hang with the interpreter's lock held, as a library's own code may."""
    sys.setswitchinterval(1e6)
    while True:
        pass


def _raise() -> None:
    raise ValueError("the network broke\nin several lines")


def _device_out() -> None:
    import torch

    raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")


def _memory_out() -> None:
    raise MemoryError


def _really_out() -> None:
    import torch

    torch.empty(1 << 60, dtype=torch.uint8)


def _grow() -> None:
    """Take ever more memory until somebody ends this."""
    held = []
    while True:
        held.append(np.ones(4 << 20))
        time.sleep(0.02)


_TROUBLES = {
    "grow": _grow,
    "kill": _kill,
    "abort": os.abort,
    "hang": _hang,
    "pause": _pause,
    "hold": _hold,
    "raise": _raise,
    "device out": _device_out,
    "memory out": _memory_out,
    "really out": _really_out,
}
KINDS = tuple(kind for kind in _TROUBLES if kind != "grow")
