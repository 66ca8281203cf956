"""The bar under the picture while pointing is on: tools, objects, views, following."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from qtpy.QtCore import QSize, Qt
from qtpy.QtGui import QAction
from qtpy.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor.compile.seen import Seen
from editor.ui.buttons import button
from editor.ui.icons import icon
from editor.ui.keymap.keymap import Keymap, keyed
from editor.ui.keys import MOVES, PRESSES, keep_keys, native
from editor.ui.observe import Unwatch, Value
from editor.ui.words import later, say

from .hands import TOOLS, Tool
from .local import LOCALS, SCOPE
from .mattes import Mattes
from .model import VIEWS, WIDEST, PointingModel, View
from .objects import Objects
from .prompts import frames_of
from .target import Target
from .tracked import Tracked

_TOOLS: Mapping[Tool, str] = {
    "click": later("Click: what is inside, with the right button what is outside"),
    "box": later("Box around it"),
    "brush": later("Brush over what belongs to it"),
    "eraser": later("Eraser: brush over what does not belong to it"),
    "lasso": later("Lasso: draw its outline by hand"),
    "shape": later("Outline from corner to corner, Enter closes it"),
    "bezier": later("Curve: drag at a corner to bend it, Enter closes it"),
}
_VIEWS: Mapping[View, str] = {
    "overlay": later("Overlay"),
    "matte": later("Matte"),
    "black": later("On black"),
    "source": later("Source"),
}
_BUTTONS = {
    "clip.track_backward": "roto-backward",
    "clip.track_both": "roto-both",
    "clip.track_forward": "roto-forward",
    "clip.track_stop": "stop",
    "clip.matte_lock": "roto-lock",
    "clip.grade_inside": "roto-grade",
}
"""The actions that have a button, and their pictures."""


class PointingBar(QWidget):
    """Draws the models and calls them. `handles` are the actions as Qt has them, by id."""

    def __init__(
        self,
        model: PointingModel,
        mattes: Mattes,
        tracked: Tracked,
        handles: Mapping[str, QAction],
        parent: QWidget | None = None,
        *,
        keymap: Value[Keymap] | None = None,
    ) -> None:
        super().__init__(parent)
        self._model, self._mattes, self._tracked = model, mattes, tracked
        self._handles = handles
        self._keymap = Value(Keymap()) if keymap is None else keymap
        self._unwatch: list[Unwatch] = []
        self.setAccessibleName(say("Pointing"))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 3, 8, 1)
        column.setSpacing(3)
        column.addLayout(self._upper())
        column.addLayout(self._lower())
        self._unwatch.append(model.on.watch(self.setVisible, now=True))
        for value in (model.why, model.warning, mattes.failed, mattes.busy, tracked.running, tracked.known):
            self._unwatch.append(value.watch(lambda _: self._tell()))
        self._unwatch += [
            model.seen.watch(lambda _: self._tell()),
            model.target.watch(lambda _: self._tell()),
        ]
        self._tell()

    def forget(self) -> None:
        """Follow the models no more."""
        for unwatch in self._unwatch:
            unwatch()
        self.objects.forget()

    def _upper(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        group = QButtonGroup(self)
        for tool in TOOLS:
            made = self._button(f"roto-{tool}", say(_TOOLS[tool]))
            self._tell_keys(made, say(_TOOLS[tool]), tool)
            made.setCheckable(True)
            made.clicked.connect(partial(self._take, tool))
            self._unwatch.append(self._model.tool.watch(partial(_check, made, tool), now=True))
            group.addButton(made)
            row.addWidget(made)
        row.addSpacing(8)
        self._sign = self._button("add", say("Inside or outside"))
        self._tell_keys(self._sign, say("Inside or outside"), "sign")
        self._sign.setCheckable(True)
        self._sign.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._sign.clicked.connect(lambda on: self._model.positive.set(not on))
        self._unwatch.append(self._model.positive.watch(self._show_sign, now=True))
        row.addWidget(self._sign)
        row.addWidget(self._width())
        row.addStretch(1)
        row.addWidget(self._views())
        row.addWidget(self._opacity())
        return row

    def _lower(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        for id, picture in (("clip.roto", "roto-roto"), *_BUTTONS.items()):
            self._handles[id].setIcon(icon(picture))
        self._roto = button(self._handles["clip.roto"], self, text=True)
        row.addWidget(self._roto)
        self.objects = Objects(self._model, self)
        row.addWidget(self.objects)
        row.addSpacing(6)
        self._said = QLabel(self)
        self._said.setProperty("dim", True)
        self._said.setMinimumWidth(40)
        row.addWidget(self._said, 1)
        for id in _BUTTONS:
            made = button(self._handles[id], self)
            row.addWidget(made)
            if id == "clip.track_stop":
                self._stop = made
                row.addSpacing(6)
        return row

    def _tell_keys(self, control: QWidget, text: str, *names: str) -> None:
        """Have a control's tip name the keys that do the same, as the keymap has them."""

        def tell(keymap: Keymap) -> None:
            local = {each.id.removeprefix(SCOPE): each.shortcuts for each in keyed(LOCALS, keymap)}
            keys = ", ".join(native(key) for name in names for key in local[name][:1])
            control.setToolTip(f"{text} ({keys})" if keys else text)

        self._unwatch.append(self._keymap.watch(tell, now=True))

    def _width(self) -> QDoubleSpinBox:
        spin = QDoubleSpinBox(self)
        spin.setRange(1, WIDEST)
        spin.setDecimals(0)
        spin.setSuffix(" px")
        spin.setAccessibleName(say("Width of the brush"))
        self._tell_keys(spin, say("Width of the brush"), "narrower", "wider")
        keep_keys(spin, (*MOVES, *PRESSES))
        spin.valueChanged.connect(self._model.width.set)
        self._unwatch.append(self._model.width.watch(lambda width: _set(spin, width), now=True))
        self._unwatch.append(
            self._model.tool.watch(lambda tool: spin.setEnabled(tool in ("brush", "eraser")), now=True)
        )
        return spin

    def _views(self) -> QComboBox:
        box = QComboBox(self)
        for view in VIEWS:
            box.addItem(say(_VIEWS[view]), view)
        box.setAccessibleName(say("What is shown"))
        self._tell_keys(box, say("What is shown"), "view")
        keep_keys(box, (*MOVES, *PRESSES))
        box.activated.connect(lambda place: self._model.view.set(VIEWS[place]))
        self._unwatch.append(
            self._model.view.watch(lambda view: box.setCurrentIndex(VIEWS.index(view)), now=True)
        )
        return box

    def _opacity(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(0, 100)
        slider.setFixedWidth(90)
        slider.setAccessibleName(say("How much the overlay covers"))
        slider.setToolTip(say("How much the overlay covers"))
        keep_keys(slider, MOVES)
        slider.valueChanged.connect(lambda value: self._model.opacity.set(value / 100))
        self._unwatch.append(
            self._model.opacity.watch(lambda value: slider.setValue(round(value * 100)), now=True)
        )
        self._unwatch.append(
            self._model.view.watch(lambda view: slider.setEnabled(view == "overlay"), now=True)
        )
        return slider

    def _button(self, picture: str, tip: str) -> QToolButton:
        made = QToolButton(self)
        made.setIcon(icon(picture))
        made.setIconSize(QSize(18, 18))
        made.setToolTip(tip)
        made.setAccessibleName(tip)
        made.setAutoRaise(True)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keep_keys(made, PRESSES)
        return made

    def _take(self, tool: Tool, _: bool = False) -> None:
        self._model.tool.set(tool)

    def _show_sign(self, positive: bool) -> None:
        self._sign.setText(say("Inside") if positive else say("Outside"))
        self._sign.setChecked(not positive)

    def _tell(self) -> None:
        """Say the one thing that matters now."""
        model, mattes = self._model, self._mattes
        has_node = model.target.value is not None
        self._roto.setVisible(not has_node)
        self.objects.setVisible(has_node)
        self._stop.setVisible(self._tracked.running.value)
        self._said.setText(self._words(model, mattes))
        self._said.setToolTip(self._said.text())

    def _words(self, model: PointingModel, mattes: Mattes) -> str:
        seen, target = model.seen.value, model.target.value
        if model.why.value:
            return model.why.value
        if mattes.failed.value:
            return mattes.failed.value
        if mattes.busy.value:
            return say("Finding it…")
        if seen is None or target is None:
            return ""
        return " ".join(filter(None, (model.warning.value, self._state(target, seen))))

    def _state(self, target: Target, seen: Seen) -> str:
        if not target.prompts.objects:
            return say("Click on what you want to cut out.")
        sure = self._tracked.sureness.get(seen.time.frame)
        if sure is not None:
            return say("Sure to {percent} %", percent=round(100 * sure))
        here = any(each.time == seen.time for each in target.prompts.everything)
        return "" if here else self._nearest(seen.time.frame)

    def _nearest(self, frame: int) -> str:
        target, run = self._model.target.value, self._model.running
        times = () if target is None else frames_of(target.prompts)
        if not times or run is None:
            return ""
        nearest = min(times, key=lambda time: abs(time.frame - frame))
        at = run.cut_at(nearest)
        where = "" if at is None else str(at.frame)
        if not where:
            return say("Not followed here yet.")
        return say("Not followed here yet. Pointed at in frame {frame}.", frame=where)


def _check(made: QToolButton, mine: Tool, tool: Tool) -> None:
    made.setChecked(mine == tool)


def _set(spin: QDoubleSpinBox, width: float) -> None:
    if spin.value() != width:
        spin.setValue(width)
