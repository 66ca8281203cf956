"""The take that a clip shows, and whether the shot has moved on since."""

from __future__ import annotations

from dataclasses import dataclass

from editor.compile.plate import Offline
from editor.compile.shot import shot_range
from editor.document.edits.takes import shot_of
from editor.document.model import Clip
from editor.document.opened import Project
from nodes.api.errors import BadInput, Failed
from nodes.api.times import Range
from nodes.engine.client import Engine
from nodes.engine.job import Bound

from .current import MediaChanged
from .store import Take, takes_of
from .wanted import wanted_take


class TakeMissing(Failed):
    """A clip shows a take that is not among the shot's takes, or not whole."""


@dataclass(frozen=True, slots=True)
class Staleness:
    """Whether a circled take is no longer what the shot would make; None where that cannot be told."""

    is_stale: bool | None = False
    why: str = ""


def circled_take(project: Project, clip: Clip) -> Take | None:
    """Return the take a clip shows, None where it shows its source.

    Raises TakeMissing where the take is gone: the source is never shown in its place.
    """
    if clip.circled is None:
        return None
    shot = shot_of(clip)
    for take in takes_of(project.folder, shot):
        if take.id == clip.circled:
            return take
    raise TakeMissing(
        f"Show take {clip.circled} of clip '{clip.name}' ({clip.id})",
        f"it is not in '{project.folder / 'takes' / shot}', or not whole",
        hint="Circle another take, or none: workprint takes PROJECT SHOT --circle none",
    )


def shown_media(project: Project, clip: Clip) -> Bound | None:
    """Return the media of a clip's circled take for the engine, None where the clip shows its source.

    Raises TakeMissing, and also where the take lacks frames that the clip shows and its media has.
    """
    take = circled_take(project, clip)
    if take is None:
        return None
    shown, held = shot_range(project, clip, 0), take.recipe.domain
    if not held.covers(shown):
        raise TakeMissing(
            f"Show take {take.id} of clip '{clip.name}' ({clip.id})",
            f"it has {_frames(held)} and the clip shows {_frames(shown)}",
            hint="Make a take of what the clip shows now: workprint take PROJECT SHOT",
        )
    return Bound(take.media, take.recipe.digest)


def _frames(range: Range) -> str:
    return f"frames {range.start.frame} to {range.end.frame - 1}"


def staleness(project: Project, clip: Clip, engine: Engine) -> Staleness:
    """Return whether the circled take is still what the shot's graph would make, and has the frames shown.

    A clip without a circled take or without a graph is never stale. Raises Failed where the engine fails.
    """
    if clip.circled is None:
        return Staleness()
    try:
        take = circled_take(project, clip)
        if take is None or clip.graph is None:
            return Staleness()
        seed = 1 if take.recipe.seed is None else take.recipe.seed
        now = wanted_take(project, clip, engine, seed=seed, domain=take.recipe.domain)
        if now.recipe.look != take.recipe.look:
            return Staleness(True, "the shot would be made otherwise now")
        if not take.recipe.domain.covers(shot_range(project, clip, 0)):
            return Staleness(True, "it lacks frames that the clip shows")
    except (TakeMissing, MediaChanged) as error:
        return Staleness(True, error.why)
    except Offline as error:
        return Staleness(None, error.why)
    except BadInput as error:
        return Staleness(True, f"the graph cannot be run any more: {error.why}")
    return Staleness()


def is_stale(project: Project, clip: Clip, engine: Engine) -> bool:
    """Return whether the circled take is known to be stale (see `staleness`)."""
    return staleness(project, clip, engine).is_stale is True
