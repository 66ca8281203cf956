"""The nodes that can be run: the built-in ones, and those in files that somebody names."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import nodes.library
from nodes.api import BadInput, Node

Catalog = Mapping[str, Node[..., Any]]


def builtin_nodes() -> Catalog:
    """Return every node of `nodes.library` by id."""
    found = pkgutil.walk_packages(nodes.library.__path__, "nodes.library.")
    modules = [importlib.import_module(each.name) for each in found if not each.ispkg]
    return _by_id(_nodes_in(modules))


def nodes_in_files(files: Sequence[Path]) -> Catalog:
    """Return every node that Python files define, by id. Only files that a person named are run.

    Raises BadInput for a file that is missing or fails.
    """
    return _by_id(_nodes_in(_loaded(path, number) for number, path in enumerate(files)))


def _loaded(path: Path, number: int) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"workprint_nodes_{number}", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise BadInput(f"Load nodes from '{path}'", "it is no Python file", hint="Name a .py file.")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise BadInput(
            f"Load nodes from '{path}'", f"it failed with {type(error).__name__}: {error}"
        ) from error
    return module


def _nodes_in(modules: Iterator[ModuleType] | Sequence[ModuleType]) -> Iterator[Node[..., Any]]:
    for module in modules:
        yield from (value for value in vars(module).values() if isinstance(value, Node))


def _by_id(found: Iterator[Node[..., Any]]) -> Catalog:
    catalog: dict[str, Node[..., Any]] = {}
    for each in found:
        if catalog.get(each.id, each) is not each:
            raise BadInput(f"Use node '{each.id}'", "two nodes bear that id", hint="Rename one of them.")
        catalog[each.id] = each
    return catalog
