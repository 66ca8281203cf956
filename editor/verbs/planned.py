"""How many takes a wish comes to and what they will probably cost, before any is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from editor.document.opened import Project
from editor.takes.estimate import Estimate
from nodes.engine.client import Engine

from ._take import clips_of
from .asking import Wishes, asked_of, estimate_of
from .found import size_text
from .support import an_engine


@dataclass(frozen=True, slots=True)
class Planned:
    """The estimates by the names of the shots."""

    shots: tuple[tuple[str, Estimate], ...]

    @property
    def count(self) -> int:
        """How many takes it would be at most; those that exist already are not made again."""
        return sum(each.count for _, each in self.shots)

    def to_json(self) -> Mapping[str, Any]:
        """Return plain data."""
        shots = [{"shot": name, **each.to_json()} for name, each in self.shots]
        return {"count": self.count, "shots": shots}

    def text(self) -> str:
        """Return a line a shot."""
        return "\n".join(f"{name}: {estimate_text(each)}" for name, each in self.shots)


def estimate_text(found: Estimate) -> str:
    """Return an estimate in words.

    >>> estimate_text(Estimate(6, None, None, 0))
    '6 takes; how long they take is not known yet, none of this shot was made'
    """
    takes = f"{found.count} take{'' if found.count == 1 else 's'}"
    if found.seconds is None or found.bytes is None:
        return f"{takes}; how long they take is not known yet, none of this shot was made"
    said = f"{takes}; about {_span(found.seconds)} and {size_text(found.bytes)}, by the ones before"
    return said if found.fits else f"{said}; only {size_text(found.free)} are free on the disk"


def planned(
    project: Project,
    shots: Sequence[str],
    wishes: Wishes,
    *,
    every: bool = False,
    handles: int | None = None,
    engine: Engine | None = None,
) -> Planned:
    """Return what a wish for takes comes to; nothing is made. Raises as `editor.verbs.take` does."""
    clips = clips_of(project, shots, every)
    wishes.check(len(clips))
    with an_engine(engine) as running:
        return Planned(
            tuple(
                (
                    clip.name or clip.id,
                    estimate_of(project, clip, asked_of(project, clip, wishes, running), handles),
                )
                for clip in clips
            )
        )


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
