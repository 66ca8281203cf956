"""Keys while pointing: they count where the picture has the keyboard, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from qtpy.QtCore import QEvent, QKeyCombination, Qt
from qtpy.QtGui import QKeyEvent, QKeySequence

from editor.ui.keymap.keymap import Keymap, holder, keyed
from editor.ui.observe import Value
from nodes.api.times import Time

from .hands import TOOLS
from .local import LOCALS, SCOPE
from .model import VIEWS, PointingModel, widened
from .things import next_object
from .tracked import Tracked, Way

WIDER = 1.25
_FAR = 10.0
_ALIKE = {Qt.Key.Key_Backtab: Qt.Key.Key_Tab, Qt.Key.Key_Enter: Qt.Key.Key_Return}
"""Keys that are called as others are."""


class Hand(Protocol):
    """What keys do to the gesture that goes on."""

    def drop(self) -> bool:
        """Forget it; return whether there was one."""

    def finish(self) -> bool:
        """End it; return whether there was one."""

    def back(self) -> bool:
        """Take its last press back; return whether there was one."""

    def press_at(self, x: float, y: float, *, positive: bool) -> None:
        """Press and let go at a place in the media."""


class Keys:
    """What each key does, as the keymap has it."""

    def __init__(
        self, model: PointingModel, tracked: Tracked, hand: Hand, keymap: Value[Keymap] | None = None
    ) -> None:
        self._model, self._tracked, self._hand = model, tracked, hand
        self._keymap = Value(Keymap()) if keymap is None else keymap
        self._runs = dict(self._all())

    def takes(self, event: QKeyEvent) -> bool:
        """Take a key that means something here; it is done when it is pressed, not when it is announced."""
        local = holder(keyed(LOCALS, self._keymap.value), _named(event))
        run = None if local is None else self._runs[local.id.removeprefix(SCOPE)]
        if run is None or event.type() == QEvent.Type.KeyRelease:
            return False
        if event.type() == QEvent.Type.KeyPress:
            run()
        return True

    def _all(self) -> Mapping[str, Callable[[], None]]:
        """Return what is done, by the names in `LOCALS` without their scope."""
        model, tracked = self._model, self._tracked
        tools: dict[str, Callable[[], None]] = {tool: partial(model.tool.set, tool) for tool in TOOLS}
        return tools | {
            "narrower": partial(widened, model, 1 / WIDER),
            "wider": partial(widened, model, WIDER),
            "sign": lambda: model.positive.set(not model.positive.value),
            "object_next": partial(next_object, model),
            "object_previous": partial(next_object, model, -1),
            "remove": self._remove,
            "leave": self._leave,
            "press": partial(self._press, False),
            "press_turned": partial(self._press, True),
            "view": self._next_view,
            "track_forward": lambda: self._track("forward"),
            "track_backward": lambda: self._track("backward"),
            "track_both": lambda: self._track("both"),
            "pointed_next": lambda: self._go(tracked.pointed(1)),
            "pointed_previous": lambda: self._go(tracked.pointed(-1)),
            "weak_next": lambda: self._go(tracked.weak(1)),
            "weak_previous": lambda: self._go(tracked.weak(-1)),
            **{
                f"{how}{name}": partial(self._aim, across * far, down * far)
                for how, far in (("", 1.0), ("far_", _FAR))
                for name, across, down in (("left", -1, 0), ("right", 1, 0), ("up", 0, -1), ("down", 0, 1))
            },
        }

    def _press(self, turned: bool) -> None:
        if self._hand.finish():
            return
        model, seen = self._model, self._model.seen.value
        if seen is not None:
            x, y = model.aim.value or (seen.size[0] / 2, seen.size[1] / 2)
            model.aim.set((x, y))
            self._hand.press_at(x, y, positive=model.positive.value is not turned)
            # What was placed by key is moved by key only once it is chosen on purpose.
            model.chosen.set(None)

    def _aim(self, across: float, down: float) -> None:
        model, seen = self._model, self._model.seen.value
        if model.chosen.value is not None:
            model.nudge(across, down)
        elif seen is not None:
            x, y = model.aim.value or (seen.size[0] / 2, seen.size[1] / 2)
            columns, rows = seen.size
            model.aim.set((min(columns - 1.0, max(0.0, x + across)), min(rows - 1.0, max(0.0, y + down))))

    def _remove(self) -> None:
        if not self._hand.back():
            self._model.remove_chosen()

    def _leave(self) -> None:
        if self._hand.drop():
            return
        if self._model.chosen.value is not None:
            self._model.chosen.set(None)
        else:
            self._model.on.set(False)

    def _next_view(self) -> None:
        view = self._model.view
        view.set(VIEWS[(VIEWS.index(view.value) + 1) % len(VIEWS)])

    def _track(self, way: Way) -> None:
        if self._tracked.running.value:
            self._tracked.stop()
        else:
            self._tracked.track(way)

    def _go(self, time: Time | None) -> None:
        if time is not None:
            self._model.go_to(time)


def _named(event: QKeyEvent) -> str:
    """Return what a key is called as shortcuts are written, the keypad's as the others."""
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = _ALIKE.get(Qt.Key(event.key()), Qt.Key(event.key()))
    if key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
        plain = Qt.KeyboardModifier.NoModifier
    combined = QKeySequence(QKeyCombination(plain, key))
    return combined.toString(QKeySequence.SequenceFormat.PortableText)
