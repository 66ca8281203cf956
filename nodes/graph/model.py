"""A graph as frozen values: nodes by id, what feeds them, which of them leave the graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

from nodes.api.kinds import Json
from nodes.api.times import Time

from .errors import UnknownNode

T = TypeVar("T")

_EMPTY: Mapping[str, Any] = MappingProxyType({})
LINEAR = "linear"
"""Straight from one key to the next."""


def _empty() -> Mapping[str, Any]:
    return _EMPTY


def frozen(mapping: Mapping[str, T]) -> Mapping[str, T]:
    """Return the mapping behind a read-only view: a copy, unless it is such a view already."""
    if isinstance(mapping, MappingProxyType):
        return mapping
    return MappingProxyType(dict(mapping)) if mapping else _EMPTY


def thawed(mapping: Mapping[str, T]) -> dict[str, T]:
    """Return a copy that can be changed; of a read-only view many times faster than `dict` makes it."""
    return mapping.copy() if isinstance(mapping, MappingProxyType) else dict(mapping)


@dataclass(frozen=True, slots=True)
class Link:
    """One output of one node."""

    node: str
    port: str = "out"

    def __str__(self) -> str:
        return f"{self.node}.{self.port}"


@dataclass(frozen=True, slots=True)
class Keys:
    """Keyframes of a parameter: JSON values at times of the graph.

    `eases` say for each key how its value goes on to the next, by names of `nodes.graph.easing.EASES`;
    none where all go straight.
    """

    keys: tuple[tuple[Time, Json], ...]
    eases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if all(ease == LINEAR for ease in self.eases):
            object.__setattr__(self, "eases", ())

    @property
    def every_ease(self) -> tuple[str, ...]:
        """The ease of each key."""
        return self.eases or (LINEAR,) * len(self.keys)


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something at an input or a drive that this version cannot read; kept as it came."""

    data: Json


Feed: TypeAlias = Link | tuple[Link, ...] | Foreign
"""What an input is connected to; a tuple for a variadic one."""

Drive: TypeAlias = Link | Keys | Foreign
"""What moves a parameter."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class GraphNode:
    """A node in a graph.

    `type` and `version` name the code, `params` its values as JSON. `inputs` feed ports, `drives` move
    parameters (the value in `params` stays for when the drive is taken away). `bypass` passes the first
    fitting input through. `keep` stores results, None leaves that to the node's own spec. `position` is
    the canvas's. `extra` holds fields that this version does not know.
    """

    id: str
    type: str
    version: int = 1
    params: Mapping[str, Json] = field(default_factory=_empty)
    inputs: Mapping[str, Feed] = field(default_factory=_empty)
    drives: Mapping[str, Drive] = field(default_factory=_empty)
    bypass: bool = False
    keep: bool | None = None
    label: str = ""
    position: tuple[float, float] | None = None
    extra: Mapping[str, Json] = field(default_factory=_empty)

    def __post_init__(self) -> None:
        for name in ("params", "inputs", "drives", "extra"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    def __hash__(self) -> int:
        return hash((self.id, self.type, self.version))

    def feeds(self) -> Iterator[tuple[str, Link]]:
        """Yield each link with the input or parameter it goes to."""
        for name, feed in self.inputs.items():
            if isinstance(feed, Link):
                yield name, feed
            elif isinstance(feed, tuple):
                for link in feed:
                    yield name, link
        for name, drive in self.drives.items():
            if isinstance(drive, Link):
                yield name, drive


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Graph:
    """Nodes by id in the order they were added, and named outputs ("out" is the picture)."""

    nodes: Mapping[str, GraphNode] = field(default_factory=_empty)
    outputs: Mapping[str, Link] = field(default_factory=_empty)
    extra: Mapping[str, Json] = field(default_factory=_empty)

    def __post_init__(self) -> None:
        for name in ("nodes", "outputs", "extra"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    def __hash__(self) -> int:
        return hash((len(self.nodes), *self.outputs.items()))

    def node(self, id: str) -> GraphNode:
        """Return a node. Raises UnknownNode."""
        if id not in self.nodes:
            raise UnknownNode(
                f"Find node {id!r}", "the graph has no such node", hint=f"It has: {self._listed()}."
            )
        return self.nodes[id]

    def _listed(self) -> str:
        names = list(self.nodes)
        return ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "") or "none"
