"""What is switched off, and what of a stack is seen or heard for the tracks that are soloed."""

from __future__ import annotations

from .model import Clip, Item, Stack, Track

SOUND = "Audio"


def is_off(item: Item) -> bool:
    """Return whether an item is switched off: a clip disabled, a track muted or hidden."""
    return isinstance(item, Clip | Track | Stack) and not item.enabled


def taking_part(items: tuple[Item, ...], *, sound: bool) -> tuple[Item, ...]:
    """Return what of a stack is heard, or seen: all that is on, but the soloed tracks of the kind alone."""
    on = tuple(item for item in items if not is_off(item))
    return tuple(item for item in on if _is_solo(item, sound=sound)) or on


def _is_solo(item: Item, *, sound: bool) -> bool:
    return isinstance(item, Track) and item.solo and (item.kind == SOUND) == sound
