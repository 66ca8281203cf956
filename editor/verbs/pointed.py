"""What a person pointed at: checked against the pictures, painted files kept by their content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import blake2b
from pathlib import Path

from editor.document.atomic import save_failed, write_whole
from nodes.api.errors import BadInput
from nodes.api.prompts import AnyPrompt, BoxPrompt, Click, Lock, MattePrompt, Prompts, ShapePrompt
from nodes.api.spec import Spec
from nodes.engine.client import Engine
from nodes.graph.edits import set_params
from nodes.graph.model import Graph
from nodes.media.info import MediaInfo

from .media import look_into, media_ref

_HINT = "Points are x,y in the picture's pixels, from its top left."


def with_kept_mattes(
    graph: Graph, specs: Mapping[str, Spec], engine: Engine, folder: Path, named: Callable[[Path], str]
) -> Graph:
    """Return the graph with each painted matte that prompts name kept in a folder under its content.

    What is painted over the file later is another matte, and what was followed by the old one is not taken
    for what follows from the new one. `named` says what the graph calls a file of the folder; such names are
    left as they are. Raises BadInput for a file that is not there, MediaError for one that is no picture,
    SaveFailed.
    """
    known = {named(path) for path in folder.iterdir()} if folder.is_dir() else set()

    def kept(path: str) -> str:
        return path if path in known else named(_kept(engine, path, folder))

    for node in graph.nodes.values():
        for name, prompts in prompts_of(graph, node.id, specs).items():
            graph = set_params(graph, node.id, {name: prompts.with_files(kept).to_json()})
    return graph


def prompts_of(graph: Graph, id: str, specs: Mapping[str, Spec]) -> dict[str, Prompts]:
    """Return what a node's parameters point at, by their names."""
    node = graph.nodes[id]
    spec = specs.get(node.type)
    names = [param.name for param in spec.params if param.kind.name == "prompts"] if spec else []
    said = {name: node.params.get(name) for name in names}
    return {name: Prompts.from_json(each) for name, each in said.items() if isinstance(each, dict)}


def check_prompts(prompts: Prompts, info: MediaInfo | None, attempted: str) -> None:
    """Raise BadInput where prompts stand beside the frames or the picture of the media they point into."""
    if info is None or info.format is None:
        return
    size = (info.format.width, info.format.height)
    for each in prompts.everything:
        if each.time not in info.range and info.kind != "still":
            frame = (each.time - info.start).at(info.rate).frame
            hint = f"It has frames 0 to {info.frame_count - 1}."
            raise BadInput(attempted, f"frame {frame} is not in the input", hint=hint)
        if not _meets(each, size):
            why = f"{_told(each)} is outside the picture, which has {size[0]}x{size[1]} pixels"
            raise BadInput(attempted, why, hint=_HINT)


def _kept(engine: Engine, path: str, folder: Path) -> Path:
    attempted = f"Read the painted matte '{path}'"
    place = Path(path).expanduser()
    if not place.is_file():
        raise BadInput(attempted, "there is no such file", hint="Write matte=FRAME:FILE.")
    look_into(engine, media_ref(str(place)))
    try:
        data = place.read_bytes()
        made = folder / f"{blake2b(data, digest_size=16).hexdigest()}{place.suffix.lower()}"
        if not made.exists():
            folder.mkdir(parents=True, exist_ok=True)
            write_whole(made, data)
    except OSError as error:
        raise save_failed(attempted, error) from error
    return made


def _meets(prompt: AnyPrompt, size: tuple[int, int]) -> bool:
    """Whether a click is in the picture, and of anything else some of it."""
    if isinstance(prompt, MattePrompt | Lock):
        return True
    if isinstance(prompt, Click):
        return 0 <= prompt.x < size[0] and 0 <= prompt.y < size[1]
    if isinstance(prompt, BoxPrompt):
        return prompt.x0 < size[0] and prompt.y0 < size[1] and prompt.x1 > 0 and prompt.y1 > 0
    half = 0.0 if isinstance(prompt, ShapePrompt) else prompt.width / 2
    xs, ys = [x for x, _ in prompt.points], [y for _, y in prompt.points]
    across = max(xs) + half > 0 and min(xs) - half < size[0]
    return across and max(ys) + half > 0 and min(ys) - half < size[1]


def _told(prompt: AnyPrompt) -> str:
    if isinstance(prompt, Click):
        return f"the point {prompt.x:g},{prompt.y:g}"
    return "a box" if isinstance(prompt, BoxPrompt) else "an outline or a stroke"
