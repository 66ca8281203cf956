"""The window: the viewer in the middle, docks around it, menus made from the registry of actions."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from qtpy.QtCore import QByteArray, Qt, QTimer, Signal
from qtpy.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from qtpy.QtWidgets import QDockWidget, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from . import asks
from .actions import Action, Actions
from .buttons import Handle
from .desk import Desk
from .keymap.keymap import Keymap, keyed
from .menus import PICTURES, fill_menus
from .message import MessageLine
from .observe import Unwatch
from .queue.widget import QueueLine
from .registry import dock_actions, first_actions
from .shell.arranging import Arranging, bytes_of
from .shell.bar import LayoutBar
from .shell.docks import add_dock, forget_docks, go_on, remember, remembered, show_dock
from .shell.panels import PANELS
from .start.dialogs import ReportDialog
from .start.widget import StartPage
from .tasks import Post
from .words import say

if TYPE_CHECKING:
    from editor.document.opened import Project

    from .clip.widget import ClipDock
    from .graph.widget import GraphDock
    from .inspector.widget import InspectorDock
    from .loupe.part import Looks
    from .media.widget import MediaDock
    from .scopes.widget import ScopesDock
    from .shell.panels import Panel
    from .takes.posters import Posters
    from .takes.widget import TakesDock
    from .timeline.dropping import Lay
    from .timeline.widget import Timeline
    from .viewer.widget import Viewer


_AT_ONCE = 60
MOST_RECENT = 12
"""Actions that the command palette lists first."""


class Window(QMainWindow):
    """Shows a desk. `handles` are the actions as Qt has them, by id; `docks` the panels by name.

    It begins with the start page alone; `furnish` adds viewer and docks. What a dock shows is also an
    attribute of the panel's name. `anew` asks for another window in its place (see `shell.anew`).
    """

    timeline: Timeline
    viewer: Viewer
    takes: TakesDock
    scopes: ScopesDock
    graph: GraphDock
    inspector: InspectorDock
    clip: ClipDock
    media: MediaDock
    posters: Posters
    looks: Looks
    anew = Signal(object)

    def __init__(self, desk: Desk, post: Post) -> None:
        super().__init__()
        self.desk, self._post = desk, post
        self.docks: dict[str, QDockWidget] = {}
        self.furnished = False
        self.layouts = Arranging(self)
        self._sure = False
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.resize(1280, 800)
        self.recent: tuple[str, ...] = ()
        self._panels: Mapping[str, object] = {}
        self.handles: dict[str, Handle] = {}
        for _ in self._register(first_actions(desk, self)):
            pass  # All at once: the start page needs them.
        self._fill()
        self.bar = LayoutBar(self.layouts.now, self.handles, self)
        self.bar.hide()
        self.menuBar().setCornerWidget(self.bar)
        self._watching = tuple(self._watch())
        # Once the page is drawn: looking loads code, which would keep the first picture waiting.
        QTimer.singleShot(0, self, desk.start.look)

    def _register(self, actions: Iterable[Action]) -> Iterator[None]:
        """Take in all actions in steps: make handles for those that have none yet, then the menus anew."""
        self._plain = tuple(actions)
        self.registry = Actions(keyed(self._plain, self.desk.keymap.keymap.value))
        fresh = [action for action in self.registry if action.id not in self.handles]
        yield
        for first in range(0, len(fresh), _AT_ONCE):
            some = fresh[first : first + _AT_ONCE]
            made = {action.id: Handle(action, self, PICTURES.get(action.id, "")) for action in some}
            self.handles.update(made)
            self.addActions(list(made.values()))
            yield
        self.menuBar().clear()
        fill_menus(self.menuBar(), self.registry, self.handles)
        yield

    def _give_keys(self, keymap: Keymap) -> None:
        self.registry = Actions(keyed(self._plain, keymap))
        for action in self.registry:
            self.handles[action.id].give_keys(action.shortcuts)

    def _fill(self) -> None:
        desk, handles = self.desk, self.handles
        self.start = StartPage(desk.start, desk.queue, handles, self)
        self.message = MessageLine(desk.session, self)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.start)
        middle = QWidget(self)
        box = QVBoxLayout(middle)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._pages, 1)
        box.addWidget(self.message)
        self.setCentralWidget(middle)
        self.line = QueueLine(desk.queue, handles["takes.cancel"], self)
        self.statusBar().addWidget(self.line, 1)
        self.statusBar().setSizeGripEnabled(False)

    def furnish(self) -> Iterator[None]:
        """Add viewer and docks in steps, each short enough for the window to stay alive between them."""
        from .loupe.part import Looks
        from .takes.posters import Posters
        from .viewer.widget import Viewer

        desk = self.desk
        desk.furnish()
        self.looks = Looks(self)
        self.posters = Posters(self._post, self)
        yield
        made: dict[str, QWidget] = {}
        yield from self._make((panel for panel in PANELS if panel.first), made)
        self.viewer = Viewer(desk.session, desk.player, self)
        self._pages.addWidget(self.viewer)
        yield
        yield from self._register((*first_actions(desk, self), *dock_actions(desk, self)))
        self.viewer.fit(self.handles)
        self._take_off_tools = (
            desk.pointing.fit(self.viewer, self.handles),
            desk.grips.fit(self.viewer),
        )
        yield
        yield from self._make((panel for panel in PANELS if not panel.first), made)
        self.docks = {panel.id: add_dock(self, panel, made[panel.id]) for panel in PANELS}
        remember(self, self._panels)
        self.furnished = True
        desk.begin()

    def _make(self, panels: Iterable[Panel], made: dict[str, QWidget]) -> Iterator[None]:
        for panel in panels:
            made[panel.id] = panel.make(self)
            made[panel.id].hide()
            setattr(self, panel.id, made[panel.id])
            yield

    def _watch(self) -> Iterator[Unwatch]:
        session = self.desk.session
        yield session.project.watch(lambda _: self._opened(), now=True)
        yield session.cut.watch(lambda _: self._name())
        yield self.desk.keymap.keymap.watch(self._give_keys)
        yield self.desk.start.report.watch(self._report)
        yield self.desk.deliver.report.watch(self._delivered)
        yield self.desk.start.asking.watch(self._ask_import)

    # What is shown

    def _opened(self) -> None:
        project = self.desk.session.project.value
        self._name()
        if project is None or self._pages.currentWidget() is not self.start:
            return
        self._pages.setCurrentWidget(self.viewer)
        self.desk.graph.fetch_specs()
        self.bar.show()
        self.layouts.begin()
        self.timeline.setFocus()
        # Once the panels have their sizes.
        QTimer.singleShot(0, self.timeline, self.timeline.fit)

    def _name(self) -> None:
        project = self.desk.session.project.value
        if project is None:
            self.setWindowTitle("Workprint")
            return
        ahead = self.desk.session.cut.value is not project.cut
        self.setWindowTitle(f"{title_of(project)}[*]{' (read only)' if project.readonly else ''} – Workprint")
        self.setWindowModified(ahead or project.unsaved)

    def _report(self, report: str) -> None:
        if report:
            self.desk.start.report.set("")
            ReportDialog(self, report, say("Conform report")).open()

    def _delivered(self, report: str) -> None:
        if report:
            self.desk.deliver.report.set("")
            ReportDialog(self, report, say("What was exported")).open()

    def _ask_import(self, path: Path | None) -> None:
        if path is not None:
            self.desk.start.asking.set(None)
            asks.ask_import(self, self.desk, path)

    # What is taken in

    def take_in(self, paths: list[Path], lay: Lay | None = None) -> None:
        """Take in what was dropped: a project is opened, a cut asked about, media put into the cut."""
        self.desk.start.take_in(paths, lay)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take_in([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # Panels

    def show_panel(self, name: str) -> None:
        """Show a panel and give it the keyboard, or hide it where it has that already."""
        show_dock(self, name)

    def next_panel(self) -> None:
        """Give the keyboard to the panel after the one that has it, the viewer included."""
        go_on(self)

    def toggle_fullscreen(self) -> None:
        """Fill the screen, or no more."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def note_recent(self, action: str) -> None:
        """Have the command palette list an action first."""
        self.recent = (action, *(each for each in self.recent if each != action))[:MOST_RECENT]

    def state(self) -> dict[str, object]:
        """Return how the window stands, to be given to `restore` another time."""
        geometry = b64encode(bytes(self.saveGeometry().data())).decode()
        panels = {**self._panels, **remembered(self)}
        return {
            "geometry": geometry,
            "recent": list(self.recent),
            "panels": panels,
            **self.layouts.state(),
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Stand as `state` says; what is not understood in it changes nothing."""
        self.restoreGeometry(QByteArray(bytes_of(state.get("geometry"))))
        self.layouts.restore(state)
        panels, recent = state.get("panels"), state.get("recent")
        if isinstance(panels, dict):
            self._panels = panels
            remember(self, panels)
        if isinstance(recent, list):
            self.recent = tuple(each for each in recent if isinstance(each, str))[:MOST_RECENT]

    # The end

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.desk.queue.tasks.value and not self._sure:
            event.ignore()
            asks.ask_quit(self, self.stop)
            return
        event.accept()

    def leave(self) -> None:
        """Close the window, unless something runs that nobody wants stopped."""
        self.close()

    def stop(self) -> None:
        """Close the window whatever runs."""
        self._sure = True
        self.close()

    def forget(self) -> None:
        """Follow the models no more; the desk may be closed afterwards."""
        for unwatch in self._watching:
            unwatch()
        for handle in self.handles.values():
            handle.forget()
        self.start.forget()
        self.message.forget()
        self.line.forget()
        self.bar.forget()
        if self.furnished:
            for take_off in self._take_off_tools:
                take_off()
            self.viewer.forget()
            self.looks.forget()
            forget_docks(self)
            self.posters.close()


def title_of(project: Project) -> str:
    """Return what a project is called: its folder, and its cut's name where that says more."""
    folder, cut = project.folder.name, project.cut.name
    return folder if not cut or cut == folder else f"{folder} ({cut})"
