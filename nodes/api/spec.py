"""A node's signature as data: what windows, plans and other processes know of it without its code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from .kinds import Json
from .params import Param
from .ports import Port

Shape: TypeAlias = Literal["frame", "around", "chunks", "stream", "clip", "signal"]
"""How the engine calls a node.

`frame` once for each time, `around` once for each time with its neighbours, `chunks` window by window,
`stream` once with frames in order, `clip` once with a seekable reader, `signal` once for a Curve or Audio.
"""

_NOTHING: Any = None


@dataclass(frozen=True, slots=True)
class Injected:
    """An argument that the engine fills: time, range, format, context, colour, or shot (read as `of`)."""

    name: str
    kind: Literal["time", "range", "format", "context", "colour", "shot"]
    of: str = ""


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """An argument that the host fills with a leased model."""

    argument: str
    capability: str
    card: str = ""


@dataclass(frozen=True, slots=True)
class Spec:
    """What a node is: everything but its code.

    `doc` is the whole docstring, `summary` its first paragraph. `has_times`, `has_format`, `has_range` and
    `has_regions` say that the node chooses input times, its format, its stretch, the parts of its inputs
    that it needs. `keep` says that results are worth storing.
    """

    id: str
    version: int
    shape: Shape
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    params: tuple[Param, ...] = ()
    injected: tuple[Injected, ...] = ()
    doc: str = ""
    has_times: bool = False
    keep: bool = False
    has_format: bool = False
    has_range: bool = False
    has_regions: bool = False
    _input: Mapping[str, Port] = field(init=False, repr=False, compare=False, default=_NOTHING)
    _output: Mapping[str, Port] = field(init=False, repr=False, compare=False, default=_NOTHING)
    _param: Mapping[str, Param] = field(init=False, repr=False, compare=False, default=_NOTHING)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_input", {port.name: port for port in self.inputs})
        object.__setattr__(self, "_output", {port.name: port for port in self.outputs})
        object.__setattr__(self, "_param", {param.name: param for param in self.params})

    @property
    def summary(self) -> str:
        """The docstring's first paragraph on one line."""
        return " ".join(self.doc.split("\n\n", 1)[0].split())

    @property
    def is_source(self) -> bool:
        """Whether nothing can be connected to it: what it makes comes from outside the graph."""
        return not self.inputs

    @property
    def takes_seed(self) -> bool:
        """Whether the take's seed can change what it makes."""
        return any(param.kind.name == "seed" for param in self.params)

    @property
    def models(self) -> tuple[ModelRequest, ...]:
        """The models it asks for."""
        return tuple(
            ModelRequest(param.name, param.kind.of, param.default or "")
            for param in self.params
            if param.kind.name == "model"
        )

    def input(self, name: str) -> Port | None:
        """Return the input of that name, or None."""
        return self._input.get(name)

    def output(self, name: str) -> Port | None:
        """Return the output of that name, or None."""
        return self._output.get(name)

    def param(self, name: str) -> Param | None:
        """Return the parameter of that name, or None."""
        return self._param.get(name)

    def defaults(self) -> Iterator[tuple[str, Json]]:
        """Yield name and JSON default of each parameter that has one."""
        for param in self.params:
            if not param.required:
                yield param.name, param.default

    def to_json(self) -> Json:
        """Return plain data from which `from_json` makes an equal spec."""
        return {
            "id": self.id,
            "version": self.version,
            "shape": self.shape,
            "inputs": [port.to_json() for port in self.inputs],
            "outputs": [port.to_json() for port in self.outputs],
            "params": [param.to_json() for param in self.params],
            "injected": [{"name": each.name, "kind": each.kind, "of": each.of} for each in self.injected],
            "doc": self.doc,
            "has_times": self.has_times,
            "keep": self.keep,
            "has_format": self.has_format,
            "has_range": self.has_range,
            "has_regions": self.has_regions,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> Spec:
        """Return the spec that `to_json` described."""
        return cls(
            data["id"],
            data["version"],
            data["shape"],
            tuple(Port.from_json(port) for port in data["inputs"]),
            tuple(Port.from_json(port) for port in data["outputs"]),
            tuple(Param.from_json(param) for param in data["params"]),
            tuple(Injected(**each) for each in data["injected"]),
            data["doc"],
            data["has_times"],
            data["keep"],
            data["has_format"],
            data["has_range"],
            data["has_regions"],
        )
