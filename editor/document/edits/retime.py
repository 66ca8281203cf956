"""Playing a clip faster, slower, backwards or not at all."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

from editor.document.layout import MediaLookup, refilled
from editor.document.model import Clip, Cut, Track
from editor.document.retimes import FASTEST, KINDS, MODES, Retime, effect_of, retime_of
from editor.document.rules import (
    EditError,
    clip_at,
    known_source,
    no_transition,
    room_for_transitions,
    unlocked,
    within_media,
)
from editor.document.tree import put
from nodes.api import Range, Time

from .looks import with_keys_moved


def retime(
    cut: Cut,
    clip_id: str,
    to: Retime,
    *,
    ripple: bool = False,
    media: MediaLookup | None = None,
) -> Cut:
    """Return the cut with a clip played at another speed, frozen at its first frame at 0.

    It keeps its length in the record and plays as much more or less of its media, from the frame it began
    with; with `ripple` it plays the same media and is as much longer or shorter, and what follows on the
    track moves. Speed 1 takes the retime away. Raises EditError for a speed beyond all measure, more than
    the media has, a keyframed retime of another program, a locked track, a transition in the way.
    """
    place = clip_at(cut, clip_id, f"Retime '{clip_id}'")
    clip = place.item
    assert isinstance(clip, Clip)
    doing = f"Retime '{clip.name}'"
    unlocked(place, doing)
    if abs(to.speed) > FASTEST or 0 < abs(to.speed) < Fraction(1, FASTEST):
        raise EditError(doing, f"{float(to.speed):g} is no speed", hint=f"Stay within {FASTEST} times.")
    if to.mode not in MODES:
        raise EditError(doing, f"there is no mode '{to.mode}'", hint=f"Use {', '.join(MODES)}.")
    now = retime_of(clip.effects)
    if now is None:
        hint = "Retime it in the suite it comes from."
        raise EditError(doing, "its speed is keyframed by another program", hint=hint)
    old = known_source(clip, media, doing)
    source = old
    kept = tuple(effect for effect in clip.effects if effect.schema not in KINDS)
    effects = kept if to.is_none else (effect_of(to), *kept)
    if ripple:
        if not to.speed or not now.speed:
            raise EditError(doing, "a freeze has no length of its own", hint="Retime it without ripple.")
        source = Range(old.start, old.duration * (abs(now.speed) / abs(to.speed)))
    made = dataclasses.replace(clip, source=source, effects=effects)
    within_media(made, now.consumed(old), to.consumed(source), media, doing)
    holder = place.holder
    if not ripple or holder is None or not isinstance(holder.item, Track):
        return put(cut, place, made)
    no_transition(holder.item.items, place.index + 1, doing)
    room_for_transitions(holder.item.items, place.index, source.duration, doing)
    items = (*holder.item.items[: place.index], made, *holder.item.items[place.index + 1 :])
    return put(cut, holder, refilled(holder.item, items, cut.rate, media))


def freeze(cut: Cut, clip_id: str, at: Time, media: MediaLookup | None = None) -> Cut:
    """Return the cut with a clip that holds, for all its length, the frame it shows `at` after its head.

    Raises EditError as `retime`.
    """
    place = clip_at(cut, clip_id, f"Freeze '{clip_id}'")
    clip = place.item
    assert isinstance(clip, Clip)
    doing = f"Freeze '{clip.name}'"
    source, now = known_source(clip, media, doing), retime_of(clip.effects)
    if now is None:
        raise EditError(doing, "its speed is keyframed by another program")
    first = source.start if now.speed >= 0 else now.consumed(source).end - Time(1, source.start.rate)
    held = (first + at.at(source.start.rate) * now.speed).snapped()
    by = held - source.start
    moved = dataclasses.replace(with_keys_moved(clip, by), source=Range(held, source.duration))
    return retime(put(cut, place, moved), clip_id, Retime(Fraction(0)), media=media)
