"""What a run hands to nodes: inputs, parameters, drives, times, what is injected."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.api import Context, Format, Frame, Matte, Range, Rate, Time, node
from nodes.engine.errors import CannotRun, NodeFault, NodeRefused
from nodes.graph.validate import InvalidGraph
from tests.nodes.engine.kit import RATE, WHOLE, at, flat, grey, greys, job_of, made, ready, run_of


def test_a_chain_is_run_and_its_frames_stand_at_the_times_asked_for():
    job = job_of(made("a", "test.count"), made("b", "test.gain", {"image": "a"}))
    with run_of(job) as run:
        frames = list(run.frames(Range.frames_of(3, 3, RATE)))
    assert [grey(frame) for frame in frames] == [6.0, 8.0, 10.0]
    assert [frame.time for frame in frames] == [at(3), at(4), at(5)]


def test_parameters_are_what_the_graph_says_and_defaults_where_it_says_nothing():
    job = job_of(made("a", "test.count", params={"first": 10}), made("b", "test.gain", {"image": "a"}))
    assert greys(job, [1]) == [22.0]


def test_an_input_nobody_connected_is_none_and_a_list_holds_what_is_connected_in_order():
    alone = job_of(made("a", "test.count"), made("b", "test.sum", {"first": "a"}))
    assert greys(alone, [4]) == [4.0]
    both = job_of(
        made("a", "test.count"),
        made("f", "test.flat", params={"value": 0.5}),
        made("b", "test.sum", {"first": "a", "second": "f"}),
    )
    assert greys(both, [4]) == [4.5]
    seen = []

    @node("test.order")
    def order(images: list[Frame] | None = None) -> Frame:
        """Note what comes."""
        seen.append([grey(image) for image in images])
        return flat(0, at(0))

    sources = [made(f"s{each}", "test.flat", params={"value": each}) for each in (3, 1, 2)]
    greys(job_of(*sources, made("o", "test.order", {"images": ["s3", "s1", "s2", "s3"]})), [0], order)
    greys(job_of(made("o", "test.order")), [0], order)
    assert seen == [[3.0, 1.0, 2.0, 3.0], []]


def test_named_outputs_go_to_whom_they_are_connected():
    job = job_of(
        made("a", "test.count"),
        made("s", "test.split", {"image": "a"}),
        made("g", "test.gain", {"image": "s.image"}, drives={"amount": ["s", "level"]}),
    )
    assert greys(job, [3]) == [9.0]
    split = [made("a", "test.count"), made("s", "test.split", {"image": "a"})]
    with run_of(job_of(*split, out="s.matte")) as run:
        shown = run.frame(at(0)).rgb
        assert np.array_equal(shown[..., 0], shown[..., 2]), "a matte is shown as grey"
    with (
        run_of(job_of(*split, out="s.level")) as run,
        pytest.raises(CannotRun, match="it gives a float, not a picture"),
    ):
        run.frame(at(0))


def test_a_matte_and_a_number_reach_the_ports_that_take_them():
    @node("test.lay")
    def lay(image: Frame, matte: Matte, level: float = 0.0) -> Frame:
        """Multiply by a matte and add a number."""
        return image.with_rgb(image.rgb * matte.pixels[..., None] + level)

    job = job_of(
        made("a", "test.count"),
        made("s", "test.split", {"image": "a"}),
        made("l", "test.lay", {"image": "a", "matte": "s.matte"}, drives={"level": ["s", "level"]}),
    )
    assert greys(job, [3], lay) == [12.0]


def test_keyframes_move_a_parameter_in_the_graphs_own_time():
    keys = {"keys": [[at(0).to_json(), 1.0], [at(4).to_json(), 3.0]]}
    job = job_of(made("a", "test.flat"), made("g", "test.gain", {"image": "a"}, drives={"amount": keys}))
    assert greys(job, [0, 1, 4, 9]) == [1.0, 1.5, 3.0, 3.0]


def test_a_drive_is_rounded_where_the_parameter_is_whole_and_refused_where_it_does_not_fit():
    @node("test.pick")
    def pick(image: Frame, which: int = 0) -> Frame:
        """Make a frame of the number."""
        return flat(which, image.time)

    nodes = [made("a", "test.count"), made("s", "test.split", {"image": "a"})]
    driven = made("p", "test.pick", {"image": "a"}, drives={"which": ["s", "level"]})
    keyed = {"keys": [[at(0).to_json(), 0.0], [at(10).to_json(), 5.0]]}
    halves = made("a", "test.count", drives={"first": keyed})
    assert greys(job_of(*nodes, driven), [3], pick) == [3.0]
    assert greys(job_of(halves, nodes[1], driven), [1, 2], pick) == [2.0, 3.0]

    @node("test.endless")
    def endless(image: Frame) -> float:
        """Make a number that is none."""
        return float("inf")

    bad = made("p", "test.pick", {"image": "a"}, drives={"which": ["e", "out"]})
    with pytest.raises(NodeRefused, match=r"Run node 'p' \(test.pick\) at frame 1: which: .*inf"):
        greys(job_of(nodes[0], made("e", "test.endless", {"image": "a"}), bad), [1], pick, endless)


def test_a_bypassed_node_passes_its_first_fitting_input_on_and_does_not_run():
    @node("test.never")
    def never(image: Frame, other: Frame | None = None) -> Frame:
        """Fail."""
        raise AssertionError

    job = job_of(
        made("a", "test.count"),
        made("n", "test.never", {"image": "a"}, bypass=True),
        made("m", "test.never", {"image": "n"}, bypass=True),
        made("g", "test.gain", {"image": "m"}),
    )
    assert greys(job, [5], never) == [10.0]
    last = job_of(made("a", "test.count"), made("n", "test.never", {"image": "a"}, bypass=True))
    assert greys(last, [5], never) == [5.0]
    assert set(ready(last, never).ready) == {"a"}


def test_what_is_fed_by_bypassed_sources_alone_is_refused_by_name():
    job = job_of(made("a", "test.count", bypass=True), made("g", "test.gain", {"image": "a"}))
    with pytest.raises(InvalidGraph, match=r"g\.image: it reads a\.out, which is bypassed"):
        ready(job)


def test_nodes_choose_the_times_of_their_inputs_with_keyframes_looked_up():
    @node("test.shift", times=lambda time, by: {"image": time + Time(by, RATE)})
    def shift(image: Frame, by: int = 1) -> Frame:
        """Show another time."""
        return image

    keys = {"keys": [[at(0).to_json(), 1], [at(4).to_json(), 5]]}
    plain = [made("a", "test.count"), made("s", "test.shift", {"image": "a"}, params={"by": 3})]
    assert greys(job_of(*plain), [2], shift) == [5.0]
    keyed = made("s", "test.shift", {"image": "a"}, drives={"by": keys})
    assert greys(job_of(plain[0], keyed), [0, 2], shift) == [1.0, 5.0]
    seen = []

    @node("test.look")
    def look(image: Frame) -> Frame:
        """Note the frame's own time."""
        seen.append(image.time)
        return image

    with run_of(job_of(*plain, made("l", "test.look", {"image": "s"})), shift, look) as run:
        assert run.frame(at(2)).time == at(2)
    assert seen == [at(2)]


