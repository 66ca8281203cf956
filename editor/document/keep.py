"""Keeping a change: the journal first, then `cut.otio` written aside and renamed into place."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import Any

from editor.exchange.read import read_cut
from editor.exchange.tokens import decode
from editor.exchange.write import write_cut
from nodes.api import BadInput, Failed

from .atomic import UNSURE, SaveFailed, write_whole
from .folder import CUT, JOURNAL, PROJECT, beside
from .history import History, stepped
from .journal import EDITS, append, digest, rewritten, take_back
from .lock import refresh
from .model import Cut, Json
from .opened import Project
from .recover import SNAPSHOT, SNAPSHOTS
from .settings import Facts, write_facts

SNAPSHOT_RECORDS = 256
"""After so many records the journal gets a copy of the document, from which replaying begins."""

SNAPSHOT_BYTES = 8 * 2**20
"""Or after so many bytes of records."""

STEPS = 10_000
"""How many edits, the newest, can be undone at least; compaction drops older ones."""

_DEAD_BYTES = 2**20


class CutChanged(Failed):
    """Another program changed `cut.otio` while it was open here; `project` goes on from theirs, if it can."""

    project: Project | None = None


def writable(project: Project, doing: str) -> None:
    """Raise Failed where the project was opened for reading or can only be read."""
    if project.readonly:
        raise SaveFailed(f"{doing} in '{project.folder}'", project.readonly, hint=project.readonly_hint)
    if project.lock is None or project.lock.handle < 0:
        raise Failed(doing, "the project is not open for writing", hint="Open it with write=True.")


def encoded(cut: Cut) -> bytes:
    """Return the bytes of `cut.otio`."""
    return write_cut(cut, portable=True).encode()


def marks(path: Path) -> tuple[int, ...]:
    """Return what changes in the file system when a file does; empty where there is none."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def kept(
    project: Project,
    kind: str,
    body: dict[str, Json],
    cut: Cut,
    history: History,
    *,
    facts: Facts | None = None,
    write: bool = True,
) -> Project:
    """Add a record and, with `write`, put the document in place; the project as it is then.

    An edit becomes the newest step of `history`, which for the other kinds is the history to go on with.
    `facts` are written too where the record changes the bins. Raises SaveFailed, nothing being changed
    unless the error's `landed` is set; CutChanged where another program wrote the cut meanwhile; Failed
    where the project cannot be written.
    """
    writable(project, "Keep the edit")
    project = unchanged_outside(project, cut)
    stands = facts is not None and cut is project.cut and not project.unsaved and project.cut_path.exists()
    data = encoded(cut) if write and not stands else b""
    document = project.document if stands else digest(data) if data else None
    journal, record = append(project.journal, kind, body, document, project.disk)
    if kind in EDITS:
        history = stepped(history, record, project.cut, cut)
    new = replace(project, cut=cut, journal=journal, history=history, unsaved=not (write or stands))
    if data:
        try:
            write_whole(project.cut_path, data, project.disk)
        except SaveFailed as error:
            if not error.landed:
                _take_back(project, error)
            raise
        new = replace(new, document=digest(data), seen=marks(project.cut_path))
    if facts is not None:
        new = _with_facts(project, new, facts, is_in_place=bool(data))
    if data:
        new = tidied(new, data)
    if new.lock is not None:
        refresh(new.lock)
    return new


def _with_facts(project: Project, new: Project, facts: Facts, *, is_in_place: bool) -> Project:
    """Write `project.json` to go with the newest record; where that fails the record is taken back.

    Where the cut `is_in_place` it cannot be: then the next opening finds the record and sorts the bins.
    """
    try:
        return facts_written(new, facts)
    except SaveFailed as error:
        if is_in_place:
            error.landed, error.hint = True, UNSURE
        elif not error.landed:
            _take_back(project, error)
        raise


def facts_written(project: Project, facts: Facts) -> Project:
    """Write `project.json`, whose bins are those of the journal's last record. Raises SaveFailed."""
    facts = replace(facts, journaled=project.journal.sequence)
    write_whole(project.folder / PROJECT, write_facts(facts), project.disk)
    return replace(project, facts=facts)


def _take_back(project: Project, cause: SaveFailed) -> None:
    """Take the record back; where even that fails, the next opening finds it and makes the edit."""
    try:
        take_back(project.journal, project.disk)
    except SaveFailed:
        cause.landed, cause.hint = True, UNSURE


