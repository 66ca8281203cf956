"""The core nodes as people use them: each one's own example, through a real engine, on a small plate."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import OpenImageIO as oiio
import pytest

from editor.compile.graphs import plain_graph
from editor.engine import start_engine
from editor.ui.inspector.fields import fields_of
from editor.verbs import run as run_node
from editor.verbs.colour import new_colour
from editor.verbs.media import look_into, media_ref
from nodes.api import Box, Native, Node, Rate, Spec, Time
from nodes.engine.catalog import catalog_of
from nodes.engine.client import Engine
from nodes.engine.errors import CannotRun
from nodes.engine.job import Bound, Job
from nodes.graph.chain import append
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.serialise import to_json
from nodes.graph.text import assign
from nodes.graph.validate import require_valid
from tests.support.movies import write_movie

FAMILIES = ("composite", "color", "filter", "matte", "key", "time", "draw")
CATALOG: Mapping[str, Node] = {
    id: node for id, node in catalog_of([]).items() if id.partition(".")[0] in FAMILIES
}
SPECS: Mapping[str, Spec] = {id: node.spec for id, node in catalog_of([]).items()}
PROMISED = re.findall(
    r"\S+",
    """
    composite.over composite.plus composite.multiply composite.merge composite.keymix composite.transform
    composite.crop composite.reformat color.grade color.cdl color.saturation color.convert filter.blur
    filter.sharpen matte.combine matte.grow matte.feather matte.invert key.luma key.chroma time.retime
    time.freeze time.offset draw.solid draw.text draw.noise
    """,
)
FRAMES = 10


def example_of(spec: Spec) -> list[str]:
    """The words of the example that a node's help ends with."""
    _, found, said = spec.doc.partition("Example: ")
    assert found, f"{spec.id} has no example"
    return shlex.split(" ".join(said.split()))


@pytest.fixture
def plate(tmp_path: Path) -> Path:
    """Ten frames of 64x36 that move, with timecode 01:00:00:00."""
    place = tmp_path / "plate.mkv"
    pictures = []
    for frame in range(FRAMES):
        luma = np.full((36, 64), 60 + 8 * frame, np.uint8)
        luma[8:28, 10 + 3 * frame : 30 + 3 * frame] = 200
        chroma = np.full((36, 64), 110, np.uint8)
        chroma[:, 40:] = 90
        pictures.append(Native("yuv444p", (luma, chroma, chroma[:, ::-1].copy())))
    write_movie(place, pictures, timecode="01:00:00:00")
    return place


@pytest.fixture
def engine() -> Iterator[Engine]:
    with start_engine() as running:
        yield running


@pytest.fixture
def bound(engine: Engine, plate: Path) -> Bound:
    return look_into(engine, media_ref(str(plate)))


def test_the_core_set_is_there():
    assert set(PROMISED) <= set(CATALOG)


@pytest.mark.parametrize("id", CATALOG)
def test_each_node_tells_what_it_and_its_parameters_do(id):
    spec = CATALOG[id].spec
    assert spec.summary.endswith(".") and len(spec.summary) < 120
    assert [param.name for param in spec.params if not param.help] == []
    for param in spec.params:
        number = param.kind.name in ("float", "int", "tuple")
        assert param.slider is not None or not number, param.name
    node = GraphNode("n", id)
    fields = fields_of(node, spec)
    assert len(fields) == len(spec.params)
    assert {field.control for field in fields} <= {
        "number",
        "numbers",
        "colour",
        "whole",
        "seed",
        "switch",
        "choice",
        "text",
        "words",
        "list",
        "model",
        "file",
        "shown",
    }


RUNS = [id for id in CATALOG if example_of(CATALOG[id].spec)[1] == "run"]
SHOTS = [id for id in CATALOG if example_of(CATALOG[id].spec)[1] == "shot"]


def test_every_example_is_run_or_put_into_a_shot():
    assert set(RUNS) | set(SHOTS) == set(CATALOG)


def _options(words: Sequence[str]) -> dict[str, str]:
    return {
        word.lstrip("-"): words[place + 1]
        for place, word in enumerate(words)
        if re.match(r"-{1,2}[a-z]", word)
    }


def test_the_examples_on_a_file_run(engine, plate, tmp_path):
    """All in one test: starting an engine costs the most."""
    for id in RUNS:
        program, verb, node, *words = example_of(CATALOG[id].spec)
        assert (program, verb, node) == ("workprint", "run", id)
        options = _options(words)
        out = tmp_path / id / options.pop("o")
        out.parent.mkdir()
        settings = dict(word.split("=", 1) for word in words if "=" in word and not word.startswith("-"))
        source = plate if "plate.mov" in words else None
        run_node(node, source, out, settings=settings, engine=engine, **options)
        assert _pictures(out) == (1 if source is None else FRAMES), id


def _pictures(path: Path) -> int:
    if path.suffix == ".png":
        return int(oiio.ImageBuf(str(path)).spec().height > 0)
    with av.open(str(path)) as file:
        return sum(1 for _ in file.decode(video=0))


