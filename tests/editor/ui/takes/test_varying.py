"""What of a shot can be varied, and the wish that comes of it."""

from __future__ import annotations

from dataclasses import replace

from editor.document.layout import walk
from editor.document.model import Clip
from editor.ui.takes.varying import choices, wishes_of
from nodes.api import Frame, node
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.serialise import to_json
from tests.support.sample import plain_cut


@node("color.grade")
def grade(image: Frame, gain: tuple[float, float, float] = (1.0, 1.0, 1.0)) -> Frame:
    """Pass a picture on."""
    return image


@node("filter.blur")
def blur(image: Frame, size: float = 1.0) -> Frame:
    """Pass a picture on."""
    return image


def test_what_can_be_varied_is_the_seed_and_the_settings_of_nodes_the_last_first() -> None:
    specs = {each.spec.id: each.spec for each in (grade, blur)}
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
    (clip, *_) = (here.item for here in walk(cut) if isinstance(here.item, Clip))
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
