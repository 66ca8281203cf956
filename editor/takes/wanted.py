"""From a shot to the recipe of the take it would make now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from editor.compile.graphs import graph_of, source_domains
from editor.compile.shot import PLATE, ShotJob, shot_job
from editor.document.edits.takes import shot_of
from editor.document.model import Clip
from editor.document.opened import Project
from nodes.api.formats import Format
from nodes.api.times import Range
from nodes.engine.client import Engine
from nodes.graph.model import Graph
from nodes.graph.serialise import from_json, to_json

from .current import require_current
from .models import Served, resolved
from .recipe import Recipe
from .store import Take, take_like


@dataclass(frozen=True, slots=True)
class Wanted:
    """A take as it would be made now: the job, what the engine said of it, its recipe.

    `served` says what serves each node that asks for a model; `own` is the graph's JSON as the shot has it,
    with nothing bound.
    """

    shot: ShotJob
    form: Mapping[str, Any]
    format: Format
    takes_seed: bool
    recipe: Recipe
    served: Served
    own: Mapping[str, Any]


def wanted_take(
    project: Project,
    clip: Clip,
    engine: Engine,
    *,
    seed: int = 1,
    handles: int | None = None,
    domain: Range | None = None,
    graph: Graph | None = None,
    scale: Fraction = Fraction(1),
) -> Wanted:
    """Return what a take of the shot would be with a seed; nothing is rendered.

    `domain` (media time) stands in for the clip's range with its handles, `graph` for the shot's own; at a
    `scale` of 1/2, 1/3 and so on it is a draft. Raises what `shot_job` and
    `require_current` raise, GraphError and CannotRun for a graph that cannot be run.
    """
    require_current(project, clip, engine)
    # Here, since what is circled is asked whether it is still wanted.
    from .circled import shown_plate

    own = graph_of(project, clip) if graph is None else graph
    shot = shot_job(
        project, clip, graph=own, seed=seed, handles=handles, shown=lambda other: shown_plate(project, other)
    )
    shot = replace(shot, job=replace(shot.job, scale=scale))
    if domain is not None:
        domains = source_domains(from_json(shot.job.graph_json), PLATE, domain)
        shot = replace(shot, job=replace(shot.job, domains=domains), range=domain)
    said = engine.describe(shot.job)
    format = Format.from_json(said["format"])
    recipe = Recipe(
        key=said["key"],
        domain=shot.range,
        format=format,
        layout=said["form"]["name"],
        seed=seed if said["takes_seed"] else None,
        media={name: bound.fingerprint for name, bound in shot.job.media.items()},
        colour=said["colour"],
        graph=shot.job.graph_json,
        models=resolved(said["models"], shot.job.models),
        scale=scale,
    )
    return Wanted(shot, said["form"], format, said["takes_seed"], recipe, tuple(said["models"]), to_json(own))


def made_already(project: Project, clip: Clip, recipe: Recipe) -> Take | None:
    """Return the shot's take of the same look that has every frame the recipe wants, or None."""
    return take_like(project.folder, shot_of(clip), recipe)
