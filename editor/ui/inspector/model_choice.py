"""Which model does it: a list to choose from, with memory and terms in plain words."""

from __future__ import annotations

from qtpy.QtCore import Qt
from qtpy.QtGui import QStandardItemModel
from qtpy.QtWidgets import QComboBox, QLabel, QSizePolicy, QWidget

from editor.ui.keys import MOVES, PRESSES, keep_keys
from editor.ui.words import say

from .control import Control
from .fields import Field
from .offers import Offer


class ModelChoice(Control):
    """A model that is not here can be read about, not chosen."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(field, parent)
        self._offers: tuple[Offer, ...] = ()
        self.box = QComboBox(self)
        self.box.setAccessibleName(field.title)
        self.box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        keep_keys(self.box, (*MOVES, *PRESSES))
        self.box.activated.connect(lambda place: self._give(self._offers[place].value))
        self._about = QLabel(self)
        self._about.setProperty("dim", True)
        self._about.setWordWrap(True)
        self._box.addWidget(self.box)
        self._box.addWidget(self._about)

    def show_field(self, field: Field) -> None:
        """Show what there is to choose from."""
        super().show_field(field)
        if field.offers != self._offers:
            self._offers = field.offers
            self._fill()
        place = next((i for i, each in enumerate(self._offers) if each.value == field.value), -1)
        self.box.setCurrentIndex(place)
        self._about.setText(self._offers[place].about if place >= 0 else "")

    def _fill(self) -> None:
        self.box.clear()
        for place, offer in enumerate(self._offers):
            title = offer.title if offer.here else say("{title} (not here)", title=offer.title)
            self.box.addItem(title)
            self.box.setItemData(place, offer.about, Qt.ItemDataRole.ToolTipRole)
            items = self.box.model()
            if not offer.here and isinstance(items, QStandardItemModel):
                items.item(place).setEnabled(False)
