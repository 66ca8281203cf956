"""Nodes with a memory: their results never depend on where somebody stood, or on what was cached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.api import Context, Frame, Matte, NodeError, Range, Rate, Stream, Time, node
from nodes.engine.errors import CannotRun, NodeFault, NodeRefused
from nodes.library.cut.track import track
from tests.nodes.engine.kit import (
    FORMAT,
    RATE,
    WHOLE,
    at,
    flat,
    grey,
    greys,
    job_of,
    made,
    run_of,
)

MEANS = [frame / 2 for frame in range(10)]
CHAIN = (made("a", "test.count"), made("m", "test.mean", {"images": "a"}))


@node("test.ahead")
def ahead(images: Stream[Frame]) -> Iterator[Frame]:
    """Yield the sum of a frame and the two that follow it."""
    held: list[Frame] = []
    for image in images:
        held.append(image)
        if len(held) == 3:
            yield flat(sum(map(grey, held)), held[0].time)
            held.pop(0)
    while held:
        yield flat(sum(map(grey, held)), held[0].time)
        held.pop(0)


AHEADS = [float(sum(range(frame, min(frame + 3, 10)))) for frame in range(10)]


@pytest.mark.parametrize("cache", [0, 1 << 20])
@settings(max_examples=25)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=12))
def test_frames_asked_for_in_any_order_are_those_of_the_run_from_the_start(cache, times):
    job = job_of(*CHAIN, made("b", "test.mean", {"images": "m"}), made("c", "test.ahead", {"images": "b"}))
    means = [sum(MEANS[: frame + 1]) / (frame + 1) for frame in range(10)]
    expected = [sum(means[frame : frame + 3]) for frame in times]
    assert greys(job, times, ahead, cache=cache) == pytest.approx(expected)


def test_playing_in_order_makes_every_value_once_even_without_a_cache():
    job = job_of(*CHAIN, made("b", "test.ahead", {"images": "m"}), made("g", "test.gain", {"image": "b"}))
    with run_of(job, ahead, cache=0) as run:
        for frame in run.frames(WHOLE):
            grey(frame)
        assert run.stats.calls == {"a": 10, "m": 10, "b": 10, "g": 10}


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.sampled_from(["test.mean", "test.ahead", "test.gain", "test.shift"]), st.integers(0, 5)),
        min_size=1,
        max_size=7,
    ),
    st.lists(st.integers(0, 4), min_size=1, max_size=6),
    st.sampled_from([0, 3000, 1 << 20]),
)
def test_any_mixture_of_nodes_gives_the_same_however_it_is_asked_for(steps, times, cache):
    nodes, values = [made("n0", "test.count")], [{frame: float(frame) for frame in range(-10, 30)}]
    for place, (type, behind) in enumerate(steps, start=1):
        first, second = values[-1], values[max(0, place - 1 - behind)]
        nodes.append(made(f"s{place}", type, {"images" if type in STREAMS else "image": f"n{place - 1}"}))
        nodes.append(
            made(f"n{place}", "test.sum", {"first": f"s{place}", "second": f"n{max(0, place - 1 - behind)}"})
        )
        applied = MODELS[type](first)
        values.append({frame: applied[frame] + second[frame] for frame in applied if frame in second})
    domains = {each["id"]: WHOLE for each in nodes if each["type"] in ("test.count", "test.shift")}
    job = job_of(*nodes, domains=domains)
    wanted = [time for time in times if time in values[-1] and time in inside(values)]
    assert greys(job, wanted, ahead, shift, cache=cache) == pytest.approx(
        [values[-1][time] for time in wanted]
    )


@node("test.shift", times=lambda time, **_: {"image": time + Time(1, RATE)})
def shift(image: Frame) -> Frame:
    """Show the next frame."""
    return image


STREAMS = ("test.mean", "test.ahead")


def mean_of(values):
    made, total = {}, 0.0
    for frame in range(10):
        if frame not in values:
            break
        total += values[frame]
        made[frame] = total / (frame + 1)
    return made


def sums_of(values):
    known = [frame for frame in range(10) if frame in values]
    if known != list(range(10)):
        return {}
    return {frame: sum(values[each] for each in range(frame, min(frame + 3, 10))) for frame in range(10)}


MODELS = {
    "test.mean": mean_of,
    "test.ahead": sums_of,
    "test.gain": lambda values: {frame: value * 2 for frame, value in values.items()},
    "test.shift": lambda values: {frame - 1: value for frame, value in values.items()},
}


def inside(values):
    """Frames for which every value is known: a stateful node may be asked for nothing outside its domain."""
    return set.intersection(*(set(each) for each in values)) if all(values) else set()


def test_a_cached_value_never_skips_a_step_of_a_streams_state():
    """Frame 3 is known when frame 5 is wanted together with it: both orders give the true mean."""
    for first, second in ((3, 5), (5, 3)):

        @node("test.two", times=lambda time, a=first, b=second: {"one": at(a), "other": at(b)})
        def two(one: Frame, other: Frame) -> Frame:
            """Show two times."""
            return flat(grey(one) + 100 * grey(other), at(0))

        job = job_of(*CHAIN, made("t", "test.two", {"one": "m", "other": "m"}))
        with run_of(job, two) as run:
            known = [grey(run.frame(at(0)))]
            assert known == [MEANS[first] + 100 * MEANS[second]]
        nodes = [
            *CHAIN,
            made("t", "test.two", {"one": "m", "other": "m"}),
            made("s", "test.sum", {"first": "m", "second": "t"}),
        ]
        for cache in (0, 1 << 20):
            assert greys(job_of(*nodes), [3, 7, 5], two, cache=cache) == [
                MEANS[frame] + MEANS[first] + 100 * MEANS[second] for frame in (3, 7, 5)
            ]


def test_a_reader_that_lags_makes_a_stream_remember_instead_of_beginning_anew():
    job = job_of(
        *CHAIN, made("b", "test.ahead", {"images": "m"}), made("s", "test.sum", {"first": "m", "second": "b"})
    )
    with run_of(job, ahead, cache=0) as run:
        frames = [grey(frame) for frame in run.frames(WHOLE)]
        assert run.stats.calls["m"] <= 14 and run.stats.calls["b"] == 10
    assert frames == [MEANS[frame] + sum(MEANS[frame : frame + 3]) for frame in range(10)]


def test_a_stream_under_a_node_that_chooses_times_runs_in_its_own_time():
    placed = [Range.frames_of(0, 4, RATE), Range.frames_of(6, 4, RATE)]
    nodes = [
        *CHAIN,
        made(
            "t",
            "cut.track",
            {"clips": ["m", "m"]},
            params={
                "placed": [place.to_json() for place in placed],
                "starts": [at(5).to_json(), at(0).to_json()],
                "width": 4,
                "height": 2,
            },
        ),
    ]
    shown = [MEANS[5], MEANS[6], MEANS[7], MEANS[8], 0.0, 0.0, *MEANS[:4]]
    assert greys(job_of(*nodes), list(range(10))) == shown
    over = made("o", "test.mean", {"images": "t"})
    job = job_of(*nodes, over)
    with pytest.raises(CannotRun, match="works through a stretch of frames, and nothing says which"):
        greys(job, [0])
    domains = {**job.domains, "t": WHOLE}
    means = [sum(shown[: frame + 1]) / (frame + 1) for frame in range(10)]
    made_again = greys(job_of(*nodes, over, domains=domains), [9, 0, 4])
    assert made_again == pytest.approx([means[9], means[0], means[4]])


def test_a_frame_between_two_of_the_domain_is_the_one_on_screen():
    with run_of(job_of(*CHAIN)) as run:
        assert grey(run.frame(Time(7, Rate(48)))) == MEANS[3]
        assert grey(run.frame(Time(3, Rate(30)))) == MEANS[2]


def test_outside_its_domain_a_stateful_node_is_refused():
    with run_of(job_of(*CHAIN)) as run:
        for frame in (-1, 10):
            with pytest.raises(CannotRun, match=rf"Run node 'm' \(test.mean\) at frame {frame}: .*outside"):
                run.frame(at(frame))
        assert grey(run.frame(at(9))) == MEANS[9]


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
    with run_of(job, first, second, ahead, cache=0) as run:
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


def test_a_long_chain_of_streams_needs_no_recursion():
    nodes = [made("n0", "test.count")]
    nodes += [made(f"n{i}", "test.mean", {"images": f"n{i - 1}"}) for i in range(1, 1500)]
    domain = Range.frames_of(0, 2, RATE)
    job = job_of(*nodes, domains={"n0": domain}, format=FORMAT)
    assert greys(job, [1], cache=0)[0] == pytest.approx(0.0, abs=1e-6)


def test_the_track_without_clips_is_black():
    frame = track(at(0), None, (), (), 6, 4)
    assert frame.rgb.shape == (4, 6, 3) and not frame.rgb.any() and frame.alpha is None
    with run_of(job_of(made("t", "cut.track", params={"width": 6, "height": 4}))) as run:
        frame = run.frame(at(5))
    assert frame.rgb.shape == (4, 6, 3) and not frame.rgb.any() and frame.time == at(5)
