"""Takes dropped onto the timeline: circled for a clip of their shot, else laid as a copy of their clip."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qtpy.QtCore import QEvent, QMimeData, QObject
from qtpy.QtGui import QDragMoveEvent, QDropEvent

from editor.document.edits.over import overwrite
from editor.document.edits.takes import circle, shot_of
from editor.document.layout import MediaLookup, by_id, find_clip, record_range
from editor.document.model import Clip, Cut
from editor.document.tree import new_id
from editor.ui.session import Session
from editor.ui.words import say
from editor.verbs.shown import reference_to
from nodes.api.times import Time

from .model import TakesModel
from .rows import Row
from .sheet_model import TAKE_MIME

if TYPE_CHECKING:
    from editor.ui.timeline.widget import Timeline


@dataclass(frozen=True, slots=True)
class Place:
    """Where takes are dropped: the clip there, if any, the video track by id, the time."""

    clip: Clip | None
    track: str | None
    time: Time


class TakeDrop(QObject):
    """Watches a timeline's drops for takes, and leaves all others to it."""

    def __init__(self, timeline: Timeline, model: TakesModel) -> None:
        super().__init__(timeline)
        self._timeline, self._model = timeline, model
        timeline.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent) or not event.mimeData().hasFormat(TAKE_MIME):
            return False
        if event.type() == QEvent.Type.Drop:
            place, rows = self._place(event), dropped(event.mimeData(), self._model.rows.value)
            if place is not None and rows:
                event.acceptProposedAction()
                drop(self._model.session, rows, place)
            return True
        if isinstance(event, QDragMoveEvent):
            event.setAccepted(self._place(event) is not None)
            return True
        return False

    def _place(self, event: QDropEvent) -> Place | None:
        at = event.position()
        under, rows = self._timeline.model.under(at.x(), at.y()), self._timeline.model.rows.value
        if under is None or under.row is None or rows[under.row].kind != "Video":
            return None
        clip = under.item if isinstance(under.item, Clip) else None
        return Place(clip, rows[under.row].holder.id, under.time.floor())


def dropped(data: QMimeData, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the takes of the sheet that are being dropped; none for what cannot be read."""
    try:
        listed = json.loads(bytes(data.data(TAKE_MIME).data()))
        wanted = {f"{each['shot']}/{each['take']}" for each in listed}
    except (ValueError, KeyError, TypeError):
        return ()
    return tuple(row for row in rows if row.key in wanted and not row.trashed)


def drop(session: Session, rows: Sequence[Row], place: Place) -> None:
    """Circle the first take for the clip it is dropped on, where it is of the clip's shot; one edit.

    Elsewhere a copy of the take's clip that shows it is laid over what stands there, and so for each further
    take behind it.
    """
    project = session.project.value
    if project is None or not rows or place.track is None:
        return
    first, target, track = rows[0], place.clip, place.track
    said: dict[str, object] = {"takes": ", ".join(row.key for row in rows)}
    if target is not None and shot_of(target) == first.take.shot:

        def shown(cut: Cut, media: MediaLookup) -> Cut:
            reference = reference_to(project, target, first.take)
            return circle(cut, target.id, first.id, reference, first.take.key, media=media)

        session.edit("circle", shown, {"shot": target.name or target.id, "take": first.id})
        return

    def laid(cut: Cut, media: MediaLookup) -> Cut:
        at = place.time
        for row in rows:
            clip = find_clip(cut, row.clip)
            copy = _copy(clip)
            cut = overwrite(cut, track, copy, at, media)
            reference = reference_to(project, clip, row.take)
            cut = circle(cut, copy.id, row.id, reference, row.take.key, media=media)
            at = at + _length(cut, copy.id, media)
        return cut

    session.edit("lay take", laid, said)
    session.message.set(say("A copy of the clip was laid there that shows the take."))


def _copy(clip: Clip) -> Clip:
    return replace(clip, id=new_id(), link=None)


def _length(cut: Cut, id: str, media: MediaLookup) -> Time:
    here = by_id(cut, id)
    assert here is not None
    return record_range(cut, here, media).duration
