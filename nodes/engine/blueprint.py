"""What all nodes of one type have in common, worked out once for a job."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from nodes.api import ColourSpace, Node, Param, Spec
from nodes.api.ports import PortType

from .keys import DOMAINS, STATEFUL, head, is_anchored, stated


@dataclass(frozen=True, slots=True, eq=False)
class Blueprint:
    """A node type as the engine calls it at one proxy scale.

    `settings` are the parameters' defaults as its function wants them and `stated` the same as text for
    keys; both leave out what has no default. `prefix` begins every key of such a node. `fixed` holds the
    arguments of every call that come from neither parameters nor inputs nor the node's place.
    """

    node: Node[..., Any]
    function: Callable[..., Any]
    spec: Spec
    scale: Fraction
    space: ColourSpace
    prefix: str
    settings: Mapping[str, Any]
    stated: Mapping[str, str]
    fixed: Mapping[str, Any]
    inputs: Mapping[str, tuple[PortType, bool]]
    outputs: Mapping[str, PortType]
    needed: frozenset[str]
    unset: tuple[Param, ...]
    """The parameters that have no default: files, and seeds that come from the take."""
    files: tuple[str, ...]
    models: tuple[Param, ...]
    lists: tuple[str, ...]
    injects: Mapping[str, str]
    """The arguments by kind that change from call to call: time, context."""
    placed: tuple[tuple[str, str], ...]
    """The arguments, with their kinds, that depend on where the node stands: range, format."""
    is_direct: bool
    """Whether a call needs nothing but parameters, inputs and that time itself: the usual node."""
    is_plain: bool
    """Whether, with nothing set, all about it is known from its inputs: see `plain`."""
    changes: bool
    """Whether it makes something else at another time even where its inputs and parameters do not."""
    asks_domain: bool
    gives_frame: bool
    """Whether its one output is a picture."""
    is_stateful: bool
    is_anchored: bool
    reads_shot: bool
    is_told: bool
    """Whether keys say something of the place where such a node stands."""


@lru_cache(maxsize=1024)
def blueprint_of(node: Node[..., Any], scale: Fraction, space: tuple[tuple[str, str], ...]) -> Blueprint:
    """Return the blueprint of a node at a scale; `space` is the working space with its fingerprint."""
    colour = dict(space)
    spec = node.spec
    injects = {each.kind: each.name for each in spec.injected}
    unset = tuple(param for param in spec.params if param.required or param.kind.name == "seed")
    known = [param for param in spec.params if param not in unset]
    defaults = {param.name: param.decode(param.default, node=spec.id) for param in known}
    scaled = {param.name: param.scaled(defaults[param.name], float(scale)) for param in known}
    pictures = any(port.type in ("frame", "matte") for port in spec.inputs)
    files = tuple(param.name for param in spec.params if param.kind.name == "file")
    models = tuple(param for param in spec.params if param.kind.name == "model")
    windows = any(port.variadic or port.type in ("audio", "curve") for port in spec.inputs)
    shots = any(each.kind == "shot" for each in spec.injected)
    asks = spec.has_times or spec.has_regions
    told = ColourSpace(colour["config"], colour["name"])
    reads = asks or files or models or windows or shots
    is_direct = spec.shape == "frame" and not (reads or "context" in injects)
    is_told = is_anchored(spec) or "format" in injects
    hooked = spec.has_format or spec.has_range
    return Blueprint(
        node=node,
        function=node.__wrapped__,
        spec=spec,
        scale=scale,
        space=told,
        prefix=head(spec, scale, colour),
        settings=defaults if scale == 1 else scaled,
        stated={param.name: stated(param, defaults[param.name]) for param in known},
        fixed={
            **{port.name: None for port in spec.inputs if port.optional and not port.variadic},
            **{each.name: told for each in spec.injected if each.kind == "colour"},
        },
        inputs={port.name: (port.type, port.variadic) for port in spec.inputs},
        outputs={port.name: port.type for port in spec.outputs},
        needed=frozenset(port.name for port in spec.inputs if not port.optional),
        unset=unset,
        files=files,
        models=models,
        lists=tuple(port.name for port in spec.inputs if port.variadic),
        injects={kind: name for kind, name in injects.items() if kind in ("time", "context")},
        placed=tuple((each.name, each.kind) for each in spec.injected if each.kind in ("range", "format")),
        is_direct=is_direct,
        is_plain=bool(spec.inputs) and is_direct and not (injects or unset or is_told or hooked),
        changes=spec.has_times or spec.shape in DOMAINS,
        asks_domain=spec.shape in DOMAINS or (spec.shape == "signal" and pictures) or "range" in injects,
        gives_frame=len(spec.outputs) == 1 and spec.outputs[0].type == "frame",
        is_stateful=spec.shape in STATEFUL,
        is_anchored=is_anchored(spec),
        reads_shot=shots,
        is_told=is_told,
    )
