"""Making, opening and changing projects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from editor.exchange.tokens import decode
from nodes.api import BadInput

from .aside import aside_folder, sweep_asides
from .atomic import SaveFailed, flush_folder, save_failed, sweep, write_whole
from .changes import difference
from .disk import DISK, Disk
from .folder import CUT, FOLDERS, JOURNAL, LOCK, LOG, PROJECT, locate, read_regular
from .history import made_again, read_history, said, sorts_since, taken_back
from .journal import Journal, Record, digest
from .keep import (
    adopt,
    bytes_beside,
    encoded,
    facts_written,
    keep_beside,
    kept,
    marks,
    update_hint,
    writable,
)
from .lock import Lock, acquire, release
from .model import Cut, Json
from .opened import Project
from .recover import State, find_state
from .settings import SCHEMA, Facts, MediaEntry, Settings, read_facts, write_facts
from .sorting import FIELD, sorted_as, sorting_between, sorting_of

_MAKING = ".workprint-new-"
_NO_MEDIA: Mapping[str, MediaEntry] = {}


def create_project(
    folder: Path,
    cut: Cut,
    settings: Settings,
    media: Mapping[str, MediaEntry] = _NO_MEDIA,
    *,
    disk: Disk = DISK,
) -> Project:
    """Make a project folder and return it open for writing; it is whole or not there, also after a kill.

    Raises BadInput where the folder exists and is not empty or its parent does not exist; SaveFailed.
    """
    folder = folder.absolute()
    doing = f"Make the project '{folder}'"
    require_free(folder)
    sweep_asides(folder.parent, _MAKING)
    facts = Facts(settings, media)
    lock: Lock | None = None
    try:
        with aside_folder(folder.parent, _MAKING) as aside:
            made = aside / folder.name
            disk.make_folder(made)
            lock = acquire(made)
            project = _filled(made, facts, cut, lock, disk)
            disk.rename(made, folder)
    except BaseException as error:
        if lock is not None:
            release(lock)
        if isinstance(error, OSError):
            raise save_failed(doing, error) from error
        if isinstance(error, SaveFailed):
            raise SaveFailed(doing, error.why, hint=error.hint) from error
        raise
    lock.path = folder / LOCK
    try:
        flush_folder(folder.parent, disk)
    except SaveFailed as error:
        release(lock)
        error.landed = True
        raise
    journal = replace(project.journal, path=folder / JOURNAL / LOG)
    return replace(project, folder=folder, journal=journal, seen=marks(folder / CUT))


def require_free(folder: Path) -> None:
    """Raise BadInput where no project can be made: the folder is not empty, or its parent is not there."""
    doing = f"Make the project '{folder}'"
    if not folder.parent.is_dir():
        raise BadInput(doing, f"there is no folder '{folder.parent}'", hint="Make that folder first.")
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise BadInput(doing, "there is a file of that name", hint="Choose another name.")
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(doing, "the folder is not empty", hint="Choose a new folder, or open this one.")


def _filled(aside: Path, facts: Facts, cut: Cut, lock: Lock, disk: Disk) -> Project:
    for name in FOLDERS:
        disk.make_folder(aside / name)
    data = encoded(cut)
    write_whole(aside / PROJECT, write_facts(facts), disk)
    write_whole(aside / CUT, data, disk)
    project = Project(aside, facts, cut, Journal(aside / JOURNAL / LOG), lock=lock, disk=disk)
    project = adopt(project, cut, data)
    flush_folder(aside / JOURNAL, disk)
    flush_folder(aside, disk)
    return project


def open_project(path: Path, *, write: bool = False, disk: Disk = DISK) -> Project:
    """Open a project by its folder, its `project.json` or its `cut.otio`.

    What the journal knows beyond `cut.otio` is made again, torn records are dropped, a cut that another
    program wrote is taken up with Workprint's kept beside; `notes` tell. With `write` this takes the right
    to write; where the folder or its newer version does not allow writing, the project opens all the same
    and `readonly` says why. Raises BadInput for what is no project or is damaged beyond recovery,
    ProjectLocked where another writer has it.
    """
    folder = locate(path)
    facts = _read_facts(folder)
    lock: Lock | None = None
    refusal: SaveFailed | None = None
    if write and facts.schema > SCHEMA:
        why = f"a newer Workprint made the project (version {facts.schema}, this one writes {SCHEMA})"
        refusal = SaveFailed("", why, hint="Open it with that version.")
    elif write:
        try:
            lock = acquire(folder)
        except SaveFailed as error:
            refusal = error
    try:
        return _refused(_opened(folder, facts, lock, disk), refusal)
    except BaseException:
        if lock is not None:
            release(lock)
        raise


def _refused(project: Project, refusal: SaveFailed | None) -> Project:
    """Return the project with the reason why it can only be read, where there is one."""
    if refusal is None:
        return project
    project = replace(project, readonly=refusal.why, readonly_hint=refusal.hint)
    return _noted(project, f"The project is open for reading only: {refusal.why}. {refusal.hint}")


def _opened(folder: Path, facts: Facts, lock: Lock | None, disk: Disk) -> Project:
    if lock is not None:
        # Another writer may have gone on between the first reading and the lock.
        facts = _read_facts(folder)
        if (folder / JOURNAL).is_symlink():
            raise BadInput(f"Open the project '{folder}'", "its journal is a symbolic link to elsewhere")
        sweep(folder)
        sweep(folder / JOURNAL)
    state = find_state(folder, alone=lock is not None)
    sorted_facts = _caught_up(facts, state.journal)
    project = Project(
        folder,
        sorted_facts,
        state.cut,
        state.journal,
        read_history(state.journal),
        document=state.document,
        seen=marks(folder / CUT),
        lock=lock,
        disk=disk,
    )
    if state.journal.holed:
        project = _noted(project, "The journal was damaged; edits before the damage cannot be undone.")
    if lock is None:
        return _told(project, state)
    try:
        if sorted_facts is not facts:
            project = facts_written(project, sorted_facts)
        return _mended(project, state)
    except SaveFailed as error:
        release(lock)
        return _refused(replace(_told(project, state), lock=None), error)


def _read_facts(folder: Path) -> Facts:
    path = folder / PROJECT
    data = read_regular(path)
    if data is None:
        raise BadInput(f"Read '{path}'", "there is no such file")
    return read_facts(decode(data, where=str(path)), str(path))


def _caught_up(facts: Facts, journal: Journal) -> Facts:
    """Return the facts with what only the journal knows of the bins; the same object where it knows none."""
    later = sorts_since(journal, facts.journaled)
    if not later and facts.journaled <= journal.sequence:
        return facts
    for record, back in later:
        facts = sorted_as(facts, sorting_of(journal, record), back=back)
    # A journal that was removed counts from one again.
    return replace(facts, journaled=journal.sequence)


def _noted(project: Project, note: str) -> Project:
    return replace(project, notes=(*project.notes, note))


def _told(project: Project, state: State) -> Project:
    """Return the project with notes on what was found, for one that is only read."""
    if state.condition == "behind":
        return _noted(project, f"{state.replayed} edit(s) were taken from the journal, not yet in {CUT}.")
    if state.condition == "damaged":
        return _noted(project, f"{CUT} cannot be read ({state.why}); the cut was taken from the journal.")
    if state.condition == "foreign":
        note = f"Another program changed {CUT} since Workprint wrote it; opening for writing keeps both."
        return replace(_noted(project, note), history=read_history(Journal(project.journal.path)))
    return project


def _mended(project: Project, state: State) -> Project:
    """Bring `cut.otio` and the journal back together. Raises SaveFailed."""
    if not (project.folder / JOURNAL).exists():
        try:
            project.disk.make_folder(project.folder / JOURNAL)
        except OSError as error:
            raise save_failed(f"Open the project '{project.folder}' for writing", error) from error
    if state.condition == "new":
        note = "There was no journal; undo begins here."
        return _noted(adopt(project, state.cut, project.cut_path.read_bytes()), note)
    if state.condition == "behind":
        project = _written(project)
        return _noted(project, f"{state.replayed} edit(s) that a crash had kept from {CUT} were recovered.")
    if state.condition == "damaged":
        note = f"{CUT} could not be read ({state.why}) and was restored from the journal"
        if project.seen:
            place = bytes_beside(project, project.cut_path.read_bytes(), "damaged")
            note += f"; the damaged file is kept as '{place.name}'"
        return _noted(_written(project), f"{note}.")
    if state.condition == "foreign":
        note = f"Another program changed {CUT} since Workprint wrote it; theirs is the cut now. "
        if state.why:
            note = f"{CUT} and the journal do not belong together ({state.why}); undo begins here. "
        elif state.ours is None:
            note += "Workprint's version could not be rebuilt."
        else:
            place = keep_beside(project, state.ours, "workprint")
            note += f"Workprint's is kept as '{place.name}'. {update_hint(project, place)}"
        return _noted(adopt(project, state.cut, project.cut_path.read_bytes()), note)
    return project


def _written(project: Project) -> Project:
    return kept(project, "save", {}, project.cut, project.history)


def commit(
    project: Project,
    cut: Cut,
    verb: str,
    args: Mapping[str, Json] | None = None,
    *,
    facts: Facts | None = None,
    write: bool = True,
) -> Project:
    """Keep an edit: a record in the journal, then the cut in `cut.otio`; the project as it is then.

    `verb` and `args` are for people. With `facts`, whose bins differ, these are part of the edit; whatever
    else differs in them is written along with it and stays when it is taken back. Without `write` only the
    journal is written, which is enough to lose nothing; `save` puts the cut in place later. What is no
    different changes nothing. Raises SaveFailed (nothing was changed), CutChanged, and Failed for a project
    that is not open for writing.
    """
    writable(project, f"Keep the edit '{verb}'")
    changes = difference(project.cut, cut) if cut is not project.cut else []
    sorting = sorting_between(project.facts, facts) if facts is not None else {}
    if facts is not None and not sorting:
        project = project if facts == project.facts else commit_facts(project, facts)
        facts = None
    if not changes and not sorting:
        return project
    body: dict[str, Json] = {"verb": verb, "args": dict(args or {}), "changes": changes}
    if sorting:
        body[FIELD] = sorting
    kind, cut = "sort" if sorting else "edit", cut if changes else project.cut
    return kept(project, kind, body, cut, project.history, facts=facts, write=write)


def save(project: Project) -> Project:
    """Put the cut in `cut.otio` where edits were only journaled. Raises as `commit`."""
    return _written(project) if project.unsaved else project


def undo(project: Project) -> Project:
    """Take the newest edit back, also one of an earlier run.

    Raises BadInput where there is none, and as `commit` does.
    """
    writable(project, "Undo")
    history, cut, record = taken_back(project.history, project.journal, project.cut)
    facts = _resorted(project, record, back=True)
    return kept(project, "undo", {"of": record.sequence}, cut, history, facts=facts)


def redo(project: Project) -> Project:
    """Make the edit that was undone last again. Raises BadInput where there is none, and as `commit` does."""
    writable(project, "Redo")
    history, cut, record = made_again(project.history, project.journal, project.cut)
    facts = _resorted(project, record)
    return kept(project, "redo", {"of": record.sequence}, cut, history, facts=facts)


def _resorted(project: Project, record: Record, *, back: bool = False) -> Facts | None:
    """Return the facts with the bins as an edit made them, or `back` as before; None where it did not."""
    sorting = sorting_of(project.journal, record)
    return sorted_as(project.facts, sorting, back=back) if sorting else None


def commit_media(project: Project, media: Mapping[str, MediaEntry]) -> Project:
    """Keep what is known of the media, as a whole. Not part of undo. Raises SaveFailed, Failed."""
    return commit_facts(project, replace(project.facts, media=media))


def commit_settings(project: Project, settings: Settings) -> Project:
    """Keep other settings. Not part of undo. Raises SaveFailed, Failed."""
    return commit_facts(project, replace(project.facts, settings=settings))


def commit_facts(project: Project, facts: Facts) -> Project:
    """Keep all that `project.json` says, as a whole. Not part of undo. Raises SaveFailed, Failed."""
    writable(project, "Keep the project's settings")
    return facts_written(project, facts)


def document_digest(project: Project) -> str:
    """Return a digest of the cut as it would be written: equal where two cuts are the same document."""
    return digest(encoded(project.cut))


def last_edit(project: Project) -> dict[str, Any] | None:
    """Return the newest edit that can be undone: sequence, time, verb, args; None where there is none."""
    return said(project.journal, project.history.done[-1].record) if project.history.done else None
