"""The nodes that can be run: the built-in ones, and those in files that somebody names."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

import nodes.library
from nodes.api import BadInput, Node

Catalog = Mapping[str, Node[..., Any]]


def catalog_of(files: Sequence[Path]) -> Catalog:
    """Return every node of `nodes.library`, and of Python files that a person named, by id.

    Raises BadInput for a file that is missing or fails, and for an id that two nodes bear;
    NodeDefinitionError for a node whose signature cannot be understood.
    """
    modules = chain(_library(), (_loaded(file, place) for place, file in enumerate(files)))
    found = _by_id(_nodes_in(modules))
    for each in found.values():
        _ = each.spec  # read now: one that cannot be understood is told at once, by name
    return found


def _library() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(nodes.library.__path__, "nodes.library."):
        if not found.ispkg:
            yield importlib.import_module(found.name)


def _loaded(path: Path, place: int) -> ModuleType:
    attempted = f"Load nodes from '{path}'"
    name = f"workprint_nodes_{place}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise BadInput(attempted, "it is no Python file", hint="Name a .py file.")
    # Dataclasses and annotations look their module up by name.
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BadInput:
        raise
    except (Exception, SystemExit) as error:
        raise BadInput(attempted, f"it failed with {type(error).__name__}: {error}") from error
    return module


def _nodes_in(modules: Iterable[ModuleType]) -> Iterator[Node[..., Any]]:
    for module in modules:
        yield from (value for value in vars(module).values() if isinstance(value, Node))


def _by_id(found: Iterable[Node[..., Any]]) -> Catalog:
    catalog: dict[str, Node[..., Any]] = {}
    for each in found:
        if catalog.get(each.id, each) is not each:
            raise BadInput(f"Use node '{each.id}'", "two nodes bear that id", hint="Rename one of them.")
        catalog[each.id] = each
    return catalog
