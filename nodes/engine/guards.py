"""A shot that cannot be made takes nothing with it: nothing is shown in its place, and why is told.

A job's `guards` say which shots that goes for; a job without any fails as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from nodes.api import NodeError, WorkprintError
from nodes.graph.model import Graph, GraphNode, thawed
from nodes.graph.serialise import from_json
from nodes.graph.validate import InvalidGraph

from .errors import node_of
from .job import Job

if TYPE_CHECKING:
    from .prepare import Catalog, Prepared

REFUSED, NOTHING = "cut.refused", "cut.track"
_SAID = ("culprit", "why", "hint", "tried")
"""What the refusing node calls the fields of a refusal."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a shot cannot be made: `guard` is how the ids of its nodes begin, `node` the one to blame.

    `key` is that node's as it failed, "" for one that could not even be tried.
    """

    guard: str
    node: str
    why: str
    hint: str = ""
    key: str = ""

    def to_json(self) -> dict[str, str]:
        """Return plain data."""
        return asdict(self)


def refused_node(id: str, refusal: Refusal) -> GraphNode:
    """Return a node that refuses to make a picture, and says why."""
    said = (refusal.node, refusal.why, refusal.hint, refusal.key)
    return GraphNode(id, REFUSED, params=dict(zip(_SAID, said, strict=True)))


def guarded(job: Job, catalog: Catalog, before: Prepared | None = None) -> Prepared:
    """Return a job ready to run, as `prepare` does; shots that do not hold together refuse when asked for.

    Raises what `prepare` raises for what lies outside the guarded shots.
    """
    # What prepares jobs loads what decodes pictures, which a window that refuses a shot does without.
    from .prepare import prepare

    found: dict[str, Refusal] = {}
    while True:
        try:
            made = prepare(refusing(job, found.values()) if found else job, catalog, before)
        except WorkprintError as error:
            new = [each for each in _refusals(job, error) if each.guard not in found]
            if not new:
                raise
            found |= {each.guard: each for each in reversed(new)}
        else:
            return replace(made, job=job) if found else made


def refusal_of(prepared: Prepared, error: WorkprintError) -> Refusal | None:
    """Return whose refusal an error of a run is, None where it is that of no guarded shot."""
    name = node_of(error)
    guard = _guard_of(prepared.job, name)
    if guard is None:
        return None
    place = prepared.graph.nodes.get(name)
    if place is not None and place.type == REFUSED:
        said = place.params
        return Refusal(guard, *(str(said[name]) for name in _SAID))
    key = prepared.ready[name].key if name in prepared.ready else ""
    return Refusal(guard, name.removeprefix(guard), _plain(error), error.hint, key)


def _plain(error: WorkprintError) -> str:
    """Return why a node refused in its own words, without what it was about to do."""
    own = error.__cause__
    return own.why or own.attempted if isinstance(own, NodeError) else error.why


def refusing(job: Job, refusals: Collection[Refusal]) -> Job:
    """Return the job in which shots refuse at once."""
    return _with(job, [refused_node(job.guards[each.guard], each) for each in refusals])


def without(prepared: Prepared, guards: Collection[str]) -> Job:
    """Return a prepared job in whose shots of those `guards` there is nothing to be seen."""
    format = prepared.job.format
    size = {"width": float(format.width), "height": float(format.height)}
    job = replace(prepared.job, graph=prepared.graph)
    return _with(job, [GraphNode(job.guards[each], NOTHING, params=size) for each in guards])


def is_slow(prepared: Prepared, guard: str) -> bool:
    """Return whether a shot works through stretches of frames: not to be tried again for each."""
    return any(ready.is_stateful for name, ready in prepared.ready.items() if name.startswith(guard))


def _with(job: Job, nodes: Collection[GraphNode]) -> Job:
    graph = job.graph if isinstance(job.graph, Graph) else from_json(job.graph)
    table = thawed(graph.nodes)
    table.update((node.id, node) for node in nodes)
    return replace(job, graph=replace(graph, nodes=MappingProxyType(table)))


def _refusals(job: Job, error: WorkprintError) -> list[Refusal]:
    """Return what an error that kept a job from being prepared says of guarded shots."""
    found = []
    for problem in error.problems if isinstance(error, InvalidGraph) else ():
        if (guard := _guard_of(job, problem.node)) is not None:
            why = f"{problem.port}: {problem.why}" if problem.port else problem.why
            found.append(Refusal(guard, problem.node.removeprefix(guard), _bare(why, guard), problem.hint))
    return found or _named(job, error)


def _named(job: Job, error: WorkprintError) -> list[Refusal]:
    """Return the refusal of the shot that an error names somewhere in its words."""
    said = f"{error.attempted}: {error.why}"
    nodes = _nodes(job)
    for guard in job.guards:
        if re.search(rf"(?<![\w/]){re.escape(guard)}", said):
            named = [name for name in nodes if name.startswith(guard) and name in said]
            node = max(named, key=len, default=guard).removeprefix(guard)
            return [Refusal(guard, node, _bare(error.why or error.attempted, guard), error.hint)]
    return []


def _nodes(job: Job) -> list[str]:
    if isinstance(job.graph, Graph):
        return list(job.graph.nodes)
    return [str(node.get("id")) for node in job.graph.get("nodes", ()) if isinstance(node, Mapping)]


def _bare(text: str, guard: str) -> str:
    """Return words in which a shot's nodes are called as in its graph."""
    return re.sub(rf"(?<![\w/]){re.escape(guard)}", "", text)


def _guard_of(job: Job, node: str) -> str | None:
    own = [guard for guard in job.guards if node.startswith(guard)]
    return max(own, key=len, default=None)
