"""The takes dock: the contact sheet with what is asked of it above, and the recipe in words below."""

from __future__ import annotations

from collections.abc import Mapping

from qtpy.QtCore import QSize, Qt, QTimer
from qtpy.QtGui import QAction, QContextMenuEvent, QResizeEvent
from qtpy.QtWidgets import QHBoxLayout, QLabel, QMenu, QSplitter, QVBoxLayout, QWidget

from editor.document.model import Clip
from editor.ui.buttons import button
from editor.ui.queue.model import Queue
from editor.ui.words import later, say

from .bar import SheetBar
from .details import Details
from .elided import Elided
from .model import TakesModel
from .posters import Posters
from .sheet import Sheet

NO_CLIP = later("Select a clip in the timeline to see its takes, or choose all shots above.")
NO_GRAPH = later("This shot has no graph yet. Add a node in the Graph panel, then make a take.")
NO_TAKES = later("No takes yet. Make one: the graph is run over the shot and the result is kept.")
NONE_SUCH = later("No take is as the filter wants it.")
_LOOK_MS = 2000
_DETAILS = 160
_MENU = (
    *("takes.circle", "takes.star", "takes.compare", ""),
    *("takes.more", "takes.promote", "takes.use", ""),
    *("takes.reveal", "takes.copy_path", ""),
    *("takes.cancel_picked", "takes.trash", "takes.put_back", "takes.empty_trash"),
)


class TakesDock(QWidget):
    """Shows the model's tiles; `list` is the sheet, which has the keyboard for choosing."""

    def __init__(
        self,
        model: TakesModel,
        queue: Queue,
        posters: Posters,
        handles: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model, self._handles = model, handles
        self._title = Elided(self)
        self._title.setProperty("section", True)
        self._empty = QLabel(self)
        self._empty.setProperty("dim", True)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.list = Sheet(model, posters, queue.clock, self)
        self.bar = SheetBar(model, self.list.tile.width, self)
        self.bar.sized(self.list.resize_tiles)
        self.details = Details(model, self)
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._divided = False
        self._split.splitterMoved.connect(lambda *_: self._divide(by_hand=True))
        self._lay_out()
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(lambda: model.look() if self.isVisible() else None)
        self._looking.start()
        self._watching = (
            model.shown.watch(lambda _: self._about(), now=True),
            model.clip.watch(lambda _: self._about()),
            model.scope.watch(lambda _: self._about()),
        )

    def _lay_out(self) -> None:
        making, marking = QHBoxLayout(), QHBoxLayout()
        for row, names, texts in (
            (making, ("make", "draft", "several", "vary", "more"), ("make",)),
            (marking, ("circle", "star", "compare", "promote"), ()),
        ):
            row.setSpacing(3)
            for name in names:
                row.addWidget(button(self._handles[f"takes.{name}"], self, text=name in texts))
            row.addStretch(1)
        marking.addWidget(self.bar.size_slider, 2)
        marking.addWidget(button(self._handles["takes.trash"], self))
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.bar.search, 1)
        box.addLayout(head)
        box.addLayout(making)
        box.addWidget(self.bar)
        box.addWidget(self._empty, 1)
        self._split.addWidget(self.list)
        self._split.addWidget(self.details)
        self._split.setStretchFactor(0, 1)
        self._split.setCollapsible(0, False)
        box.addWidget(self._split, 1)
        box.addLayout(marking)

    def _divide(self, *, by_hand: bool = False) -> None:
        """Give the details a third of the room, and no more than they need, until a hand divides it."""
        self._divided = self._divided or by_hand
        if not self._divided:
            high = self._split.height()
            below = max(self.details.minimumSizeHint().height(), min(_DETAILS, high // 3))
            self._split.setSizes([high - below, below])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._divide()

    def _about(self) -> None:
        clip, all_shots = self._model.clip.value, self._model.scope.value == "cut"
        name = say("All shots") if all_shots else "" if clip is None else clip.name or clip.id
        self._title.show_text(name)
        some = bool(self._model.shown.value)
        self._split.setVisible(some)
        self._divide()
        self._empty.setVisible(not some)
        self._empty.setText(self._why_empty(clip, all_shots))

    def _why_empty(self, clip: Clip | None, all_shots: bool) -> str:
        if not self._model.wish.value.is_plain:
            return say(NONE_SUCH)
        if all_shots:
            return say(NO_TAKES)
        return say(NO_CLIP if clip is None else NO_TAKES if clip.graph else NO_GRAPH)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in _MENU:
            if name:
                menu.addAction(self._handles[name])
            else:
                menu.addSeparator()
        rating = menu.addMenu(say("Rate"))
        for stars in range(6):
            rating.addAction(self._handles[f"takes.rate_{stars}"])
        menu.popup(event.globalPos())

    def sizeHint(self) -> QSize:
        return QSize(290, 520)

    def forget(self) -> None:
        """Follow the models no more."""
        self._looking.stop()
        for unwatch in self._watching:
            unwatch()
        for part in (self.bar, self.list, self.details):
            part.forget()
