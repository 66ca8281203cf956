"""The window: the viewer in the middle, docks around it, menus made from the registry of actions."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from qtpy.QtCore import QByteArray, Qt, QTimer
from qtpy.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from qtpy.QtWidgets import QDockWidget, QMainWindow, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from . import asks
from .actions import Actions
from .buttons import Handle
from .commands import PANELS
from .desk import Desk
from .menus import PICTURES, fill_menus
from .message import MessageLine
from .observe import Unwatch
from .queue.widget import QueueLine
from .registry import dock_actions, first_actions
from .start.dialogs import ReportDialog
from .start.widget import StartPage
from .tasks import Post

if TYPE_CHECKING:
    from editor.document.opened import Project

    from .clip.widget import ClipDock
    from .graph.widget import GraphDock
    from .inspector.widget import InspectorDock
    from .takes.posters import Posters
    from .takes.widget import TakesDock
    from .timeline.widget import Timeline
    from .viewer.widget import Viewer

_AREAS = {
    "takes": Qt.DockWidgetArea.LeftDockWidgetArea,
    "timeline": Qt.DockWidgetArea.BottomDockWidgetArea,
    "graph": Qt.DockWidgetArea.RightDockWidgetArea,
    "inspector": Qt.DockWidgetArea.RightDockWidgetArea,
    "clip": Qt.DockWidgetArea.RightDockWidgetArea,
}
VERSION = 2
"""Of the arrangement of panels that is remembered."""


class Window(QMainWindow):
    """Shows a desk. `handles` are the actions as Qt has them, by id; `docks` the panels by name.

    It begins with the start page alone; `furnish` adds viewer and docks.
    """

    timeline: Timeline
    viewer: Viewer
    takes: TakesDock
    graph: GraphDock
    inspector: InspectorDock
    clip: ClipDock
    _posters: Posters

    def __init__(self, desk: Desk, post: Post) -> None:
        super().__init__()
        self.desk, self._post = desk, post
        self.docks: dict[str, QDockWidget] = {}
        self.furnished = False
        self._arrangement: bytes = b""
        self._sure = False
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.resize(1280, 800)
        self.registry = Actions(first_actions(desk, self))
        self.handles: dict[str, Handle] = {}
        self._handle()
        self._fill()
        self._watching = tuple(self._watch())
        desk.start.look()

    def _handle(self) -> None:
        """Make handles for the actions that have none yet, and the menus anew."""
        fresh = [action for action in self.registry if action.id not in self.handles]
        made = {action.id: Handle(action, self, PICTURES.get(action.id, "")) for action in fresh}
        self.handles.update(made)
        self.addActions(list(made.values()))
        self.menuBar().clear()
        fill_menus(self.menuBar(), self.registry, self.handles)

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
        self.queue = QueueLine(desk.queue, handles["takes.cancel"], self)
        self.statusBar().addWidget(self.queue, 1)
        self.statusBar().setSizeGripEnabled(False)

    def furnish(self) -> Iterator[None]:
        """Add viewer and docks in steps, each short enough for the window to stay alive between them."""
        from .clip.widget import ClipDock
        from .graph.widget import GraphDock
        from .inspector.widget import InspectorDock
        from .takes.posters import Posters
        from .takes.widget import TakesDock
        from .timeline.widget import Timeline
        from .viewer.widget import Viewer

        desk, handles = self.desk, self.handles
        desk.furnish()
        yield
        self.timeline = Timeline(desk.session, desk.badges.texts, self)
        self.timeline.dropped.connect(self.take_in)
        self.timeline.hide()
        yield
        self.viewer = Viewer(desk.session, desk.player, self)
        self._pages.addWidget(self.viewer)
        yield
        self.registry = Actions((*first_actions(desk, self), *dock_actions(desk, self)))
        self._handle()
        yield
        self._posters = Posters(self._post, self)
        self.takes = TakesDock(desk.takes, desk.queue, self._posters, handles, self)
        self.graph = GraphDock(desk.graph, handles, self)
        self.inspector = InspectorDock(desk.graph, self)
        self.clip = ClipDock(desk.clip, self)
        inside = (self.takes, self.timeline, self.graph, self.inspector, self.clip)
        for (name, title, _), widget in zip(PANELS, inside, strict=True):
            self._dock(name, title, widget)
        self.furnished = True
        desk.begin()

    def _dock(self, name: str, title: str, inside: QWidget) -> None:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(inside)
        dock.hide()
        self.addDockWidget(_AREAS[name], dock)
        self.docks[name] = dock

    def _watch(self) -> Iterator[Unwatch]:
        session = self.desk.session
        yield session.project.watch(lambda _: self._opened(), now=True)
        yield session.cut.watch(lambda _: self._name())
        yield self.desk.start.report.watch(self._report)
        yield self.desk.start.asking.watch(self._ask_import)

    # What is shown

    def _opened(self) -> None:
        project = self.desk.session.project.value
        self._name()
        if project is None or self._pages.currentWidget() is not self.start:
            return
        self._pages.setCurrentWidget(self.viewer)
        self.desk.graph.fetch_specs()
        self.arrange(self._arrangement)
        self.timeline.setFocus()
        # Once the panels have their sizes.
        QTimer.singleShot(0, self.timeline, self.timeline.fit)

    def arrange(self, state: bytes) -> None:
        """Put the panels as they were left, or as they are at first for an empty or foreign state."""
        for dock in self.docks.values():
            dock.show()
        if not (state and self.restoreState(QByteArray(state), VERSION)):
            for name, area in _AREAS.items():
                self.docks[name].setFloating(False)
                self.addDockWidget(area, self.docks[name])
            self.tabifyDockWidget(self.docks["inspector"], self.docks["clip"])
            self.docks["inspector"].raise_()
            sides = [self.docks["takes"], self.docks["inspector"]]
            self.resizeDocks(sides, [270, 310], Qt.Orientation.Horizontal)
            stacked = [self.docks["graph"], self.docks["inspector"]]
            self.resizeDocks(
                stacked, [self.height() * 2 // 5, self.height() * 3 // 5], Qt.Orientation.Vertical
            )
            self.resizeDocks([self.docks["timeline"]], [self.height() * 3 // 10], Qt.Orientation.Vertical)

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
            ReportDialog(self, report).open()

    def _ask_import(self, path: Path | None) -> None:
        if path is not None:
            self.desk.start.asking.set(None)
            asks.ask_import(self, self.desk, path)

    # What is taken in

    def take_in(self, paths: list[Path]) -> None:
        """Take in what was dropped: a project is opened, a cut asked about, media put at the cut's end."""
        self.desk.start.take_in(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take_in([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # Panels

    def show_panel(self, name: str) -> None:
        """Show a panel and give it the keyboard, or hide it where it has that already."""
        dock = self.docks[name]
        if dock.isVisible() and _holds(dock, self.focusWidget()):
            dock.hide()
            return
        dock.show()
        dock.raise_()
        _first_focus(dock).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def next_panel(self) -> None:
        """Give the keyboard to the panel after the one that has it, the viewer included."""
        panels: list[QWidget] = [self.viewer, *(dock for dock in self.docks.values() if dock.isVisible())]
        now = self.focusWidget()
        place = next((i for i, panel in enumerate(panels) if _holds(panel, now)), 0)
        _first_focus(panels[(place + 1) % len(panels)]).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_fullscreen(self) -> None:
        """Fill the screen, or no more."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def state(self) -> dict[str, object]:
        """Return how the window stands, to be given to `restore` another time."""
        shown = self._pages.currentWidget() is not self.start
        arrangement = bytes(self.saveState(VERSION).data()) if shown else self._arrangement
        return {
            "geometry": b64encode(bytes(self.saveGeometry().data())).decode(),
            "panels": b64encode(arrangement).decode(),
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Stand as `state` says; what is not understood in it changes nothing."""
        self.restoreGeometry(QByteArray(_bytes(state.get("geometry"))))
        self._arrangement = _bytes(state.get("panels"))

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
        self.queue.forget()
        if self.furnished:
            self.viewer.forget()
            self.takes.forget()
            self.graph.forget()
            self.inspector.forget()
            self.clip.forget()
            self._posters.close()


def title_of(project: Project) -> str:
    """Return what a project is called: its folder, and its cut's name where that says more."""
    folder, cut = project.folder.name, project.cut.name
    return folder if not cut or cut == folder else f"{folder} ({cut})"


def _holds(panel: QWidget, inside: QWidget | None) -> bool:
    return inside is not None and (inside is panel or panel.isAncestorOf(inside))


def _first_focus(panel: QWidget) -> QWidget:
    """Return what of a panel takes the keyboard first: a list, a drawing, a field before any button."""
    inside = panel.widget() if isinstance(panel, QDockWidget) else panel
    if inside.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return inside
    able = [
        each
        for each in inside.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible() and each.isEnabled()
    ]
    return next((each for each in able if not isinstance(each, QToolButton)), able[0] if able else inside)


def _bytes(text: object) -> bytes:
    try:
        return b64decode(text, validate=True) if isinstance(text, str) else b""
    except ValueError:
        return b""
