"""Jobs on their way into the engine's process: whole at first, then only what was edited."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from nodes.graph.model import Graph, thawed
from nodes.graph.serialise import node_from_json, node_to_json

from .errors import UnknownJob
from .job import Job

MOST_LOADS = 64
_MOST_EDITED = 64
"""Nodes; where more were edited the whole job is sent."""


@dataclass(frozen=True, eq=False)
class Load:
    """A job as it was handed over, under a name of its own; `kept` is the folder of its results."""

    name: str
    job: Job
    kept: Path | None

    @cached_property
    def whole(self) -> Mapping[str, Any]:
        """All of it as plain data."""
        return {
            "name": self.name,
            "job": self.job.to_json(),
            "kept": None if self.kept is None else str(self.kept),
        }


class Loads:
    """The jobs that were handed over last, the latest at the end. Not safe for several threads."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Load] = OrderedDict()
        self._count = 0

    def get(self, name: str) -> Load:
        """Return a job that was handed over. Raises UnknownJob."""
        if name not in self._held:
            raise UnknownJob("Show a frame", "its job was not loaded", hint="Load it first.")
        return self._held[name]

    def keep(self, load: Load) -> None:
        """Remember a job that was handed over, and forget the longest unused one of many."""
        self._held[load.name] = load
        self._held.move_to_end(load.name)
        while len(self._held) > MOST_LOADS:
            self._held.popitem(last=False)

    def hand_over(self, job: Job, kept: Path | None) -> tuple[Load, Mapping[str, Any]]:
        """Return a job as it is to be remembered, and the least that has to be sent.

        The same job again keeps its name; one whose nodes were edited is sent as those nodes alone.
        """
        last = next(reversed(self._held.values()), None)
        if last is not None and last.kept == kept:
            edited = _edited(last.job, job)
            if edited == []:
                return last, {"name": last.name}
            if edited is not None:
                load = self._new(job, kept)
                return load, {"name": load.name, "base": last.name, "nodes": edited}
        load = self._new(job, kept)
        return load, load.whole

    def _new(self, job: Job, kept: Path | None) -> Load:
        self._count += 1
        return Load(f"job {self._count}", job, kept)


def edited_job(job: Job, nodes: list[Any]) -> Job:
    """Return the job with nodes, told as JSON, in place of those of their names."""
    assert isinstance(job.graph, Graph)
    table = thawed(job.graph.nodes)
    table.update((node.id, node) for node in map(node_from_json, nodes))
    return replace(job, graph=replace(job.graph, nodes=MappingProxyType(table)))


def _edited(before: Job, job: Job) -> list[Any] | None:
    """Return the nodes in which two jobs differ, None where they differ in anything else, or in many."""
    if job is before:
        return []
    old, new = _parts(before), _parts(job)
    if old is None or new is None or len(old[0]) != len(new[0]) or old[1] != new[1]:
        return None
    if replace(before, graph=job.graph) != job:
        return None
    found: list[Any] = []
    for id, node in new[0].items():
        was = old[0].get(id)
        if was is node:
            continue
        if was is None or len(found) == _MOST_EDITED:
            return None
        if was != node:
            found.append(node if isinstance(job.graph, Mapping) else node_to_json(node))
    return found


def _parts(job: Job) -> tuple[Mapping[str, Any], Any] | None:
    """Return a graph's nodes by id and the rest of it, None where its JSON is no graph at a glance."""
    graph = job.graph
    if isinstance(graph, Graph):
        return graph.nodes, (graph.outputs, graph.extra)
    listed = graph.get("nodes")
    if not isinstance(listed, list) or not all(isinstance(node, Mapping) for node in listed):
        return None
    return {str(node.get("id")): node for node in listed}, {**graph, "nodes": len(listed)}
