"""The dialog of preferences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qtpy.QtCore import Qt
from qtpy.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from editor.ui.keymap.keymap import Keymap
from editor.ui.keymap.presets import presets
from editor.ui.shell.anew import draw_anew, start_again
from editor.ui.words import later, say
from editor.ui.words.say import languages

from .model import Kept
from .values import SCALES

if TYPE_CHECKING:
    from editor.ui.window import Window

_DRAWING = {
    "auto": later("By the graphics processor, if there is one"),
    "software": later("In software"),
    "gl": later("With OpenGL in any case"),
}


class PreferencesDialog(QDialog):
    """Shows the preferences; what is changed is kept at once."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("Preferences"))
        self.setMinimumWidth(600)
        self._window, self._model = window, window.desk.preferences
        now = self._model.preferences.value
        self.language = _choices(self, list(languages().items()), now.language)
        self.scale = _choices(self, [(each, f"{each} %") for each in SCALES], now.scale)
        self.keymap = _choices(
            self,
            [(each.id, each.name) for each in presets().values()],
            window.desk.keymap.keymap.value.preset,
        )
        self.drawing = _choices(self, [(id, say(text)) for id, text in _DRAWING.items()], now.drawing)
        self.handles, self.cache = QSpinBox(self), QSpinBox(self)
        for number in (self.handles, self.cache):
            number.lineEdit().setTextMargins(4, 0, 0, 0)
        self.handles.setRange(0, 240)
        self.handles.setSuffix(say(" frames"))
        self.handles.setValue(now.handles)
        self.cache.setRange(1, 4000)
        self.cache.setSuffix(" GB")
        self.cache.setValue(now.cache_gigabytes)
        self._kept = QLabel(self)
        self._kept.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._kept.setWordWrap(True)
        self._later = QLabel(self)
        self._later.setProperty("dim", True)
        self._later.setWordWrap(True)
        self.restart = QPushButton(say("Restart Now"), self)
        self.restart.setAutoDefault(False)
        self.restart.clicked.connect(lambda: start_again(window))
        self._lay_out()
        self._follow()
        self._say_later()
        self._unwatch = self._model.kept.watch(self._weighed, now=True)
        self.finished.connect(lambda _: self._unwatch())
        self._model.weigh()

    def _lay_out(self) -> None:
        keys, free = QPushButton(say("Keys…"), self), QPushButton(say("Free Space Now"), self)
        keys.clicked.connect(self._window.handles["help.keys"].trigger)
        free.clicked.connect(self._model.free)
        self._free = free
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for title, control, beside in (
            (say("Language"), self.language, None),
            (say("Size of the interface"), self.scale, self.restart),
            (say("Keymap"), self.keymap, keys),
            (say("Pictures are drawn"), self.drawing, None),
            (say("Handles of takes in new projects"), self.handles, None),
            (say("Keep of what can be made again"), self.cache, free),
        ):
            control.setAccessibleName(title)
            line = QHBoxLayout()
            line.setSpacing(6)
            line.addWidget(control, 1)
            if beside is not None:
                beside.setAutoDefault(False)
                line.addWidget(beside)
            form.addRow(title, line)
        form.addRow("", self._kept)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.addLayout(form)
        box.addSpacing(8)
        box.addWidget(self._later)
        box.addStretch(1)
        box.addWidget(buttons)

    def _follow(self) -> None:
        self.scale.activated.connect(lambda _: self._change())
        for each in (self.language, self.drawing):
            each.activated.connect(lambda _: self._draw_anew())
        for spin in (self.handles, self.cache):
            spin.valueChanged.connect(lambda _: self._change())
        self.keymap.activated.connect(
            lambda _: self._window.desk.keymap.change(Keymap(str(self.keymap.currentData())))
        )

    def _change(self) -> None:
        self._model.change(
            replace(
                self._model.preferences.value,
                language=self.language.currentData(),
                scale=self.scale.currentData(),
                drawing=self.drawing.currentData(),
                handles=self.handles.value(),
                cache_gigabytes=self.cache.value(),
            )
        )

        self._say_later()

    def _draw_anew(self) -> None:
        """Keep what was chosen, and have the window made anew where it is another choice."""
        before = self._model.preferences.value
        self._change()
        if self._model.preferences.value != before:
            draw_anew(self._window)

    def _say_later(self) -> None:
        waits = self._model.preferences.value.scale != self._model.scale_now
        self.restart.setVisible(waits)
        self._later.setText(
            say("The size changes when Workprint starts again; the project that is open stays open.")
            if waits
            else say("Language and drawing change at once: the window is drawn anew.")
        )

    def _weighed(self, kept: Kept | None) -> None:
        if kept is None:
            return
        folders = "\n".join(map(str, kept.folders))
        self._kept.setText(say("{size:.1f} GB in {folders}", size=kept.bytes / 1e9, folders=folders))


def _choices(parent: QWidget, choices: list[tuple[object, str]], now: object) -> QComboBox:
    made = QComboBox(parent)
    for value, text in choices:
        made.addItem(text, value)
    made.setCurrentIndex(made.findData(now))
    return made