def grown(id: str) -> tuple[Graph, str]:
    """A shot's graph with what the example adds, and the name of the node in question."""
    words = example_of(CATALOG[id].spec)
    assert words[:4] == ["workprint", "shot", "show", "sh010"]
    graph = plain_graph()
    name = ""
    adds: list[list[str]] = []
    for word in words[4:]:
        if word == "--add":
            adds.append([])
        else:
            adds[-1].append(word)
    for type, *texts in adds:
        named = next((text.removeprefix("as=") for text in texts if text.startswith("as=")), "")
        graph, name = append(graph, type, SPECS, name=named)
        texts = [text for text in texts if not text.startswith("as=")]
        graph = assign(graph, name, texts, SPECS, origin=Time(0, Rate(24)))
        if type == id:
            return graph, name
    raise AssertionError(f"the example of {id} does not use it")


def made(
    engine: Engine,
    bound: Bound,
    graph: Graph,
    name: str,
    scale: Fraction = Fraction(1),
    frame: int = 4,
    region: Box | None = None,
) -> np.ndarray:
    """The first plane of a node's picture, or of the plate seen through its matte."""
    nodes = dict(graph.nodes)
    nodes["source"] = GraphNode("source", "source.media", params={"file": "plate"})
    port = next((port for port in SPECS[nodes[name].type].outputs if port.type == "frame"), None)
    out = Link(name, port.name) if port else Link("shown")
    if port is None:
        matte = SPECS[nodes[name].type].outputs[0].name
        nodes["white"] = GraphNode("white", "draw.solid", params={"color": [1, 1, 1]})
        inputs = {"background": Link("source"), "foreground": Link("white"), "mask": Link(name, matte)}
        nodes["shown"] = GraphNode("shown", "composite.keymix", inputs=inputs)
    whole = Graph(nodes, {"out": out})
    require_valid(whole, SPECS)
    job = Job(to_json(whole), bound.info.format, {"plate": bound}, new_colour())
    loaded = engine.load(job, scale=scale)
    time = bound.info.start + Time(frame, bound.info.start.rate)
    with engine.frame(loaded, time, region=region) as loan:
        return np.array(next(iter(loan.arrays.values())))


def test_the_examples_in_a_shot_run_at_full_and_at_half_size(engine, bound):
    for id in SHOTS:
        graph, name = grown(id)
        assert graph.node(name).type == id
        if CATALOG[id].spec.models:
            with pytest.raises(CannotRun, match="none is installed"):
                made(engine, bound, graph, name)
            continue
        full = made(engine, bound, graph, name)
        half = made(engine, bound, graph, name, Fraction(1, 2))
        assert full.size and half.size, id


def test_retimes_and_freezes_show_the_frames_they_should(engine, bound):
    """Frames that nobody touched come as they were decoded, so each is known by its own luma."""
    for words, shown in (
        (["time.retime", "speed=0.5"], [0, 0, 1, 1, 2]),
        (["time.retime", "speed=-1"], [9, 8, 7, 6, 5]),
        (["time.retime", "speed=0:1;8:2"], [0, 1, 2, 3, 5]),
        (["time.freeze", "frame=5"], [5, 5, 5, 5, 5]),
        (["time.offset", "frames=2"], [0, 0, 0, 1, 2]),
    ):
        graph, name = append(plain_graph(), words[0], SPECS)
        graph = assign(graph, name, words[1:], SPECS, origin=bound.info.start)
        lumas = [int(made(engine, bound, graph, name, frame=frame)[0, 0]) for frame in range(5)]
        assert [(luma - 60) // 8 for luma in lumas] == shown, words
    for mode in ("blend", "flow"):
        graph, name = append(plain_graph(), "time.retime", SPECS)
        graph = assign(graph, name, ["speed=0.5", f"mode={mode}"], SPECS, origin=bound.info.start)
        whole, between = (made(engine, bound, graph, name, frame=frame) for frame in (2, 3))
        assert whole.dtype == np.uint8 and between.dtype == np.float32


def test_a_part_of_a_picture_is_that_part_of_the_whole(engine, bound):
    """Nodes that work pixel by pixel make no more than is wanted, and the same."""
    part = Box(20, 10, 44, 30)
    graph = plain_graph()
    for type, *texts in (
        ["draw.noise", "as=haze", "size=10", "seed=1"],
        ["key.luma", "as=bright", "low=0.3"],
        ["color.grade", "image=@source", "mask=@bright.matte", "gain=1.5,1,0.5"],
        ["color.saturation", "amount=0.3"],
        ["composite.merge", "foreground=@haze", "mode=soft-light", "opacity=0.7"],
        ["composite.keymix", "background=@source", "foreground=@merge", "mask=@bright.matte"],
    ):
        named = next((text.removeprefix("as=") for text in texts if text.startswith("as=")), "")
        graph, name = append(graph, type, SPECS, name=named)
        rest = [text for text in texts if not text.startswith("as=")]
        graph = assign(graph, name, rest, SPECS, origin=bound.info.start)
    whole = made(engine, bound, graph, name)[10:30, 20:44]
    cut = made(engine, bound, graph, name, region=part)
    np.testing.assert_allclose(cut[..., :3], whole[..., :3], rtol=1e-6)
