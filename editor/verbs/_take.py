"""`take`: run the graphs of shots and keep what comes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from editor.document.edits.takes import shot_of
from editor.document.layout import find_clip, walk
from editor.document.model import Clip
from editor.document.opened import Project
from editor.takes.make import make_take
from editor.takes.store import Take, sweep
from editor.takes.wanted import made_already, wanted_take
from nodes.api.errors import BadInput, Cancelled, WorkprintError
from nodes.engine.client import Engine

from .support import Progress, an_engine, telling, untold

_MOST = 1000


@dataclass(frozen=True, slots=True)
class Made:
    """One take that was asked for: there now, whether it was made just now or had been made before."""

    shot: str
    take: Take
    new: bool


@dataclass(frozen=True, slots=True)
class Takes:
    """What came of a wish for takes: those that are there, what failed, what there is to say."""

    made: tuple[Made, ...] = ()
    failed: tuple[tuple[str, WorkprintError], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 where every take is there, else the worst that failed: 1 or 2."""
        return max((error.exit_code for _, error in self.failed), default=0)

    def to_json(self) -> Mapping[str, Any]:
        """Return plain data."""
        return {
            "takes": [
                {
                    "shot": made.shot,
                    "take": made.take.id,
                    "new": made.new,
                    "recipe": made.take.recipe.digest,
                    "seed": made.take.recipe.seed,
                    "folder": str(made.take.folder),
                    "frames": made.take.media.frame_count,
                    "seconds": made.take.record.get("seconds"),
                }
                for made in self.made
            ],
            "failed": [{"shot": shot, **error.to_json()} for shot, error in self.failed],
            "notes": list(self.notes),
        }

    def text(self) -> str:
        """Return one line a take."""
        lines = [
            f"{made.shot}: take {made.take.id} "
            + (
                f"made, {made.take.media.frame_count} frames"
                if made.new
                else "was made before, nothing to do"
            )
            for made in self.made
        ]
        lines += [f"{shot}: failed. {error}" for shot, error in self.failed]
        return "\n".join([*lines, *(f"note: {note}" for note in self.notes)])


def take(
    project: Project,
    shots: Sequence[str] = (),
    *,
    every: bool = False,
    count: int = 1,
    seed: int | None = None,
    handles: int | None = None,
    engine: Engine | None = None,
    progress: Progress = untold,
) -> Takes:
    """Make takes of shots, named or every one with a graph; a recipe that was run is not run again.

    `count` takes each have a seed of their own, from `seed` (1) on; a shot without a node that takes a
    seed gets one take, and a note says so. A shot that fails leaves the others alone. Needs no right to
    write the cut. Raises BadInput for shots that do not exist or a count that makes no sense.
    """
    clips = _clips(project, shots, every)
    first = 1 if seed is None else seed
    if not 1 <= count <= _MOST:
        raise BadInput(
            f"Make {count} takes", f"it takes 1 to {_MOST}", hint="Give --count a number in that range."
        )
    if not 0 <= first <= 2**63 - 1 - count:
        raise BadInput(f"Make takes from seed {first}", "seeds go from 0 to 2**63 - 1")
    sweep(project.folder)
    done = Takes()
    with an_engine(engine) as running:
        for clip in clips:
            try:
                done = _of_shot(project, clip, range(first, first + count), handles, running, progress, done)
            except Cancelled:
                raise
            except WorkprintError as error:
                done = Takes(done.made, (*done.failed, (clip.name or clip.id, error)), done.notes)
    return done


def _of_shot(
    project: Project,
    clip: Clip,
    seeds: range,
    handles: int | None,
    engine: Engine,
    progress: Progress,
    done: Takes,
) -> Takes:
    name = clip.name or clip.id
    for seed in seeds:
        wanted = wanted_take(project, clip, engine, seed=seed, handles=handles)
        there = made_already(project, clip, wanted.recipe)
        made = there or make_take(project, clip, wanted, engine, telling(progress, f"{name}, take"))
        notes = [*done.notes, *(note for note in wanted.shot.notes if note not in done.notes)]
        if not wanted.takes_seed and len(seeds) > 1:
            notes.append(
                f"shot '{name}': none of its nodes takes a seed, so all takes would be the same; one was made"
            )
        done = Takes((*done.made, Made(name, made, there is None)), done.failed, tuple(notes))
        if not wanted.takes_seed:
            break
    return done


def _clips(project: Project, shots: Sequence[str], every: bool) -> list[Clip]:
    if every and shots:
        raise BadInput("Make takes", "both --all and shots are given", hint="Give one of them.")
    if shots:
        return [find_clip(project.cut, name) for name in dict.fromkeys(shots)]
    if not every:
        raise BadInput("Make takes", "no shot is named", hint="Name shots, or give --all.")
    found = {
        shot_of(here.item): here.item
        for here in walk(project.cut)
        if isinstance(here.item, Clip) and here.item.graph and here.item.enabled
    }
    if not found:
        raise BadInput(
            "Make takes of all shots",
            "no shot has a graph",
            hint="Give one: workprint shot PROJECT SHOT --add …",
        )
    return list(found.values())
