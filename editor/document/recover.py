"""Finding out, at opening, which cut a project holds: `cut.otio`, or the journal, which may be ahead."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from editor.exchange.read import read_cut
from editor.exchange.tokens import decode
from nodes.api import BadInput, Failed

from .changes import applied
from .folder import CUT, JOURNAL, LOG, read_regular
from .history import changes_of
from .journal import EDITS, Journal, Record, body_of, digest, read_journal
from .model import Cut

SNAPSHOT = re.compile(r"snapshot-[0-9]{1,15}\.otio")
SNAPSHOTS = ("base", "snapshot", "cursor")
"""Kinds of record that name a copy of the document."""

_TRIES = 5

Condition = Literal["current", "behind", "new", "foreign", "damaged"]


@dataclass(frozen=True, slots=True)
class State:
    """What was found: the cut to go on with, and how `cut.otio` stands to it.

    `current`: it is that cut. `behind`: the journal knew of more, `replayed` records. `new`: there is no
    journal. `foreign`: another program wrote it, or `why` the journal does not fit it; `ours` is what
    Workprint had, None where that is lost.
    `damaged`: it cannot be read for the reason `why`, and the cut comes from the journal.
    `document` is the digest of the file, "" where there is none.
    """

    condition: Condition
    cut: Cut
    journal: Journal
    document: str
    replayed: int = 0
    ours: Cut | None = None
    why: str = ""


def find_state(folder: Path, *, alone: bool) -> State:
    """Return which cut the project in `folder` holds; `alone` says that nobody else writes meanwhile.

    Raises BadInput where neither `cut.otio` nor the journal gives a cut, Failed where they cannot be read.
    """
    for again in range(_TRIES, -1, -1):
        data = read_regular(folder / CUT)
        journal = read_journal(folder / JOURNAL / LOG)
        state = _judged(folder, data, journal)
        if alone or not again or state.condition in ("current", "new"):
            return state
        # A writer may have gone on between the two readings: believe them once they stay the same.
        time.sleep(0.05)
        if read_regular(folder / CUT) == data and read_journal(journal.path).end == journal.end:
            return state
    raise AssertionError("the last try returns")


def _judged(folder: Path, data: bytes | None, journal: Journal) -> State:
    document = "" if data is None else digest(data)
    where = str(folder / CUT)
    for known, index in reversed(expected(journal)):
        if known == document and data is not None:
            cut = read_cut(decode(data, where=where), where=where)
            rest = journal.records[index + 1 :]
            ahead = sum(record.kind in (*EDITS, "undo", "redo") for record in rest)
            if not ahead:
                return State("current", cut, journal, document)
            try:
                return State("behind", replayed(cut, journal, rest), journal, document, ahead)
            except BadInput as error:
                return State("foreign", cut, journal, document, why=error.why)
    try:
        if data is None:
            raise BadInput(f"Read '{where}'", "there is no such file")
        cut = read_cut(decode(data, where=where), where=where)
    except BadInput as error:
        ours = rebuilt(journal)
        if ours is None:
            raise
        return State("damaged", ours, journal, document, why=error.why or str(error))
    if not journal.records:
        return State("new", cut, journal, document)
    return State("foreign", cut, journal, document, ours=rebuilt(journal))


def expected(journal: Journal) -> tuple[tuple[str, int], ...]:
    """Return the digests that `cut.otio` may have, oldest first, each with the place of its record.

    A crash may come before the last document was put in place, so there may be two. Any older one was
    put there by somebody else.
    """
    found: tuple[tuple[str, int], ...] = ()
    for index, record in enumerate(journal.records):
        if record.document is None:
            continue
        before = () if record.kind in SNAPSHOTS else found[-1:]
        found = (*before, (record.document, index))
    return found


def replayed(cut: Cut, journal: Journal, records: Sequence[Record]) -> Cut:
    """Return the cut after what the records tell. Raises BadInput where they do not fit."""
    numbered = {record.sequence: record for record in journal.records}
    for record in records:
        if record.kind == "base":
            raise BadInput("Replay the journal", "it begins anew")
        if record.kind in EDITS:
            cut = applied(cut, changes_of(journal, record))
        elif record.kind in ("undo", "redo"):
            of = numbered.get(body_of(journal, record).get("of", 0))
            if of is None:
                raise BadInput("Replay the journal", f"record {record.sequence} is about one that is gone")
            cut = applied(cut, changes_of(journal, of), back=record.kind == "undo")
    return cut


def rebuilt(journal: Journal) -> Cut | None:
    """Return the cut as the journal alone tells it, its last copy and what came after, None if it cannot."""
    for index in range(len(journal.records) - 1, -1, -1):
        record = journal.records[index]
        if record.kind not in SNAPSHOTS:
            continue
        try:
            name = body_of(journal, record).get("snapshot")
            if not isinstance(name, str) or not SNAPSHOT.fullmatch(name):
                return None
            data = read_regular(journal.path.parent / name)
            if data is None or digest(data) != record.document:
                return None
            cut = read_cut(decode(data, where=name), where=name)
            return replayed(cut, journal, journal.records[index + 1 :])
        except (BadInput, Failed):
            return None
    return None