def unchanged_outside(project: Project, cut: Cut) -> Project:
    """Return the project where `cut.otio` is as Workprint left it (or gone, and will be written again).

    Raises CutChanged where another program wrote it: `cut` is then saved beside and theirs taken up.
    """
    seen = marks(project.cut_path)
    if seen in (project.seen, ()):
        return project
    doing = f"Save '{project.cut_path}'"
    try:
        theirs = project.cut_path.read_bytes()
        if digest(theirs) == project.document:
            return replace(project, seen=seen)
        read = read_cut(decode(theirs, where=CUT), where=CUT)
    except OSError as error:
        raise Failed(doing, error.strerror or str(error)) from error
    except BadInput as error:
        raise CutChanged(
            doing,
            f"another program changed it, and it cannot be read now ({error.why})",
            hint="Try again when that program is done, or remove the file to have Workprint's back.",
        ) from error
    place = keep_beside(project, cut, "workprint")
    adopted = adopt(project, read, theirs)
    changed = CutChanged(
        doing,
        f"another program changed it; your version is in '{place.name}', theirs is the cut now",
        hint=update_hint(project, place),
    )
    changed.project = replace(adopted, notes=(*adopted.notes, str(changed)))
    raise changed


def update_hint(project: Project, place: Path) -> str:
    """Return how to bring two versions together."""
    return f"`workprint update {project.folder} --from {place}` brings both together."


def keep_beside(project: Project, cut: Cut, what: str) -> Path:
    """Save a cut beside the current one, once, and return where. Raises SaveFailed."""
    return bytes_beside(project, encoded(cut), what)


def bytes_beside(project: Project, data: bytes, what: str) -> Path:
    """Save a document beside the current one, once, and return where. Raises SaveFailed."""
    for path in project.folder.glob(f"cut.{what}-*.otio"):
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return path
    path = beside(project.folder, what)
    write_whole(path, data, project.disk)
    return path


def adopt(project: Project, cut: Cut, data: bytes) -> Project:
    """Take up the document that lies in place; nothing before it can be undone. Raises SaveFailed."""
    name = _snapshot(project, data)
    journal, _ = append(project.journal, "base", {"snapshot": name}, digest(data), project.disk)
    _remove_snapshots(project, name)
    return replace(
        project,
        cut=cut,
        journal=journal,
        history=History(),
        document=digest(data),
        seen=marks(project.cut_path),
        unsaved=False,
    )


def tidied(project: Project, data: bytes) -> Project:
    """Keep replaying short and the journal small, once in a while; a full disk only puts it off."""
    since = list(takewhile(lambda record: record.kind not in SNAPSHOTS, reversed(project.journal.records)))
    if len(since) < SNAPSHOT_RECORDS and sum(record.length for record in since) < SNAPSHOT_BYTES:
        return project
    try:
        name = _snapshot(project, data)
        project = _compacted(project, name, digest(data))
    except SaveFailed as error:
        return replace(project, notes=(*project.notes, f"The journal could not be tidied: {error}"))
    _remove_snapshots(project, name)
    return project


def _compacted(project: Project, name: str, document: str) -> Project:
    """Record the new copy; drop what undo and redo no longer reach once that is most of the journal."""
    journal, history = project.journal, project.history
    done = history.done[-STEPS:]
    live = tuple(step.record for step in (*done, *reversed(history.undone)))
    dead = journal.end - sum(record.length for record in live)
    if dead < max(_DEAD_BYTES, journal.end // 2) and len(history.done) <= 2 * STEPS:
        journal, _ = append(journal, "snapshot", {"snapshot": name}, document, project.disk)
        return replace(project, journal=journal)
    body: dict[str, Any] = {"snapshot": name, "undone": len(history.undone)}
    journal = rewritten(journal, live, ("cursor", body, document), project.disk)
    moved = {record.sequence: record for record in journal.records}
    return replace(
        project,
        journal=journal,
        history=History(
            tuple(replace(step, record=moved[step.record.sequence]) for step in done),
            tuple(replace(step, record=moved[step.record.sequence]) for step in history.undone),
        ),
    )


def _snapshot(project: Project, data: bytes) -> str:
    name = f"snapshot-{project.journal.sequence + 1:08d}.otio"
    write_whole(project.folder / JOURNAL / name, data, project.disk)
    return name


def _remove_snapshots(project: Project, but: str) -> None:
    for path in (project.folder / JOURNAL).glob("snapshot-*.otio"):
        if path.name != but and SNAPSHOT.fullmatch(path.name):
            # One that stays costs room only, and goes the next time.
            with contextlib.suppress(OSError):
                project.disk.remove(path)
