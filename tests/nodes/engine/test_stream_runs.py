"""How a stateful node is run: what it is given, how it ends, what happens when it fails or is stopped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pytest

from nodes.api import Context, Frame, Matte, NodeError, Range, Stream, node
from nodes.engine.errors import NodeFault, NodeRefused
from tests.nodes.engine.kit import (
    AHEADS,
    CHAIN,
    FORMAT,
    MEANS,
    RATE,
    at,
    flat,
    grey,
    greys,
    job_of,
    made,
    run_of,
)


def test_a_source_may_be_a_stream_and_several_streams_may_feed_one():
    @node("test.tick")
    def tick(range: Range) -> Iterator[Frame]:
        """Count from its domain's start."""
        for place, time in enumerate(range.frames()):
            yield flat(place, time)

    @node("test.mix")
    def mix(images: list[Stream[Frame]], more: Stream[Frame] | None = None) -> Iterator[Frame]:
        """Add frame by frame."""
        assert more is None
        for frames in zip(*images, strict=True):
            yield flat(sum(map(grey, frames)), frames[0].time)

    nodes = [made("t", "test.tick"), *CHAIN, made("x", "test.mix", {"images": ["t", "m", "t"]})]
    for cache in (0, 1 << 20):
        assert greys(job_of(*nodes), [4, 5, 1], tick, mix, cache=cache) == [
            frame * 2 + MEANS[frame] for frame in (4, 5, 1)
        ]


class Both(NamedTuple):
    image: Frame
    matte: Matte


def test_a_stream_may_have_named_outputs_and_read_mattes():
    @node("test.both")
    def both(images: Stream[Frame]) -> Iterator[Both]:
        """Yield a picture and a matte."""
        for image in images:
            yield Both(image, Matte.of_pixels(image.rgb[..., 0] + 1, image.time))

    @node("test.mattes")
    def mattes(mattes: Stream[Matte]) -> Iterator[Frame]:
        """Show mattes."""
        for matte in mattes:
            yield matte.frame()

    nodes = [made("a", "test.count"), made("b", "test.both", {"images": "a"})]
    nodes += [
        made("m", "test.mattes", {"mattes": "b.matte"}),
        made("s", "test.sum", {"first": "m", "second": "b.image"}),
    ]
    assert greys(job_of(*nodes), [3, 4, 0], both, mattes) == [7.0, 9.0, 1.0]


def test_what_a_stream_goes_on_changing_does_not_change_what_it_yielded():
    @node("test.trail")
    def trail(images: Stream[Frame]) -> Iterator[Frame]:
        """Add up in place."""
        added = np.zeros((2, 4, 3), np.float32)
        for image in images:
            added += image.rgb
            yield image.with_rgb(added)

    job = job_of(made("a", "test.count"), made("t", "test.trail", {"images": "a"}))
    with run_of(job, trail) as run:
        frames = [run.frame(at(frame)) for frame in range(5)]
        assert [grey(frame) for frame in frames] == [0.0, 1.0, 3.0, 6.0, 10.0]
        assert [grey(run.frame(at(frame))) for frame in range(5)] == [0.0, 1.0, 3.0, 6.0, 10.0]


def test_frames_reach_a_stream_at_their_own_times():
    seen = []

    @node("test.times")
    def times(images: Stream[Frame]) -> Iterator[Frame]:
        """Note times."""
        for image in images:
            seen.append(image.time)
            yield image

    job = job_of(made("f", "test.flat"), made("t", "test.times", {"images": "f"}))
    with run_of(job, times) as run:
        run.frame(at(3))
    assert seen == [at(frame) for frame in range(4)]


def fragile(id: str, fails: list[int]):
    @node(id)
    def node_that_fails(images: Stream[Frame]) -> Iterator[Frame]:
        """Fail where it is told to, once each."""
        for image in images:
            if fails and image.time == at(fails[0]):
                fails.pop(0)
                raise RuntimeError("no")
            yield image

    return node_that_fails


