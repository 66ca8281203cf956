"""Taking out, cutting or switching off several clips at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from editor.document.layout import MediaLookup, by_id, shots
from editor.document.model import Clip, Cut, Stack, Track, Transition
from editor.document.rules import EditError, unlocked
from editor.document.tree import new_id, put
from nodes.api import Range, Time

from .across import shifted
from .lanes import Run, taken_out
from .links import link_of
from .place import lift, split


def lift_clips(cut: Cut, ids: Collection[str], media: MediaLookup | None = None) -> Cut:
    """Return the cut without these items: they leave gaps, none at the end of a track; nothing moves.

    Transitions among them, and those beside what goes, go too. Raises EditError for an unknown item, one on
    no track, a locked track.
    """
    cut, rest = _without_transitions(cut, ids, media)
    return taken_out(cut, rest, media, "Lift")[0] if rest else cut


def extract_clips(
    cut: Cut, ids: Collection[str], *, all_tracks: bool = False, media: MediaLookup | None = None
) -> Cut:
    """Return the cut without these items, gaps too, what follows on their tracks closed up.

    With `all_tracks` what begins later on the other unlocked tracks keeps in step. Otherwise as
    `lift_clips`; raises EditError where something stands in the way on another track.
    """
    cut, rest = _without_transitions(cut, ids, media)
    if not rest:
        return cut
    cut, runs = taken_out(cut, rest, media, "Extract", close=True)
    if not all_tracks:
        return cut
    own = {run.track for run in runs}
    for span in reversed(_spans(runs)):
        cut = shifted(cut, span.end, -span.duration, own, media, "Extract")
    return cut


def split_clips(cut: Cut, ids: Collection[str], at: Time, media: MediaLookup | None = None) -> Cut:
    """Return the cut with each of these clips cut in two at cut time `at`.

    The second halves of linked clips are linked among themselves, no more with the first. Raises EditError
    as `split` for the first that cannot be cut.
    """
    before = {shot.clip.id for shot in shots(cut, media)}
    for each in ids:
        cut = split(cut, each, at, media)
    halves = [shot.clip for shot in shots(cut, media) if shot.clip.id not in before]
    fresh: dict[str, str] = {}
    for half in halves:
        group = link_of(half)
        if group is None or sum(link_of(each) == group for each in halves) < 2:
            continue
        place = by_id(cut, half.id)
        assert place is not None
        assert isinstance(place.item, Clip)
        linked = dataclasses.replace(place.item, link=fresh.setdefault(group, new_id()))
        cut = put(cut, place, linked)
    return cut


def enable_clips(cut: Cut, ids: Collection[str], enabled: bool) -> Cut:
    """Return the cut with clips (or nested items) that are seen or heard, or are not.

    Raises EditError for an unknown item, one that cannot be switched off, a locked track.
    """
    for each in ids:
        place = by_id(cut, each)
        doing = f"Switch '{each}' {'on' if enabled else 'off'}"
        if place is None or not isinstance(place.item, Clip | Stack | Track):
            raise EditError(doing, "the cut has no such clip", hint="`workprint info` lists the shots.")
        unlocked(place, doing)
        cut = put(cut, place, dataclasses.replace(place.item, enabled=enabled))
    return cut


def _without_transitions(
    cut: Cut, ids: Collection[str], media: MediaLookup | None
) -> tuple[Cut, tuple[str, ...]]:
    """Return the cut without the transitions among these ids, and the others."""
    changes = {
        item.id
        for holder in cut.stack.items
        for item in getattr(holder, "items", ())
        if isinstance(item, Transition) and item.id in set(ids)
    }
    for each in ids:
        if each in changes:
            cut = lift(cut, each, media)
    return cut, tuple(each for each in ids if each not in changes)


def _spans(runs: tuple[Run, ...]) -> list[Range]:
    """Return the stretches that runs cover, one after another, those that touch as one."""
    found: list[Range] = []
    for place in sorted((run.place for run in runs), key=lambda each: each.start):
        if found and place.start <= found[-1].end:
            found[-1] = Range.between(found[-1].start, max(found[-1].end, place.end))
        else:
            found.append(place)
    return found
