"""What keys do to the selected clips, or to those under the playhead: each is one edit."""

from __future__ import annotations

from typing import Literal

from editor.document import edits
from editor.document.edits.transition import Side
from editor.document.layout import MediaLookup, by_id
from editor.document.model import Clip, Cut, Stack
from editor.document.rules import said
from editor.ui.words import say
from nodes.api.times import Range, Time

from .deeds import Hold
from .model import TimelineModel
from .selecting import across, gap_at, is_gap, selected, under


def nudge(model: TimelineModel, frames: int) -> None:
    """Move the selected clips along by so many frames."""
    if model.cut is not None:
        _move(model, Time(frames, model.cut.rate))


def move_by(model: TimelineModel, by: Time) -> None:
    """Move the selected clips along by a time."""
    _move(model, by)


def _move(model: TimelineModel, by: Time, tracks: int = 0) -> None:
    ids = tuple(id for id in selected(model) if not is_gap(model, id))
    if not ids:
        model.session.message.set(say("Nothing to move: select a clip first."))
        return
    place = model.row_of(ids[0])
    kind = "" if place is None or place[0].kind == "other" else place[0].kind
    hold = Hold("move", ids, ids[0], "head", by, tracks=tracks, kind=kind if tracks else "")
    model.session.edit("move", hold.made, hold.args())


def to_track(model: TimelineModel, step: Literal[-1, 1]) -> None:
    """Move the selected clips to the track above what the first of them is on, or below."""
    cut, ids = model.cut, selected(model)
    place = model.row_of(ids[0]) if ids else None
    if cut is None or place is None:
        model.session.message.set(say("Nothing to move: select a clip first."))
        return
    _move(model, Time.zero(cut.rate), -step if place[0].kind == "Audio" else step)


def cut_to_playhead(model: TimelineModel, side: Side) -> None:
    """Take off what lies before the playhead in the clips under it, or behind it, and close up."""
    at, cut = model.session.playhead.value, model.cut
    if at is None or cut is None:
        return
    frame = at.at(cut.rate)
    ids = across(model, frame)
    chosen = [id for id in ids if id in model.session.selection.value] or ids
    if not chosen:
        model.session.message.set(say("Nothing to trim: no clip runs across the playhead."))
        return
    place = model.row_of(chosen[0])
    assert place is not None
    row, index = place
    edge = Time(row.bounds[index + (side == "tail")], cut.rate)
    together = [id for id in chosen if _edge(model, id, side) == edge.value]
    hold = Hold("ripple", tuple(together), chosen[0], side, frame - edge, all_tracks=model.all_tracks.value)
    model.session.edit("ripple", hold.made, hold.args())
    if side == "head":
        model.session.playhead.set(edge.floor())


def _edge(model: TimelineModel, id: str, side: Side) -> object:
    place = model.row_of(id)
    return None if place is None else place[0].bounds[place[1] + (side == "tail")]


def close_gap(model: TimelineModel) -> None:
    """Close the selected gap, else those under the playhead that can be closed."""
    gaps = [id for id in selected(model) if is_gap(model, id)]
    at, cut = model.session.playhead.value, model.cut
    if not gaps and at is not None and cut is not None:
        rows = (row for row in model.rows.value if not row.locked)
        gaps = [id for id in (gap_at(row, at.at(cut.rate)) for row in rows) if id]
    if not gaps:
        model.session.message.set(say("No gap to close: click on one, or put the playhead into it."))
        return
    every = model.all_tracks.value
    first = gaps[0]
    model.session.edit(
        "close",
        lambda cut, media: edits.close_gap(cut, first, all_tracks=every, media=media),
        {"clip": first},
    )


def marked(model: TimelineModel, how: Literal["lift", "extract"]) -> None:
    """Take out what stands from in to out on the tracks that are not locked, leaving a gap or closing up."""
    stretch = model.session.marked.value
    if stretch is None:
        model.session.message.set(say("Nothing is marked: mark in and out first."))
        return
    make = edits.lift_range if how == "lift" else edits.extract_range
    args = {"range": f"{said(stretch.start)}-{said(stretch.end - Time(1, stretch.rate))}"}
    model.session.edit(how, lambda cut, media: make(cut, stretch, media=media), args)
    if how == "extract":
        model.session.playhead.set(stretch.start.floor())
        model.session.marked.set(None)


