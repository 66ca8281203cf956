"""Laying a model's parts out as a plan says: on the device, or waiting in main memory by parts or layers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inference.memory.plan import Plan

if TYPE_CHECKING:
    import torch
    from torch import nn


def torch_dtype(plan: Plan) -> torch.dtype:
    """Return torch's own type that a plan computes in."""
    import torch

    found: torch.dtype = getattr(torch, plan.dtype)
    return found


def place(parts: Mapping[str, Any], plan: Plan) -> None:
    """Move the parts (torch modules) of a model, in the order in which they work, to where the plan wants them, for use.

    With "model" offload a part comes to the device when it is called (`forward`, and what diffusers marks as
    such: `encode`, `decode`) and goes when the next one is; with "group" its layers do, one after another.
    With `cast` the weights of transformers rest as 8-bit floats. Tiling is switched on in parts that can.
    Their type is what they were loaded in: give `torch_dtype(plan)` to `from_pretrained`.
    """
    import torch

    device = torch.device(plan.device)
    before: Any = None
    for name, part in parts.items():
        part.eval().requires_grad_(False)
        if plan.tiling and hasattr(part, "enable_tiling"):
            part.enable_tiling()
        if plan.attention != "native" and hasattr(part, "set_attention_backend"):
            part.set_attention_backend(plan.attention)
        if plan.cast and "transformer" in name:
            _cast(part, torch_dtype(plan))
        if plan.offload == "none" or not plan.on_gpu:
            part.to(device)
        elif plan.offload == "model":
            before = _by_part(part, device, before)
        else:
            _by_layers(part, device)


def _cast(part: nn.Module, dtype: torch.dtype) -> None:
    import torch
    from diffusers.hooks.layerwise_casting import apply_layerwise_casting

    apply_layerwise_casting(part, storage_dtype=torch.float8_e4m3fn, compute_dtype=dtype)


def _by_part(part: nn.Module, device: torch.device, before: Any) -> Any:
    from accelerate import cpu_offload_with_hook  # type: ignore[import-untyped]

    _, hook = cpu_offload_with_hook(part, device, before)
    return hook


def _by_layers(part: nn.Module, device: torch.device) -> None:
    import torch
    from diffusers.hooks.group_offloading import apply_group_offloading

    apply_group_offloading(
        part,
        onload_device=device,
        offload_device=torch.device("cpu"),
        offload_type="leaf_level",
        use_stream=device.type == "cuda",
    )
