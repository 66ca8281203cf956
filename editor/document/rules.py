"""What an edit has to respect: locks, transitions, the media there is, lengths that make sense."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from nodes.api import BadInput, Range, Time

from .layout import MediaLookup, Placed, Standing, by_id, source_range
from .model import SOURCE, Clip, Cut, Item, MediaReference, Track, Transition
from .retimes import KINDS, Retime, retime_of
from .tree import ours

LOCKS = ("Locked", "locked")
"""Fields by which suites say, in their metadata, that a track is locked."""


class EditError(BadInput):
    """An edit that cannot be made as it was asked for."""


def clip_at(cut: Cut, clip_id: str, doing: str) -> Standing:
    """Return where the clip with that id stands. Raises EditError where there is none."""
    here = by_id(cut, clip_id)
    if here is None or not isinstance(here.item, Clip):
        raise EditError(doing, "the cut has no clip with that id", hint="`workprint info` lists the shots.")
    return here


def is_locked(track: Track) -> bool:
    """Return whether a track is locked, by us or by the suite that it comes from."""
    if track.locked:
        return True
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
    retime = retime_of(clip.effects)
    if retime is None or retime.speed < 0:
        name = next((each.name or each.schema for each in clip.effects if each.schema in KINDS), "")
        raise EditError(
            doing,
            f"the clip is retimed by '{name}' ({'keyframed' if retime is None else 'reversed'}), "
            "and programs disagree on what trimming that shows",
            hint="Trim it in the suite, or render it first.",
        )
    return retime.speed


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


def played(clip: Clip, source: Range, doing: str) -> Range:
    """Return the media that a clip plays with a source range. Raises EditError as `speed`."""
    return Retime(speed(clip, doing)).consumed(source)


def within_media(clip: Clip, old: Range | None, new: Range, media: MediaLookup | None, doing: str) -> None:
    """Raise EditError where an edge of what is played moved out beyond the media that is known to be there.

    `old` and `new` are stretches of media as `played` gives them. An edge that already lay beyond it, as
    files may say, may stay or move inwards.
    """
    reference = source_reference(clip)
    there = reference.available if reference is not None else None
    if media is not None:
        there = media(clip) or there
    if there is None or there.is_empty:
        return
    short_head = new.start < there.start and (old is None or new.start < old.start)
    short_tail = new.end > there.end and (old is None or new.end > old.end)
    if short_head or short_tail:
        at_rate, one = there.at(new.start.rate), Time(1, new.start.rate)
        raise EditError(
            doing,
            f"frames {said(new.start)} to {said(new.end - one)} were asked for, the media has "
            f"{said(at_rate.start)} to {said(at_rate.end - one)}",
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
