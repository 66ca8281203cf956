"""`take`: run the graphs of shots and keep what comes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from editor.document.layout import find_clip, walk
from editor.document.model import Clip
from editor.document.opened import Project
from editor.takes.asked import seeds_after
from editor.takes.store import sweep
from editor.takes.wanted import Wanted
from nodes.api.errors import BadInput, Cancelled, WorkprintError
from nodes.engine.client import Engine, Glimpse
from nodes.engine.playback import AtWork

from .asking import Wishes, asked_of
from .one_take import Made, Making, made_of, wanted_of
from .said import MOST_HANDLES, between
from .support import Progress, an_engine, untold

_SEEDLESS = "none of its nodes takes a seed, so all takes would be the same; one was made"


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
                    "draft": made.take.is_draft,
                    "varied": made.take.record.get("varied", {}),
                    "models": sorted(made.take.recipe.models),
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
        """Return one line a take, and one a note."""
        lines = [made.text() for made in self.made]
        return "\n".join([*lines, *(f"note: {note}" for note in self.notes)])


class TakesCancelled(Cancelled):
    """Somebody stopped the making of takes; `done` are those that were finished, and are kept."""

    done: Takes = Takes()

    def to_json(self) -> dict[str, Any]:
        return super().to_json() | dict(self.done.to_json())


def take(
    project: Project,
    shots: Sequence[str] = (),
    *,
    every: bool = False,
    count: int = 1,
    seed: int | None = None,
    handles: int | None = None,
    draft: bool = False,
    vary: Sequence[str] = (),
    like: str | None = None,
    full: str | None = None,
    engine: Engine | None = None,
    progress: Progress = untold,
    glimpse: Glimpse | None = None,
    at_work: AtWork | None = None,
) -> Takes:
    """Make takes of shots, named or every one with a graph; a recipe that was run is not run again.

    `count` takes each have a seed of their own, from `seed` (1) on; a shot without a node that takes a
    seed gets one take, and a note says so. A `draft` is half as wide and high. `vary` makes a grid of up to
    two axes, `NODE.param=a,b,c` or `seed=1,2,3`, in place of the shot's own settings; the cut stays as it is.
    `like` names a take whose recipe is run with new seeds, `full` a draft that is made at full size; both
    want one shot. A shot that fails leaves the others alone. Needs no right to
    write the cut. `glimpse` is given small pictures of the work, `at_work` what nodes say of it. Raises
    BadInput for shots that do not exist or a count that makes no sense, and TakesCancelled, also for Ctrl-C.
    """
    clips = clips_of(project, shots, every)
    wishes = Wishes(count, seed, draft, tuple(vary), like, full)
    wishes.check(len(clips))
    if handles is not None:
        between(handles, 0, MOST_HANDLES, "Make takes", "frames of handles make no sense")
    sweep(project.folder)
    done = Takes()
    try:
        with an_engine(engine) as running:
            for clip in clips:
                making = Making(project, clip, running, "", handles, progress, glimpse, at_work)
                for each in _of_shot(making, wishes):
                    done = _with(done, each)
    except (Cancelled, KeyboardInterrupt) as stopped:
        kept = ", ".join(f"{made.shot} {made.take.id}" for made in done.made) or "none yet"
        error = TakesCancelled("Cancelled", f"takes that were finished are kept: {kept}")
        error.done = done
        raise error from stopped
    return done


def _with(done: Takes, each: Takes) -> Takes:
    notes = dict.fromkeys((*done.notes, *each.notes))
    return Takes((*done.made, *each.made), (*done.failed, *each.failed), tuple(notes))


def _of_shot(making: Making, wishes: Wishes) -> Iterator[Takes]:
    """Yield what comes of each wish; a failure ends the shot."""
    name = making.clip.name or making.clip.id
    alone: set[int] = set()
    try:
        asked = asked_of(making.project, making.clip, wishes, making.engine)
        making = replace(making, what=f"{name}, take" if len(asked) == 1 else f"{name}, {len(asked)} takes")
        for number, each in enumerate(asked):
            if id(each.graph) in alone:
                continue
            wanted = wanted_of(making, each)
            if not wanted.takes_seed:
                alone.add(id(each.graph))
            made = made_of(making, each, wanted, (number, len(asked)), seeds_after(asked, number))
            yield Takes((made,), (), notes_of(name, wanted, wishes))
    except Cancelled:
        raise
    except WorkprintError as error:
        yield Takes((), ((name, error),))


def notes_of(shot: str, wanted: Wanted, wishes: Wishes) -> tuple[str, ...]:
    """Return what there is to know of a take that a wish came to, also that seeds change nothing in it."""
    wasted = not wanted.takes_seed and wishes.wants_seeds
    return (*wanted.shot.notes, f"shot '{shot}': {_SEEDLESS}") if wasted else tuple(wanted.shot.notes)


def clips_of(project: Project, shots: Sequence[str], every: bool) -> list[Clip]:
    """Return the clips that takes are made of: those named, or every one with a graph. Raises BadInput."""
    if every and shots:
        raise BadInput("Make takes", "both --all and shots are given", hint="Give one of them.")
    if shots:
        named = [find_clip(project.cut, name) for name in shots]
        return list({clip.id: clip for clip in named}.values())
    if not every:
        raise BadInput("Make takes", "no shot is named", hint="Name shots, or give --all.")
    placed = (here.item for here in walk(project.cut))
    found = [item for item in placed if isinstance(item, Clip) and item.graph and item.enabled]
    if not found:
        raise BadInput(
            "Make takes of all shots",
            "no shot has a graph",
            hint="Give one: workprint shot PROJECT SHOT --add …",
        )
    return found
