"""The objects as a row of chips: colour, number and name; which is in hand, hidden, alone, locked."""

from __future__ import annotations

from functools import partial

from qtpy.QtCore import QSize, Qt
from qtpy.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from qtpy.QtWidgets import QFrame, QHBoxLayout, QInputDialog, QMenu, QScrollArea, QToolButton, QWidget

from editor.ui.icons import icon
from editor.ui.keys import PRESSES, keep_keys
from editor.ui.words import say

from . import things
from .hues import hue_of
from .model import PointingModel

_LONGEST = 16


class Objects(QScrollArea):
    """A chip for each object: a press takes it in hand, its menu does the rest; one adds another."""

    def __init__(self, model: PointingModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._shape: object = None
        self.chips: dict[int, QToolButton] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget(self)
        self._row = QHBoxLayout(self._inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(3)
        self._add = QToolButton(self._inside)
        self._add.setIcon(icon("add"))
        self._add.setIconSize(QSize(14, 14))
        self._add.setAutoRaise(True)
        self._add.setToolTip(say("Point at another object"))
        self._add.setAccessibleName(say("Point at another object"))
        self._add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keep_keys(self._add, PRESSES)
        self._add.clicked.connect(lambda _=False: things.add_object(model))
        self._row.addWidget(self._add)
        self._row.addStretch(1)
        self.setWidget(self._inside)
        self._unwatch = [
            each.watch(lambda _: self._show()) for each in (model.target, model.obj, model.hidden, model.solo)
        ]
        self._show()

    def sizeHint(self) -> QSize:
        """As wide as the chips, where there is room; never wider than a few."""
        hint = self._inside.sizeHint()
        return QSize(min(420, hint.width()), hint.height())

    def minimumSizeHint(self) -> QSize:
        """One chip, and room to scroll to the others."""
        return QSize(110, self._inside.sizeHint().height())

    def forget(self) -> None:
        """Follow the model no more."""
        for unwatch in self._unwatch:
            unwatch()

    def _show(self) -> None:
        model, objects = self._model, self._model.objects
        if objects != self._shape:
            self._build(objects)
        target = model.target.value
        for obj, chip in self.chips.items():
            title = model.title(obj)
            is_locked = target is not None and obj in target.locked
            states = [
                word
                for word, on in (
                    (say("locked"), is_locked),
                    (say("hidden"), obj in model.hidden.value),
                    (say("alone"), model.solo.value == obj),
                )
                if on
            ]
            words = title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
            chip.setText(" ".join([words, *(f"({state})" for state in states)]))
            chip.setToolTip(say("{object}: press to point at it (Tab takes the next)", object=title))
            chip.setAccessibleName(", ".join([title, *states]))
            chip.setChecked(obj == model.obj.value)
            if obj == model.obj.value:
                self.ensureWidgetVisible(chip, 8, 0)

    def _build(self, objects: tuple[int, ...]) -> None:
        for chip in self.chips.values():
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._shape, self.chips = objects, {}
        for place, obj in enumerate(objects):
            chip = QToolButton(self._inside)
            chip.setIcon(swatch(obj))
            chip.setCheckable(True)
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            chip.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            keep_keys(chip, PRESSES)
            chip.clicked.connect(partial(self._take, obj))
            chip.setMenu(self._menu(obj, chip))
            self._row.insertWidget(place, chip)
            self.chips[obj] = chip
        self.updateGeometry()

    def _menu(self, obj: int, chip: QToolButton) -> QMenu:
        model, menu = self._model, QMenu(chip)
        menu.addAction(say("Rename…")).triggered.connect(partial(self._rename, obj))
        shown, alone, locked = (_switch(menu, words) for words in (say("Shown"), say("Alone"), say("Locked")))
        shown.toggled.connect(partial(things.show_object, model, obj))
        alone.triggered.connect(lambda _=False: things.toggle_solo(model, obj))
        locked.triggered.connect(lambda on: things.lock_object(model, obj, on))
        menu.addSeparator()
        menu.addAction(say("Remove")).triggered.connect(lambda _=False: things.remove_object(model, obj))

        def open_() -> None:
            target = model.target.value
            shown.setChecked(obj not in model.hidden.value)
            alone.setChecked(model.solo.value == obj)
            locked.setChecked(target is not None and obj in target.locked)

        menu.aboutToShow.connect(open_)
        return menu

    def _take(self, obj: int, _: bool = False) -> None:
        self._model.obj.set(obj)
        self._show()

    def _rename(self, obj: int, _: bool = False) -> None:
        dialog = QInputDialog(self)
        dialog.setLabelText(say("What is it called?"))
        dialog.setTextValue(self._model.title(obj))
        dialog.textValueSelected.connect(partial(things.rename_object, self._model, obj))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _switch(menu: QMenu, words: str) -> QAction:
    made = menu.addAction(words)
    made.setCheckable(True)
    return made


def swatch(obj: int) -> QIcon:
    """Return an object's colour with its number in it, as an icon."""
    side = 32
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(hue_of(obj)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(1, 1, side - 2, side - 2, 6, 6)
    painter.setPen(QColor("#101010"))
    font = painter.font()
    font.setPixelSize(22)
    font.setBold(True)
    painter.setFont(font)
    painter.drawText(made.rect(), Qt.AlignmentFlag.AlignCenter, str(obj))
    painter.end()
    return QIcon(made)
