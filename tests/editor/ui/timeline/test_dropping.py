"""Files and media dropped on the timeline: what is shown meanwhile, and what is told then."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("qtpy.QtWidgets", reason="needs Qt", exc_type=ImportError)

from qtpy.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from qtpy.QtGui import QDragEnterEvent, QDropEvent
from qtpy.QtWidgets import QApplication

from editor.ui.timeline.dropping import MIME, Lay
from editor.ui.timeline.palette import DARK
from nodes.api.times import Time
from tests.editor.ui.timeline.hands import CTRL, LEFT, NO_KEY, RATE, Person

pytestmark = pytest.mark.qt


def test_a_dropped_file_is_told(person: Person, tmp_path: Path) -> None:
    file = tmp_path / "a cut.otio"
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)), QUrl("https://example.org/a.mov")])
    port, at = person.timeline.viewport(), QPoint(300, 60)
    entered = QDragEnterEvent(at, Qt.DropAction.CopyAction, mime, LEFT, NO_KEY)
    QApplication.sendEvent(port, entered)
    assert entered.isAccepted()
    assert person.colour(QPoint(1, 100)) == DARK.focus
    told: list[tuple[list[Path], Lay]] = []
    person.timeline.dropped.connect(lambda paths, lay: told.append((paths, lay)))
    QApplication.sendEvent(port, QDropEvent(QPointF(at), Qt.DropAction.CopyAction, mime, LEFT, NO_KEY))
    ((paths, lay),) = told
    assert paths == [file]
    assert (lay.verb, lay.settings["track"]) == ("overwrite", person.timeline.model.rows.value[0].holder.id)
    assert person.timeline.model.ghost.value is None
    assert person.colour(QPoint(1, 100)) != DARK.focus


def test_media_of_the_dock_is_shown_where_it_would_go_and_inserted_with_ctrl(person: Person) -> None:
    mime = QMimeData()
    mime.setData(MIME, b'["/plates/a.%04d.exr"]')
    port, at = person.timeline.viewport(), person.at(60, row=0, off=3)
    entered = QDragEnterEvent(at, Qt.DropAction.CopyAction, mime, LEFT, CTRL)
    QApplication.sendEvent(port, entered)
    ghost = person.timeline.model.ghost.value
    assert ghost is not None
    assert (ghost.at, ghost.text, ghost.row) == (Time(60, RATE), "insert", 0)
    told: list[tuple[list[Path], Lay]] = []
    person.timeline.dropped.connect(lambda paths, lay: told.append((paths, lay)))
    QApplication.sendEvent(port, QDropEvent(QPointF(at), Qt.DropAction.CopyAction, mime, LEFT, CTRL))
    ((paths, lay),) = told
    assert paths == [Path("/plates/a.%04d.exr")]
    assert (lay.verb, lay.settings["at"], lay.settings["all"]) == ("insert", "60", "yes")
    mime.setData(MIME, b"[1, 2")
    ignored = QDragEnterEvent(at, Qt.DropAction.CopyAction, mime, LEFT, NO_KEY)
    ignored.ignore()
    QApplication.sendEvent(port, ignored)
    assert not ignored.isAccepted()


def test_words_alone_are_not_taken(person: Person) -> None:
    mime = QMimeData()
    mime.setText("sh010")
    entered = QDragEnterEvent(QPoint(300, 60), Qt.DropAction.CopyAction, mime, LEFT, NO_KEY)
    entered.ignore()
    QApplication.sendEvent(person.timeline.viewport(), entered)
    assert not entered.isAccepted()
