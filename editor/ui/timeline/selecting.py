"""Which clips are meant: with their links, at an instant, from one on, between two tracks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from editor.document.edits import link_of
from editor.document.model import Clip, Gap, Item, Stack, Track
from nodes.api.times import Time

from .hit import Hit
from .model import TimelineModel
from .rows import Row
from .tools import Deed, Keys, deed_at
from .view import HEADER

_RIGHT_ON = 3
"""Pixels from a cut point within which it is taken as such, and not as the edge of one clip."""


def with_links(model: TimelineModel, ids: Iterable[str]) -> frozenset[str]:
    """Return these items, and the clips they are linked with where that is switched on."""
    chosen = frozenset(ids)
    if not model.linking.value:
        return chosen
    links = {link_of(item) for item in _items(model, chosen) if isinstance(item, Clip)} - {None}
    if not links:
        return chosen
    every = (item for row in model.rows.value for item in row.items)
    return chosen | {item.id for item in every if isinstance(item, Clip) and link_of(item) in links}


def _items(model: TimelineModel, ids: Iterable[str]) -> Iterable[Item]:
    for id in ids:
        place = model.row_of(id)
        if place is not None:
            yield place[0].items[place[1]]


def in_order(model: TimelineModel, ids: Iterable[str]) -> tuple[str, ...]:
    """Return ids in the order of the rows, along each; those of transitions come first."""
    chosen = set(ids)
    found: list[str] = []
    for row in model.rows.value:
        found += [change.item.id for change in row.changes if change.item.id in chosen]
    for row in model.rows.value:
        found += sorted(chosen & row.places.keys(), key=row.places.__getitem__)
    return tuple(found)


def selected(model: TimelineModel) -> tuple[str, ...]:
    """Return the selected ids in order."""
    return in_order(model, model.session.selection.value)


def is_gap(model: TimelineModel, id: str) -> bool:
    """Return whether an id is that of a gap."""
    return any(isinstance(item, Gap) for item in _items(model, (id,)))


def across(model: TimelineModel, at: Time) -> list[str]:
    """Return the clips that run across an instant of the cut, on rows that are not locked."""
    ids = []
    for row in model.rows.value:
        index = bisect_right(row.bounds, at.value) - 1
        if 0 <= index < len(row.items) and row.bounds[index] < at.value and not row.locked:
            item = row.items[index]
            ids += [item.id] if isinstance(item, Clip) else []
    return ids


def from_on(model: TimelineModel, at: Time, number: int | None) -> frozenset[str]:
    """Return what ends after an instant, on one row or on all that are not locked."""
    rows = model.rows.value if number is None else (model.rows.value[number],)
    found: list[Item] = []
    for row in rows:
        if not row.locked:
            found += row.items[max(bisect_right(row.bounds, at.value) - 1, 0) :]
    return frozenset(item.id for item in found if isinstance(item, Clip | Track | Stack))


def between(model: TimelineModel, start: Time, end: Time, rows: range) -> frozenset[str]:
    """Return the ids of clips and nested items that touch a stretch of some rows."""
    cut = model.cut
    if cut is None:
        return frozenset()
    first, last = (time.at(cut.rate).value for time in (start, end))
    found: list[Item] = []
    for row in model.rows.value[rows.start : rows.stop]:
        low = max(bisect_right(row.bounds, first) - 1, 0)
        found += row.items[low : bisect_left(row.bounds, last)]
    return frozenset(item.id for item in found if isinstance(item, Clip | Track | Stack))


def gap_under(model: TimelineModel, at: Hit) -> str:
    """Return the id of the gap that was hit, "" for none."""
    return "" if at.row is None else gap_at(model.rows.value[at.row], at.time)


def gap_at(row: Row, at: Time) -> str:
    """Return the id of the gap that stands at an instant of a row, "" for none."""
    index = bisect_right(row.bounds, at.value) - 1
    inside = 0 <= index < len(row.items)
    return row.items[index].id if inside and isinstance(row.items[index], Gap) else ""


def under(model: TimelineModel, frame: Time) -> frozenset[str]:
    """Return the clips that stand at a frame of the cut, on any row."""
    return between(model, frame, frame + Time(1, frame.rate), range(len(model.rows.value)))


def deed_under(model: TimelineModel, x: float, y: float, keys: Keys) -> Deed:
    """Return what a press at a pixel of the whole widget would do."""
    at = model.under(x, y)
    return deed_at(model.tool.value, at, keys, on_cut_point=at is not None and _on_cut_point(model, at, x))


def _on_cut_point(model: TimelineModel, at: Hit, x: float) -> bool:
    if at.row is None or at.part not in ("head", "tail") or model.cut is None:
        return False
    row: Row = model.rows.value[at.row]
    bound, beside = (at.index, at.index - 1) if at.part == "head" else (at.index + 1, at.index + 1)
    if not 0 <= beside < len(row.items):
        return False
    edge = float(model.view.value.x_of(Time(row.bounds[bound], model.cut.rate)))
    return abs(edge - (x - HEADER)) <= _RIGHT_ON


def select_forward(model: TimelineModel) -> None:
    """Select what ends after the playhead on every row that is not locked."""
    at, cut = model.session.playhead.value, model.cut
    if at is not None and cut is not None:
        model.session.selection.set(from_on(model, at.at(cut.rate), None))


def select_under(model: TimelineModel) -> None:
    """Select the clips that stand under the playhead."""
    at, cut = model.session.playhead.value, model.cut
    if at is None or cut is None:
        return
    model.session.selection.set(under(model, at.at(cut.rate)))
