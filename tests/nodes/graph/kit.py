"""A few nodes and graphs that the graph's tests share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

from hypothesis import strategies as st

from nodes.api import (
    At,
    Audio,
    Clip,
    Curve,
    File,
    Frame,
    Matte,
    Migration,
    Prompts,
    Range,
    Rate,
    Shot,
    Slider,
    Stream,
    Time,
    migrate,
    node,
)
from nodes.graph.model import Foreign, Graph, GraphNode, Keys, Link

RATE = Rate(24)


class Roto(NamedTuple):
    matte: Matte
    confidence: float


@node("source.shot")
def shot(media: Annotated[Clip[Frame], Shot()], time: Time) -> Frame: ...


@node("source.media")
def media(media: Annotated[Clip[Frame], File()], time: Time) -> Frame: ...


@node("color.grade", version=2, migrations=(Migration("color.grade", 2, rename={"mult": "gain"}),))
def grade(
    image: Frame,
    mask: Matte | None = None,
    gain: Annotated[float, Slider(0, 4)] = 1.0,
    lift: tuple[float, float, float] = (0.0, 0.0, 0.0),
    steps: Annotated[int, Slider(1, 9, hard=True)] = 1,
    mode: Literal["linear", "log"] = "linear",
    note: str = "",
    clamp: bool = False,
    limit: float | None = None,
    start: Time = Time(0, RATE),
    span: Range = Range.frames_of(0, 1, RATE),
) -> Frame: ...


@node("segment.object")
def segment(shot: Clip[Frame], prompts: Prompts) -> Iterator[At[Roto]]: ...


@node("audio.level")
def level(sound: Audio) -> Curve: ...


@node("composite.over")
def over(top: Frame, below: Frame) -> Frame: ...


@node("composite.stack")
def stack(images: list[Frame]) -> Frame: ...


@node("time.echo")
def echo(
    images: Stream[Frame], decay: float = 0.5, gain: Curve[float] = Curve.constant(1.0)
) -> Iterator[Frame]: ...


@migrate("math.double", to=2, rename={"half": "whole"})
def doubled(params):
    return {**params, "whole": params["whole"] * 2} if "whole" in params else params


@node("math.double", version=2, migrations=(doubled,))
def double(image: Frame, whole: float = 2.0) -> Frame: ...


NODES = {each.id: each for each in (shot, media, grade, segment, level, over, stack, echo, double)}
SPECS = {id: each.spec for id, each in NODES.items()}


def graph_of(*nodes: GraphNode, out: str | Link | None = None) -> Graph:
    """Return the graph of these nodes whose output is `out`, or the last node."""
    link = out if isinstance(out, Link) else Link(out or nodes[-1].id)
    return Graph({each.id: each for each in nodes}, {"out": link})


def chain(length: int) -> Graph:
    """Return a shot with that many grades one after the other."""
    nodes = [GraphNode("n0", "source.shot")]
    nodes += [
        GraphNode(f"n{index}", "color.grade", 2, inputs={"image": Link(f"n{index - 1}")})
        for index in range(1, length)
    ]
    return graph_of(*nodes)


names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
times = st.builds(Time, st.fractions(max_denominator=50), st.sampled_from([RATE, Rate(30000, 1001)]))
links = st.builds(Link, names, names)
keys = st.builds(Keys, st.lists(st.tuples(times, json_values), max_size=3).map(tuple))
foreign = st.integers().map(lambda number: Foreign({"expression": number}))
objects = st.dictionaries(names, json_values, max_size=2)
extras = st.dictionaries(names.map(lambda name: "x-" + name), json_values, max_size=2)
graph_nodes = st.builds(
    GraphNode,
    id=names,
    type=names,
    version=st.integers(1, 9),
    params=objects,
    inputs=st.dictionaries(names, links | st.lists(links, max_size=3).map(tuple) | foreign, max_size=2),
    drives=st.dictionaries(names, links | keys | foreign, max_size=2),
    bypass=st.booleans(),
    keep=st.none() | st.booleans(),
    label=st.text(max_size=4),
    position=st.none() | st.tuples(st.integers(), st.integers()),
    extra=extras,
)
graphs = st.builds(
    lambda nodes, outputs, extra: Graph({each.id: each for each in nodes}, outputs, extra),
    st.lists(graph_nodes, max_size=5, unique_by=lambda each: each.id),
    st.dictionaries(names, links, max_size=2),
    extras,
)
