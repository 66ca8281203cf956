"""The dialog of licences."""

from __future__ import annotations

from qtpy.QtCore import Qt
from qtpy.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from editor.ui.words import later, say
from editor.ui.work import Newest, Work

from .licences import Terms, all_terms

_KINDS = {"Workprint": "Workprint", "library": later("Libraries"), "model": later("Models")}
_PLACE = int(Qt.ItemDataRole.UserRole)


class LicenceDialog(QDialog):
    """Lists what there is with its licence, and shows the words of the chosen one."""

    def __init__(self, parent: QWidget, work: Work) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("Licences"))
        self.resize(960, 600)
        self._terms: tuple[Terms, ...] = ()
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(say("Search by name or licence"))
        self.search.setAccessibleName(say("Search licences"))
        self.search.textChanged.connect(lambda _: self._sift())
        self.tree = QTreeWidget(self)
        self.tree.setHeaderLabels([say("What"), say("Licence")])
        self.tree.setColumnWidth(0, 230)
        self.tree.setAccessibleName(say("Licences"))
        self.tree.currentItemChanged.connect(lambda *_: self._show())
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(say("The licence's words"))
        self._says = QLabel(say("Looking…"), self)
        self._says.setProperty("dim", True)
        sides = QSplitter(self)
        sides.addWidget(self.tree)
        sides.addWidget(self.text)
        sides.setSizes([370, 570])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.addWidget(self.search)
        box.addWidget(sides, 1)
        box.addWidget(self._says)
        box.addWidget(buttons)
        newest = Newest()
        here = newest.begin()
        self.finished.connect(lambda _: newest.begin())
        work.ask(
            all_terms,
            lambda found: self.fill(found) if here() else None,
            lambda error: self._says.setText(str(error)) if here() else None,
        )

    def fill(self, terms: tuple[Terms, ...]) -> None:
        """Show what was found."""
        self._terms = terms
        tops: dict[str, QTreeWidgetItem] = {}
        for place, each in enumerate(terms):
            if each.kind not in tops:
                tops[each.kind] = QTreeWidgetItem(self.tree, [say(_KINDS[each.kind]), ""])
            row = QTreeWidgetItem(tops[each.kind], [each.name, each.licence])
            row.setData(0, _PLACE, place)
            row.setToolTip(0, each.name)
            row.setToolTip(1, each.licence)
        self.tree.expandAll()
        self._says.setText("")
        first = tops["Workprint"].child(0)
        if first is not None:
            self.tree.setCurrentItem(first)

    def _show(self) -> None:
        item = self.tree.currentItem()
        place = None if item is None else item.data(0, _PLACE)
        terms = self._terms[place] if isinstance(place, int) else None
        said = say("It came without the words of its licence.")
        self.text.setPlainText("" if terms is None else terms.text or f"{terms.licence}\n\n{said}")

    def _sift(self) -> None:
        words = self.search.text().lower().split()
        for place in range(self.tree.topLevelItemCount()):
            top = self.tree.topLevelItem(place)
            rows = [] if top is None else [top.child(each) for each in range(top.childCount())]
            for row in rows:
                if row is not None:
                    told = f"{row.text(0)} {row.text(1)}".lower()
                    row.setHidden(not all(word in told for word in words))
