"""The job of one node run on files: its input, and what else its settings name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from editor.compile.models import with_models
from editor.folders import cache_folder
from nodes.api.errors import BadInput
from nodes.api.formats import Format
from nodes.api.ports import Port
from nodes.api.spec import Spec
from nodes.api.times import Range, Time
from nodes.engine.client import Engine
from nodes.engine.job import Bound, Job
from nodes.graph.model import Feed, Graph, GraphNode, Link
from nodes.graph.serialise import to_json
from nodes.graph.text import assign
from nodes.media.info import MediaInfo

from .colour import new_colour
from .matte_out import MatteOut, with_matte
from .media import look_into, media_ref
from .pointed import check_prompts, prompts_of, with_kept_mattes
from .said import place_of

INPUT = "input"
Settings: TypeAlias = Mapping[str, str] | Sequence[tuple[str, str]]
"""Parameters as texts, by name or in order."""


@dataclass(frozen=True, slots=True)
class Setup:
    """A job of one node; `origin` is the time of frame 0, `whole` all that its input has.

    `info` are its input's facts, None for a source; `whole` is None where nothing says how long.
    """

    job: Job
    origin: Time
    whole: Range | None = None
    info: MediaInfo | None = None


def setup_of(
    engine: Engine,
    specs: Mapping[str, Spec],
    node: str,
    input: str | None,
    settings: Settings,
    seed: int,
    made: Format,
    matte: MatteOut | None = None,
) -> Setup:
    """Return the job of a node over an input; `made` is the format where no picture of the input says.

    A setting of a picture, matte or sound input that does not start with @ names files, with commas where
    it takes several. `matte` is what its mattes are to become. Raises BadInput for an input that is lacking,
    too much, or of the wrong sort.
    """
    spec = specs[node]
    port, file = main_input(spec)
    if input is None:
        if file is not None or (port is not None and not port.optional):
            hint = "Name a file, a folder of pictures or a pattern."
            what = "sound" if listens(spec) else "pictures"
            raise BadInput(f"Run '{node}'", f"it reads {what} and no input is named", hint=hint)
        origin, whole, info, media = Time.zero(made.rate), None, None, {}
        format = made
    else:
        attempted = f"Run '{node}' on '{input}'"
        if port is None and file is None:
            raise BadInput(attempted, "it reads no pictures", hint="Leave the input out.")
        bound = look_into(engine, media_ref(input))
        info, media = bound.info, {INPUT: bound}
        format, whole = _facts(bound, made, listens(spec), attempted)
        origin = whole.start
    graph = Graph({node: GraphNode(node, node, spec.version)}, {"out": Link(node, spec.outputs[0].name)})
    pairs = list(settings.items() if isinstance(settings, Mapping) else settings)
    words = _inputs(spec, pairs)
    if input is not None and port is not None:
        graph = _fed(graph, node, port, [INPUT], media)
    elif input is not None:
        graph = _with(graph, replace(graph.nodes[node], params={str(file): INPUT}))
    for name, text in words.items():
        other = spec.input(name)
        assert other is not None
        names = [f"{name} {place}" for place in range(len(text.split(",")))]
        for each, path in zip(names, text.split(","), strict=True):
            bound = look_into(engine, media_ref(path.strip()))
            media[each] = _as_data(bound) if other.type == "matte" else bound
        graph = _fed(graph, node, other, names, media)
    texts = [f"{key}={_text(spec, key, value)}" for key, value in pairs if key not in words]
    graph = assign(graph, node, texts, specs, origin=origin)
    for prompts in prompts_of(graph, node, specs).values():
        check_prompts(prompts, info, f"Run '{node}'")
    graph = with_kept_mattes(graph, specs, engine, cache_folder() / "mattes", str)
    if matte is not None:
        picture = Link(INPUT) if port is not None and port.type == "frame" else None
        graph = with_matte(graph, spec, matte, picture, f"Run '{node}'")
    domains = {} if whole is None else {INPUT: whole}
    job = Job(to_json(graph), format, media, new_colour(), seed=seed, domains=domains)
    return Setup(with_models(job), origin, whole, info)


def main_input(spec: Spec) -> tuple[Port | None, str | None]:
    """Return what the input of `run` feeds: the first picture port, else a sound port, else a file."""
    for type in ("frame", "audio"):
        for port in spec.inputs:
            if port.type == type and not (port.variadic and _sound_port(spec)):
                return port, None
    return None, next((param.name for param in spec.params if param.kind.name == "file"), None)


def _sound_port(spec: Spec) -> bool:
    return any(port.type == "audio" and not port.optional for port in spec.inputs)


def listens(spec: Spec) -> bool:
    """Return whether a node's input is a sound."""
    port, file = main_input(spec)
    param = None if file is None else spec.param(file)
    return port.type == "audio" if port is not None else param is not None and param.kind.of == "audio"


