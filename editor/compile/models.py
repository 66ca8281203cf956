"""Which models a job may use: those that are installed, the best for each thing that nodes ask for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editor.folders import models_folder
from editor.resources import resources
from inference.store.hubs import hub_folders
from inference.store.store import Shelf, Store, shelf
from nodes.engine.job import Job
from nodes.graph.model import GraphNode
from nodes.models.bound import OWN, BoundModel

if TYPE_CHECKING:
    from inference.memory.machine import Gpu
    from inference.store.choose import Installed

ARGUMENT = "model"
"""What nodes call the argument by which a person chooses."""


def user_store() -> Store:
    """Return where this user's cards and models are. Raises BadInput where no home folder is known."""
    return Store(resources() / "models", models_folder(), hub_folders(os.environ))


def with_models(job: Job) -> Job:
    """Return a job with the models bound that its nodes may ask for.

    Bound are the best installed for each capability, and every installed one by its name. Raises
    UnknownModel, NotAccepted, DamagedModel where a node names one that has a card and cannot be used.
    """
    store = user_store()
    chosen = {name for name in map(_choice, job.graph_json["nodes"]) if name and name != OWN}
    written = _written(store)
    if not (chosen or any(path.is_relative_to(store.home) for path, *_ in written)):
        return job
    # Here, since most jobs come no further, and what fits into memory takes NumPy to tell.
    from inference.memory.machine import this_machine
    from inference.store.choose import best, installed, require_installed

    cards = _shelf(store, written)
    for name in sorted(chosen & set(cards.cards)):
        require_installed(store, cards, name)
    models = installed(store, cards)
    if not models:
        return job
    bound = {each.card.name: _bound(each) for each in models}
    serving = {f"{can}={each.card.name}": each for each in models for can in each.card.capabilities}
    serving |= best(models, this_machine(_gpus()))
    return replace(job, models={key: bound[each.card.name] for key, each in serving.items()})


def check_models(nodes: Iterable[GraphNode]) -> None:
    """Raise UnknownModel, NotAccepted, DamagedModel for a model that a node names and that cannot be used."""
    chosen = {named for node in nodes if isinstance(named := node.params.get(ARGUMENT), str)} - {"", OWN}
    if not chosen:
        return
    from inference.store.choose import require_installed

    store = user_store()
    cards = _shelf(store, _written(store))
    for name in sorted(chosen & set(cards.cards)):
        require_installed(store, cards, name)


def _choice(node: Mapping[str, Any]) -> str | None:
    named = node.get("params", {}).get(ARGUMENT)
    return named if isinstance(named, str) else None


def _bound(model: Installed) -> BoundModel:
    return BoundModel(model.card.name, model.card.digest, model.card.to_json(), str(model.folder))


def _written(store: Store) -> tuple[tuple[Path, int, int], ...]:
    """Return the files that cards are read from, with what changes when they do."""
    files = [*store.home.glob("*.toml"), *(store.home / "pins").glob("*.json"), *store.shipped.glob("*.toml")]
    found = []
    for path in sorted(files):
        with suppress(FileNotFoundError):
            said = path.stat()
            found.append((path, said.st_mtime_ns, said.st_size))
    return tuple(found)


@lru_cache(maxsize=4)
def _shelf(store: Store, written: tuple[tuple[Path, int, int], ...]) -> Shelf:
    """Return the cards; read anew only when a file has changed, since a cut is compiled at each edit."""
    return shelf(store)


@lru_cache(maxsize=1)
def _gpus() -> tuple[Gpu, ...]:
    """Return the devices of this machine; a tool has to be run to know them, and they stay the same."""
    from inference.memory.machine import gpus_by_tool

    return gpus_by_tool()
