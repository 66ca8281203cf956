"""Adjustment clips, shots that read other shots, and how long a cut takes to compile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from editor import open_project
from editor.compile.cut import cut_job
from editor.document import edits
from editor.document.layout import find_clip
from editor.document.model import Cut
from editor.exchange.read import read_cut
from editor.exchange.tokens import dumps
from nodes.api import BadInput
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.serialise import to_json
from tests.editor import show as made
from tests.editor.kit import done, pictures, refused

PLATE = made.external("plate.mkv", made.span(86400, made.FRAMES))
NO_MEDIA = {"OTIO_SCHEMA": "MissingReference.1", "name": "", "metadata": {}}
MUCH = 10_000


def inverted(source: str, **params: Any) -> dict[str, Any]:
    """A graph that turns a picture's light round."""
    nodes = {
        "read": GraphNode("read", source, params=params),
        "grade": GraphNode(
            "grade", "color.grade", params={"gain": -1.0, "offset": 0.5}, inputs={"image": Link("read")}
        ),
    }
    return to_json(Graph(nodes, {"out": Link("grade")}))


def with_graphs(cut: Cut, **graphs: dict[str, Any]) -> Cut:
    for name, graph in graphs.items():
        cut = edits.with_own_graph(cut, find_clip(cut, name).id, graph)
    return cut


def read(*tracks: dict[str, Any]) -> Cut:
    return read_cut(dumps(made.timeline(*tracks)), where="here")


@pytest.fixture
def project(made_show: Path) -> Iterator[Any]:
    with open_project(made_show) as opened:
        yield opened


@pytest.mark.usefixtures("one_engine")
def test_an_adjustment_clip_works_on_what_lies_beneath_it(media: Path, tmp_path: Path) -> None:
    lower = made.track(made.clip("a", PLATE, made.span(86400, 6)))
    upper = made.track(made.gap(2), made.clip("look", NO_MEDIA, made.span(0, 2)), name="V2")
    cut = with_graphs(read(lower, upper), look=inverted("source.below"))
    from editor.exchange.write import write_cut

    (tmp_path / "c.otio").write_text(write_cut(cut, portable=True))
    done("new", tmp_path / "p", "--from", tmp_path / "c.otio", "--media", media)
    done("render", tmp_path / "p", "-o", tmp_path / "x.mkv")
    shown, plate = list(pictures(tmp_path / "x.mkv")), list(pictures(media / "plate.mkv"))
    for frame in range(6):
        apart = np.abs(shown[frame][0].astype(int) - plate[frame][0])
        assert (apart.max() == 0) == (frame not in (2, 3))
    dark, bright = plate[2][0] < 40, plate[2][0] > 200
    assert shown[2][0][dark].mean() > shown[2][0][bright].mean()


def test_shots_that_read_one_another_in_a_circle_are_refused_with_the_way_round(project: Any) -> None:
    clips = [made.clip(name, PLATE, made.span(86400, 6)) for name in ("a", "b", "c")]
    graphs = {one: inverted("source.clip", clip=other) for one, other in (("a", "b"), ("b", "c"), ("c", "b"))}
    cut = with_graphs(read(made.track(*clips)), **graphs)
    from editor.compile.shot import shot_job

    here = replace(project, cut=cut)
    with pytest.raises(BadInput, match="'b' reads 'c' reads 'b'"):
        shot_job(here, find_clip(cut, "a"))


def test_a_shot_reads_another_from_its_first_frame_on(project: Any) -> None:
    from editor.compile.shot import shot_job

    first, second = made.clip("a", PLATE, made.span(86400, 6)), made.clip("b", PLATE, made.span(86420, 6))
    cut = with_graphs(read(made.track(first, second)), a=inverted("source.clip", clip="b"))
    job = shot_job(replace(project, cut=cut), find_clip(cut, "a")).job
    graph = job.graph if not isinstance(job.graph, Graph) else to_json(job.graph)
    (player,) = (node for node in graph["nodes"] if node["type"] == "cut.play")
    assert player["params"]["start"] == ["86420", "24"]
    assert player["params"]["place"][0] == ["86400", "24"]
    assert len(job.media) == 2


def test_a_cut_of_ten_thousand_clips_is_compiled_into_few_nodes(project: Any) -> None:
    clips = [made.clip(f"c{n}", PLATE, made.span(86400 + n % 20, 12)) for n in range(MUCH)]
    cut = read(made.track(*clips))
    made_job = cut_job(replace(project, cut=cut), lambda clip: None)
    assert made_job.range.frame_count == 12 * MUCH
    graph = made_job.job.graph
    nodes = graph.nodes if isinstance(graph, Graph) else graph["nodes"]
    assert len(nodes) < 200
    assert len(made_job.job.media) == 1


@pytest.mark.usefixtures("one_engine")
def test_a_render_that_a_graph_stops_says_whose_graph_it_is(show: Path) -> None:
    pick = GraphNode("work", "matte.pick", params={"names": "nobody"}, inputs={"image": Link("source")})
    grey = GraphNode("grey", "cut.grey", inputs={"matte": Link("work")})
    nodes = {"source": GraphNode("source", "source.shot"), "work": pick, "grey": grey}
    (show / "broken.json").write_text(json.dumps(to_json(Graph(nodes, {"out": Link("grey")}))))
    done("shot", show, "plate", "--graph", show / "broken.json")
    said = refused("render", show, "-o", show / "x.mkv", "--live")
    assert "node 'work' of shot 'plate'" in said
