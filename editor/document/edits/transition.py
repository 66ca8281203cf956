"""Change-overs between two items of a track: dissolves and wipes, put in, made longer, taken out."""

from __future__ import annotations

from typing import Literal

from editor.document.layout import MediaLookup, item_duration
from editor.document.model import Cut, Item, Track, Transition, Wipe
from editor.document.rules import EditError, clip_at, said, unlocked
from editor.document.transitions import CUSTOM, DISSOLVE
from editor.document.tree import new_id, with_items
from nodes.api import Time

Side = Literal["head", "tail"]


def transition(
    cut: Cut,
    clip_id: str,
    before: Time,
    after: Time,
    *,
    side: Side = "tail",
    wipe: Wipe | None = None,
    media: MediaLookup | None = None,
) -> Cut:
    """Return the cut with a change-over at a clip's head or tail, in place of the one that was there.

    It reaches `before` into the item before the cut point and `after` into the one behind it: a dissolve,
    or a `wipe`. At an end of the track and beside a gap the clip fades from or to what lies beneath.
    Without any length the one that is there is taken out. Raises EditError where an item is too short for
    its transitions, for a negative reach, a locked track, a clip that stands on no track.
    """
    place = clip_at(cut, clip_id, f"Put a transition on '{clip_id}'")
    doing = f"Put a transition on '{place.item.name}'"
    unlocked(place, doing)
    if before.value < 0 or after.value < 0:
        raise EditError(doing, "its reach is negative", hint="Give a length of 0 or more frames.")
    holder = place.holder
    if holder is None or not isinstance(holder.item, Track):
        raise EditError(doing, "it does not stand on a track", hint="Put it on a track first.")
    items = holder.item.items
    at = place.index if side == "head" else place.index + 1
    there: Transition | None = None
    beside = at - 1 if side == "head" else at
    if 0 <= beside < len(items) and isinstance(found := items[beside], Transition):
        there, at = found, beside
    rest = items[at + 1 :] if there else items[at:]
    if not before.value and not after.value:
        return cut if there is None else with_items(cut, holder, (*items[:at], *rest))
    kind = DISSOLVE if wipe is None else CUSTOM
    name = there.name if there is not None and there.wipe == wipe else "" if wipe is None else "wipe"
    made = Transition(new_id() if there is None else there.id, name, kind, before, after, wipe)
    changed = (*items[:at], made, *rest)
    for index in (at - 1, at + 1):
        _has_room(changed, index, cut, media, doing)
    return with_items(cut, holder, changed)


def _has_room(items: tuple[Item, ...], index: int, cut: Cut, media: MediaLookup | None, doing: str) -> None:
    """Raise EditError where the transitions beside an item are longer than it lasts."""
    if not 0 <= index < len(items):
        return
    needed = Time.zero(cut.rate)
    if index and isinstance(head := items[index - 1], Transition):
        needed += head.after
    if index + 1 < len(items) and isinstance(tail := items[index + 1], Transition):
        needed += tail.before
    length = item_duration(items[index], cut.rate, media)
    if length < needed:
        name = items[index].name or items[index].id
        raise EditError(
            doing,
            f"'{name}' has {said(length)} frames and its transitions would take {said(needed)}",
            hint="Make the transition shorter.",
        )
