"""`takes`: list takes; mark, measure, compare, put away and prune them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from editor.document.edits import takes as marked
from editor.document.layout import find_clip, walk
from editor.document.model import Clip
from editor.document.opened import Project
from editor.takes.measuring import measure_take
from editor.takes.prune import prune as prune_takes
from editor.takes.quality import KNOWN, all_measures, value_text
from editor.takes.store import find_take, takes_of
from editor.takes.trash import empty as empty_trash
from editor.takes.trash import trashed_of
from editor.takes.words import differences
from nodes.api.errors import BadInput
from nodes.engine.client import Engine

from .compare import SOURCE
from .compare import compare as compare_takes
from .files import Written
from .found import table
from .sheet import sheet as sheet_of
from .shown import lacking, marks, takes_json
from .support import Progress, an_engine, telling, untold
from .take_marks import TakeMarks, carried_out

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Listed:
    """The takes of the shots that were asked for, after what was done to them."""

    project: Project
    clips: tuple[Clip, ...]
    pruned: tuple[str, ...] = ()
    compared: Written | None = None
    sheet: Written | None = None
    notes: tuple[str, ...] = ()
    differences: tuple[str, ...] | None = None

    def to_json(self) -> Mapping[str, Any]:
        """Return plain data."""
        return {
            "shots": [takes_json(self.project, clip) for clip in self.clips],
            "pruned": list(self.pruned),
            "compared": None if self.compared is None else self.compared.to_json(),
            "sheet": None if self.sheet is None else self.sheet.to_json(),
            "differences": None if self.differences is None else list(self.differences),
            "notes": list(self.notes),
        }

    def text(self) -> str:
        """Return a table of takes."""
        rows = [row for clip in self.clips for row in _rows(self.project, clip)]
        measured = [each for place, each in enumerate(KNOWN) if any(row[1][place] for row in rows)]
        places = [KNOWN.index(each) for each in measured]
        head = ("shot", "take", "", "seed", "frames", "made", "recipe", *(each.name for each in measured))
        rows_shown = [head, *((*first, *(more[place] for place in places)) for first, more in rows)]
        lines = [table(rows_shown) if rows else "No takes yet: workprint take PROJECT SHOT makes one."]
        lines += [f"removed {name}" for name in self.pruned]
        lines += [f"compared in {self.compared.text()}"] if self.compared else []
        lines += list(self.differences or (() if self.differences is None else ("They are made alike.",)))
        lines += [f"all of them in {self.sheet.text()}"] if self.sheet else []
        return "\n".join([*lines, *(f"note: {note}" for note in self.notes)])


def _rows(project: Project, clip: Clip) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    rows: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    for take in takes_of(project.folder, marked.shot_of(clip)):
        seed = "" if take.recipe.seed is None else str(take.recipe.seed)
        made, frames = str(take.record.get("made", "")), str(take.media.frame_count)
        values = all_measures(take.measures, take.record)
        first = (clip.name, take.id, marks(clip, take), seed, frames, made, take.recipe.digest[:8])
        more = (value_text(each.name, values[each.name]) if each.name in values else "" for each in KNOWN)
        rows.append((first, tuple(more)))
    return rows


def takes(
    project: Project,
    shot: str | None = None,
    *,
    circle: str | None = None,
    star: Sequence[str] = (),
    rate: Mapping[str, int] = _NOTHING,
    note: Mapping[str, str] = _NOTHING,
    trash: Sequence[str] = (),
    restore: Sequence[str] = (),
    empty: bool = False,
    measure: bool = False,
    compare: tuple[str, str] | None = None,
    output: str | Path | None = None,
    sheet: str | Path | None = None,
    prune: bool = False,
    engine: Engine | None = None,
    progress: Progress = untold,
) -> Listed:
    """List the takes of a shot, or of all; circle one ("none" shows the source again), star some.

    A star given to a starred take is taken back. `rate` (0 to 5) and `note` are kept beside the takes.
    `trash` puts takes away that no cut shows, `restore` puts them back, `empty` removes what lies in the
    trash of these shots for good. `measure` measures those that were not yet. `compare` tells in what two
    takes differ and, with `output`, renders them (or "source") side by side; `sheet` is a picture of one
    frame of every take, with its name. `prune` removes the takes of these shots that no clip circles or
    stars; it is told which. Raises BadInput for shots and takes that do not exist, Failed where the project
    is not open for writing and something is to be changed.
    """
    wanted = TakeMarks(circle, star, rate, note, trash, restore)
    _check(shot, wanted, compare, output)
    clips = [find_clip(project.cut, shot)] if shot is not None else _with_takes(project)
    if wanted:
        project = carried_out(project, clips[0], wanted)
    apart = None if compare is None or SOURCE in compare else _apart(project, clips[0], compare)
    compared = None
    if compare is not None and output is not None:
        compared = compare_takes(project, clips[0], compare, output, engine=engine, progress=progress)
    clips = [find_clip(project.cut, clip.id) for clip in clips]
    if measure:
        _measured(project, clips, engine, progress)
    laid = None
    if sheet is not None:
        laid = sheet_of(project, clips, sheet, engine=engine, progress=progress)
    pruned = prune_takes(project, clips) if prune else ()
    if empty:
        shots = dict.fromkeys(marked.shot_of(clip) for clip in clips)
        pruned += empty_trash(take for each in shots for take in trashed_of(project.folder, each))
    notes = lacking(project, clips[0]) if circle is not None else ()
    return Listed(project, tuple(clips), pruned, compared, laid, notes, apart)


def _check(
    shot: str | None, marks: TakeMarks, compare: tuple[str, str] | None, output: str | Path | None
) -> None:
    if shot is None and (marks or compare):
        hint = "Name the shot: workprint takes PROJECT SHOT --circle …"
        raise BadInput("Mark or compare takes", "no shot is named", hint=hint)
    if compare is None and output is not None:
        hint = "Give both: --compare A B -o FILE.mp4"
        raise BadInput("Compare takes", "an output is named and no takes", hint=hint)
    if compare is not None and SOURCE in compare and output is None:
        hint = "Add -o FILE.mp4 to see them side by side."
        raise BadInput("Compare takes", "the source has no recipe to compare", hint=hint)


def _apart(project: Project, clip: Clip, names: tuple[str, str]) -> tuple[str, ...]:
    one, other = (find_take(project.folder, marked.shot_of(clip), name) for name in names)
    return differences(one, other)


def _measured(project: Project, clips: Sequence[Clip], engine: Engine | None, progress: Progress) -> None:
    with an_engine(engine) as running:
        for clip in clips:
            for take in takes_of(project.folder, marked.shot_of(clip)):
                if not take.measures:
                    told = telling(progress, f"{clip.name or clip.id}, measuring {take.id}")
                    measure_take(project, clip, take, running, told)


def _with_takes(project: Project) -> list[Clip]:
    """Return the clips that have takes; the halves of a split share theirs, and both are there."""
    clips = [here.item for here in walk(project.cut) if isinstance(here.item, Clip)]
    return [clip for clip in clips if takes_of(project.folder, marked.shot_of(clip))]
