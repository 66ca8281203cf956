"""What differs between two cuts, object by object, as plain data that goes either way.

Values that are the same object are not looked into, so the cost is that of what an edit touched and of
one look along each changed holder.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from editor.exchange.read import item_from_json, read_cut
from editor.exchange.tokens import dumps, loads
from editor.exchange.write import item_to_json, write_cut
from nodes.api import BadInput

from .layout import Container, Standing, holders
from .model import Cut, Item, Json, Stack, Track
from .tree import put

Changes = list[dict[str, Json]]
"""A list of objects, each with `before` and `after`:

`graphs`: graphs by id, and all ids in order · `cut`: the cut's own fields · `id`: a holder's own fields ·
`in`: items of a holder (`items` gives before and after by id); where items came, went or moved, also the
place `at` and the ids of the run from there `before` and `after`.
"""

_SIDES = ("before", "after")

WHERE = "the project's journal"


def difference(before: Cut, after: Cut) -> Changes:
    """Return what turns `before` into `after`, empty where nothing does.

    Raises BadInput where two objects of a changed holder share an id.
    """
    found: Changes = []
    if before.graphs is not after.graphs:
        found.extend(_graphs_change(before.graphs, after.graphs))
    if before is not after and (old_cut := _own(before)) != (new_cut := _own(after)):
        found.append({"cut": True, "before": old_cut, "after": new_cut})
    waiting: list[tuple[Container, Container]] = [(before.stack, after.stack)]
    for old_holder, new_holder in waiting:
        if old_holder is not new_holder:
            found.extend(_shell_change(old_holder, new_holder))
            found.extend(_run_change(old_holder, new_holder, waiting))
    return found


def _graphs_change(old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[dict[str, Json]]:
    pairs = {name: [old.get(name), new.get(name)] for name in dict.fromkeys((*old, *new))}
    changed = {name: pair for name, pair in pairs.items() if pair[0] is not pair[1] and pair[0] != pair[1]}
    if changed or list(old) != list(new):
        yield {"graphs": changed, "before": list(old), "after": list(new)}


def _shell_change(old: Container, new: Container) -> Iterator[dict[str, Json]]:
    before, after = (item_to_json(dataclasses.replace(holder, items=())) for holder in (old, new))
    if before != after:
        yield {"id": old.id, "before": before, "after": after}


def _run_change(
    old: Container, new: Container, waiting: list[tuple[Container, Container]]
) -> Iterator[dict[str, Json]]:
    at = 0
    shorter = min(len(old.items), len(new.items))
    while at < shorter and old.items[at] is new.items[at]:
        at += 1
    tail = 0
    while tail < shorter - at and old.items[-1 - tail] is new.items[-1 - tail]:
        tail += 1
    before = {item.id: item for item in old.items[at : len(old.items) - tail]}
    after = {item.id: item for item in new.items[at : len(new.items) - tail]}
    if len(after) != len(new.items) - tail - at or len(before) != len(old.items) - tail - at:
        raise BadInput("Keep the edit", f"two objects in '{new.name or new.id}' share an id")
    items = {}
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        if was is now:
            continue
        if (isinstance(was, Track) and isinstance(now, Track)) or (
            isinstance(was, Stack) and isinstance(now, Stack)
        ):
            waiting.append((was, now))
            continue
        pair = [None if item is None else item_to_json(item) for item in (was, now)]
        if pair[0] != pair[1]:
            items[name] = pair
    change: dict[str, Json] = {"in": old.id, "items": items}
    if list(before) != list(after):
        change |= {"at": at, "before": list(before), "after": list(after)}
    if items or "at" in change:
        yield change


def applied(cut: Cut, changes: Changes, *, back: bool = False) -> Cut:
    """Return the cut with the changes made, or with `back` unmade.

    Raises BadInput where they are not changes of this cut.
    """
    side = "before" if back else "after"
    try:
        for change in reversed(changes) if back else changes:
            cut = _one(cut, change, side)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise _mismatch(f"{type(error).__name__}: {error}") from error
    return cut


def _one(cut: Cut, change: Mapping[str, Any], side: str) -> Cut:
    if "graphs" in change:
        index = _SIDES.index(side)
        there = {**cut.graphs, **{name: pair[index] for name, pair in change["graphs"].items()}}
        return dataclasses.replace(cut, graphs={name: there[name] for name in change[side]})
    if "cut" in change:
        return _with_own(cut, change[side])
    if "id" in change:
        place = _holder(cut, change["id"])
        shell = item_from_json(change[side], cut.rate)
        assert isinstance(place.item, Track | Stack)
        if type(shell) is not type(place.item):
            raise _mismatch(f"'{change['id']}' is another kind of object")
        return put(cut, place, dataclasses.replace(shell, items=place.item.items))
    return _with_run(cut, change, side)


def _with_run(cut: Cut, change: Mapping[str, Any], side: str) -> Cut:
    place = _holder(cut, change["in"])
    holder = place.item
    assert isinstance(holder, Track | Stack)
    index = _SIDES.index(side)
    made = {
        name: item_from_json(pair[index], cut.rate)
        for name, pair in change["items"].items()
        if pair[index] is not None
    }
    if "at" not in change:
        items = tuple(made.pop(item.id, item) for item in holder.items)
        if made:
            raise _mismatch(f"'{next(iter(made))}' is not in '{holder.id}'")
        return put(cut, place, dataclasses.replace(holder, items=items))
    at, now, then = change["at"], change["after" if side == "before" else "before"], change[side]
    run = holder.items[at : at + len(now)]
    if [item.id for item in run] != list(now):
        raise _mismatch(f"'{holder.id}' holds other items")
    there: dict[str, Item] = {item.id: item for item in run} | made
    new_run = tuple(there[name] for name in then)
    return put(
        cut,
        place,
        dataclasses.replace(holder, items=(*holder.items[:at], *new_run, *holder.items[at + len(now) :])),
    )


def _holder(cut: Cut, holder_id: str) -> Standing:
    for here in holders(cut):
        if here.item.id == holder_id:
            return here
    raise _mismatch(f"there is no '{holder_id}'")


def _own(cut: Cut) -> dict[str, Json]:
    bare = dataclasses.replace(cut, stack=Stack(cut.stack.id), graphs={})
    return dict(loads(write_cut(bare, portable=False), where=WHERE))


def _with_own(cut: Cut, data: Mapping[str, Any]) -> Cut:
    read = read_cut(dumps(data), where=WHERE)
    return dataclasses.replace(read, stack=cut.stack, graphs=cut.graphs)


def _mismatch(why: str) -> BadInput:
    return BadInput("Replay the journal", why, hint="The cut was changed from outside.")
