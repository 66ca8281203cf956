"""Everything that a window works with: the session, the view-models, the engine, the queue."""

from __future__ import annotations

from pathlib import Path

from editor.engine import start_engine

from .badges import Badges
from .graph.model import GraphModel
from .observe import Value
from .queue.model import Queue
from .session import Session
from .start.model import StartModel
from .takes.model import TakesModel
from .tasks import Post
from .viewer.model import PlayerModel
from .work import Work


class Desk:
    """The models of one window, put together; plain Python, so that tests can do without widgets."""

    def __init__(self, post: Post) -> None:
        self.session = Session(post)
        self.work = Work(post)
        self.queue = Queue(post)
        self.takes = TakesModel(self.session, self.work, self.queue)
        self.graph = GraphModel(self.session, self.work)
        self.badges = Badges(self.session, self.work)
        self.start = StartModel(self.session, self.work, self.queue)
        self.player = PlayerModel(self.session, start_engine, post)
        self.can_undo, self.can_redo = Value(False), Value(False)
        self.has_project = Value(False)
        self.session.project.watch(lambda _: self._enable())
        self.session.cut.watch(lambda _: self._enable())

    def open(self, path: Path) -> None:
        """Open what a person names: a project, or a cut that needs one."""
        self.start.open(path)

    def _enable(self) -> None:
        project = self.session.project.value
        self.has_project.set(project is not None)
        # An edit shows before it is kept: then there is something to undo, and nothing to redo.
        ahead = project is not None and self.session.cut.value is not project.cut
        writable = project is not None and not project.readonly
        done = project.history.done if project is not None else ()
        undone = project.history.undone if project is not None else ()
        self.can_undo.set(writable and (ahead or bool(done)))
        self.can_redo.set(writable and bool(undone))

    def close(self) -> None:
        """Stop what runs, keep what waits to be kept, end every lane and process."""
        self.queue.close()
        self.player.close()
        self.session.close()
        self.work.close()
