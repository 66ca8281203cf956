"""A viewer with its bar, without an engine: pictures are put up by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from qtpy.QtTest import QTest
from qtpy.QtWidgets import QMainWindow

from editor.ui.buttons import Handle
from editor.ui.session import Session
from editor.ui.viewer.actions import actions
from editor.ui.viewer.model import PlayerModel
from editor.ui.viewer.widget import Viewer
from editor.ui.viewer.window_actions import picture_actions
from editor.ui.work import Work
from tests.editor.ui.posted import Posted
from tests.editor.ui.viewer.drawing import no_engine
from tests.editor.ui.viewer.viewing import silent


@dataclass(frozen=True)
class PutUp:
    """A window with a viewer, what posts to it, and its actions by id."""

    window: QMainWindow
    viewer: Viewer
    posted: Posted
    desk: Any
    handles: dict[str, Handle]

    @property
    def model(self) -> PlayerModel:
        return self.viewer.model


@contextmanager
def viewer_put_up(width: int = 900, height: int = 620) -> Iterator[PutUp]:
    """Show a viewer with its bar in a window of a size."""
    posted = Posted()
    session, work = Session(posted), Work(posted)
    model = PlayerModel(session, no_engine, posted, silent)
    window = QMainWindow()
    viewer = Viewer(session, model, window)
    desk: Any = SimpleNamespace(player=model, session=session, work=work)
    every = (*actions(model), *picture_actions(desk, viewer))
    handles = {action.id: Handle(action, window) for action in every}
    window.addActions(list(handles.values()))
    viewer.fit(handles)
    window.setCentralWidget(viewer)
    window.resize(width, height)
    window.show()
    model.ready.set(True)
    QTest.qWait(20)
    yield PutUp(window, viewer, posted, desk, handles)
    viewer.forget()
    for handle in handles.values():
        handle.forget()
    model.close()
    work.close()
    session.close()
    window.close()
    window.deleteLater()
