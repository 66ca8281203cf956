"""The clip dock: its controls set the clip, and say what there is to say without one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from editor.ui.clip.model import ClipModel
from editor.ui.session import Session
from tests.editor.ui.posted import Posted

pytestmark = pytest.mark.qt


def test_the_dock_sets_the_selected_clip(app: Any, project: Path) -> None:
    from editor.ui.clip.widget import NO_CLIP, ClipDock

    posted = Posted()
    session = Session(posted)
    model = ClipModel(session)
    dock = ClipDock(model)
    try:
        assert dock._about.text() == NO_CLIP and not dock.controls
        session.open(project)
        posted.until(lambda: session.project.value is not None)
        session.selection.set(frozenset({"sh010"}))
        (opacity,) = dock.controls["opacity"].numbers  # type: ignore[attr-defined]
        opacity.line.setText("0.4")
        opacity.line.editingFinished.emit()
        assert model.clip.value is not None and model.clip.value.opacity == 0.4
        dock.controls["opacity"]._reset.click()
        assert model.clip.value.opacity == 1.0
        posted.until(lambda: session.cut.value is session.project.value.cut)  # type: ignore[union-attr]
    finally:
        dock.forget()
        dock.deleteLater()
        session.close()


def test_a_long_name_makes_the_dock_no_wider(app: Any, project: Path) -> None:
    from editor.document.edits.low import with_clip
    from editor.ui.clip.widget import ClipDock

    posted = Posted()
    session = Session(posted)
    model = ClipModel(session)
    dock = ClipDock(model)
    try:
        session.open(project)
        posted.until(lambda: session.project.value is not None)
        session.selection.set(frozenset({"sh010"}))
        app.processEvents()
        width = dock.minimumSizeHint().width()
        session.edit("rename", lambda cut, media: with_clip(cut, "sh010", name="a long name " * 20), {})
        app.processEvents()
        assert dock._title.text().startswith("a long name")
        assert dock.minimumSizeHint().width() == width
        posted.until(lambda: session.cut.value is session.project.value.cut)  # type: ignore[union-attr]
    finally:
        dock.forget()
        dock.deleteLater()
        session.close()


def test_another_clip_is_shown_once_by_the_controls_that_are_there(app: Any, project: Path) -> None:
    from editor.document.edits.low import with_clip
    from editor.ui.clip.widget import ClipDock

    posted = Posted()
    session = Session(posted)
    model = ClipModel(session)
    dock = ClipDock(model)
    shown: list[str] = []
    try:
        session.open(project)
        posted.until(lambda: session.project.value is not None)
        session.selection.set(frozenset({"sh010"}))
        before = dict(dock.controls)
        dock._timer.timeout.connect(lambda: shown.append(dock._title.text()))
        session.selection.set(frozenset({"sh020"}))
        app.processEvents()
        assert len(shown) == 1 and shown[0].startswith("sh020")
        assert dict(dock.controls) == before
        session.edit("opacity", lambda cut, media: with_clip(cut, "sh020", opacity=0.25), {})
        app.processEvents()
        (opacity,) = dock.controls["opacity"].numbers  # type: ignore[attr-defined]
        assert opacity.line.text() == "0.25"
        posted.until(lambda: session.cut.value is session.project.value.cut)  # type: ignore[union-attr]
    finally:
        dock.forget()
        dock.deleteLater()
        session.close()
