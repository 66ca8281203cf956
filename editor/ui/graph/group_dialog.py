"""The question which parameters a group shows, under which names, in which order."""

from __future__ import annotations

from dataclasses import replace

from qtpy.QtCore import Qt
from qtpy.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from editor.ui.words import say
from nodes.graph.canvas import canvas_of
from nodes.graph.exposing import Exposed

from .model import GraphModel
from .showing import Offer, arrange, arranged, offers

_CHECKED, _OPEN = Qt.CheckState.Checked, Qt.CheckState.Unchecked


def ask_parameters(model: GraphModel, parent: QWidget) -> None:
    """Let the person arrange the parameters of the group that is selected, or looked into."""
    graph, group = model.graph.value, arranged(model)
    if graph is not None and group in canvas_of(graph).groups:
        GroupDialog(model, group, parent).open()


class GroupDialog(QDialog):
    """A line for each parameter inside: checked where the group shows it, its name there to be written."""

    def __init__(self, model: GraphModel, group: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        graph = model.graph.value
        assert graph is not None
        self._model, self._group = model, group
        title = canvas_of(graph).groups[group].title or say("Group")
        self.setWindowTitle(say("Parameters of {group}", group=title))
        self.resize(480, 420)
        about = QLabel(say("Check what the group shows. Its name there is written with F2."), self)
        about.setWordWrap(True)
        about.setProperty("dim", True)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.windowTitle())
        self.list.setHeaderLabels([say("Name on the group"), say("Node"), say("Parameter")])
        self.list.setRootIsDecorated(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.setColumnWidth(1, 150)
        for offer in offers(graph, group, model.specs.value):
            self.list.addTopLevelItem(_line(offer))
        if (first := self.list.topLevelItem(0)) is not None:
            self.list.setCurrentItem(first)
        self.list.currentItemChanged.connect(lambda *_: self._enable())
        self.up, self.down = QPushButton(say("Move Up"), self), QPushButton(say("Move Down"), self)
        self.up.clicked.connect(lambda: self.move_line(-1))
        self.down.clicked.connect(lambda: self.move_line(1))
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        moves = QHBoxLayout()
        for each in (self.up, self.down):
            each.setAutoDefault(False)
            moves.addWidget(each)
        moves.addStretch(1)
        box = QVBoxLayout(self)
        for part in (about, self.list):
            box.addWidget(part)
        box.addLayout(moves)
        box.addWidget(self.buttons)
        self._enable()

    def wanted(self) -> tuple[Exposed, ...]:
        """Return what is checked, in the order of the list."""
        lines = [self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount())]
        return tuple(_said(line) for line in lines if line is not None and line.checkState(0) == _CHECKED)

    def accept(self) -> None:
        arrange(self._model, self._group, self.wanted())
        super().accept()

    def move_line(self, by: int) -> None:
        """Put the current line one place up (-1) or down (1)."""
        line = self.list.currentItem()
        if line is None:
            return
        at = self.list.indexOfTopLevelItem(line)
        if 0 <= at + by < self.list.topLevelItemCount():
            self.list.takeTopLevelItem(at)
            self.list.insertTopLevelItem(at + by, line)
            self.list.setCurrentItem(line)

    def _enable(self) -> None:
        line = self.list.currentItem()
        at = -1 if line is None else self.list.indexOfTopLevelItem(line)
        self.up.setEnabled(at > 0)
        self.down.setEnabled(0 <= at < self.list.topLevelItemCount() - 1)


def _line(offer: Offer) -> QTreeWidgetItem:
    line = QTreeWidgetItem([offer.shown.name, offer.of, offer.shown.param.replace("_", " ")])
    line.setFlags(line.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable)
    line.setCheckState(0, _CHECKED if offer.is_on else _OPEN)
    line.setData(0, Qt.ItemDataRole.UserRole, (offer.shown.node, offer.shown.param))
    for column in (1, 2):
        line.setToolTip(column, line.text(column))
    return line


def _said(line: QTreeWidgetItem) -> Exposed:
    node, param = line.data(0, Qt.ItemDataRole.UserRole)
    plain = Exposed(node, param)
    title = " ".join(line.text(0).split())
    return plain if title in ("", plain.name) else replace(plain, title=title)