def mark_clips(model: TimelineModel) -> None:
    """Mark from the head to the tail of the selected clips, else of those under the playhead."""
    cut, at = model.cut, model.session.playhead.value
    if cut is None:
        return
    ids = selected(model)
    if not ids and at is not None:
        ids = tuple(under(model, at.at(cut.rate)))
    places = [place for place in map(model.row_of, ids) if place is not None]
    if not places:
        model.session.message.set(say("Nothing to mark: select a clip, or put the playhead on one."))
        return
    start = min(row.bounds[index] for row, index in places)
    end = max(row.bounds[index + 1] for row, index in places)
    model.session.marked.set(Range.between(Time(start, cut.rate).floor(), Time(end, cut.rate).ceil()))


def link(model: TimelineModel) -> None:
    """Link the selected clips, or unlink them where they are linked with one another already."""
    ids = [id for id in selected(model) if not is_gap(model, id)]
    cut = model.cut
    if cut is None or len(ids) < 2:
        model.session.message.set(say("Nothing to link: select two clips at least."))
        return
    items = (place[0].items[place[1]] for place in map(model.row_of, ids) if place is not None)
    links = {edits.link_of(item) for item in items if isinstance(item, Clip)}
    together = len(links) == 1 and None not in links
    verb = "unlink" if together else "link"
    make = edits.unlink if together else edits.link
    model.session.edit(verb, lambda cut, media: make(cut, ids), {"clips": ids})


def toggle_enabled(model: TimelineModel) -> None:
    """Switch the selected clips off, or on again where all of them are off."""
    cut, ids = model.cut, [id for id in selected(model) if not is_gap(model, id)]
    if cut is None or not ids:
        model.session.message.set(say("Nothing to switch off: select a clip first."))
        return
    on = not any(_is_on(cut, id) for id in ids)

    def pure(cut: Cut, media: MediaLookup) -> Cut:
        return edits.enable_clips(cut, ids, on)

    model.session.edit("enable" if on else "disable", pure, {"clips": ids})


def _is_on(cut: Cut, id: str) -> bool:
    here = by_id(cut, id)
    return here is not None and getattr(here.item, "enabled", False)


def unnest(model: TimelineModel) -> None:
    """Take the selected nested stacks apart."""
    items = (place[0].items[place[1]] for place in map(model.row_of, selected(model)) if place is not None)
    ids = [item.id for item in items if isinstance(item, Stack)]
    if not ids:
        model.session.message.set(say("Nothing to take apart: select a nest first."))
        return

    def pure(cut: Cut, media: MediaLookup) -> Cut:
        for id in ids:
            cut = edits.unnest(cut, id, media=media)
        return cut

    model.session.edit("unnest", pure, {"clip": ids[0]} if len(ids) == 1 else {"clips": ids})


def duplicate(model: TimelineModel) -> None:
    """Put copies of the selected clips right behind them, over what stands there."""
    ids = tuple(id for id in selected(model) if not is_gap(model, id))
    places = [place for place in map(model.row_of, ids) if place is not None]
    if not places or model.cut is None:
        model.session.message.set(say("Nothing to copy: select a clip first."))
        return
    start = min(row.bounds[index] for row, index in places)
    end = max(row.bounds[index + 1] for row, index in places)
    hold = Hold("copy", ids, ids[0], "head", Time(end - start, model.cut.rate))
    model.session.edit("duplicate", hold.made, hold.args())


def toggle_linking(model: TimelineModel) -> None:
    """Select linked clips together, or each alone."""
    model.linking.set(not model.linking.value)
    together = model.linking.value
    model.session.message.set(
        say("Linked clips are selected together.") if together else say("Clips are selected each alone.")
    )


def toggle_all_tracks(model: TimelineModel) -> None:
    """Have ripples take the other tracks along, or no longer."""
    model.all_tracks.set(not model.all_tracks.value)
    every = model.all_tracks.value
    model.session.message.set(
        say("Ripples move all tracks that are not locked.")
        if every
        else say("Ripples move their own track alone.")
    )
