"""Short words on clips that tell of their state: the take shown, the speed, what is missing or late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from editor.document.model import Clip, Item
from editor.document.retimes import KINDS, is_on, retime_of
from nodes.api.times import Time

from .ghost import signed
from .scene import STALE, kind_of_badge

RETIME, LATE, MISSING = STALE + 1, STALE + 2, STALE + 3
"""What further chips tell of: another speed, being later or earlier than a linked clip, no media."""


def chips_of(
    item: Item, badge: str | None, offline: bool, late: Mapping[str, Time]
) -> Iterator[tuple[int, str]]:
    """Yield what is to be told of an item and in which words, what is seen in no other way first."""
    if badge:
        yield kind_of_badge(badge), badge
    if item.id in late:
        yield LATE, signed(late[item.id], "frames")
    if offline:
        yield MISSING, "missing"
    if isinstance(item, Clip) and item.effects and (text := speed_text(item)):
        yield RETIME, text


def speed_text(clip: Clip) -> str:
    """Return how fast a clip plays its media as people write it, "" for as it is."""
    if not any(effect.schema in KINDS and is_on(effect) for effect in clip.effects):
        return ""
    retime = retime_of(clip.effects)
    if retime is None:
        return "speed keys"
    if not retime.speed:
        return "freeze"
    return "" if retime.is_none else f"{float(retime.speed * 100):.4g} %".replace("-", "\N{MINUS SIGN}")
