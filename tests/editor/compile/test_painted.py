"""Painted mattes lie in the project's assets, and the engine is told where that is."""

from pathlib import Path
from types import SimpleNamespace

from editor.compile.files import with_files
from nodes.api import Lock, MattePrompt, Prompts, Rate, Time
from nodes.graph.model import Graph, GraphNode

AT = Time(0, Rate(24))


def test_what_lies_in_the_assets_is_found_wherever_the_project_is(tmp_path: Path) -> None:
    project = SimpleNamespace(folder=tmp_path, media={})
    said = Prompts(mattes=(MattePrompt(AT, "assets/ab.png"),), locks=(Lock(AT, "/elsewhere/c.png"),))
    node = GraphNode("roto", "segment.object", params={"prompts": said.to_json()})
    graph = Graph({"roto": node})
    made = with_files(graph, project, lambda bound: "")
    told = Prompts.from_json(made.nodes["roto"].params["prompts"])
    assert told.mattes[0].path == str(tmp_path / "assets" / "ab.png")
    assert told.locks[0].path == "/elsewhere/c.png"
    assert graph.nodes["roto"].params["prompts"]["mattes"][0]["path"] == "assets/ab.png"
