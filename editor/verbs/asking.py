"""What a wish for takes comes to: the takes that are wanted of a shot, and what they will cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from editor.compile.graphs import graph_of
from editor.compile.plate import Offline, plate_of
from editor.compile.shot import shot_range
from editor.document.edits.takes import shot_of
from editor.document.model import Clip
from editor.document.opened import Project
from editor.takes.asked import DRAFT, Asked, by_seeds, by_variants, full, like
from editor.takes.estimate import Estimate, estimate
from editor.takes.store import find_take, takes_of
from editor.takes.vary import SEED, axis_of, variants
from nodes.api.errors import BadInput
from nodes.api.spec import Spec
from nodes.api.times import Time
from nodes.engine.client import Engine

from .said import between, first_numbered

_MOST = 1000
_LAST_SEED = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for, of each shot alike; see `editor.verbs.take`."""

    count: int = 1
    seed: int | None = None
    draft: bool = False
    vary: tuple[str, ...] = ()
    like: str | None = None
    full: str | None = None

    def check(self, shots: int) -> None:
        """Raise BadInput for what does not go together or makes no sense."""
        between(self.count, 1, _MOST, "Make takes", "of each shot is no number of takes")
        between(1 if self.seed is None else self.seed, 0, _LAST_SEED - self.count, "Make takes", "is no seed")
        named = [bool(self.vary), self.like is not None, self.full is not None]
        if sum(named) > 1:
            why = "a grid, more like a take, and a draft at full size are three wishes"
            raise BadInput("Make takes", why, hint="Wish for one at a time.")
        if (self.like or self.full) and shots != 1:
            raise BadInput("Make takes like another", f"{shots} shots are named", hint="Name one shot.")
        if self.full is not None and (self.draft or self.count != 1 or self.seed is not None):
            why = "it has the draft's own seed and is no draft"
            raise BadInput("Make a draft at full size", why, hint="Leave out --draft, --count and --seed.")

    @property
    def is_plain(self) -> bool:
        """Whether the shot is wanted as it is, whatever the seeds."""
        return not self.vary and self.like is None and self.full is None

    @property
    def wants_seeds(self) -> bool:
        """Whether several takes are to differ in their seeds alone."""
        return self.count > 1


def asked_of(
    project: Project, clip: Clip, wishes: Wishes, engine: Engine, specs: Mapping[str, Spec] | None = None
) -> tuple[Asked, ...]:
    """Return the takes that are wanted of a shot, in order.

    Raises BadInput for takes that do not exist and grids that make no sense, GraphError, BadValue.
    """
    if wishes.is_plain:
        return seeded(wishes)
    scale = DRAFT if wishes.draft else Fraction(1)
    shot = shot_of(clip)
    if wishes.full is not None:
        return (full(find_take(project.folder, shot, wishes.full)),)
    if wishes.like is not None:
        take = find_take(project.folder, shot, wishes.like)
        used = [each.recipe.seed or 0 for each in takes_of(project.folder, shot)]
        first = max(used) + 1 if wishes.seed is None else wishes.seed
        return tuple(like(take, range(first, first + wishes.count), DRAFT if wishes.draft else None))
    axes = [axis_of(text) for text in wishes.vary]
    if any(axis.what == SEED for axis in axes) and (wishes.count > 1 or wishes.seed is not None):
        raise BadInput("Vary the seed", "seeds are given twice", hint="Leave out --count and --seed.")
    origin = _origin(project, clip)
    found = variants(graph_of(project, clip), axes, specs or engine.specs(), origin=origin)
    asked = tuple(by_variants(found, _seeds(wishes), scale))
    between(len(asked), 1, _MOST, "Vary a shot", "takes are too many")
    return asked


def seeded(wishes: Wishes) -> tuple[Asked, ...]:
    """Return the takes that a wish for nothing but seeds comes to, of any shot."""
    return tuple(by_seeds(_seeds(wishes), DRAFT if wishes.draft else Fraction(1)))


def _seeds(wishes: Wishes) -> range:
    first = 1 if wishes.seed is None else wishes.seed
    return range(first, first + wishes.count)


def estimate_of(project: Project, clip: Clip, asked: Sequence[Asked], handles: int | None = None) -> Estimate:
    """Return what takes of a shot will probably cost. Raises Offline for a shot without media, BadInput."""
    plate = plate_of(project, clip).info
    format = plate.format or project.settings.format
    frames = shot_range(project, clip, handles).frame_count
    pixels = [
        round(
            format.width
            * format.height
            * each.scale**2
            * (frames if each.domain is None else each.domain.frame_count)
        )
        for each in asked
    ]
    return estimate(takes_of(project.folder, shot_of(clip)), pixels, project.folder)


def _origin(project: Project, clip: Clip) -> Time:
    """Return the media time of frame 0: keyframes count as the media is numbered."""
    try:
        return first_numbered(plate_of(project, clip).info)
    except Offline:
        return Time.zero(project.settings.rate)
