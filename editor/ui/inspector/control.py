"""What every parameter's control has: its name, its state, its keyframes, its reset button."""

from __future__ import annotations

from qtpy.QtCore import Qt, Signal
from qtpy.QtGui import QContextMenuEvent
from qtpy.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from editor.ui.icons import icon
from editor.ui.words import say
from nodes.api.kinds import Json

from .fields import Field
from .key_bar import KeyBar
from .keying import Strip
from .strip import CurveStrip


class Control(QWidget):
    """A parameter's name, its reset button, and below them what sets it.

    `tried` tells a value while it moves, `given` once it rests. `asked` tells anything else that is wanted
    of the parameter: its name, what, and with what (see `InspectorDock`).
    """

    tried = Signal(str, object)
    given = Signal(str, object)
    reset = Signal(str)
    asked = Signal(str, str, object)

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = field.name
        self._title = QLabel(say(field.title), self)
        self._title.setToolTip(say(field.help))
        self._state = QLabel(self)
        self._state.setProperty("dim", True)
        self.keys = KeyBar(say(field.title), self) if field.can_key else None
        self._strip: CurveStrip | None = None
        self._reset = QToolButton(self)
        self._reset.setIcon(icon("reset"))
        self._reset.setAutoRaise(True)
        self._reset.setProperty("bare", True)
        self._reset.setToolTip(say("Reset {title} to its default", title=say(field.title)))
        self._reset.setAccessibleName(self._reset.toolTip())
        self._reset.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._reset.clicked.connect(lambda: self.reset.emit(self._name))
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._title)
        head.addWidget(self._state, 1)
        if self.keys is not None:
            head.addWidget(self.keys)
            self.keys.toggled.connect(lambda: self.ask("key"))
            self.keys.stepped.connect(lambda direction: self.ask("step", direction))
            self.keys.eased.connect(lambda ease: self.ask("ease", ease))
        head.addWidget(self._reset)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(3)
        self._box.addLayout(head)

    def show_field(self, field: Field) -> None:
        """Show a parameter as it is now."""
        self._reset.setEnabled(field.changed)
        self._state.setText(say(field.moved))
        if self.keys is not None:
            self.keys.show_field(field)
        self.show_value(field.value)

    def show_strip(self, strip: Strip | None) -> None:
        """Show the parameter's curve over the shot, or none."""
        if strip is None:
            if self._strip is not None:
                self._strip.hide()
            return
        if self._strip is None:
            self._strip = made = CurveStrip(self)
            made.setAccessibleName(say("{title} over the shot", title=self._title.text()))
            made.moved.connect(lambda *what: self.ask("move", what))
            made.added.connect(lambda time: self.ask("add", time))
            made.removed.connect(lambda time: self.ask("remove", time))
            made.sought.connect(lambda time: self.ask("seek", time))
            self._box.addWidget(made)
            if self.keys is not None:
                self._box.addWidget(self.keys.ease)
        self._strip.show()
        self._strip.show_strip(strip)

    def show_value(self, value: Json) -> None:
        """Show a value without telling anybody."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.ask("menu", event.globalPos())

    def ask(self, what: str, how: object = None) -> None:
        """Have something done with the parameter."""
        self.asked.emit(self._name, what, how)

    def _try(self, value: Json) -> None:
        self.tried.emit(self._name, value)

    def _give(self, value: Json) -> None:
        self.given.emit(self._name, value)