@pytest.mark.parametrize(
    ("times", "why"),
    [
        (lambda time, **_: {"images": [time]}, "1 times for the 2 inputs at 'images'"),
        (lambda time, **_: {"images": [time, time, time]}, "3 times for the 2 inputs"),
        (lambda time, **_: {"pictures": time}, "no input 'pictures'"),
        (lambda time, **_: 1 / 0, "ZeroDivisionError"),
    ],
)
def test_a_wrong_answer_about_times_is_tied_to_node_and_frame(times, why):
    @node("test.pair", times=times)
    def pair(images: list[Frame]) -> Frame:
        """Take two."""
        return images[0]

    job = job_of(made("a", "test.count"), made("p", "test.pair", {"images": ["a", "a"]}))
    with pytest.raises((NodeFault, NodeRefused), match=r"Run node 'p' \(test.pair\) at frame 7: .*" + why):
        greys(job, [7], pair)


def test_inputs_are_read_only():
    @node("test.scribble")
    def scribble(image: Frame) -> Frame:
        """Write where one may not."""
        image.rgb[:] = 0
        return image

    job = job_of(made("a", "test.count"), made("s", "test.scribble", {"image": "a"}))
    with pytest.raises(NodeFault, match=r"Run node 's' .* ValueError: assignment destination is read-only"):
        greys(job, [0], scribble)


def test_format_range_and_context_are_injected(tmp_path):
    seen = []

    @node("test.ask")
    def ask(image: Frame, format: Format, range: Range, context: Context) -> Frame:
        """Note what is given."""
        (context.scratch / "x").write_text("a")
        context.progress(1, 2)
        seen.append((format, range, context.scratch))
        return image

    job = job_of(made("a", "test.count"), made("q", "test.ask", {"image": "a"}))
    with run_of(job, ask, scratch=lambda: tmp_path) as run:
        run.frame(at(1))
        run.frame(at(2))
    (format, range, first), (_, _, second) = seen
    assert (format, range) == (job.format, WHOLE)
    assert first != second and first.parent == tmp_path and not list(tmp_path.iterdir())


def test_times_between_frames_and_of_other_rates_are_exact():
    job = job_of(made("a", "test.count"), made("b", "test.gain", {"image": "a"}))
    with run_of(job) as run:
        assert grey(run.frame(Time(5, Rate(48)))) == 10.0
        assert run.frame(Time(5, Rate(48))).time.rate == Rate(48)


def test_a_node_that_is_handed_range_and_format_is_asked_with_them():
    def ask(time: Time, *, by: int, range: Range, format: Format) -> dict[str, Time]:
        assert by == 2 and format.width == 4
        return {"image": range.start + (time - range.start) * by}

    @node("test.late", times=ask)
    def late(image: Frame, range: Range, format: Format, by: int = 2) -> Frame:
        """Show another time."""
        return image

    domain = {"a": Range.frames_of(3, 20, RATE)}
    job = job_of(made("a", "test.count"), made("s", "test.late", {"image": "a"}), domains=domain)
    assert greys(job, [3, 5], late) == [3.0, 7.0]
