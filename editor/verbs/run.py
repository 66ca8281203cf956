"""`run`: one node on a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nodes.api.errors import BadInput
from nodes.api.formats import Format
from nodes.api.spec import Spec
from nodes.api.times import Range, Rate, Time
from nodes.engine.client import Engine
from nodes.engine.job import Job
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.serialise import to_json
from nodes.graph.text import assign

from .files import Written, render_to
from .media import look_into, media_ref
from .new import read_rate, read_size
from .nodes import unknown_node
from .support import Progress, an_engine, output_path, stretch, telling, untold

_INPUT = "input"
_MADE = Format(1920, 1080, Rate(24))
_COLOUR: Mapping[str, str] = {"config": "", "name": "ACEScg"}


def run(
    node: str,
    input: str | Path | None,
    output: str | Path,
    *,
    settings: Mapping[str, str] | None = None,
    range: str | Range | None = None,
    seed: int = 1,
    codec: str | None = None,
    size: str | tuple[int, int] | None = None,
    rate: str | Rate | None = None,
    engine: Engine | None = None,
    progress: Progress = untold,
) -> Written:
    """Run one node on a movie, a picture or a folder of pictures, and write what it makes.

    `settings` are parameters as on the command line; frames in them, and `range` (`A-B`, inclusive),
    count from the input's first. A source node takes no input and needs a range; `size` and `rate` say
    what it makes (1920x1080, 24). Raises BadInput for a node, input or setting that does not fit.
    """
    attempted = f"Run '{node}'"
    place = output_path(Path(output), attempted)
    with an_engine(engine) as running:
        specs = running.specs()
        if node not in specs:
            raise unknown_node(node, list(specs))
        made = _made(size, rate, attempted)
        job, whole, origin = _job(running, specs, node, input, dict(settings or {}), seed, made)
        wanted = whole
        if range is not None:
            counted = range if isinstance(range, Range) else None
            asked = counted or stretch(str(range), origin.rate, Time.zero(origin.rate), attempted)
            wanted = asked.moved(origin)
            wanted = Range(wanted.start.at(origin.rate), wanted.duration.at(origin.rate))
        if wanted is None:
            raise BadInput(attempted, "nothing says how long", hint="Add --range 0-47.")
        if whole is not None and (wanted.is_empty or not whole.covers(wanted)):
            count = whole.frame_count
            raise BadInput(attempted, f"'{range}' is not within the input: it has frames 0 to {count - 1}")
        return render_to(
            running,
            job,
            wanted,
            place,
            codec=codec,
            first=wanted.start.frame,
            told=telling(progress, f"running {node}"),
        )


def _made(size: str | tuple[int, int] | None, rate: str | Rate | None, attempted: str) -> Format:
    """Return the format of what a source node makes."""
    width, height = read_size(size, attempted) if size is not None else (_MADE.width, _MADE.height)
    return Format(width, height, read_rate(rate, attempted) if rate is not None else _MADE.rate)


def _job(
    engine: Engine,
    specs: Mapping[str, Spec],
    node: str,
    input: str | Path | None,
    settings: dict[str, str],
    seed: int,
    format: Format,
) -> tuple[Job, Range | None, Time]:
    """Return the job, the range of its input (None for a source), and the time of frame 0."""
    spec = specs[node]
    port = next((each for each in spec.inputs if each.type == "frame"), None)
    file = next((param.name for param in spec.params if param.kind.name == "file"), None)
    if input is None and (port is not None or file is not None):
        raise BadInput(
            f"Run '{node}'", "it reads pictures and no input is named", hint="Name a file or folder."
        )
    if input is not None and port is None and file is None:
        raise BadInput(f"Run '{node}' on '{input}'", "it reads no pictures", hint="Leave the input out.")
    if input is None:
        origin = Time.zero(format.rate)
        graph = Graph({node: GraphNode(node, node, spec.version)}, {"out": Link(node, spec.outputs[0].name)})
        graph = assign(graph, node, [f"{k}={v}" for k, v in settings.items()], specs, origin=origin)
        return Job(to_json(graph), format, {}, _COLOUR, seed=seed), None, origin
    bound = look_into(engine, media_ref(str(input)))
    info = bound.info
    if info.format is None:
        raise BadInput(f"Run '{node}' on '{input}'", "it holds sound but no picture", hint="Name pictures.")
    if port is None:
        made = GraphNode(node, node, spec.version, params={str(file): _INPUT})
        nodes = {node: made}
    else:
        source = GraphNode(_INPUT, "source.media", params={"file": _INPUT})
        feed = (Link(_INPUT),) if port.variadic else Link(_INPUT)
        nodes = {_INPUT: source, node: GraphNode(node, node, spec.version, inputs={port.name: feed})}
    graph = Graph(nodes, {"out": Link(node, spec.outputs[0].name)})
    graph = assign(graph, node, [f"{k}={v}" for k, v in settings.items()], specs, origin=info.start)
    return Job(to_json(graph), info.format, {_INPUT: bound}, _COLOUR, seed=seed), info.range, info.start
