"""What makes a model faster and changes what it makes: opt-in, named on its card, part of the recipe.

Of steps that differ little from the one before, most is taken from that one (diffusers' caches):
`first-block-cache=0.05`: where the first layer changes by less than that share; `mag-cache=0.06`: where the
error known from the card's `mag_ratios` (options, one a step) stays below that; `taylor-seer=5`: all steps
but each fifth, continued along a line. `seeds-together=4`: takes that differ in their seed only are made by
one call, see `nodes.models.together`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from nodes.api.errors import BadInput
from nodes.models.together import TRICK, most_together

if TYPE_CHECKING:
    from inference.cards.card import Card

CACHES = {"first-block-cache": 0.05, "mag-cache": 0.06, "taylor-seer": 5.0}
"""The caches by name, with their usual number."""
_RATIOS = "mag_ratios"


def check_tricks(card: Card, known: Sequence[str] = (*CACHES, TRICK)) -> None:
    """Refuse tricks that a family does not have, and those that do not go together. Raises BadInput."""
    most_together(card.tricks)
    names = [trick.partition("=")[0] for trick in card.tricks]
    for trick, name in zip(card.tricks, names, strict=True):
        attempted = f"Use the trick '{trick}'"
        if name not in known:
            what = f"known is {', '.join(known)}" if known else "this family has none"
            raise BadInput(attempted, f"it is not known here; {what}")
        if name in CACHES:
            _number(trick)
            if len(names) > 1:
                # A cache looks at all of a batch to decide: one take would change another.
                raise BadInput(attempted, "a cache goes with no other trick", hint="Leave one of them out.")
        if name == "mag-cache" and not card.options.get(_RATIOS):
            hint = "Measure them with diffusers' MagCacheConfig(calibrate=True)."
            raise BadInput(attempted, f"the card's options have no '{_RATIOS}'", hint=hint)


@contextmanager
def cached(networks: Sequence[Any], card: Card, steps: int) -> Iterator[None]:
    """Have networks use the card's cache for a run of so many steps, and forget it all when that ends."""
    name = next((trick for trick in card.tricks if trick.partition("=")[0] in CACHES), None)
    if name is None:
        yield
        return
    config = _config(name, card, steps)
    try:
        for network in networks:
            network.enable_cache(config)
        yield
    finally:
        for network in networks:
            if network.is_cache_enabled:
                network.disable_cache()


def _config(trick: str, card: Card, steps: int) -> Any:
    import diffusers

    value = _number(trick)
    if trick.startswith("first-block-cache"):
        return diffusers.FirstBlockCacheConfig(threshold=value)
    if trick.startswith("taylor-seer"):
        import torch

        # The first steps are made whole, so that there is a line to go on along.
        first = min(3, max(1, steps // 2))
        # "Lite" goes on from what the last layer says; otherwise every layer's past would be held.
        return diffusers.TaylorSeerCacheConfig(
            cache_interval=int(value),
            disable_cache_before_step=first,
            taylor_factors_dtype=torch.float32,
            use_lite_mode=True,
        )
    ratios = [float(each) for each in card.options[_RATIOS]]
    return diffusers.MagCacheConfig(threshold=value, num_inference_steps=steps, mag_ratios=ratios)


def _number(trick: str) -> float:
    name, _, said = trick.partition("=")
    with suppress(ValueError):
        value = float(said) if said else CACHES[name]
        if value > 0:
            return value
    raise BadInput(f"Use the trick '{trick}'", f"'{said}' is no number above 0")
