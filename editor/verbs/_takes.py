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
from editor.takes.store import Take, find_take, remove, sweep, takes_of
from nodes.api.errors import BadInput
from nodes.engine.client import Engine

from .compare import compare as compare_takes
from .found import table
from .shown import marks, reference_to, takes_json
from .support import Progress, untold


@dataclass(frozen=True, slots=True)
class Listed:
    """The takes of the shots that were asked for, after what was done to them."""

    project: Project
    clips: tuple[Clip, ...]
    pruned: tuple[str, ...] = ()
    compared: Path | None = None

    def to_json(self) -> Mapping[str, Any]:
        """Return plain data."""
        return {
            "shots": [takes_json(self.project, clip) for clip in self.clips],
            "pruned": list(self.pruned),
            "compared": None if self.compared is None else str(self.compared),
        }

    def text(self) -> str:
        """Return a table of takes."""
        rows: list[tuple[str, ...]] = [("shot", "take", "", "seed", "frames", "made", "recipe")]
        for clip in self.clips:
            for take in takes_of(self.project.folder, marked.shot_of(clip)):
                seed = "" if take.recipe.seed is None else str(take.recipe.seed)
                made = str(take.record.get("made", ""))
                frames = str(take.media.frame_count)
                rows.append(
                    (clip.name, take.id, marks(clip, take), seed, frames, made, take.recipe.digest[:8])
                )
        lines = [table(rows) if len(rows) > 1 else "No takes yet: workprint take PROJECT SHOT makes one."]
        lines += [f"removed {name}" for name in self.pruned]
        lines += [f"compared in {self.compared}"] if self.compared else []
        return "\n".join(lines)


def takes(
    project: Project,
    shot: str | None = None,
    *,
    circle: str | None = None,
    star: Sequence[str] = (),
    compare: tuple[str, str] | None = None,
    output: Path | None = None,
    prune: bool = False,
    engine: Engine | None = None,
    progress: Progress = untold,
) -> Listed:
    """List the takes of a shot, or of all; circle one ("none" shows the source again), star some.

    A star given to a starred take is taken back. `compare` renders two takes, or "source", side by side
    to `output`. `prune` removes takes that no clip of the cut circles or stars, nor can by undo of the
    last edits be expected back by name; it is told which. Raises BadInput for shots and takes that do
    not exist.
    """
    if shot is None and (circle or star or compare):
        raise BadInput(
            "Mark takes", "no shot is named", hint="Name the shot: workprint takes PROJECT SHOT --circle …"
        )
    clips = [find_clip(project.cut, shot)] if shot is not None else _with_takes(project)
    if circle is not None:
        project = _circled(project, clips[0], circle)
    for name in star:
        project = _starred(project, find_clip(project.cut, clips[0].id), name)
    compared = None
    if compare is not None:
        if output is None:
            raise BadInput("Compare takes", "nothing says where to", hint="Add -o FILE.mp4.")
        clip = find_clip(project.cut, clips[0].id)
        compared = compare_takes(project, clip, compare, output, engine=engine, progress=progress)
    clips = [find_clip(project.cut, clip.id) for clip in clips]
    pruned = _pruned(project, clips) if prune else ()
    return Listed(project, tuple(clips), pruned, compared)


def _with_takes(project: Project) -> list[Clip]:
    """Return the clips that have takes, one for each shot."""
    found: dict[str, Clip] = {}
    for here in walk(project.cut):
        if isinstance(here.item, Clip) and takes_of(project.folder, marked.shot_of(here.item)):
            found.setdefault(here.item.id, here.item)
    return list(found.values())


def _circled(project: Project, clip: Clip, name: str) -> Project:
    said = {"shot": clip.name or clip.id, "take": name}
    if name == "none":
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


def _pruned(project: Project, clips: Sequence[Clip]) -> tuple[str, ...]:
    """Remove the takes of these shots that no clip of the cut refers to; return what went."""
    sweep(project.folder)
    used = {
        (marked.shot_of(here.item), take)
        for here in walk(project.cut)
        if isinstance(here.item, Clip)
        for take in (here.item.circled, *here.item.starred)
    }
    gone = []
    for shot in dict.fromkeys(marked.shot_of(clip) for clip in clips):
        for take in takes_of(project.folder, shot):
            if (shot, take.id) not in used:
                remove(take)
                gone.append(f"{shot}/{take.id}")
    return tuple(gone)
