"""Steps beside the cut are undone in turn with its edits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from editor.ui.beside import Beside, Step
from nodes.api.errors import Failed


@dataclass
class History:
    done: list[str] = field(default_factory=list)


@dataclass
class Kept:
    """As much of a project as the steps look at: its edits, taken back and made again."""

    history: History = field(default_factory=History)
    undone: list[str] = field(default_factory=list)

    def undo(self, kept: Any) -> Any:
        self.undone.append(self.history.done.pop())
        return kept

    def redo(self, kept: Any) -> Any:
        self.history.done.append(self.undone.pop())
        return kept


def test_undo_and_redo_walk_through_edits_and_steps_in_their_order() -> None:
    kept: Any = Kept()
    there: set[str] = {"t001"}
    beside = Beside()

    def walked(back: bool) -> tuple[list[str], bool]:
        change = beside.undoing(kept.undo) if back else beside.redoing(kept.redo)
        change(kept)
        return list(kept.history.done), "t001" in there

    kept.history.done.append("grade")
    away = Step("put away", lambda: there.add("t001"), lambda: there.discard("t001"))
    beside.doing(away)(kept)
    kept.history.done.append("trim")
    assert there == set()
    assert walked(back=True) == (["grade"], False)
    assert walked(back=True) == (["grade"], True)
    assert walked(back=True) == ([], True)
    assert walked(back=False) == (["grade"], True)
    assert walked(back=False) == (["grade"], False)
    assert walked(back=False) == (["grade", "trim"], False)
    beside.tell()
    assert beside.counts.value == (1, 0)


def test_a_step_that_cannot_be_taken_back_does_not_stand_in_the_way() -> None:
    kept: Any = Kept()
    kept.history.done.append("grade")
    beside = Beside()

    def gone() -> None:
        raise Failed("Put a take back", "it is not in the trash any more")

    beside.doing(Step("put away", gone, lambda: None))(kept)
    with pytest.raises(Failed):
        beside.undoing(kept.undo)(kept)
    beside.undoing(kept.undo)(kept)
    assert kept.history.done == []


def test_an_edit_forgets_what_was_taken_back() -> None:
    kept: Any = Kept()
    beside = Beside()
    beside.doing(Step("put away", lambda: None, lambda: None))(kept)
    beside.undoing(kept.undo)(kept)
    beside.edited()
    beside.tell()
    assert beside.counts.value == (0, 0)
