"""Trimming, splitting and lifting by hand: gestures that become one edit each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Literal

from editor.document import edits
from editor.document.layout import MediaLookup
from editor.document.model import Clip, Cut
from editor.document.rules import said
from nodes.api.times import Time

from .hit import Hit
from .model import TimelineModel
from .playhead import near
from .snap import around
from .trimming import trim_of


def begin_trim(model: TimelineModel, at: Hit) -> None:
    """Take hold of the edge that was hit."""
    if model.cut is not None and at.row is not None and at.part in ("head", "tail"):
        edge: Literal["head", "tail"] = "head" if at.part == "head" else "tail"
        zero = Time.zero(model.cut.rate)
        model.trim.set(trim_of(model.rows.value[at.row], at.row, at.index, edge, zero))


def move_trim(model: TimelineModel, at: Time, *, free: bool = False) -> None:
    """Move the edge there, or to what is near; a clip keeps a frame at least."""
    trim, cut = model.trim.value, model.cut
    if trim is None or cut is None:
        return
    playhead = model.session.playhead.value
    others = (*around(model.session.marked.value), *(() if playhead is None else (playhead,)))
    drawn = None if free else near(model, at, others)
    to, one = at.rounded() if drawn is None else drawn, Time(1, cut.rate)
    to = min(to, trim.end - one) if trim.edge == "head" else max(to, trim.start + one)
    model.guide.set(drawn if drawn == to else None)
    if to == trim.at:
        return
    moved = replace(trim, at=to)
    moved = replace(moved, refused=moved.why_not(cut, model.media))
    model.trim.set(moved)
    model.session.message.set(moved.refused)


def end_trim(model: TimelineModel, *, keep: bool = True) -> None:
    """Let go of the edge: one edit, none where nothing moved or without `keep`."""
    trim = model.trim.value
    model.trim.set(None)
    model.guide.set(None)
    if trim is not None and keep and trim.off.value:
        model.session.edit("trim", trim.made, trim.args())


def split(model: TimelineModel) -> None:
    """Cut in two what stands under the playhead: selected clips, or all where none of them is selected."""
    at, cut = model.session.playhead.value, model.cut
    if at is None or cut is None:
        return
    ids = _under_playhead(model, at.at(cut.rate))
    if chosen := [id for id in ids if id in model.session.selection.value]:
        ids = chosen
    if not ids:
        model.session.message.set("Nothing to split: no clip runs across the playhead.")
        return
    many = {"clip": ids[0]} if len(ids) == 1 else {"clips": ids}
    model.session.edit("split", partial(_split, ids=ids, at=at), {**many, "at": said(at)})


def _under_playhead(model: TimelineModel, at: Time) -> list[str]:
    ids = []
    for row in model.rows.value:
        index = bisect_right(row.bounds, at.value) - 1
        if 0 <= index < len(row.items) and row.bounds[index] < at.value and not row.locked:
            item = row.items[index]
            ids += [item.id] if isinstance(item, Clip) else []
    return ids


def lift(model: TimelineModel) -> None:
    """Take the selected items out and leave gaps."""
    ids = sorted(model.session.selection.value, key=partial(_order, model))
    if not ids:
        model.session.message.set("Nothing to lift: select a clip first.")
        return
    many: Mapping[str, object] = {"clip": ids[0]} if len(ids) == 1 else {"clips": ids}
    model.session.edit("lift", partial(_lift, ids=ids), many)


def _order(model: TimelineModel, id: str) -> tuple[bool, int, str]:
    # Transitions first: an item beside one cannot be lifted.
    place = model.row_of(id)
    return place is not None, -1 if place is None else place[1], id


def _split(cut: Cut, media: MediaLookup, ids: list[str], at: Time) -> Cut:
    for id in ids:
        cut = edits.split(cut, id, at, media)
    return cut


def _lift(cut: Cut, media: MediaLookup, ids: list[str]) -> Cut:
    for id in ids:
        cut = edits.lift(cut, id, media)
    return cut