def _facts(bound: Bound, made: Format, hears: bool, attempted: str) -> tuple[Format, Range]:
    """Return the format of what is made of an input, and how long that is."""
    info = bound.info
    if not hears:
        if info.format is None:
            raise BadInput(attempted, "the input holds sound but no picture", hint="Name pictures.")
        return info.format, info.range
    if info.sound is None:
        raise BadInput(attempted, "the input holds no sound", hint="Name a file that has sound.")
    start = info.start.at(made.rate).floor()
    seconds = (info.sound.first + info.sound.samples) * made.rate.fraction / info.sound.rate
    return made, Range(start, Time(seconds, made.rate).ceil())


def _inputs(spec: Spec, pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the settings that name files for inputs."""
    found: dict[str, str] = {}
    for key, text in pairs:
        port = spec.input(key)
        if port is not None and port.type != "curve" and not text.startswith("@"):
            if key in found:
                raise BadInput(
                    f"Run '{spec.id}'", f"'{key}' is given twice", hint="Put commas between files."
                )
            found[key] = text
    return found


def _text(spec: Spec, key: str, value: str) -> str:
    """Return a setting's text: of prompts that are named as a file of JSON what the file holds."""
    param = spec.param(key)
    if param is None or param.kind.name != "prompts" or value.lstrip().startswith("{"):
        return value
    try:
        return place_of(value).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        hint = "Name a file of prompts as JSON."
        raise BadInput(f"Read the prompts '{value}'", str(error), hint=hint) from error


def _as_data(bound: Bound) -> Bound:
    """Return media whose samples are taken as they are: a matte is no colour."""
    return replace(bound, info=replace(bound.info, colour=replace(bound.info.colour, data=True)))


def _fed(graph: Graph, node: str, port: Port, names: list[str], media: Mapping[str, Bound]) -> Graph:
    """Return the graph with an input fed by files that are bound by name; a matte's alpha counts first."""
    if len(names) > 1 and not port.variadic:
        raise BadInput(f"Run '{node}'", f"its {port.name} takes one file", hint="Name one file.")
    links = []
    for name in names:
        if port.type == "audio":
            graph = _with(graph, GraphNode(name, "source.sound", params={"file": name}))
        else:
            graph = _with(graph, GraphNode(name, "source.media", params={"file": name}))
        if port.type == "matte":
            channel = {"name": "A" if media[name].info.has_alpha else "R"}
            matte = GraphNode(f"{name} matte", "matte.channel", inputs={"image": Link(name)}, params=channel)
            graph = _with(graph, matte)
            links.append(Link(matte.id))
        else:
            links.append(Link(name))
    feed: Feed = tuple(links) if port.variadic else links[0]
    place = graph.nodes[node]
    return _with(graph, replace(place, inputs={**place.inputs, port.name: feed}))


def _with(graph: Graph, node: GraphNode) -> Graph:
    return replace(graph, nodes={**graph.nodes, node.id: node})
