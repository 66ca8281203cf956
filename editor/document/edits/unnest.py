"""Taking a nested stack apart: what lies in it comes back onto tracks."""

from __future__ import annotations

from editor.document.layout import MediaLookup, Standing, item_duration, record_range
from editor.document.model import Cut, Gap, Item, Stack, Track
from editor.document.rules import EditError
from nodes.api import Range, Time

from .edges import on_track
from .lanes import Run, laid, standing_of, taken_out
from .tracks import add_track


def unnest(cut: Cut, stack_id: str, *, media: MediaLookup | None = None) -> Cut:
    """Return the cut with the tracks of a nested stack on the track it stood on and those above it.

    Nothing moves; ids stay. Its tracks lie over what stands there on the tracks above, gaps of theirs leave
    that as it is; tracks that are missing are put on top. Raises EditError for what is no nested stack, one
    that is trimmed or has effects, one that holds other than tracks of the kind, a locked track.
    """
    place, holder, _, doing = on_track(cut, stack_id, "Unnest")
    stack, track = place.item, holder.item
    assert isinstance(track, Track)
    if not isinstance(stack, Stack):
        raise EditError(doing, "that is no nested stack", hint="Name a nest.")
    if stack.source is not None or stack.effects:
        why = "it is trimmed" if stack.source is not None else "it has effects of its own"
        raise EditError(doing, why, hint="Take that away first.")
    inner = [each for each in stack.items if isinstance(each, Track)]
    if len(inner) < len(stack.items) or any(each.kind != track.kind or each.source for each in inner):
        raise EditError(
            doing, "it holds more than whole tracks of one kind", hint="Take it apart in the suite."
        )
    start = record_range(cut, place, media).start
    cut, _ = taken_out(cut, [stack_id], media, doing)
    cut, targets = _targets(cut, track.id, len(inner))
    for each, target in zip(inner, targets, strict=True):
        for run in _runs(each, target, start, cut, media):
            cut = laid(cut, run, media, doing)
    return cut


def _targets(cut: Cut, track: str, count: int) -> tuple[Cut, list[str]]:
    """Return the cut and a track, by id, for each that comes: from one upwards, new ones where needed."""

    def alike(cut: Cut, here: Standing) -> list[str]:
        assert here.holder is not None
        assert isinstance(here.holder.item, Stack | Track)
        assert isinstance(here.item, Track)
        kind = here.item.kind
        tracks = [each for each in here.holder.item.items if isinstance(each, Track) and each.kind == kind]
        return [each.id for each in tracks][[each.id for each in tracks].index(track) :]

    here = standing_of(cut, track)
    found = alike(cut, here)
    while len(found) < count:
        assert isinstance(here.item, Track)
        if here.holder is None or here.holder.holder is not None or here.item.kind not in ("Video", "Audio"):
            raise EditError("Unnest", "there are too few tracks above it", hint="Add tracks first.")
        cut = add_track(cut, here.item.kind)
        here = standing_of(cut, track)
        found = alike(cut, here)
    return cut, found[:count]


def _runs(track: Track, target: str, start: Time, cut: Cut, media: MediaLookup | None) -> list[Run]:
    """Return what stands on a track between its gaps, run by run, from an instant of the cut."""
    found: list[Run] = []
    items: list[Item] = []
    at = begins = start

    def close() -> None:
        if items:
            found.append(Run(target, tuple(items), Range.between(begins, at)))
            items.clear()

    for item in track.items:
        if isinstance(item, Gap) and not item.markers:
            close()
        else:
            begins = begins if items else at
            items.append(item)
        at = at + item_duration(item, cut.rate, media).at(cut.rate)
    close()
    return found
