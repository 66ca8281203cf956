"""One take of those that are wished for: found where it was made before, else made now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from editor.document.model import Clip
from editor.document.opened import Project
from editor.takes.asked import Asked
from editor.takes.make import make_take
from editor.takes.store import Take
from editor.takes.wanted import Wanted, made_already, wanted_take
from nodes.engine.client import Engine, Glimpse
from nodes.engine.playback import AtWork
from nodes.models.working import Working

from .support import Progress, untold, working


@dataclass(frozen=True, slots=True)
class Made:
    """One take that was asked for: there now, whether it was made just now or had been made before."""

    shot: str
    take: Take
    new: bool

    def text(self) -> str:
        """Return what came of it, for people, with the models that made it."""
        frames = f"made, {self.take.media.frame_count} frames"
        by = "".join(f", by {name}" for name in sorted(self.take.recipe.models))
        done = f"{frames}{by}" if self.new else "was made before, nothing to do"
        return f"{self.shot}: take {self.take.id} {done}"


@dataclass(frozen=True, slots=True)
class Making:
    """A shot that takes are made of, and who hears of it; `what` is said of the work that goes on."""

    project: Project
    clip: Clip
    engine: Engine
    what: str
    handles: int | None = None
    progress: Progress = untold
    glimpse: Glimpse | None = None
    at_work: AtWork | None = None


def wanted_of(making: Making, asked: Asked) -> Wanted:
    """Return what a take comes to as it is asked for; nothing is rendered. Raises as `wanted_take`."""
    return wanted_take(
        making.project,
        making.clip,
        making.engine,
        seed=asked.seed,
        handles=making.handles,
        domain=asked.domain,
        graph=asked.graph,
        scale=asked.scale,
    )


def made_of(
    making: Making,
    asked: Asked,
    wanted: Wanted,
    part: tuple[int, int] = (0, 1),
    next_seeds: Sequence[int] = (),
) -> Made:
    """Return a take, made now where it was not before; `part` is which of how many its progress is told as.

    A model may make takes with `next_seeds` along with it. Raises what the render raises.
    """
    number, count = part

    def told(done: int, total: int) -> None:
        making.progress(number * total + done, count * total, making.what)

    telling = working(making.progress, making.what)

    def heard(node: str, work: Working) -> None:
        telling(node, work)
        if making.at_work is not None:
            making.at_work(node, work)

    there = made_already(making.project, making.clip, wanted.recipe)
    made = there or make_take(
        making.project,
        making.clip,
        wanted,
        making.engine,
        told,
        making.glimpse,
        heard,
        asked.varied,
        next_seeds,
    )
    return Made(making.clip.name or making.clip.id, made, there is None)
