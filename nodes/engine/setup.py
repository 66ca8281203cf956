"""One node's type with its parameters as they are set, wherever in a graph it stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from nodes.api import Param
from nodes.graph.animation import curve_of
from nodes.graph.model import GraphNode, Keys
from nodes.models.line import Line

from .blueprint import Blueprint
from .errors import CannotRun
from .job import Bound, Job
from .keys import setting_line, stated, stated_content, stated_keys, stated_model
from .own import Engaged, engaged
from .refuse import NO_SHOT, refuse

_NOTHING: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False)
class Setup:
    """A blueprint with every parameter as the node function wants it, lengths in proxy pixels.

    What changes over time is a Curve in `settings` and listed in `moving`. `fixed` are the arguments that
    are the same at every call; `line` is all this as text for keys. `shot` is the name that its shot's media
    is bound to, None where it does not read that; `bound` is that media, or the first file it reads. In
    `settings` a model is one that cannot be asked anything, `models` says what serves at a call. Not to be
    changed once made.
    """

    blueprint: Blueprint
    settings: Mapping[str, Any]
    moving: frozenset[str]
    fixed: Mapping[str, Any]
    line: str
    takes_seed: bool
    keeps: bool
    files: tuple[str, ...]
    models: Mapping[str, Engaged]
    shot: str | None
    bound: Bound | None


def plain_setup(blueprint: Blueprint) -> Setup:
    """Return the setup of a node whose parameters are all at their defaults."""
    fixed = {**blueprint.settings, **blueprint.fixed}
    line = setting_line(blueprint.stated)
    keeps = blueprint.node.keep
    return Setup(blueprint, blueprint.settings, _NOTHING, fixed, line, False, keeps, (), {}, None, None)


def setup_of(job: Job, place: GraphNode, blueprint: Blueprint, driven: Collection[str]) -> Setup:
    """Return a node's setup; what other nodes drive (`driven`) has its resting value, which no key states.

    A seed that is not pinned is the take's. Raises BadValue, or CannotRun for a file that is not bound or a
    model that nothing serves.
    """
    settings, texts = dict(blueprint.settings), dict(blueprint.stated)
    moving = set()
    unset = {param.name for param in blueprint.unset}
    for name in {**place.params, **place.drives, **dict.fromkeys(unset)}:
        param = blueprint.spec.param(name)
        assert param is not None
        drive = place.drives.get(name)
        if isinstance(drive, Keys):
            curve = curve_of(param, drive, node=place.id)
            settings[name], texts[name] = _scaled(blueprint, param, curve), stated_keys(param, curve)
            if param.kind.name != "curve":
                moving.add(name)
        elif name in place.params or name in unset:
            value = place.params.get(name, param.default)
            if value is None and param.kind.name == "seed":
                value = job.seed_of(place.id)
            made = param.decode(value, node=place.id)
            settings[name] = _scaled(blueprint, param, made)
            texts[name] = stated(param, made)
        if name in driven:
            texts.pop(name, None)
    models = {param.name: engaged(place, param, job.models) for param in blueprint.models}
    for name, each in models.items():
        settings[name], texts[name] = each.bind(Line(None, blueprint.space)), stated_model(each.stated)
    files = tuple(name for name in blueprint.files if settings[name] is not None)
    for name in files:
        texts[name] = stated_content(_bound(job, place, settings[name]), blueprint.scale)
    shot = _shot(job, place, blueprint)
    if shot is not None:
        texts["shot media"] = stated_content(_bound(job, place, shot), blueprint.scale)
    read = shot or (settings[files[0]] if files else None)
    fixed = {name: value for name, value in settings.items() if name not in moving}
    return Setup(
        blueprint=blueprint,
        settings=settings,
        moving=frozenset(moving),
        fixed={**fixed, **blueprint.fixed},
        line=setting_line(texts),
        takes_seed=_takes_seed(place, blueprint),
        keeps=blueprint.node.keep if place.keep is None else place.keep,
        files=files,
        models=models,
        shot=shot,
        bound=None if read is None else _bound(job, place, read),
    )


def _scaled(blueprint: Blueprint, param: Param, value: Any) -> Any:
    return value if blueprint.scale == 1 else param.scaled(value, float(blueprint.scale))


def _takes_seed(place: GraphNode, blueprint: Blueprint) -> bool:
    """Return whether the take's seed can change what it makes: it has one that is not pinned."""
    seeds = [param.name for param in blueprint.unset if param.kind.name == "seed"]
    return any(place.params.get(name) is None for name in seeds)


def _shot(job: Job, place: GraphNode, blueprint: Blueprint) -> str | None:
    if not any(each.kind == "shot" for each in blueprint.spec.injected):
        return None
    shot = job.shot_of(place.id)
    if shot is None:
        raise refuse(place, *NO_SHOT)
    return shot


def _bound(job: Job, place: GraphNode, name: str) -> Bound:
    if name not in job.media:
        raise CannotRun(
            f"Run node '{place.id}' ({place.type})", f"its file '{name}' is not bound to any media"
        )
    return job.media[name]
