"""What nodes do wrong is told by node and frame; what is not wanted any more stops."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from nodes.api import Context, Frame, Matte, NodeError, Time, node
from nodes.engine.errors import NodeFault, NodeRefused
from nodes.media.errors import UnreadableMedia
from tests.nodes.engine.kit import at, counting, grey, greys, job_of, made, run_of


class Wrong(NamedTuple):
    image: Frame
    level: float


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (None, "its output 'out' has to be a frame, it made a NoneType"),
        (np.zeros((2, 4, 3)), "its output 'out' has to be a frame, it made a ndarray"),
        (Matte.of_pixels(np.zeros((2, 2)), at(0)), "it made a Matte"),
    ],
)
def test_a_node_that_makes_something_else_than_it_says_is_at_fault(value, why):
    @node("test.wrong")
    def wrong(image: Frame) -> Frame:
        """Make the wrong thing."""
        return value

    job = job_of(made("a", "test.count"), made("w", "test.wrong", {"image": "a"}))
    with pytest.raises(NodeFault, match=f"Run node 'w' .* {why}"):
        greys(job, [0], wrong)


def test_named_outputs_are_checked_one_by_one():
    @node("test.pair")
    def pair(image: Frame) -> Wrong:
        """Make a frame where a number is said."""
        return Wrong(image, image)

    job = job_of(made("a", "test.count"), made("p", "test.pair", {"image": "a"}), out="p.image")
    with pytest.raises(NodeFault, match="its output 'level' has to be a number, it made a Frame"):
        greys(job, [0], pair)


def test_a_nodes_refusal_names_node_frame_and_port_and_keeps_its_hint():
    @node("test.picky")
    def picky(image: Frame, size: int = 3) -> Frame:
        """Refuse."""
        raise NodeError("Blur a picture", f"size is {size}", hint="Use an even size.", port="size")

    job = job_of(made("a", "test.count"), made("p", "test.picky", {"image": "a"}))
    with pytest.raises(NodeRefused) as caught:
        greys(job, [6], picky)
    assert str(caught.value) == (
        "Run node 'p' (test.picky) at frame 6: size: Blur a picture: size is 3. Use an even size."
    )
    assert caught.value.exit_code == 2


def test_a_bug_is_tied_to_node_and_frame_and_to_the_line_of_the_nodes_code():
    @node("test.bug")
    def bug(image: Frame) -> Frame:
        """Fail."""
        return {}["missing"]

    job = job_of(made("a", "test.count"), made("b", "test.bug", {"image": "a"}))
    with pytest.raises(NodeFault) as caught:
        greys(job, [6], bug)
    line = bug.__wrapped__.__code__.co_firstlineno + 3
    assert caught.value.attempted == "Run node 'b' (test.bug) at frame 6"
    assert caught.value.why == f"it failed with KeyError: 'missing' (test_errors.py, line {line})"
    assert caught.value.exit_code == 1 and "test.bug" in caught.value.hint


def test_an_exit_in_a_node_ends_the_call_and_running_out_of_memory_is_told():
    @node("test.leave")
    def leave(image: Frame) -> Frame:
        """Try to end the process."""
        raise SystemExit(3)

    @node("test.large")
    def large(image: Frame) -> Frame:
        """Ask for more than there is."""
        return Frame.of_pixels(np.zeros((1 << 40, 1 << 10, 3), np.float32), image.time)

    for type, each, why in (
        ("test.leave", leave, "SystemExit: 3"),
        ("test.large", large, "ran out of memory"),
    ):
        job = job_of(made("a", "test.count"), made("b", type, {"image": "a"}))
        with pytest.raises(NodeFault, match=why):
            greys(job, [0], each)


def test_other_errors_of_ours_keep_their_class():
    @node("test.read")
    def read(time: Time) -> Frame:
        """Read nothing."""
        raise UnreadableMedia("Read 'a.mov'", "it is damaged", hint="Export it again.")

    with pytest.raises(UnreadableMedia) as caught:
        greys(job_of(made("r", "test.read")), [2], read)
    assert str(caught.value) == (
        "Run node 'r' (test.read) at frame 2: Read 'a.mov': it is damaged. Export it again."
    )


class Enough(BaseException):
    """Stands for the process's wish to stop."""


def test_a_wish_to_stop_is_heard_before_every_node_and_in_nodes_that_ask():
    left = iter(range(3))

    def check() -> None:
        if next(left, None) is None:
            raise Enough

    seen, calls = counting()
    nodes = [made("a", "test.count")]
    nodes += [made(f"n{i}", "test.seen", {"image": f"n{i - 1}" if i else "a"}) for i in range(9)]
    with run_of(job_of(*nodes), seen, check=check) as run, pytest.raises(Enough):
        run.frame(at(0))
    assert len(calls) == 2

    @node("test.patient")
    def patient(image: Frame, context: Context) -> Frame:
        """Ask again and again."""
        while True:
            context.check_cancelled()

    left = iter(range(5))
    job = job_of(made("a", "test.count"), made("p", "test.patient", {"image": "a"}))
    with run_of(job, patient, check=check) as run, pytest.raises(Enough):
        run.frame(at(0))


def test_a_run_goes_on_after_an_error():
    @node("test.once")
    def once(image: Frame) -> Frame:
        """Fail at frame 3."""
        if image.time == at(3):
            raise RuntimeError("no")
        return image

    job = job_of(made("a", "test.count"), made("o", "test.once", {"image": "a"}))
    with run_of(job, once) as run:
        assert grey(run.frame(at(2))) == 2
        with pytest.raises(NodeFault):
            run.frame(at(3))
        assert grey(run.frame(at(4))) == 4
