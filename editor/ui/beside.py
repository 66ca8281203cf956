"""Steps that change something beside the cut, undone and made again in turn with the cut's own edits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .observe import Value

if TYPE_CHECKING:
    from editor.document.opened import Project

    Change = Callable[[Project], Project]


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its name, how it is taken back and made again, and how many edits of the cut came before it."""

    name: str
    undo: Callable[[], None]
    redo: Callable[[], None]
    at: int = 0


class Beside:
    """The steps of this run. What changes runs on the writer's lane, between the edits; nothing survives it.

    `counts` tells the window's thread how many steps can be undone and redone, once `tell` was called.
    """

    def __init__(self) -> None:
        self.counts: Value[tuple[int, int]] = Value((0, 0))
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def doing(self, step: Step) -> Change:
        """Return the change that makes a step for the first time."""

        def change(kept: Project) -> Project:
            step.redo()
            self._done.append(Step(step.name, step.undo, step.redo, len(kept.history.done)))
            self._undone.clear()
            return kept

        return change

    def undoing(self, otherwise: Change) -> Change:
        """Return the change that takes the newest step back, or the edit that came after it."""

        def change(kept: Project) -> Project:
            if not self._done or self._done[-1].at < len(kept.history.done):
                return otherwise(kept)
            # One that cannot be taken back must not stand in the way of those before it.
            step = self._done.pop()
            step.undo()
            self._undone.append(step)
            return kept

        return change

    def redoing(self, otherwise: Change) -> Change:
        """Return the change that makes the step again that was taken back last, or the edit before it."""

        def change(kept: Project) -> Project:
            if not self._undone or self._undone[-1].at > len(kept.history.done):
                return otherwise(kept)
            step = self._undone.pop()
            step.redo()
            self._done.append(step)
            return kept

        return change

    def undo_name(self, kept: Project) -> str:
        """Return the name of the step that would be taken back next, "" where that is an edit of the cut."""
        newest = next(iter(self._done[-1:]), None)
        return "" if newest is None or newest.at < len(kept.history.done) else newest.name

    def redo_name(self, kept: Project) -> str:
        """Return the name of the step that would be made again next, "" where that is an edit of the cut."""
        newest = next(iter(self._undone[-1:]), None)
        return "" if newest is None or newest.at > len(kept.history.done) else newest.name

    def edited(self) -> None:
        """Note that the cut was edited: what was taken back cannot be made again."""
        self._undone.clear()

    def forget(self) -> None:
        """Forget everything: another project is open."""
        self._done.clear()
        self._undone.clear()
        self.tell()

    def tell(self) -> None:
        """Tell the window's thread how it stands."""
        self.counts.set((len(self._done), len(self._undone)))
