"""The table of panels: the one place where a dock is named, put on a key and made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from qtpy.QtWidgets import QWidget

    from editor.ui.window import Window


@dataclass(frozen=True, slots=True)
class Panel:
    """A dock: its id and title, the key that shows it, the module of its widget, what makes that.

    `module` (below `editor.ui`) is loaded ahead on a thread of its own; `make` runs on the window's, when
    the desk has its models. A widget that follows models has a `forget()`, which is called at the end.
    `first` are made before the actions, which need them; the others find their actions in
    `window.handles`. The widget is also `window.<id>`. Where it stands is said in `layouts`.
    """

    id: str
    title: str
    key: str
    module: str
    make: Callable[[Window], QWidget]
    first: bool = False


@runtime_checkable
class Forgets(Protocol):
    """A widget that follows models."""

    def forget(self) -> None:
        """Follow the models no more."""


@runtime_checkable
class Remembers(Protocol):
    """A widget that shows things in a way of the person's own, which is kept across starts."""

    def remembered(self) -> Mapping[str, object]:
        """Return that way, to be given to `remember` another time."""

    def remember(self, state: Mapping[str, object]) -> None:
        """Show things in that way again; what is not understood changes nothing."""


def _timeline(window: Window) -> QWidget:
    from editor.ui.meter.model import MeterModel
    from editor.ui.meter.widget import MeterStrip
    from editor.ui.timeline.widget import Timeline

    desk, player = window.desk, window.desk.player
    made = Timeline(desk.session, desk.badges.texts, window, film=desk.film, cached=player.reading.cached)
    meter = MeterModel(player.player.sounding)
    made.put_beside(MeterStrip(meter, player.playing))
    made.show_levels(meter)
    made.dropped.connect(window.take_in)
    return made


def _takes(window: Window) -> QWidget:
    from editor.ui.takes.dropping import TakeDrop
    from editor.ui.takes.widget import TakesDock

    desk = window.desk
    TakeDrop(window.timeline, desk.takes)
    return TakesDock(desk.takes, desk.queue, window.posters, window.handles, window)


def _graph(window: Window) -> QWidget:
    from editor.ui.graph.widget import GraphDock

    return GraphDock(window.desk.graph, window.handles, window)


def _inspector(window: Window) -> QWidget:
    from editor.ui.inspector.widget import InspectorDock

    return InspectorDock(window.desk.inspector, window)


def _clip(window: Window) -> QWidget:
    from editor.ui.clip.widget import ClipDock

    return ClipDock(window.desk.clip, window)


def _media(window: Window) -> QWidget:
    from editor.ui.media.pictures import Pictures
    from editor.ui.media.widget import MediaDock

    desk = window.desk
    pictures = Pictures(desk.session, lambda: desk.work.engine, desk.work.post, window)
    return MediaDock(desk.media, pictures, window.handles, window)


def _queue(window: Window) -> QWidget:
    from editor.ui.queue.dock import QueueDock

    return QueueDock(window.desk.choice, window.handles, window)


def _scopes(window: Window) -> QWidget:
    from editor.ui.scopes.model import ScopesModel
    from editor.ui.scopes.widget import ScopesDock

    player = window.desk.player
    return ScopesDock(ScopesModel(player.looking, player.picture), window)


# Free for docks to come: curves Alt+9, prompt Alt+0.
PANELS = (
    Panel("takes", "Takes", "Alt+1", "takes.widget", _takes),
    Panel("timeline", "Timeline", "Alt+2", "timeline.widget", _timeline, first=True),
    Panel("graph", "Graph", "Alt+3", "graph.widget", _graph),
    Panel("inspector", "Inspector", "Alt+4", "inspector.widget", _inspector),
    Panel("clip", "Clip", "Alt+5", "clip.widget", _clip),
    Panel("queue", "Queue", "Alt+7", "queue.dock", _queue),
    Panel("scopes", "Scopes", "Alt+8", "scopes.widget", _scopes, first=True),
    Panel("media", "Media", "Alt+6", "media.widget", _media),
)
