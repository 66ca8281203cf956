"""Copying, cutting and pasting clips as text that other projects and windows take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.document import edits
from editor.document.layout import MediaLookup
from editor.document.model import Cut, Gap
from editor.ui.words import say
from nodes.api.errors import WorkprintError
from nodes.api.times import Time

from .model import TimelineModel
from .selecting import is_gap, selected

if TYPE_CHECKING:
    from editor.document.opened import Project

MIME = "application/x-workprint-clips"
"""Clips as the text of an OTIO timeline; plain text carries the same."""


def copy_text(model: TimelineModel) -> str:
    """Return the selected clips as text, "" where nothing can be copied, which becomes the message."""
    from editor.verbs.edit_paste import copied_text

    project, cut = model.session.project.value, model.cut
    ids = _clips(model)
    if project is None or cut is None or not ids:
        model.session.message.set(say("Nothing to copy: select a clip first."))
        return ""
    try:
        return copied_text(project, cut, ids)
    except WorkprintError as error:
        model.session.fail(error)
        return ""


def cut_text(model: TimelineModel) -> str:
    """Return the selected clips as text and lift them from the cut."""
    ids = _clips(model)
    text = copy_text(model)
    if text:
        model.session.edit("cut", lambda cut, media: edits.lift_clips(cut, ids, media), {"clips": list(ids)})
    return text


def paste_text(model: TimelineModel, text: str, *, insert: bool = False) -> None:
    """Put clips at the playhead, over what stands there or before it, and select them once they are kept."""
    session, at = model.session, model.session.playhead.value
    cut = model.cut
    if at is None or cut is None or not _is_text(model, text):
        return
    frame, every, told = at.at(cut.rate).floor(), model.all_tracks.value, list[str]()

    def change(kept: Project) -> Project:
        from editor.verbs.edit_paste import paste_text as paste

        project, notes = paste(kept, text, frame, insert=insert, all_tracks=every)
        told.extend(notes)
        return project

    before = _ids(cut)

    def then() -> None:
        now = model.cut
        fresh = frozenset() if now is None else _ids(now) - before
        session.selection.set(fresh or session.selection.value)
        if told:
            session.message.set(" ".join(told))
        elif fresh:
            _behind(model, fresh)

    session.keep(change, then)


def _behind(model: TimelineModel, ids: frozenset[str]) -> None:
    """Put the playhead behind what was pasted, so that another paste follows it."""
    cut = model.cut
    places = [place for place in map(model.row_of, ids) if place is not None]
    if cut is not None and places:
        end = Time(max(row.bounds[index + 1] for row, index in places), cut.rate).ceil()
        model.session.playhead.set(end)


def paste_attributes(model: TimelineModel, text: str) -> None:
    """Lay, hear and grade the selected clips as the copied ones are."""
    from editor.verbs.edit_paste import attributes_of

    ids = _clips(model)
    if not ids:
        model.session.message.set(say("Nothing to paste onto: select a clip first."))
        return
    if not _is_text(model, text):
        return

    def pure(cut: Cut, media: MediaLookup) -> Cut:
        return attributes_of(text, ids, cut, media)

    model.session.edit("attributes", pure, {"clips": list(ids)})


def _is_text(model: TimelineModel, text: str) -> bool:
    if "OTIO_SCHEMA" in text:
        return True
    model.session.message.set(say("Nothing to paste: the clipboard holds no clips."))
    return False


def _clips(model: TimelineModel) -> tuple[str, ...]:
    """Return the selected items that stand on rows, gaps apart."""
    return tuple(id for id in selected(model) if model.row_of(id) is not None and not is_gap(model, id))


def _ids(cut: Cut) -> frozenset[str]:
    every = (item for track in cut.stack.items for item in getattr(track, "items", ()))
    return frozenset(item.id for item in every if not isinstance(item, Gap))
