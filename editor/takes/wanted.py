"""From a shot to the recipe of the take it would make now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from editor.compile.shot import ShotJob, shot_job
from editor.document.edits.takes import shot_of
from editor.document.model import Clip
from editor.document.opened import Project
from nodes.api.formats import Format
from nodes.engine.client import Engine
from nodes.engine.job import Bound

from .recipe import Recipe
from .store import Take, takes_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """A take as it would be made now: the job, what the engine said of it, its recipe."""

    shot: ShotJob
    form: Mapping[str, Any]
    format: Format
    takes_seed: bool
    recipe: Recipe


def wanted_take(
    project: Project, clip: Clip, engine: Engine, *, seed: int = 1, handles: int | None = None
) -> Wanted:
    """Return what a take of the shot would be with a seed; nothing is rendered.

    Raises what `shot_job` raises, GraphError and CannotRun for a graph that cannot be run.
    """
    shot = shot_job(project, clip, seed=seed, handles=handles)
    said = engine.describe(shot.job)
    format = Format.from_json(said["format"])
    recipe = Recipe(
        key=said["key"],
        domain=shot.range,
        format=format,
        layout=said["form"]["name"],
        seed=seed if said["takes_seed"] else None,
        media={name: bound.fingerprint for name, bound in shot.job.media.items()},
        colour=shot.job.colour,
        graph=shot.job.graph,
    )
    return Wanted(shot, said["form"], format, said["takes_seed"], recipe)


def made_already(project: Project, clip: Clip, recipe: Recipe) -> Take | None:
    """Return the shot's take of the same look that has every frame the recipe wants, or None."""
    for take in takes_of(project.folder, shot_of(clip)):
        if take.recipe.look == recipe.look and take.recipe.domain.covers(recipe.domain):
            return take
    return None


def circled_take(project: Project, clip: Clip) -> Take | None:
    """Return the take a clip shows, or None."""
    if clip.circled is None:
        return None
    made = takes_of(project.folder, shot_of(clip))
    return next((take for take in made if take.id == clip.circled), None)


def shown_media(project: Project, clip: Clip) -> Bound | None:
    """Return the media of a clip's circled take for the engine, or None where the clip shows its source."""
    take = circled_take(project, clip)
    return None if take is None else Bound(take.media, take.recipe.digest)


def is_stale(project: Project, clip: Clip, engine: Engine) -> bool:
    """Return whether the circled take is no longer what the shot's graph would make, or lacks shown frames.

    A clip without a circled take or without a graph is never stale.
    """
    take = circled_take(project, clip)
    if take is None or clip.graph is None:
        return False
    seed = take.recipe.seed
    now = wanted_take(project, clip, engine, seed=1 if seed is None else seed, handles=0)
    return now.recipe.look != take.recipe.look or not take.recipe.domain.covers(now.recipe.domain)
