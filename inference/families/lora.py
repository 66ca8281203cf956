"""Low-rank weights added to a network's own, from safetensors files; several, each as strong as is said.

Source: Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models": W + weight · alpha / rank · B A.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nodes.api.errors import BadInput

from .reading import told

if TYPE_CHECKING:
    import torch

    from inference.cards.card import Lora

Tensors = Mapping[str, "torch.Tensor"]
Convert = Callable[[dict[str, "torch.Tensor"]], Tensors]
"""Turns the names of another program into those of diffusers."""
_DOWN, _UP = (".lora_A.weight", ".lora_down.weight"), (".lora_B.weight", ".lora_up.weight")


def add_loras(network: Any, folder: Path, loras: Sequence[Lora], part: str, convert: Convert) -> None:
    """Add to a network, before it is laid out, what files say of its `part` ("transformer"); in order.

    Raises BadInput for a file that is damaged, that holds nothing for this network, or parts of it that are
    not here or of another shape.
    """
    from safetensors.torch import load_file

    for lora in loras:
        place = folder / lora.file
        with told(place):
            if place.suffix != ".safetensors":
                raise ValueError("low-rank weights are read from safetensors only")
            given = convert(load_file(place))
        added = _added(given, part)
        if not added:
            raise BadInput(f"Add '{lora.file}'", "it holds no low-rank weights for this model")
        _check(network, added, lora.file)
        for name, change in added.items():
            weight = network.get_parameter(name)
            weight.data += (lora.weight * change().view_as(weight)).to(weight.dtype)


def _added(given: Tensors, part: str) -> dict[str, Callable[[], torch.Tensor]]:
    """Return what makes the change of each weight; made one by one, since all of them fill memory."""
    found: dict[str, Callable[[], torch.Tensor]] = {}
    for name in given:
        for down, up in zip(_DOWN, _UP, strict=True):
            stem = name.removesuffix(down)
            if stem == name or stem + up not in given:
                continue
            target = stem.removeprefix(part + ".") + ".weight"
            if stem.startswith(part + ".") or not stem.startswith("transformer"):
                found[target] = _change(given[name], given[stem + up], given.get(stem + ".alpha"))
    return found


def _change(down: torch.Tensor, up: torch.Tensor, alpha: torch.Tensor | None) -> Callable[[], torch.Tensor]:
    scale = 1.0 if alpha is None else float(alpha) / down.shape[0]
    return lambda: scale * (up.flatten(1).float() @ down.flatten(1).float())


def _check(network: Any, added: Mapping[str, Callable[[], torch.Tensor]], file: str) -> None:
    known = {name: weight.numel() for name, weight in network.named_parameters()}
    for name, change in added.items():
        if name not in known:
            raise BadInput(f"Add '{file}'", f"this model has no '{name}'", hint="It is for another model.")
        if change().numel() != known[name]:
            raise BadInput(f"Add '{file}'", f"'{name}' is of another size", hint="It is for another model.")
