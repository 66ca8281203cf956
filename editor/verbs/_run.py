"""`run`: one node on a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from editor.compile.plate import timecode_at
from nodes.api.errors import BadInput
from nodes.api.formats import Format
from nodes.api.ports import Port
from nodes.api.spec import Spec
from nodes.api.times import Range, Rate, Time
from nodes.engine.asked import Asked
from nodes.engine.client import Engine
from nodes.engine.job import Job
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.serialise import to_json
from nodes.graph.text import assign
from nodes.media.info import MediaInfo

from ._nodes import unknown_node
from .colour import new_colour
from .files import Written, render_to
from .media import look_into, media_ref
from .outputs import output_of
from .said import read_rate, read_size, stretch
from .support import Progress, an_engine, telling, untold

_INPUT = "input"
_NOTHING = Asked()
_MADE = Format(1920, 1080, Rate(24))


def run(
    node: str,
    input: str | Path | None,
    output: str | Path,
    *,
    settings: Mapping[str, str] | None = None,
    range: str | Range | None = None,
    seed: int = 1,
    codec: str | None = None,
    asked: Asked = _NOTHING,
    size: str | tuple[int, int] | None = None,
    rate: str | Rate | None = None,
    engine: Engine | None = None,
    progress: Progress = untold,
) -> Written:
    """Run one node on a movie, a picture or a folder of pictures, and write what it makes.

    `settings` are parameters as on the command line; frames in them, and `range` (`A-B`, inclusive),
    count from the input's first. A source node takes no input and needs a range; `size` and `rate` say
    what it makes (1920x1080, 24). Colours are worked in as in a new project. Raises BadInput for a
    node, input or setting that does not fit.
    """
    attempted = f"Run '{node}'"
    place = output_of(output, attempted)
    if input is not None and (size is not None or rate is not None):
        hint = "Leave --size and --rate out."
        raise BadInput(attempted, "its pictures have the input's size and rate", hint=hint)
    with an_engine(engine) as running:
        specs = running.specs()
        if node not in specs:
            raise unknown_node(node, list(specs))
        settings = settings or {}
        if input is None:
            setup = _source(specs, node, settings, seed, _made(size, rate, attempted))
        else:
            setup = _reader(running, specs, node, str(input), settings, seed)
        span = _wanted(setup, range, attempted)
        return render_to(
            running,
            setup.job,
            span,
            place,
            asked=asked if codec is None else replace(asked, codec=codec),
            timecode=None if setup.info is None else timecode_at(setup.info, span.start),
            numbers=setup.info,
            told=telling(progress, f"running {node}"),
        )


@dataclass(frozen=True, slots=True)
class _Setup:
    """A job of one node; `origin` is the time of frame 0, `info` its input's facts, None for a source."""

    job: Job
    origin: Time
    info: MediaInfo | None = None


def _wanted(setup: _Setup, range: str | Range | None, attempted: str) -> Range:
    """Return what is to be run, in the input's media time."""
    rate = setup.origin.rate
    asked = range
    if isinstance(asked, str):
        asked = stretch(asked, rate, Time.zero(rate), attempted)
    if asked is not None:
        asked = asked.at(rate).moved(setup.origin)
    if setup.info is None:
        if asked is None:
            raise BadInput(attempted, "nothing says how long", hint="Add --range 0-47.")
        return asked
    whole = setup.info.range
    if asked is not None and (asked.is_empty or not whole.covers(asked)):
        last = whole.frame_count - 1
        raise BadInput(attempted, f"'{range}' is not within the input", hint=f"It has frames 0 to {last}.")
    return asked or whole


def _made(size: str | tuple[int, int] | None, rate: str | Rate | None, attempted: str) -> Format:
    """Return the format of what a source node makes."""
    width, height = read_size(size, attempted) if size is not None else (_MADE.width, _MADE.height)
    return Format(width, height, read_rate(rate, attempted) if rate is not None else _MADE.rate)


def _source(
    specs: Mapping[str, Spec], node: str, settings: Mapping[str, str], seed: int, format: Format
) -> _Setup:
    """Return the job of a node that reads nothing."""
    spec = specs[node]
    if _picture_port(spec) is not None or _file_param(spec) is not None:
        hint = "Name a file, a folder of pictures or a pattern."
        raise BadInput(f"Run '{node}'", "it reads pictures and no input is named", hint=hint)
    origin = Time.zero(format.rate)
    graph = _graph(specs, node, {node: GraphNode(node, node, spec.version)}, settings, origin)
    return _Setup(Job(graph, format, {}, new_colour(), seed=seed), origin)


def _reader(
    engine: Engine, specs: Mapping[str, Spec], node: str, input: str, settings: Mapping[str, str], seed: int
) -> _Setup:
    """Return the job of a node that reads the pictures of an input."""
    spec = specs[node]
    port, file = _picture_port(spec), _file_param(spec)
    attempted = f"Run '{node}' on '{input}'"
    if port is None and file is None:
        raise BadInput(attempted, "it reads no pictures", hint="Leave the input out.")
    bound = look_into(engine, media_ref(input))
    info = bound.info
    if info.format is None:
        raise BadInput(attempted, "the input holds sound but no picture", hint="Name pictures.")
    if port is None:
        nodes = {node: GraphNode(node, node, spec.version, params={str(file): _INPUT})}
    else:
        source = GraphNode(_INPUT, "source.media", params={"file": _INPUT})
        feed = (Link(_INPUT),) if port.variadic else Link(_INPUT)
        nodes = {_INPUT: source, node: GraphNode(node, node, spec.version, inputs={port.name: feed})}
    graph = _graph(specs, node, nodes, settings, info.start)
    return _Setup(Job(graph, info.format, {_INPUT: bound}, new_colour(), seed=seed), info.start, info)


def _graph(
    specs: Mapping[str, Spec],
    node: str,
    nodes: Mapping[str, GraphNode],
    settings: Mapping[str, str],
    origin: Time,
) -> Mapping[str, Any]:
    graph = Graph(nodes, {"out": Link(node, specs[node].outputs[0].name)})
    words = [f"{key}={value}" for key, value in settings.items()]
    return to_json(assign(graph, node, words, specs, origin=origin))


def _picture_port(spec: Spec) -> Port | None:
    return next((port for port in spec.inputs if port.type == "frame"), None)


def _file_param(spec: Spec) -> str | None:
    return next((param.name for param in spec.params if param.kind.name == "file"), None)
