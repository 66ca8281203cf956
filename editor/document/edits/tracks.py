"""Tracks: put in, taken out, named, put in order, locked, switched off, soloed, drawn taller."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from editor.document.layout import Standing, find_track
from editor.document.looks import LOUDEST, QUIETEST
from editor.document.model import TALLEST, Cut, Item, Stack, Track
from editor.document.rules import LOCKS, EditError, unlocked
from editor.document.tree import new_id, put, with_items

SHORTEST = 20
"""How many pixels tall a track is drawn at least where a height is set."""


def add_track(cut: Cut, kind: str, name: str = "", *, above: str | None = None) -> Cut:
    """Return the cut with a new, empty track, named V2, A1 and so on where nothing is said.

    It comes on top, or right above the track `above`, a name or an id. Raises EditError for another kind
    than Video and Audio, and for a name in use; BadInput for an unknown track.
    """
    doing = f"Add a track '{name}'" if name else "Add a track"
    if kind not in ("Video", "Audio"):
        raise EditError(doing, f"there is no kind '{kind}'", hint="Use Video or Audio.")
    names = {item.name for item in cut.stack.items}
    if name in names and name:
        raise EditError(doing, "a track bears that name", hint="Choose another.")
    count = sum(isinstance(item, Track) and item.kind == kind for item in cut.stack.items)
    while not name or name in names:
        count += 1
        name = f"{kind[0]}{count}"
    at = len(cut.stack.items) if above is None else _of_the_cut(cut, above, doing).index + 1
    items = (*cut.stack.items[:at], Track(new_id(), name, kind), *cut.stack.items[at:])
    return dataclasses.replace(cut, stack=dataclasses.replace(cut.stack, items=items))


def remove_track(cut: Cut, track: str) -> Cut:
    """Return the cut without a track and all that stands on it. `track` is a name or an id.

    Raises EditError for a locked track, BadInput for an unknown one.
    """
    doing = f"Remove the track '{track}'"
    place = find_track(cut, track)
    unlocked(place, doing)
    holder, items = _around(place)
    return with_items(cut, holder, (*items[: place.index], *items[place.index + 1 :]))


def rename_track(cut: Cut, track: str, name: str) -> Cut:
    """Return the cut with a track called otherwise.

    Raises EditError for no name or one that another track beside it bears, BadInput for an unknown track.
    """
    place = find_track(cut, track)
    doing = f"Rename the track '{_track(place).name or track}'"
    plain = " ".join(name.split())
    if not plain:
        raise EditError(doing, "a track needs a name", hint="Type one.")
    if any(each.name == plain and each is not place.item for each in _around(place)[1]):
        raise EditError(doing, f"another track is called '{plain}'", hint="Choose another name.")
    return put(cut, place, dataclasses.replace(_track(place), name=plain))


def move_track(cut: Cut, track: str, by: int) -> Cut:
    """Return the cut with a track `by` places higher among those of its kind, lower where negative.

    Raises EditError where it cannot go further, BadInput for an unknown track.
    """
    place = find_track(cut, track)
    holder, items = _around(place)
    kind = _track(place).kind
    alike = [i for i, each in enumerate(items) if isinstance(each, Track) and each.kind == kind]
    at = alike.index(place.index)
    if not 0 <= at + by < len(alike):
        side = "highest" if by > 0 else "lowest"
        raise EditError(f"Move the track '{_track(place).name}'", f"it is the {side} of its kind already")
    order = [items[index] for index in alike]
    order.insert(at + by, order.pop(at))
    changed = list(items)
    for index, item in zip(alike, order, strict=True):
        changed[index] = item
    return with_items(cut, holder, tuple(changed))


def lock_track(cut: Cut, track: str, locked: bool) -> Cut:
    """Return the cut with a track that no edit changes, or one that edits change again.

    Where its suite says whether it is locked, that is said there. Raises BadInput for an unknown track.
    """
    place = find_track(cut, track)
    now = _track(place)
    suites = any(key in block for block in _blocks(now) for key in LOCKS)
    metadata = {
        space: {key: locked if key in LOCKS else value for key, value in block.items()}
        if isinstance(block, Mapping)
        else block
        for space, block in now.metadata.items()
    }
    made = dataclasses.replace(
        now, locked=locked and not suites, metadata=metadata if suites else now.metadata
    )
    return put(cut, place, made)


def enable_track(cut: Cut, track: str, enabled: bool) -> Cut:
    """Return the cut with a track that is seen or heard, or one that is hidden or muted.

    Raises BadInput for an unknown track.
    """
    place = find_track(cut, track)
    return put(cut, place, dataclasses.replace(_track(place), enabled=enabled))


def solo_track(cut: Cut, track: str, solo: bool, *, alone: bool = False) -> Cut:
    """Return the cut with a track that is seen or heard without those of its kind that have no solo.

    With `alone` the others of its kind lose theirs. Raises BadInput for an unknown track.
    """
    place = find_track(cut, track)
    cut = put(cut, place, dataclasses.replace(_track(place), solo=solo))
    if not alone:
        return cut
    holder, items = _around(find_track(cut, place.item.id))
    kind, chosen = _track(place).kind, place.item.id
    return with_items(
        cut,
        holder,
        tuple(
            dataclasses.replace(each, solo=False)
            if isinstance(each, Track) and each.solo and each.kind == kind and each.id != chosen
            else each
            for each in items
        ),
    )


def track_height(cut: Cut, track: str, height: int) -> Cut:
    """Return the cut with a track drawn so many pixels tall, as it comes for 0.

    Raises EditError for a height out of 20 to 400, BadInput for an unknown track.
    """
    place = find_track(cut, track)
    if height and not SHORTEST <= height <= TALLEST:
        raise EditError(
            f"Set the height of '{_track(place).name}'",
            f"{height} pixels are out of range",
            hint=f"Give {SHORTEST} to {TALLEST}, or 0.",
        )
    return put(cut, place, dataclasses.replace(_track(place), height=height))


def track_level(cut: Cut, track: str, level: float) -> Cut:
    """Return the cut with a track heard so many dB louder, quieter where negative; -100 is silence.

    Raises EditError for a level out of -100 to 60 and for a track without sound, BadInput for an unknown one.
    """
    place = find_track(cut, track)
    doing = f"Set the level of '{_track(place).name}'"
    if _track(place).kind == "Video":
        raise EditError(doing, "it is a track of pictures", hint="Name a track of sound.")
    if not QUIETEST <= level <= LOUDEST:
        hint = f"Give {QUIETEST:g} to {LOUDEST:g}."
        raise EditError(doing, f"{level:g} dB are out of range", hint=hint)
    return put(cut, place, dataclasses.replace(_track(place), level=float(level)))


def _track(place: Standing) -> Track:
    assert isinstance(place.item, Track)
    return place.item


def _around(place: Standing) -> tuple[Standing, tuple[Item, ...]]:
    holder = place.holder
    assert holder is not None
    assert isinstance(holder.item, Track | Stack)
    return holder, holder.item.items


def _blocks(track: Track) -> list[Mapping[str, object]]:
    return [block for block in track.metadata.values() if isinstance(block, Mapping)]


def _of_the_cut(cut: Cut, track: str, doing: str) -> Standing:
    place = find_track(cut, track)
    if place.holder is None or place.holder.holder is not None:
        raise EditError(doing, f"'{track}' is nested", hint="Name a track of the cut itself.")
    return place
