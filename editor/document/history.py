"""Undo and redo: the edits that can be taken back and made again, newest last.

An edit of this run keeps the cut it began from and the one it made, which share all it did not touch;
older ones are worked out from what the journal says of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nodes.api import BadInput

from .changes import Changes, applied
from .journal import EDITS, Journal, Record, body_of
from .model import Cut

KEPT = 200
"""How many of this run's edits keep their cuts in memory; the journal knows the others."""


@dataclass(frozen=True, slots=True)
class Step:
    """An edit: its record in the journal, and the cuts around it where they are at hand."""

    record: Record
    before: Cut | None = None
    after: Cut | None = None


@dataclass(frozen=True, slots=True)
class History:
    """Steps made and steps taken back; the last of each comes next."""

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()


def read_history(journal: Journal) -> History:
    """Return what can be undone and redone, as the journal has it."""
    return _followed(journal)[0]


def sorts_since(journal: Journal, sequence: int) -> list[tuple[Record, bool]]:
    """Return what was done to the bins after a record, in order: the edit, and whether it was taken back."""
    moves = _followed(journal)[1]
    return [(of, back) for number, of, back in moves if number > sequence and of.kind == "sort"]


def _followed(journal: Journal) -> tuple[History, list[tuple[int, Record, bool]]]:
    """Follow the journal; return the history, and each move: its number, the edit it is about, back or not.

    Every record but `undone` of a cursor is told by its kind, so no body is read.
    """
    done: list[Record] = []
    undone: list[Record] = []
    moves: list[tuple[int, Record, bool]] = []
    for record in journal.records:
        if record.kind == "base":
            done, undone = [], []
        elif record.kind in EDITS:
            done.append(record)
            undone = []
            moves.append((record.sequence, record, False))
        elif record.kind == "undo" and done:
            undone.append(done.pop())
            moves.append((record.sequence, undone[-1], True))
        elif record.kind == "redo" and undone:
            done.append(undone.pop())
            moves.append((record.sequence, done[-1], False))
        elif record.kind == "cursor":
            count = body_of(journal, record).get("undone")
            for _ in range(count if isinstance(count, int) else 0):
                if done:
                    undone.append(done.pop())
    return History(tuple(map(Step, done)), tuple(map(Step, undone))), moves


def stepped(history: History, record: Record, before: Cut, after: Cut) -> History:
    """Return the history with a new edit; what was undone can no longer be made again."""
    done = (*history.done, Step(record, before, after))
    if len(done) > KEPT and done[-1 - KEPT].before is not None:
        done = (*done[: -1 - KEPT], Step(done[-1 - KEPT].record), *done[-KEPT:])
    return History(done)


def taken_back(history: History, journal: Journal, cut: Cut) -> tuple[History, Cut, Record]:
    """Return the history, the cut as it was before the newest edit, and that edit's record.

    Raises BadInput where nothing is left to undo.
    """
    if not history.done:
        raise BadInput("Undo", "there is nothing to undo")
    step = history.done[-1]
    before = step.before
    if before is None:
        before = applied(cut, changes_of(journal, step.record), back=True)
    return History(history.done[:-1], (*history.undone, step)), before, step.record


def made_again(history: History, journal: Journal, cut: Cut) -> tuple[History, Cut, Record]:
    """Return the history, the cut after the edit that was undone last, and that edit's record.

    Raises BadInput where nothing was undone, or an edit was made since.
    """
    if not history.undone:
        raise BadInput("Redo", "there is nothing to redo")
    step = history.undone[-1]
    after = step.after
    if after is None:
        after = applied(cut, changes_of(journal, step.record))
    return History((*history.done, step), history.undone[:-1]), after, step.record


def changes_of(journal: Journal, record: Record) -> Changes:
    """Return the changes that an edit's record lists. Raises BadInput where it lists none."""
    changes = body_of(journal, record).get("changes")
    if not isinstance(changes, list) or not all(isinstance(change, Mapping) for change in changes):
        raise BadInput("Read the journal", f"record {record.sequence} lists no changes")
    return changes


def said(journal: Journal, record: Record) -> dict[str, Any]:
    """Return what a person may read of an edit: `sequence`, `time`, `verb`, `args`."""
    body = body_of(journal, record)
    return {"sequence": record.sequence} | {key: body.get(key) for key in ("time", "verb", "args")}
