"""What makes a model faster and changes what it makes: opt-in, named on its card, part of the recipe.

`first-block-cache` or `first-block-cache=0.08`: a step in which the first layer changes by less than that
share takes the other layers' change from the step before (diffusers' FirstBlockCache).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from nodes.api.errors import BadInput

_USUAL = 0.05


def add_tricks(network: Any, tricks: Sequence[str]) -> None:
    """Have a network work as a card's tricks say. Raises BadInput for a trick that is not known."""
    from diffusers import FirstBlockCacheConfig

    for trick in tricks:
        name, _, said = trick.partition("=")
        if name != "first-block-cache":
            raise BadInput(f"Use the trick '{trick}'", "it is not known; known is first-block-cache=SHARE")
        try:
            share = float(said) if said else _USUAL
        except ValueError as error:
            raise BadInput(f"Use the trick '{trick}'", f"'{said}' is no share") from error
        network.enable_cache(FirstBlockCacheConfig(threshold=share))


def forget(networks: Iterable[Any]) -> None:
    """Let networks forget what they kept of the last run's steps."""
    from diffusers.hooks import HookRegistry

    for network in networks:
        HookRegistry.check_if_exists_or_initialize(network).reset_stateful_hooks(recurse=True)
