"""Read `key=value` as a person types it: connections, keyframes, drives and plain values.

`key=@NAME.port` connects an input or drives a parameter (`key=@NAME` where NAME has one fitting output;
`@A.out,@B.out` for a variadic input), `key=FRAME:V;FRAME:V` sets keyframes (`FRAME:V:EASE` says how the way
to the next goes: linear, hold, smooth, or slow at its start or end), anything else is a value: lists with
commas, `none` for nothing, JSON where it starts with a bracket, `@@` for text that starts with an @. Frames
count from `origin`. A node with prompts also takes those of `prompt_text`; there `obj` says which object the
ones behind it point at, and is the node's own parameter only behind the last of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from nodes.api.errors import BadValue
from nodes.api.kinds import Json
from nodes.api.params import Param
from nodes.api.ports import Port, PortType
from nodes.api.prompts import Prompts
from nodes.api.spec import Spec
from nodes.api.times import Time

from .easing import EASES
from .edits import connect, drive, set_params
from .errors import GraphError
from .model import LINEAR, Feed, Graph, Keys, Link
from .prompt_text import PROMPT_KEYS, read_prompts
from .value_text import value_of

_KEY = re.compile(r"\s*(-?\d+):(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Connect:
    """Feed an input."""

    port: str
    feed: Feed


@dataclass(frozen=True, slots=True)
class Move:
    """Move a parameter by keyframes or a curve."""

    param: str
    by: Link | Keys


@dataclass(frozen=True, slots=True)
class Set:
    """Give a parameter a JSON value."""

    param: str
    value: Json


Assignment: TypeAlias = Connect | Move | Set


def assign(graph: Graph, id: str, texts: Sequence[str], specs: Mapping[str, Spec], *, origin: Time) -> Graph:
    """Return the graph with `key=value` texts carried out on a node.

    Raises GraphError for a key the node does not have, a node or output that does not exist, or a text
    without "="; BadValue for a value that does not fit.
    """
    for step in parse_assignments(graph, id, texts, specs, origin=origin):
        if isinstance(step, Connect):
            graph = connect(graph, id, step.port, step.feed)
        elif isinstance(step, Move):
            graph = drive(graph, id, step.param, step.by)
        else:
            graph = set_params(graph, id, {step.param: step.value})
    return graph


def parse_assignments(
    graph: Graph, id: str, texts: Sequence[str], specs: Mapping[str, Spec], *, origin: Time
) -> tuple[Assignment, ...]:
    """Return what the texts say for a node, checked against its spec; raises as `assign`."""
    node = graph.node(id)
    spec = specs.get(node.type)
    if spec is None:
        raise GraphError(f"Set up {id!r}", f"there is no node {node.type!r} here")
    scene = _Scene(graph, specs, origin)
    steps: list[Assignment] = []
    pointed: list[tuple[str, str]] = []
    prompts = next((param for param in spec.params if param.kind.name == "prompts"), None)
    last = max((place for place, text in enumerate(texts) if _points(text)), default=-1) if prompts else -1
    for place, text in enumerate(texts):
        key, equals, value = text.partition("=")
        if not equals:
            raise GraphError(f"Read {text!r}", "it is no key=value", hint="Write for example amount=1.2.")
        port, param = spec.input(key), spec.param(key)
        if port:
            steps.append(_of_port(scene, id, port, value))
        elif place < last and key == "obj":
            pointed.append((key, value))
        elif param:
            steps.append(_of_param(scene, spec, param, value))
        elif prompts and key in PROMPT_KEYS:
            pointed.append((key, value))
        else:
            known = (
                ", ".join([*(each.name for each in spec.inputs), *(each.name for each in spec.params)])
                or "nothing"
            )
            why = "it has no such input or parameter"
            raise GraphError(f"Set {key!r} of {node.type}", why, hint=f"It has: {known}.")
    if prompts and pointed:
        said = read_prompts(pointed, origin)
        whole = next((step for step in steps if isinstance(step, Set) and step.param == prompts.name), None)
        if whole is not None and isinstance(whole.value, dict):
            said = Prompts.from_json(whole.value).joined(said)
        steps.append(Set(prompts.name, said.to_json()))
    return tuple(steps)


def _points(text: str) -> bool:
    """Whether a text points at an object."""
    key = text.partition("=")[0]
    return key in PROMPT_KEYS and key != "obj"


@dataclass(frozen=True, slots=True)
class _Scene:
    graph: Graph
    specs: Mapping[str, Spec]
    origin: Time


def _of_port(scene: _Scene, id: str, port: Port, text: str) -> Connect:
    links = tuple(_link(scene, each, port.type) for each in text.split(","))
    if port.variadic:
        return Connect(port.name, links)
    if len(links) > 1:
        raise GraphError(f"Connect {id}.{port.name}", "it takes one connection", hint="Name one output.")
    return Connect(port.name, links[0])


def _of_param(scene: _Scene, spec: Spec, param: Param, text: str) -> Move | Set:
    if text.startswith("@") and not text.startswith("@@"):
        return Move(param.name, _link(scene, text, "curve"))
    pieces = _keyframes(param, text)
    if pieces and param.animatable:
        keys, eases = [], []
        for frame, said, ease in pieces:
            value = value_of(param.kind.moment, said, scene.origin)
            param.decode_key(value, node=spec.id)
            keys.append((scene.origin + Time(frame, scene.origin.rate), value))
            eases.append(ease)
        return Move(param.name, Keys(tuple(keys), tuple(eases)))
    if pieces:
        why = f"it cannot change over time on a {spec.shape} node"
        raise BadValue(f"Set {param.name!r} of {spec.id}", why, hint="Give it one value.", port=param.name)
    value = None if text == "none" and param.nullable else value_of(param.kind.moment, text, scene.origin)
    param.decode(value, node=spec.id)
    return Set(param.name, value)


def _keyframes(param: Param, text: str) -> list[tuple[int, str, str]]:
    """Return frames, texts of values and eases where the text has the form of keyframes, else nothing."""
    plain = param.kind.moment
    if plain.name in ("str", "file", "model", "prompts") or text in map(str, plain.choices):
        return []
    found = [_KEY.fullmatch(piece) for piece in text.split(";")]
    return [(int(each[1]), *_eased(each[2].strip())) for each in found if each] if all(found) else []


def _eased(said: str) -> tuple[str, str]:
    """Return the text of a value and how it goes on, which may stand behind it after a colon."""
    value, colon, ease = said.rpartition(":")
    return (value.strip(), ease) if colon and ease in EASES else (said, LINEAR)


def _link(scene: _Scene, text: str, wanted: PortType) -> Link:
    text = text.strip()
    if not text.startswith("@"):
        raise GraphError(f"Connect {text!r}", "a connection starts with @", hint="Write @NAME.port.")
    name, dot, port = text[1:].rpartition(".")
    if not dot or (name not in scene.graph.nodes and text[1:] in scene.graph.nodes):
        name, port = text[1:], ""
    spec = scene.specs.get(scene.graph.node(name).type)
    offered = spec.outputs if spec else ()
    made = ", ".join(f"@{name}.{each.name}" for each in offered)
    if port:
        if spec and spec.output(port) is None:
            raise GraphError(f"Connect {text}", f"{name!r} has no output {port!r}", hint=f"It has: {made}.")
        return Link(name, port)
    fitting = [each.name for each in offered if each.type == wanted] if spec else ["out"]
    if len(fitting) != 1:
        why = f"{name!r} has {len(fitting)} outputs that are a {wanted}"
        raise GraphError(f"Connect {text}", why, hint=f"It has: {made}.")
    return Link(name, fitting[0])
