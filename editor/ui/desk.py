"""Everything that a window works with: the session, the view-models, the engine, the queue."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from .deliver.model import DeliverModel
from .history.model import HistoryModel
from .keymap.model import KeymapModel
from .observe import Value
from .preferences.model import PreferencesModel
from .queue.choice import QueueChoice
from .queue.model import Queue
from .session import Session
from .start.model import StartModel
from .tasks import Post
from .work import Work

if TYPE_CHECKING:
    from .badges import Badges
    from .clip.model import ClipModel
    from .graph.model import GraphModel
    from .grips.part import Grips
    from .inspector.model import InspectorModel
    from .media.model import MediaModel
    from .pointing.part import Pointing
    from .takes.model import TakesModel
    from .timeline.film import Film
    from .viewer.model import PlayerModel


class Desk:
    """The models of one window; plain Python, so that tests can do without widgets.

    What the start page needs is there at once. `furnish` adds `takes`, `graph`, `clip`, `badges`, `film`
    and `player`, whose code takes longer to load than the start page may; a project opens once that is done.
    """

    takes: TakesModel
    graph: GraphModel
    inspector: InspectorModel
    clip: ClipModel
    media: MediaModel
    badges: Badges
    film: Film
    player: PlayerModel
    pointing: Pointing
    grips: Grips

    def __init__(self, post: Post) -> None:
        self._post = post
        self._held: list[Callable[[], None]] | None = []
        self.session = Session(post)
        self.work = Work(post)
        self.queue = Queue(post, hold=self.work.hold)
        self.choice = QueueChoice(self.queue)
        self.preferences = PreferencesModel(self.session, self.work, self.queue)
        self.start = StartModel(
            self.session,
            self.work,
            self.queue,
            self._hold,
            lambda: self.preferences.preferences.value.handles,
        )
        self.deliver = DeliverModel(self.session, self.work, self.queue)
        self.keymap = KeymapModel(self.session, self.work)
        self.history = HistoryModel(self.session, self.work)
        self.can_undo, self.can_redo = Value(False), Value(False)
        self.has_project = Value(False)
        self.session.project.watch(lambda _: self._enable())
        self.session.cut.watch(lambda _: self._enable())
        self.session.beside.counts.watch(lambda _: self._enable())

    def furnish(self) -> None:
        """Add the models of the docks and the viewer."""
        from editor.engine import start_engine

        from .badges import Badges
        from .clip.model import ClipModel
        from .graph.following import follow_nodes
        from .graph.model import GraphModel
        from .grips.part import Grips
        from .inspector.model import InspectorModel
        from .media.model import MediaModel
        from .pointing.part import Pointing
        from .takes.model import TakesModel
        from .timeline.film import Film
        from .viewer.model import PlayerModel

        self.takes = TakesModel(self.session, self.work, self.queue)
        self.graph = GraphModel(self.session, self.work)
        self.film = Film(self.session, lambda: self.work.engine, self._post)
        self.inspector = InspectorModel(self.session, self.work, self.graph, self.film)
        self.clip = ClipModel(self.session)
        self.media = MediaModel(self.session, self.work)
        self.badges = Badges(self.session, self.work)
        self.player = PlayerModel(self.session, start_engine, self._post)
        self.player.waits_for.watch(self.queue.aside.set)
        self.graph.viewed.watch(self.player.viewed.set)
        follow_nodes(self.graph.status, self.player, self.takes)
        self.pointing = Pointing(self)
        self.grips = Grips(self)

    def begin(self) -> None:
        """Open what somebody wanted opened before everything was there, and from now on at once."""
        held, self._held = self._held or [], None
        for run in held:
            run()

    def open(self, path: Path) -> None:
        """Open what a person names: a project, or a cut that needs one."""
        self.start.open(path)

    def _hold(self, run: Callable[[], None]) -> None:
        if self._held is None:
            run()
        else:
            self._held.append(run)

    def _enable(self) -> None:
        project = self.session.project.value
        self.has_project.set(project is not None)
        # An edit shows before it is kept: then there is something to undo, and nothing to redo.
        ahead = project is not None and self.session.cut.value is not project.cut
        writable = project is not None and not project.readonly
        done = project.history.done if project is not None else ()
        undone = project.history.undone if project is not None else ()
        steps, steps_back = self.session.beside.counts.value
        self.can_undo.set(writable and (ahead or bool(done) or steps > 0))
        self.can_redo.set(writable and (bool(undone) or steps_back > 0))

    def close(self) -> None:
        """Stop what runs, keep what waits to be kept, end every lane and process."""
        self.queue.close()
        if hasattr(self, "player"):
            self.grips.close()
            self.pointing.close()
            self.player.close()
            self.film.close()
        self.session.close()
        self.work.close()
