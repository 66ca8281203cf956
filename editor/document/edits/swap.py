"""Two items of the cut changing places."""

from __future__ import annotations

from editor.document.layout import MediaLookup, Standing, by_id, item_duration
from editor.document.model import Cut, Gap, Track
from editor.document.rules import EditError, no_transition, said
from editor.document.tree import new_id, put, with_items

from .edges import on_track


def swap(cut: Cut, first_id: str, second_id: str, *, media: MediaLookup | None = None) -> Cut:
    """Let two clips (or nested items) change places; each shows what it showed.

    On one track they may differ in length: what stands between them moves by the difference, and the track
    stays as long. On two tracks of a kind they have to be equally long. Raises EditError for the same clip
    twice, lengths or kinds that differ, a transition beside either, a locked track.
    """
    first, first_holder, first_items, doing = on_track(cut, first_id, "Swap")
    second, second_holder, second_items, _ = on_track(cut, second_id, "Swap")
    doing = f"{doing} with '{second.item.name or second_id}'"
    if first_id == second_id:
        raise EditError(doing, "that is one clip", hint="Name two.")
    if first_id in _around(second) or second_id in _around(first):
        raise EditError(doing, "one is inside the other", hint="Name two that stand apart.")
    for place, items in ((first, first_items), (second, second_items)):
        no_transition(items, place.index - 1, doing)
        no_transition(items, place.index + 1, doing)
    if first_holder.item.id == second_holder.item.id:
        changed = list(first_items)
        changed[first.index], changed[second.index] = second.item, first.item
        return with_items(cut, first_holder, tuple(changed))
    assert isinstance(first_holder.item, Track)
    assert isinstance(second_holder.item, Track)
    if first_holder.item.kind != second_holder.item.kind:
        raise EditError(
            doing, "one stands on a track of pictures and one of sound", hint="Name two of a kind."
        )
    lengths = [item_duration(each.item, cut.rate, media).at(cut.rate) for each in (first, second)]
    if lengths[0] != lengths[1]:
        raise EditError(
            doing,
            f"they stand on two tracks and last {said(lengths[0])} and {said(lengths[1])} frames",
            hint="Trim one to the length of the other.",
        )
    # The first place is held by something else in between, so that no id is there twice.
    holding = Gap(new_id(), lengths[0])
    cut = put(cut, first, holding)
    there = by_id(cut, second_id)
    assert there is not None
    cut = put(cut, there, first.item)
    here = by_id(cut, holding.id)
    assert here is not None
    return put(cut, here, second.item)


def _around(place: Standing) -> set[str]:
    """Return the ids of all that a place lies in."""
    ids, here = set(), place.holder
    while here is not None:
        ids.add(here.item.id)
        here = here.holder
    return ids
