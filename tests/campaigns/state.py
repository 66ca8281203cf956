"""What a project holds before and after a kill, and what of it must not have changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from editor.document.journal import body_of, digest
from editor.document.keep import encoded
from editor.document.opened import Project
from editor.document.project import open_project
from editor.takes.store import Take, takes_of
from tests.campaigns.whole import faults_of, pictures_in
from tests.campaigns.works import Work

EDITS = ("edit", "sort", "undo", "redo")


@dataclass(frozen=True, slots=True)
class State:
    """A project as it can be opened: its edits (number, what was done), cut, takes, and notes."""

    edits: tuple[tuple[int, str], ...]
    cut: str
    takes: tuple[Take, ...]
    notes: tuple[str, ...]


def state_of(folder: Path, *, write: bool = False) -> State | None:
    """Return the state of a project; None where there is none yet. Raises what opening raises."""
    if not folder.exists():
        return None
    with open_project(folder, write=write) as project:
        assert not project.readonly, project.readonly
        shots = sorted(path.name for path in (folder / "takes").iterdir())
        takes = tuple(take for shot in shots for take in takes_of(folder, shot))
        return State(_edits(project), digest(encoded(project.cut)), takes, project.notes)


def _edits(project: Project) -> tuple[tuple[int, str], ...]:
    records = [record for record in project.journal.records if record.kind in EDITS]
    said: list[dict[str, Any]] = [body_of(project.journal, record) for record in records]
    return tuple(
        (record.sequence, str(body.get("verb", record.kind)))
        for record, body in zip(records, said, strict=True)
    )


def lost(before: State, after: State, work: Work, *, acknowledged: bool) -> list[str]:
    """Return what of the edits is not as it should be: all there, and at most the one in flight more."""
    count = len(before.edits)
    more = after.edits[count:]
    if after.edits[:count] != before.edits:
        return [f"edits were lost: {len(before.edits)} before, {len(after.edits)} after"]
    faults = []
    if len(more) > 1 or any(verb != work.verb for _, verb in more):
        faults.append(f"edits that nobody made: {more}")
    if not more and after.cut != before.cut:
        faults.append("the cut changed without an edit")
    if acknowledged and work.verb and not more:
        faults.append("an edit that was acknowledged is lost")
    return faults


def changed_takes(before: State | None, after: State, looks: dict[str, str]) -> list[str]:
    """Return what is wrong with the takes that were not listed before, looked at from the first to the last.

    `looks` remembers the pictures of every recipe: made again, they are the same.
    """
    known = {(take.shot, take.id) for take in before.takes} if before else set()
    faults = []
    for take in after.takes:
        if (take.shot, take.id) in known:
            continue
        faults += faults_of(take)
        pictures = hashlib.sha256("".join(pictures_in(take.folder / "take.mkv")).encode()).hexdigest()
        if looks.setdefault(take.recipe.digest, pictures) != pictures:
            faults.append(f"{take.id}: the same recipe made other pictures")
    gone = known - {(take.shot, take.id) for take in after.takes}
    return faults + [f"take {id} of {shot} is gone" for shot, id in sorted(gone)]
