"""Above the contact sheet: whose takes, which of them, in which order; the search and the size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from qtpy.QtCore import QSize, Qt
from qtpy.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSlider, QToolButton, QWidget

from editor.takes.quality import KNOWN
from editor.ui.icons import icon
from editor.ui.keys import MOVES, keep_keys
from editor.ui.words import say

from .arranged import DATE, NAME, ONLY, RATING, Wish
from .delegate import LARGEST, SMALLEST
from .model import TakesModel


class SheetBar(QWidget):
    """Sets the model's scope and wish; `search` and `size_slider` stand wherever the dock puts them."""

    def __init__(self, model: TakesModel, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(say("Filter by words"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(say("Filter takes by words"))
        self.scope = self._combo(say("Whose takes"), [(say("Shot"), "shot"), (say("All shots"), "cut")])
        self.which = self._combo(say("Which takes"), _choices())
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
        self.size_slider.setMinimumWidth(40)
        self.size_slider.setAccessibleName(say("Size of the pictures"))
        self.size_slider.setToolTip(say("Size of the pictures"))
        keep_keys(self.size_slider, MOVES)
        self._lay_out()
        self.search.textChanged.connect(lambda text: self._wish(text=text))
        self.scope.activated.connect(lambda _: model.scope.set(self.scope.currentData()))
        self.which.activated.connect(lambda _: self._choose(self.which.currentData()))
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
        made.setMinimumContentsLength(4)
        keep_keys(made, MOVES)
        return made

    def _lay_out(self) -> None:
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        for combo in (self.scope, self.which, self.order):
            box.addWidget(combo, 1)
        box.addWidget(self.turn)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, super().minimumSizeHint().height())

    def _choose(self, which: str) -> None:
        rated = which.isdigit()
        self._wish(only="all" if rated else which, rated=int(which) if rated else 0)

    def _wish(self, **changes: object) -> None:
        self._model.wish.set(replace(self._model.wish.value, **changes))  # type: ignore[arg-type]

    def _show(self, wish: Wish) -> None:
        which = str(wish.rated) if wish.rated else wish.only
        for combo, value in ((self.which, which), (self.order, wish.order)):
            combo.setCurrentIndex(combo.findData(value))
        if self.search.text() != wish.text:
            self.search.setText(wish.text)
        self.turn.setChecked(wish.turned)

    def _show_scope(self, scope: str) -> None:
        self.scope.setCurrentIndex(self.scope.findData(scope))


def _choices() -> list[tuple[str, object]]:
    titles = {
        "all": say("All"),
        "circled": say("Circled"),
        "starred": say("Starred"),
        "draft": say("Drafts"),
        "stale": say("Stale"),
        "failed": say("Failed"),
        "trash": say("Trash"),
    }
    stars: list[tuple[str, object]] = [(f"{'★' * count} +", str(count)) for count in range(1, 5)]
    named: list[tuple[str, object]] = [(titles[only], only) for only in ONLY if only != "trash"]
    return [*named, *stars, ("★★★★★", "5"), (titles["trash"], "trash")]


def _orders() -> list[tuple[str, object]]:
    first: list[tuple[str, object]] = [(say("Date"), DATE), (say("Name"), NAME), (say("Rating"), RATING)]
    return [*first, *((say(each.title), each.name) for each in KNOWN)]
