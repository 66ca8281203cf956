"""Where a node's own pixels are seen in the cut, checked against what the engine shows there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from editor import open_project
from editor.compile.spaces import Space, graph_running, space_of
from editor.document.edits.low import with_own_graph
from editor.document.layout import find_clip
from editor.document.model import Clip, Track
from editor.document.opened import Project
from editor.engine import start_engine
from editor.playback.reel import reel_of
from editor.playback.source import DISPLAY
from nodes.api import Range, Time
from nodes.engine.catalog import catalog_of
from nodes.graph.model import Graph, GraphNode, Keys, Link
from nodes.graph.serialise import to_json
from tests.editor.ui.pointing.disc import CLIP, FIRST, RATE, make_project, middle

SPECS = {name: node.spec for name, node in catalog_of([]).items()}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with open_project(make_project(tmp_path_factory.mktemp("spaces") / "disc")) as opened:
        yield opened


def chain(*nodes: GraphNode) -> Graph:
    """Nodes one after another behind the shot's own media."""
    made, last = {"source": GraphNode("source", "source.shot")}, "source"
    for node in nodes:
        made[node.id] = replace(node, inputs={"image": Link(last)})
        last = node.id
    return Graph(made, {"out": Link(last)})


MOVED = GraphNode(
    "moved",
    "composite.transform",
    params={"rotate": 20.0, "scale": [0.8, 1.1], "translate": [9.0, -5.0], "center": [70.0, 40.0]},
)
CUT_DOWN = GraphNode("cut", "composite.crop", params={"box": [20.0, 6.0, 150.0, 90.0], "reformat": True})
WIDE = GraphNode("wide", "composite.reformat", params={"width": 120.0, "height": 90.0, "pixel_aspect": "4/3"})


def with_graph(project: Project, graph: Graph, **settings: object) -> Project:
    cut = with_own_graph(project.cut, CLIP, to_json(graph))
    said = replace(project.settings, **settings)  # type: ignore[arg-type]
    return replace(project, cut=cut, facts=replace(project.facts, settings=said))


def space(project: Project, graph: Graph, node: str, shown: str = "", frame: int = 3) -> Space:
    clip = find_clip(project.cut, CLIP)
    seen = Link(shown) if shown else graph.outputs["out"]
    return space_of(project, clip, graph, node, seen, SPECS, Time(frame, RATE))


def disc_seen(project: Project, frame: int) -> tuple[float, float]:
    """Return where the red disc's middle is in the cut's picture as the engine makes it."""
    reel = reel_of(project, project.cut, "live")
    with start_engine() as engine, engine.frame(engine.load(reel.job), Time(frame, RATE), DISPLAY) as loan:
        pixels = np.array(loan.arrays["plane0"], np.float32)
    rows, columns = np.nonzero((pixels[..., 0] > 150) & (pixels[..., 1] < 110))
    return float(columns.mean() + 0.5), float(rows.mean() + 0.5)


def test_the_engine_shows_what_is_at_a_place_where_it_is_said_to_be(project: Project) -> None:
    graph = chain(CUT_DOWN, MOVED, WIDE)
    project = with_graph(project, graph, width=200, height=100)
    shown = disc_seen(project, 3)
    x, y = middle(FIRST + 3)
    # In the crop's own pixels the disc is where it is in the media: its box is drawn over what it cuts.
    assert space(project, graph, "cut").seen.on_cut(x + 0.5, y + 0.5) == pytest.approx(shown, abs=1.0)
    assert (space(project, graph, "cut").format.width, space(project, graph, "moved").format.width) == (
        160,
        130,
    )
    # A transform's own handles are drawn over what it made.
    inner = space(project, graph, "cut").seen.on_cut(0, 0), space(project, graph, "moved").seen.on_cut(0, 0)
    assert inner[0] != pytest.approx(inner[1], abs=3)


def test_an_output_that_is_viewed_ends_the_way(project: Project) -> None:
    graph = chain(MOVED, CUT_DOWN, WIDE)
    project = with_graph(project, graph)
    assert space(project, graph, "moved", "moved").seen.on_cut(30, 20) == pytest.approx((30, 20))
    # One that is not on the way to what is viewed is as if it were viewed itself.
    assert space(project, graph, "cut", "moved").format.width == 160
    bypassed = chain(MOVED, replace(CUT_DOWN, bypass=True))
    assert space(project, bypassed, "moved").seen.on_cut(30, 20) == pytest.approx((30, 20))


def test_what_comes_after_is_taken_at_the_moment(project: Project) -> None:
    keys = Keys(((Time(FIRST, RATE), [0.0, 0.0]), (Time(FIRST + 6, RATE), [60.0, 0.0])))
    later = GraphNode("later", "composite.transform", drives={"translate": keys})
    graph = chain(GraphNode("cut", "composite.crop"), later)
    project = with_graph(project, graph)
    lefts = [space(project, graph, "cut", frame=frame).seen.on_cut(0, 0)[0] for frame in (0, 3, 6)]
    assert lefts == pytest.approx([0, 30, 60])


def test_a_title_counts_in_the_shots_pixels_and_joins_where_it_is_laid(project: Project) -> None:
    title = GraphNode("title", "draw.text")
    over = GraphNode(
        "over", "composite.over", inputs={"background": Link("cut"), "foreground": Link("title")}
    )
    graph = chain(CUT_DOWN)
    graph = replace(graph, nodes={**graph.nodes, "title": title, "over": over}, outputs={"out": Link("over")})
    project = with_graph(project, graph, width=130, height=84)
    made = space(project, graph, "title")
    assert (made.format.width, made.format.height) == (160, 96)
    assert made.seen.on_cut(10, 20) == pytest.approx((10, 20), abs=1)


def test_a_clip_without_media_counts_in_the_cuts_pixels_and_its_time(project: Project) -> None:
    title = Clip("title", "title", Range(Time(0, RATE), Time(6, RATE)), {})
    over = Track("V2", "V2", "Video", (title,))
    stack = replace(project.cut.stack, items=(*project.cut.stack.items, over))
    below = GraphNode("below", "source.below")
    words = GraphNode("words", "draw.text")
    join = GraphNode(
        "join", "composite.over", inputs={"background": Link("below"), "foreground": Link("words")}
    )
    graph = Graph({"below": below, "words": words, "join": join}, {"out": Link("join")})
    cut = with_own_graph(replace(project.cut, stack=stack), "title", to_json(graph))
    said = replace(project.settings, width=200, height=120)
    project = replace(project, cut=cut, facts=replace(project.facts, settings=said))
    clip = find_clip(project.cut, "title")
    made = space_of(project, clip, graph, "words", Link("join"), SPECS, Time(3, RATE))
    assert (made.format.width, made.format.height) == (200, 120) and made.seen.time == Time(3, RATE)
    assert made.seen.on_cut(30, 40) == (30, 40)
    assert graph_running(project, clip).media_at(Time(4, RATE)) == Time(4, RATE)
