"""What of a shot can be varied, and the wish that comes of it."""

from __future__ import annotations

from dataclasses import replace

from editor.document.model import Clip
from editor.ui.takes.varying import choices, wishes_of
from nodes.engine.catalog import catalog_of
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.serialise import to_json
from tests.support.sample import plain_cut


def test_what_can_be_varied_is_the_seed_and_the_settings_of_nodes_the_last_first() -> None:
    specs = {id: node.spec for id, node in catalog_of([]).items()}
    graph = Graph(
        {
            "source": GraphNode("source", "source.shot"),
            "grade": GraphNode(
                "grade", "color.grade", params={"gain": [2, 1, 1]}, inputs={"image": Link("source")}
            ),
            "blur": GraphNode("blur", "filter.blur", inputs={"image": Link("grade")}),
        },
        {"out": Link("blur")},
    )
    cut = replace(plain_cut(), graphs={"g": to_json(graph)})
    clip = next(item for item in cut.stack.items[0].items if isinstance(item, Clip))
    found = choices(cut, replace(clip, graph="g"), specs)
    names = [each.what for each in found]
    assert names[0] == "seed"
    assert names.index("blur.size") < names.index("grade.gain")
    assert not any(name.startswith("source.") for name in names)
    assert next(each.now for each in found if each.what == "grade.gain") == "2, 1, 1"
    assert [each.what for each in choices(cut, clip, specs)] == ["seed"]


def test_rows_that_say_nothing_are_left_out_of_the_wish() -> None:
    wishes = wishes_of([("grade.gain", "1, 2"), ("", "3"), ("seed", " ")], draft=True)
    assert (wishes.vary, wishes.draft) == (("grade.gain=1, 2",), True)
