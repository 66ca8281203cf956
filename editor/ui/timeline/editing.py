"""Cutting, lifting and extracting what is selected or under the playhead: one edit each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from editor.document import edits
from editor.document.rules import said
from editor.ui.words import say
from nodes.api.times import Time

from .model import TimelineModel
from .selecting import across, is_gap, selected


def split(model: TimelineModel) -> None:
    """Cut in two what stands under the playhead: selected clips, or all where none of them is selected."""
    at, cut = model.session.playhead.value, model.cut
    if at is None or cut is None:
        return
    ids = across(model, at.at(cut.rate))
    if chosen := [id for id in ids if id in model.session.selection.value]:
        ids = chosen
    if not ids:
        model.session.message.set(say("Nothing to split: no clip runs across the playhead."))
        return
    _split_them(model, ids, at)


def blade(model: TimelineModel, at: Time, ids: Iterable[str] | None) -> None:
    """Cut these clips in two at an instant, or for None all that run across it."""
    there = across(model, at)
    chosen = there if ids is None else [id for id in there if id in set(ids)]
    if not chosen:
        model.session.message.set(
            say("Nothing to cut there: no clip runs across on a track that is not locked.")
        )
        return
    _split_them(model, chosen, at)


def _split_them(model: TimelineModel, ids: list[str], at: Time) -> None:
    model.session.edit(
        "split",
        lambda cut, media: edits.split_clips(cut, ids, at, media),
        {**_told(ids), "at": said(at)},
    )


def lift(model: TimelineModel) -> None:
    """Take the selected items out and leave gaps; gaps that are selected close up."""
    ids = selected(model)
    if not ids:
        model.session.message.set(say("Nothing to lift: select a clip first."))
    elif all(is_gap(model, id) for id in ids):
        extract(model)
    else:
        clips = [id for id in ids if not is_gap(model, id)]
        model.session.edit("lift", lambda cut, media: edits.lift_clips(cut, clips, media), _told(clips))


def extract(model: TimelineModel) -> None:
    """Take the selected items out; what follows closes up, on other tracks too where that is switched on."""
    ids, every = selected(model), model.all_tracks.value
    if not ids:
        model.session.message.set(say("Nothing to extract: select a clip or a gap first."))
        return
    model.session.edit(
        "extract",
        lambda cut, media: edits.extract_clips(cut, ids, all_tracks=every, media=media),
        _told(ids),
    )


def _told(ids: Sequence[str]) -> dict[str, object]:
    return {"clip": ids[0]} if len(ids) == 1 else {"clips": list(ids)}
