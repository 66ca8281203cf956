"""`takes`: list takes; circle, star, compare and prune them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from editor.compile.plate import media_lookup
from editor.document.edits import takes as marked
from editor.document.layout import find_clip, walk
from editor.document.model import Clip, Cut
from editor.document.opened import Project
from editor.document.project import commit
from editor.takes.prune import prune as prune_takes
from editor.takes.store import Take, find_take, takes_of
from nodes.api.errors import BadInput
from nodes.engine.client import Engine

from .compare import compare as compare_takes
from .files import Written
from .found import table
from .sheet import sheet as sheet_of
from .shown import lacking, marks, reference_to, takes_json
from .support import Progress, untold

NONE = "none"


@dataclass(frozen=True, slots=True)
class Listed:
    """The takes of the shots that were asked for, after what was done to them."""

    project: Project
    clips: tuple[Clip, ...]
    pruned: tuple[str, ...] = ()
    compared: Written | None = None
    sheet: Written | None = None
    notes: tuple[str, ...] = ()

    def to_json(self) -> Mapping[str, Any]:
        """Return plain data."""
        return {
            "shots": [takes_json(self.project, clip) for clip in self.clips],
            "pruned": list(self.pruned),
            "compared": None if self.compared is None else self.compared.to_json(),
            "sheet": None if self.sheet is None else self.sheet.to_json(),
            "notes": list(self.notes),
        }

    def text(self) -> str:
        """Return a table of takes."""
        rows: list[tuple[str, ...]] = [("shot", "take", "", "seed", "frames", "made", "recipe")]
        for clip in self.clips:
            for take in takes_of(self.project.folder, marked.shot_of(clip)):
                seed = "" if take.recipe.seed is None else str(take.recipe.seed)
                made, frames = str(take.record.get("made", "")), str(take.media.frame_count)
                recipe = take.recipe.digest[:8]
                rows.append((clip.name, take.id, marks(clip, take), seed, frames, made, recipe))
        lines = [table(rows) if len(rows) > 1 else "No takes yet: workprint take PROJECT SHOT makes one."]
        lines += [f"removed {name}" for name in self.pruned]
        lines += [f"compared in {self.compared.text()}"] if self.compared else []
        lines += [f"all of them in {self.sheet.text()}"] if self.sheet else []
        return "\n".join([*lines, *(f"note: {note}" for note in self.notes)])


def takes(
    project: Project,
    shot: str | None = None,
    *,
    circle: str | None = None,
    star: Sequence[str] = (),
    compare: tuple[str, str] | None = None,
    output: str | Path | None = None,
    sheet: str | Path | None = None,
    prune: bool = False,
    engine: Engine | None = None,
    progress: Progress = untold,
) -> Listed:
    """List the takes of a shot, or of all; circle one ("none" shows the source again), star some.

    A star given to a starred take is taken back. `compare` renders two takes, or "source", side by side
    to `output`; `sheet` is a picture of one frame of every take, with its name. `prune` removes the takes of
    these shots that no clip circles or stars; it is told which.
    Raises BadInput for shots and takes that do not exist, Failed where the project is not open for
    writing and something is to be changed.
    """
    if shot is None and (circle or star or compare):
        hint = "Name the shot: workprint takes PROJECT SHOT --circle …"
        raise BadInput("Mark or compare takes", "no shot is named", hint=hint)
    if (compare is None) != (output is None):
        hint = "Give both: --compare A B -o FILE.mp4"
        raise BadInput("Compare takes", "takes and output go together", hint=hint)
    clips = [find_clip(project.cut, shot)] if shot is not None else _with_takes(project)
    if circle is not None:
        project = _circled(project, clips[0], circle)
    for name in star:
        project = _starred(project, find_clip(project.cut, clips[0].id), name)
    compared = None
    if compare is not None and output is not None:
        compared = compare_takes(project, clips[0], compare, output, engine=engine, progress=progress)
    clips = [find_clip(project.cut, clip.id) for clip in clips]
    laid = None
    if sheet is not None:
        laid = sheet_of(project, clips, sheet, engine=engine, progress=progress)
    pruned = prune_takes(project, clips) if prune else ()
    notes = lacking(project, clips[0]) if circle is not None else ()
    return Listed(project, tuple(clips), pruned, compared, laid, notes)


def _with_takes(project: Project) -> list[Clip]:
    """Return the clips that have takes; the halves of a split share theirs, and both are there."""
    clips = [here.item for here in walk(project.cut) if isinstance(here.item, Clip)]
    return [clip for clip in clips if takes_of(project.folder, marked.shot_of(clip))]


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