def test_a_stream_that_failed_begins_anew_and_its_error_is_told_once():
    first, second = fragile("test.first", [4]), fragile("test.second", [])
    job = job_of(
        made("a", "test.count"),
        made("f", "test.first", {"images": "a"}),
        made("h", "test.ahead", {"images": "f"}),
        made("s", "test.second", {"images": "h"}),
    )
    with run_of(job, first, second, cache=0) as run:
        assert grey(run.frame(at(1))) == AHEADS[1]
        with pytest.raises(
            NodeFault, match=r"^Run node 'f' \(test.first\) at frame 4: it failed with RuntimeError"
        ):
            run.frame(at(3))
        assert grey(run.frame(at(3))) == AHEADS[3]


def test_a_stream_that_yields_too_little_is_at_fault():
    @node("test.short")
    def short(images: Stream[Frame]) -> Iterator[Frame]:
        """Stop early."""
        yield next(iter(images))

    job = job_of(made("a", "test.count"), made("s", "test.short", {"images": "a"}))
    with run_of(job, short) as run:
        run.frame(at(0))
        with pytest.raises(NodeFault, match=r"at frame 1: .*it yielded 1 values for 10 frames"):
            run.frame(at(1))


def test_a_refusal_inside_a_stream_names_the_frame_it_had_come_to():
    @node("test.picky")
    def picky(images: Stream[Frame]) -> Iterator[Frame]:
        """Refuse frame 2."""
        for image in images:
            if grey(image) == 2:
                raise NodeError("Follow the object", "it left the picture", port="images")
            yield image

    job = job_of(made("a", "test.count"), made("p", "test.picky", {"images": "a"}))
    with pytest.raises(
        NodeRefused, match=r"Run node 'p' \(test.picky\) at frame 2: images: Follow the object"
    ):
        greys(job, [7], picky)


def test_a_streams_scratch_folder_and_its_finally_last_as_long_as_its_run(tmp_path):
    log = []

    @node("test.scratch")
    def scratch(images: Stream[Frame], context: Context) -> Iterator[Frame]:
        """Count frames in a file."""
        try:
            for image in images:
                with (context.scratch / "frames").open("a") as file:
                    file.write("x")
                yield flat((context.scratch / "frames").stat().st_size, image.time)
        finally:
            log.append("closed")

    job = job_of(made("a", "test.count"), made("s", "test.scratch", {"images": "a"}))
    with run_of(job, scratch, scratch=lambda: tmp_path, cache=0) as run:
        assert [grey(run.frame(at(frame))) for frame in (2, 4)] == [3.0, 5.0]
        assert not log and len(list(tmp_path.iterdir())) == 1
        assert grey(run.frame(at(1))) == 2.0
        assert log == ["closed"] and len(list(tmp_path.iterdir())) == 1
    assert log == ["closed", "closed"] and not list(tmp_path.iterdir())


class Enough(BaseException):
    """Stands for the process's wish to stop."""


def test_a_stream_that_is_stopped_while_it_catches_up_goes_on_from_there():
    left = 6

    def check() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Enough

    job = job_of(*CHAIN)
    with run_of(job, check=check, cache=0) as run:
        with pytest.raises(Enough):
            run.frame(at(9))
        reached = run.stats.calls["m"]
        assert 0 < reached < 4
        left = 1000
        assert grey(run.frame(at(9))) == MEANS[9]
        assert run.stats.calls["m"] == 10


def test_a_long_chain_of_streams_that_read_ahead_needs_no_recursion():
    nodes = [made("n0", "test.count")]
    nodes += [made(f"n{i}", "test.ahead", {"images": f"n{i - 1}"}) for i in range(1, 400)]
    job = job_of(*nodes, domains={"n0": Range.frames_of(0, 2, RATE)}, format=FORMAT)
    with run_of(job, cache=0) as run:
        assert grey(run.frame(at(1))) == 1.0
        assert grey(run.frame(at(0))) == 399.0
        assert max(run.stats.calls.values()) <= 4


def test_a_long_chain_of_streams_needs_no_recursion():
    nodes = [made("n0", "test.count")]
    nodes += [made(f"n{i}", "test.mean", {"images": f"n{i - 1}"}) for i in range(1, 400)]
    domain = Range.frames_of(0, 2, RATE)
    job = job_of(*nodes, domains={"n0": domain}, format=FORMAT)
    assert greys(job, [1], cache=0)[0] == pytest.approx(0.0, abs=1e-6)
