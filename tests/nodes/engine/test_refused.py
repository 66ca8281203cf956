"""What this engine does not run is refused before anything is made, by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import pytest

from nodes.api import (
    Audio,
    Curve,
    File,
    Frame,
    Matte,
    Matting,
    Model,
    Range,
    Stream,
    Time,
    node,
)
from nodes.engine.errors import CannotRun
from nodes.graph.errors import GraphError
from nodes.graph.validate import InvalidGraph
from tests.nodes.engine.kit import greys, job_of, made, ready


@node("test.roto")
def roto(image: Frame, model: Annotated[Matting, Model()]) -> Frame: ...


@node("test.heard")
def heard(time: Time, sound: Annotated[Audio, File()]) -> Frame: ...


@node("test.length")
def length(range: Range, time: Time) -> Frame: ...


NODES = (roto, heard, length)


def test_a_bypassed_node_may_ask_for_anything():
    nodes = [made("a", "test.count"), made("x", "test.roto", {"image": "a"}, bypass=True)]
    assert greys(job_of(*nodes), [3], *NODES) == [3.0]


def test_models_are_named_by_what_was_asked_for():
    job = job_of(made("a", "test.count"), made("x", "test.roto", {"image": "a"}))
    with pytest.raises(CannotRun, match=r"asks for a model \(Matting\), and none is installed"):
        ready(job, *NODES)


def test_a_shot_needs_a_cut():
    with pytest.raises(CannotRun, match=r"source.shot\): it reads a shot's media, and no shot is at hand"):
        ready(job_of(made("s", "source.shot")))


def test_a_file_that_is_not_bound_is_named():
    with pytest.raises(CannotRun, match="its file 'plate' is not bound to any media"):
        ready(job_of(made("s", "source.media", params={"file": "plate"})))
    with pytest.raises(CannotRun, match="its file 'x' is not bound"):
        ready(job_of(made("s", "test.heard", params={"sound": "x"})), *NODES)


def test_a_whole_curve_of_no_known_length_is_named():
    @node("test.level")
    def level(image: Frame, time: Time) -> float:
        return 1.0

    @node("test.keyed")
    def keyed(image: Frame, curve: Curve[float] = Curve.constant(1.0)) -> Frame: ...

    nodes = [
        made("a", "test.count"),
        made("l", "test.level", {"image": "a"}),
        made("k", "test.keyed", {"image": "a"}, drives={"curve": ["l", "out"]}),
    ]
    with pytest.raises(CannotRun, match=r"'curve' is a whole curve, and nothing says over which stretch"):
        greys(job_of(*nodes, domains={}), [0], keyed, level)


def test_a_node_that_works_through_a_stretch_needs_one():
    for nodes in (
        [made("l", "test.length")],
        [made("a", "test.count"), made("m", "test.mean", {"images": "a"})],
    ):
        with pytest.raises(CannotRun, match="works through a stretch of frames, and nothing says which"):
            ready(job_of(*nodes, domains={}), *NODES)


def test_graphs_that_do_not_hold_together_name_node_and_port():
    cases = [
        ([made("a", "acme.missing")], "a: there is no node 'acme.missing' here"),
        ([made("g", "test.gain", {"image": "x"})], r"g\.image: it reads x\.out, but there is no 'x'"),
        (
            [made("g", "test.gain", {"image": "h"}), made("h", "test.gain", {"image": "g"})],
            r"\.image: .*",
        ),
        ([made("a", "test.count", params={"first": "many"})], r"a\.first: .*needs a number"),
        ([made("a", "test.count", params={"last": 3})], r"a\.last: test.count has no such parameter"),
        (
            [
                made("a", "test.count"),
                made("s", "test.split", {"image": "a"}),
                made("g", "test.gain", {"image": "s.matte"}),
            ],
            r"g\.image: it takes a frame, s\.matte is a matte",
        ),
        ([made("g", "test.gain")], r"g\.image: it needs a frame"),
    ]
    for nodes, why in cases:
        with pytest.raises(InvalidGraph, match=why) as caught:
            ready(job_of(*nodes))
        assert caught.value.exit_code == 2


def test_what_nothing_shows_may_be_unfinished():
    nodes = [made("x", "test.gain"), made("y", "acme.missing"), made("a", "test.count")]
    assert greys(job_of(*nodes), [2]) == [2.0]


def test_outputs_are_named_where_one_is_not_there():
    with pytest.raises(CannotRun, match="its outputs are: out"):
        ready(job_of(made("a", "test.count"), output="matte"))
    with pytest.raises(GraphError, match="'b'"):
        ready(job_of(made("a", "test.count"), out="b"))
    with pytest.raises(InvalidGraph, match=r"it shows a\.matte, but test\.count makes out"):
        ready(job_of(made("a", "test.count"), out="a.matte"))


def test_nothing_is_made_before_all_is_checked():
    ran = []

    @node("test.noted")
    def noted(time: Time) -> Frame:
        """Note a call."""
        ran.append(time)
        raise AssertionError

    nodes = [made("n", "test.noted"), made("x", "test.roto", {"image": "n"})]
    with pytest.raises(CannotRun):
        greys(job_of(*nodes), [0], noted, *NODES)
    assert not ran


def test_a_mattes_stream_and_a_frames_stream_are_different_things():
    @node("test.mattes")
    def mattes(mattes: Stream[Matte]) -> Iterator[Frame]: ...

    with pytest.raises(InvalidGraph, match=r"m\.mattes: it takes a matte, a\.out is a frame"):
        ready(job_of(made("a", "test.count"), made("m", "test.mattes", {"mattes": "a"})), mattes)
