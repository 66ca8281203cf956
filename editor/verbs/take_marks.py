"""What is done to single takes: circled, starred, rated, noted upon, put into the trash and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from editor.compile.plate import media_lookup
from editor.document.edits import takes as marked
from editor.document.keep import writable
from editor.document.layout import find_clip
from editor.document.model import Clip, Cut
from editor.document.opened import Project
from editor.document.project import commit
from editor.takes.prune import used_takes
from editor.takes.remarks import remark
from editor.takes.store import Take, find_take
from editor.takes.trash import find_trashed, restore, trash
from nodes.api.errors import BadInput

from .shown import reference_to

NONE = "none"


@dataclass(frozen=True, slots=True)
class TakeMarks:
    """What is to be done to takes of one shot, by the names of the takes; see `editor.verbs.takes`."""

    circle: str | None = None
    star: Sequence[str] = ()
    rate: Mapping[str, int] = field(default_factory=dict)
    note: Mapping[str, str] = field(default_factory=dict)
    trash: Sequence[str] = ()
    restore: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.circle or self.star or self.rate or self.note or self.trash or self.restore)


def carried_out(project: Project, clip: Clip, marks: TakeMarks) -> Project:
    """Do what is to be done and return the project as it is then.

    Raises BadInput for takes that do not exist, a rating that is none, or a take that goes into the trash
    while a cut shows or keeps it; Failed where the cut is to change and is not open for writing.
    """
    for name, rating in marks.rate.items():
        remark(_take(project, clip, name).folder, rating=rating)
    for name, note in marks.note.items():
        remark(_take(project, clip, name).folder, note=note)
    for name in marks.restore:
        restore(find_trashed(project.folder, marked.shot_of(clip), name))
    if marks.circle is not None:
        project = _circled(project, clip, marks.circle)
    for name in marks.star:
        project = _starred(project, find_clip(project.cut, clip.id), name)
    for name in marks.trash:
        put_away(project, _take(project, clip, name))
    return project


def put_away(project: Project, take: Take) -> Take:
    """Put a take into the trash that no cut shows or keeps, and return it as it lies there.

    Raises BadInput for one that a cut of the project circles or stars, SaveFailed, and Failed for a project
    that is not open for writing.
    """
    writable(project, "Put a take into the trash")
    if (take.shot, take.id) in used_takes(project):
        hint = "Circle another take or none, and take its star away, first."
        raise BadInput(f"Put take {take.id} into the trash", "a cut circles or stars it", hint=hint)
    return trash(take)


def _circled(project: Project, clip: Clip, name: str) -> Project:
    said = {"shot": clip.name or clip.id, "take": name}
    if name == NONE:
        return commit(project, marked.uncircle(project.cut, clip.id), "uncircle", said)
    take = _take(project, clip, name)
    reference = reference_to(project, clip, take)
    cut = marked.circle(project.cut, clip.id, take.id, reference, take.key, media=media_lookup(project))
    return commit(project, cut, "circle", said)


def _starred(project: Project, clip: Clip, name: str) -> Project:
    take = _take(project, clip, name)
    said = {"shot": clip.name or clip.id, "take": take.id}
    if take.id in clip.starred:
        return commit(project, marked.unstar(project.cut, clip.id, take.id), "unstar", said)
    cut: Cut = marked.star(project.cut, clip.id, take.id, reference_to(project, clip, take), take.key)
    return commit(project, cut, "star", said)


def _take(project: Project, clip: Clip, name: str) -> Take:
    return find_take(project.folder, marked.shot_of(clip), name)
