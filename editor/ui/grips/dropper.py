"""Picking a colour parameter from the picture: the light that the engine has there, not what is displayed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from editor.ui.inspector.drafting import Draft
from editor.ui.inspector.model import InspectorModel
from editor.ui.viewer.model import PlayerModel
from editor.ui.viewer.reading import Still
from editor.ui.words import say

_CHANNELS = ("R", "G", "B")


class Dropper:
    """Picks for the inspector's parameter that wants it; the picture follows a hand that is held down.

    Several pixels are read as their mean. A pick is one edit, whatever was passed over on the way.
    """

    def __init__(self, inspector: InspectorModel, player: PlayerModel) -> None:
        self._inspector, self._player = inspector, player
        self._draft = Draft(inspector.session)
        self._number = 0
        self._still: Still | None = None
        self._unwatch = inspector.picking.watch(self._begin)

    def close(self) -> None:
        """Follow the inspector no more."""
        self._unwatch()

    @property
    def picks(self) -> bool:
        """Whether a parameter is to be picked."""
        return bool(self._inspector.picking.value)

    def try_here(self) -> None:
        """Show what is pointed at as the parameter's colour, as soon as the engine has said it."""
        self._ask(keep=False)

    def take_here(self) -> None:
        """Keep what is pointed at as the parameter's colour, and pick no more."""
        if not self._ask(keep=True):
            self._player.session.message.set(say("There is no still picture to pick from here."))

    def give_up(self) -> None:
        """Pick no more; what was tried goes."""
        self._number += 1
        self._draft.give_up()
        self._inspector.picking.set("")

    def _begin(self, name: str) -> None:
        self._number += 1
        self._still = None
        if name:
            self._player.stop()
            title = next((each.title for each in self._inspector.fields.value if each.name == name), name)
            self._player.session.message.set(
                say("Click on the picture to pick {title}. Escape leaves it as it is.", title=say(title))
            )

    def _ask(self, *, keep: bool) -> bool:
        self._number += 1
        # Of the frame as it was before anything was tried: that changes what is on the screen.
        self._still = self._still or self._player.reading.still
        if self._still is None:
            return False
        done = partial(self._found, self._number, self._inspector.picking.value, keep)
        return self._player.reading.pick(self._still, done)

    def _found(self, number: int, name: str, keep: bool, light: Mapping[str, float]) -> None:
        inspector = self._inspector
        field = next((each for each in inspector.fields.value if each.name == name), None)
        if number != self._number or field is None or name != inspector.picking.value:
            return
        value = [round(float(light.get(channel, 0.0)), 6) for channel in _CHANNELS]
        if isinstance(field.value, list):
            value += field.value[3:]
        if not keep:
            self._draft.show(lambda: inspector.try_value(name, value))
            return
        self._draft.done()
        inspector.set(name, value)
        inspector.picking.set("")
