"""`key=value` as a person types it."""

from __future__ import annotations

import pytest

from nodes.api import BadInput, BadValue, Prompts, Range, Time
from nodes.graph.errors import GraphError
from nodes.graph.model import GraphNode, Keys, Link
from nodes.graph.text import assign
from nodes.graph.validate import validate
from tests.nodes.graph.kit import RATE, SPECS, graph_of

ORIGIN = Time(1000, RATE)
GRAPH = graph_of(
    GraphNode("shot", "source.shot"),
    GraphNode("roto", "segment.object", inputs={"shot": Link("shot")}),
    GraphNode("stack", "composite.stack"),
    GraphNode("grade", "color.grade", 2, inputs={"image": Link("shot")}),
    GraphNode("echo", "time.echo", inputs={"images": Link("shot")}),
    out="grade",
)


def after(id, *texts):
    return assign(GRAPH, id, texts, SPECS, origin=ORIGIN).node(id)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("gain=1.25", "gain", 1.25),
        ("gain=-2", "gain", -2.0),
        ("lift=0.1,0.2,0.3", "lift", [0.1, 0.2, 0.3]),
        ("lift=0.5", "lift", [0.5, 0.5, 0.5]),
        ("lift=[1, 2, 3]", "lift", [1, 2, 3]),
        ("steps=3", "steps", 3),
        ("mode=LOG", "mode", "log"),
        ("clamp=yes", "clamp", True),
        ("clamp=0", "clamp", False),
        ("note=a=b; 1:2", "note", "a=b; 1:2"),
        ("note=", "note", ""),
        ("note=@@home", "note", "@home"),
        ("limit=none", "limit", None),
        ("start=12", "start", Time(1012, RATE).to_json()),
        ("span=10-19", "span", Range.frames_of(1010, 10, RATE).to_json()),
    ],
)
def test_a_value_is_read_by_the_parameters_type(text, name, value):
    assert after("grade", text).params == {name: value}


def test_frames_and_values_become_keyframes_counted_from_the_origin():
    keys = after("grade", "gain=0:1;10:2.5").drives["gain"]
    assert keys == Keys(((Time(1000, RATE), 1.0), (Time(1010, RATE), 2.5)))
    assert after("grade", "lift=0:0;24:1,2,3").drives["lift"].keys[1][1] == [1.0, 2.0, 3.0]
    assert after("grade", "mode=0:linear;5:log").drives["mode"].keys[1][1] == "log"
    assert after("echo", "gain=-5:1").drives["gain"] == Keys(((Time(995, RATE), 1.0),))


def test_an_at_sign_connects_an_input():
    assert after("grade", "mask=@roto.matte").inputs["mask"] == Link("roto", "matte")
    assert after("grade", "mask=@roto").inputs["mask"] == Link("roto", "matte")
    assert after("grade", "image=@stack").inputs["image"] == Link("stack")
    assert after("stack", "images=@shot,@grade.out").inputs["images"] == (Link("shot"), Link("grade"))
    assert after("stack", "images=@shot").inputs["images"] == (Link("shot"),)


def test_an_at_sign_drives_a_parameter():
    assert after("grade", "gain=@roto").drives == {"gain": Link("roto", "confidence")}
    assert after("grade", "gain=@roto.confidence").drives == {"gain": Link("roto", "confidence")}


def test_pointing_is_read_in_source_pixels_and_frames():
    node = after("roto", "points=0:100,50.5,+;3:7,8,-", "obj=2", "box=1:0,0,10,20", "matte=2:a:b.png")
    prompts = Prompts.from_json(node.params["prompts"])
    assert [(each.time.frame, each.x, each.y, each.positive, each.obj) for each in prompts.clicks] == [
        (1000, 100.0, 50.5, True, 1),
        (1003, 7.0, 8.0, False, 1),
    ]
    assert (prompts.boxes[0].x1, prompts.boxes[0].obj) == (10.0, 2)
    assert (prompts.mattes[0].path, prompts.mattes[0].time.frame) == ("a:b.png", 1002)
    assert validate(assign(GRAPH, "roto", ["points=0:1,1"], SPECS, origin=ORIGIN), SPECS, {"roto"}) == ()


@pytest.mark.parametrize(
    ("id", "text", "why"),
    [
        ("grade", "gain", "it is no key=value"),
        ("grade", "amount=1", "no such input or parameter. It has: image, mask, gain"),
        ("grade", "points=0:1,1,+", "no such input or parameter"),
        ("grade", "image=shot", "a connection starts with @"),
        ("grade", "image=@nothing", "the graph has no such node"),
        ("grade", "image=@shot.alpha", "'shot' has no output 'alpha'. It has: @shot.out"),
        ("grade", "image=@roto", "'roto' has 0 outputs that are a frame"),
        ("grade", "image=@shot,@stack", "it takes one connection"),
        ("grade", "gain=@shot", "'shot' has 0 outputs that are a curve"),
        ("grade", "gain=much", "needs a number, got 'much'"),
        ("grade", "gain=nan", "needs a finite number"),
        ("grade", "gain=0:1;5:x", "needs a number, got 'x'"),
        ("grade", "gain=0:1;5", "needs a number"),
        ("grade", "steps=0:1;5:99", "needs 1 to 9, got 99"),
        ("grade", "lift=1,2", "needs 3 values, got 2"),
        ("grade", "lift=[1", "needs a list"),
        ("grade", "lift=" + "[" * 100_000, "needs a list"),
        ("grade", "steps=" + "9" * 5000, "needs a whole number"),
        ("grade", "mode=cubic", "needs one of linear, log"),
        ("grade", "clamp=maybe", "needs true or false"),
        ("grade", "start=x", "needs a time"),
        ("grade", "span=10", "needs a range"),
        ("echo", "decay=0:1;5:2", "it cannot change over time on a stream node"),
        ("roto", "points=0:1", "Write points=FRAME:X,Y,+"),
        ("roto", "points=0:1,2,*", "cannot be understood"),
        ("roto", "points=0:nan,2", "cannot be understood"),
        ("roto", "box=0:5,5,1,1", "Write box=FRAME"),
        ("roto", "matte=3:", "Write matte=FRAME:FILE"),
        ("roto", "obj=0", "ID from 1 up"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_write(id, text, why):
    with pytest.raises(BadInput) as caught:
        after(id, text)
    assert why in str(caught.value)
    assert isinstance(caught.value, GraphError | BadValue)
    assert caught.value.exit_code == 2
