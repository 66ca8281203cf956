"""What an edit has to respect: locks, transitions, the media there is, lengths that make sense."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from nodes.api import BadInput, Range, Time

from .layout import MediaLookup, Placed, Standing, by_id, source_range
from .model import SOURCE, Clip, Cut, Item, MediaReference, Track, Transition
from .tree import ours

LOCKS = ("Locked", "locked")
"""Fields by which suites say, in their metadata, that a track is locked."""

RETIMES = ("LinearTimeWarp", "FreezeFrame", "TimeEffect")


class EditError(BadInput):
    """An edit that cannot be made as it was asked for."""


def clip_at(cut: Cut, clip_id: str, doing: str) -> Standing:
    """Return where the clip with that id stands. Raises EditError where there is none."""
    here = by_id(cut, clip_id)
    if here is None or not isinstance(here.item, Clip):
        raise EditError(doing, "the cut has no clip with that id", hint="`workprint info` lists the shots.")
    return here


def is_locked(track: Track) -> bool:
    """Return whether the suite that the track comes from has locked it."""
    blocks = (block for block in track.metadata.values() if isinstance(block, Mapping))
    return any(block.get(key) is True for block in blocks for key in LOCKS)


def unlocked(place: Standing | None, doing: str) -> None:
    """Raise EditError where a track at or around `place` is locked."""
    while place is not None:
        if isinstance(place.item, Track) and is_locked(place.item):
            name = place.item.name or place.item.id
            raise EditError(doing, f"track '{name}' is locked", hint="Unlock the track first.")
        place = place.holder


def speed(clip: Clip, doing: str) -> Fraction:
    """Return how many seconds of media one second of record shows: 1 without a retime, 0 for a freeze.

    Raises EditError for a retime whose trimming no two programs agree about: reversed or keyframed.
    """
    total = Fraction(1)
    for effect in clip.effects:
        if effect.schema not in RETIMES:
            continue
        scalar = None if effect.time_scalar is None else Fraction(str(effect.time_scalar))
        if scalar is None or scalar < 0:
            kind = "keyframed" if scalar is None else "reversed"
            raise EditError(
                doing,
                f"the clip is retimed by '{effect.name or effect.schema}' ({kind}), "
                "and programs disagree on what trimming that shows",
                hint="Trim it in the suite, or render it first.",
            )
        total *= scalar
    return total


def source_key(clip: Clip) -> str:
    """Return the key of the clip's own source among its references, also while a take is active."""
    block = ours(clip.references[clip.active].metadata) if clip.active in clip.references else {}
    if "take" not in block:
        return clip.active
    key = block.get("source")
    return key if isinstance(key, str) else SOURCE


def source_reference(clip: Clip) -> MediaReference | None:
    """Return the reference of the clip's own source, None where it has none."""
    return clip.references.get(source_key(clip))


def known_source(clip: Clip, media: MediaLookup | None, doing: str) -> Range:
    """Return the range of media the clip uses. Raises EditError where nothing says."""
    source = source_range(clip, media)
    if source is None:
        raise EditError(doing, "nothing says how long its media is", hint="Relink its media first.")
    return source


def within_media(clip: Clip, old: Range | None, new: Range, media: MediaLookup | None, doing: str) -> None:
    """Raise EditError where an edge of `new` moved out beyond the media that is known to be there.

    An edge that already lay beyond it, as files may say, may stay or move inwards.
    """
    reference = source_reference(clip)
    there = reference.available if reference is not None else None
    if media is not None:
        there = media(clip) or there
    if there is None or there.is_empty:
        return
    factor = speed(clip, doing)
    end = new.start + new.duration * factor
    old_end = None if old is None else old.start + old.duration * factor
    short_head = new.start < there.start and (old is None or new.start < old.start)
    short_tail = end > there.end and (old_end is None or end > old_end)
    if short_head or short_tail:
        at_rate = there.at(new.start.rate)
        last = at_rate.end - Time(1, at_rate.rate)
        raise EditError(
            doing,
            f"frames {said(new.start)} to {said(end - Time(1, new.start.rate))} were asked for, the media "
            f"has {said(at_rate.start)} to {said(last)}",
            hint="Ask for less, or relink longer media.",
        )


def said(time: Time) -> str:
    """Return a time as a person reads it: frames, with a fraction only where there is one."""
    return str(time.frame) if time.is_whole else f"{float(time.value):.3f}"


def positive(duration: Time, doing: str) -> None:
    """Raise EditError for a length that is not above zero."""
    if duration.value <= 0:
        raise EditError(doing, "nothing of the clip would be left", hint="Lift the clip to take it out.")


def clear_of_transitions(standing: tuple[Placed, ...], at: Time, doing: str) -> None:
    """Raise EditError where a cut at `at` would fall into a transition."""
    for here in standing:
        if isinstance(here.item, Transition) and (
            here.range.start < at < here.range.end or _cut_point(here) == at
        ):
            raise _in_the_way(here.item, doing)


def _cut_point(transition: Placed) -> Time:
    assert isinstance(transition.item, Transition)
    return transition.range.start + transition.item.before


def no_transition(items: tuple[Item, ...], index: int, doing: str) -> None:
    """Raise EditError where place `index` of a track holds a transition."""
    if 0 <= index < len(items):
        item = items[index]
        if isinstance(item, Transition):
            raise _in_the_way(item, doing)


def room_for_transitions(items: tuple[Item, ...], index: int, duration: Time, doing: str) -> None:
    """Raise EditError where the item at `index`, made `duration` long, is too short for its transitions."""
    needed = Time.zero(duration.rate)
    blocking: Transition | None = None
    before = items[index - 1] if index > 0 else None
    after = items[index + 1] if index + 1 < len(items) else None
    if isinstance(before, Transition):
        needed, blocking = needed + before.after, before
    if isinstance(after, Transition):
        needed, blocking = needed + after.before, after
    if blocking is not None and duration < needed:
        raise _in_the_way(blocking, doing)


def _in_the_way(transition: Transition, doing: str) -> EditError:
    return EditError(
        doing,
        f"the transition '{transition.name or transition.kind}' is in the way",
        hint=f"Lift the transition first (its id is {transition.id}).",
    )
