"""Where the parts of a model are while they work and while they wait, as a plan says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from nodes.api.errors import BadInput

if TYPE_CHECKING:
    import torch

    from inference.memory.plan import Plan


def dtype_of(plan: Plan) -> torch.dtype:
    """Return torch's type for what is computed."""
    import torch

    found = getattr(torch, plan.dtype)
    assert isinstance(found, torch.dtype)
    return found


def laid_out(part: Any, plan: Plan, *, blocks: bool = False) -> Any:
    """Return a part where the plan wants it; `blocks` marks one of many equal layers, worth more care.

    Such a part gets the plan's attention backend, 8-bit weights and compiled layers, where it has them.
    """
    import torch

    device = torch.device(plan.device)
    if blocks and plan.cast:
        part.enable_layerwise_casting(storage_dtype=torch.float8_e4m3fn, compute_dtype=dtype_of(plan))
    if blocks and plan.attention != "native":
        _attend(part, plan.attention)
    if blocks and plan.compile:
        _compile(part)
    if plan.offload == "group":
        _in_groups(part, device, blocks)
    elif plan.offload == "none":
        part.to(device)
    return part


def _attend(part: Any, backend: str) -> None:
    try:
        part.set_attention_backend(backend)
    except (AttributeError, ImportError, RuntimeError, ValueError) as error:
        said = str(error).partition("\n")[0]
        hint = "Install what it needs, or take 'attention' out of the card's options."
        raise BadInput(f"Use the attention '{backend}'", said, hint=hint) from error


def _compile(part: Any) -> None:
    """Have layers compiled on first use; where that fails, without a C++ compiler, they run as they are."""
    import torch

    torch._dynamo.config.suppress_errors = True
    part.compile_repeated_blocks(fullgraph=False)


@contextmanager
def working(part: Any, plan: Plan) -> Iterator[Any]:
    """Have a part on the device while the block runs; with "model" offload it goes back when that ends."""
    if plan.offload != "model":
        yield part
        return
    part.to(plan.device)
    try:
        yield part
    finally:
        part.to("cpu")


class Turns:
    """Parts of which one at a time is on the device, where the plan has the others wait in main memory."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._here: Any = None

    def __enter__(self) -> Turns:
        return self

    def __exit__(self, *_: object) -> None:
        self._away()

    def take(self, part: Any) -> Any:
        """Return a part that is on the device until another is taken or the block ends."""
        if self._plan.offload == "model" and part is not self._here:
            self._away()
            part.to(self._plan.device)
            self._here = part
        return part

    def _away(self) -> None:
        here, self._here = self._here, None
        if here is not None:
            here.to("cpu")


def _in_groups(part: Any, device: torch.device, blocks: bool) -> None:
    from diffusers.hooks import apply_group_offloading

    apply_group_offloading(
        part,
        onload_device=device,
        offload_type="block_level" if blocks else "leaf_level",
        num_blocks_per_group=1 if blocks else None,
        use_stream=device.type == "cuda",
    )
