"""Above the contact sheet: whose takes, which of them, in which order, how large; and the search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from qtpy.QtCore import QSize, Qt
from qtpy.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSlider, QToolButton, QVBoxLayout, QWidget

from editor.takes.quality import KNOWN
from editor.ui.icons import icon
from editor.ui.keys import MOVES, keep_keys
from editor.ui.words import say

from .arranged import DATE, NAME, ONLY, RATING, Wish
from .delegate import LARGEST, SMALLEST
from .model import TakesModel


class SheetBar(QWidget):
    """Sets the model's scope and wish; `search` stands wherever the dock puts it."""

    def __init__(self, model: TakesModel, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(say("Filter by words"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(say("Filter takes by words"))
        self.scope = self._combo(say("Whose takes"), [(say("This shot"), "shot"), (say("All shots"), "cut")])
        self.only = self._combo(say("Which takes"), [(title, only) for only, title in _only_titles()])
        self.rated = self._combo(say("Rated at least"), _ratings())
        self.order = self._combo(say("In which order"), _orders())
        self.turn = QToolButton(self)
        self.turn.setIcon(icon("sort"))
        self.turn.setCheckable(True)
        self.turn.setToolTip(say("Turn the order round"))
        self.turn.setAccessibleName(say("Turn the order round"))
        self.size_slider = QSlider(Qt.Orientation.Horizontal, self)
        self.size_slider.setRange(SMALLEST, LARGEST)
        self.size_slider.setPageStep(32)
        self.size_slider.setSingleStep(8)
        self.size_slider.setValue(width)
        self.size_slider.setMinimumWidth(50)
        self.size_slider.setAccessibleName(say("Size of the pictures"))
        self.size_slider.setToolTip(say("Size of the pictures"))
        keep_keys(self.size_slider, MOVES)
        self._lay_out()
        self.search.textChanged.connect(lambda text: self._wish(text=text))
        self.scope.activated.connect(lambda _: model.scope.set(self.scope.currentData()))
        self.only.activated.connect(lambda _: self._wish(only=self.only.currentData()))
        self.rated.activated.connect(lambda _: self._wish(rated=self.rated.currentData()))
        self.order.activated.connect(lambda _: self._wish(order=self.order.currentData()))
        self.turn.toggled.connect(lambda on: self._wish(turned=on))
        self._watching = (
            model.wish.watch(self._show, now=True),
            model.scope.watch(self._show_scope, now=True),
        )

    def sized(self, then: Callable[[int], None]) -> None:
        """Have `then` called with every new width of the pictures."""
        self.size_slider.valueChanged.connect(then)

    def forget(self) -> None:
        """Follow the model no more."""
        for unwatch in self._watching:
            unwatch()

    def _combo(self, name: str, choices: list[tuple[str, object]]) -> QComboBox:
        made = QComboBox(self)
        for text, value in choices:
            made.addItem(text, value)
        made.setAccessibleName(name)
        made.setToolTip(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(5)
        keep_keys(made, MOVES)
        return made

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        for row in (
            (self.scope, self.only, self.rated),
            (self.order, self.turn, self.size_slider),
        ):
            line = QHBoxLayout()
            line.setSpacing(4)
            for widget in row:
                line.addWidget(widget, 0 if widget is self.turn else 1)
            box.addLayout(line)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, super().minimumSizeHint().height())

    def _wish(self, **changes: object) -> None:
        self._model.wish.set(replace(self._model.wish.value, **changes))  # type: ignore[arg-type]

    def _show(self, wish: Wish) -> None:
        for combo, value in ((self.only, wish.only), (self.rated, wish.rated), (self.order, wish.order)):
            combo.setCurrentIndex(combo.findData(value))
        if self.search.text() != wish.text:
            self.search.setText(wish.text)
        self.turn.setChecked(wish.turned)

    def _show_scope(self, scope: str) -> None:
        self.scope.setCurrentIndex(self.scope.findData(scope))


def _only_titles() -> list[tuple[str, str]]:
    titles = {
        "all": say("All takes"),
        "circled": say("Circled"),
        "starred": say("Starred"),
        "draft": say("Drafts"),
        "stale": say("Stale"),
        "failed": say("Failed"),
        "trash": say("Trash"),
    }
    return [(only, titles[only]) for only in ONLY]


def _ratings() -> list[tuple[str, object]]:
    stars: list[tuple[str, object]] = [("★" * count + say(" or more"), count) for count in range(1, 5)]
    return [(say("Any rating"), 0), *stars, ("★★★★★", 5)]


def _orders() -> list[tuple[str, object]]:
    first: list[tuple[str, object]] = [
        (say("By date"), DATE),
        (say("By name"), NAME),
        (say("By rating"), RATING),
    ]
    return first + [(say("By {measure}", measure=say(each.title).lower()), each.name) for each in KNOWN]
