"""The buttons of a parameter that can have keyframes: previous, set or remove here, next; how it goes on."""

from __future__ import annotations

from qtpy.QtCore import Qt, Signal
from qtpy.QtGui import QColor
from qtpy.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QWidget

from editor.ui.icons import icon
from editor.ui.keys import MOVES, PRESSES, keep_keys
from editor.ui.theme import FOCUS
from editor.ui.words import later, say

from .fields import Field

EASES = (
    ("linear", later("straight on")),
    ("hold", later("hold")),
    ("smooth", later("ease both ends")),
    ("start", later("ease the start")),
    ("end", later("ease the end")),
)


class KeyBar(QWidget):
    """`toggled` asks for a key at the playhead, or none; `stepped` for the next (1) or previous (-1).

    `ease` says how the value goes on from a key; whoever has the bar puts it where there is room.
    """

    toggled = Signal()
    stepped = Signal(int)
    eased = Signal(str)

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(1)
        self.ease = QComboBox(parent)
        self.ease.hide()
        self.ease.setAccessibleName(say("How {title} goes on from here", title=title))
        self.ease.setToolTip(say("How the value goes on to the next keyframe"))
        self.ease.addItems([say(text) for _, text in EASES])
        keep_keys(self.ease, (*MOVES, *PRESSES))
        self.ease.activated.connect(lambda place: self.eased.emit(EASES[place][0]))
        self.before = self._button("key-previous", say("Previous keyframe of {title}", title=title))
        self.here = self._button("key", say("Keyframe of {title} here", title=title))
        self.after = self._button("key-next", say("Next keyframe of {title}", title=title))
        self.before.clicked.connect(lambda: self.stepped.emit(-1))
        self.here.clicked.connect(self.toggled)
        self.after.clicked.connect(lambda: self.stepped.emit(1))
        for each in (self.before, self.here, self.after):
            box.addWidget(each)

    def show_field(self, field: Field) -> None:
        """Show how a parameter stands at the playhead."""
        moved = bool(field.moved)
        self.ease.setVisible(field.key)
        self.ease.setCurrentIndex(next((i for i, (name, _) in enumerate(EASES) if name == field.ease), 0))
        self.before.setVisible(moved)
        self.after.setVisible(moved)
        self.here.setIcon(icon("key-set", QColor(FOCUS)) if field.key else icon("key"))
        said = say("Remove the keyframe here") if field.key else say("Set a keyframe here")
        self.here.setToolTip(said)

    def _button(self, picture: str, name: str) -> QToolButton:
        made = QToolButton(self)
        made.setIcon(icon(picture))
        made.setAutoRaise(True)
        made.setProperty("bare", True)
        made.setAccessibleName(name)
        made.setToolTip(name)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made
