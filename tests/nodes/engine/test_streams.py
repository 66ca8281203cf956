"""Nodes with a memory: their results never depend on where somebody stood, or on what was cached."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.api import Frame, Range, Rate, Time, node
from nodes.engine.errors import CannotRun
from nodes.library.cut.track import track
from tests.nodes.engine.kit import (
    CHAIN,
    MEANS,
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


@pytest.mark.parametrize("cache", [0, 1 << 20])
@settings(max_examples=25)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=12))
def test_frames_asked_for_in_any_order_are_those_of_the_run_from_the_start(cache, times):
    job = job_of(*CHAIN, made("b", "test.mean", {"images": "m"}), made("c", "test.ahead", {"images": "b"}))
    means = [sum(MEANS[: frame + 1]) / (frame + 1) for frame in range(10)]
    expected = [sum(means[frame : frame + 3]) for frame in times]
    assert greys(job, times, cache=cache) == pytest.approx(expected)


def test_playing_in_order_makes_every_value_once_even_without_a_cache():
    job = job_of(*CHAIN, made("b", "test.ahead", {"images": "m"}), made("g", "test.gain", {"image": "b"}))
    with run_of(job, cache=0) as run:
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
    assert greys(job, wanted, shift, cache=cache) == pytest.approx([values[-1][time] for time in wanted])


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
    with run_of(job, cache=0) as run:
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
            {"items": ["m", "m"]},
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
    means = [sum(shown[: frame + 1]) / (frame + 1) for frame in range(10)]
    assert greys(job_of(*nodes, over), [9, 0, 4]) == pytest.approx([means[9], means[0], means[4]])
    domains = {"a": WHOLE, "t": Range.frames_of(6, 4, RATE)}
    shorter = [sum(shown[6 : frame + 1]) / (frame - 5) for frame in range(6, 10)]
    assert greys(job_of(*nodes, over, domains=domains), range(6, 10)) == pytest.approx(shorter)


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


def test_the_track_without_items_is_clear():
    frame = track(at(0), None, None, (), (), (), 6, 4)
    assert frame.rgb.shape == (4, 6, 3) and not frame.rgb.any() and not frame.alpha.any()
    with run_of(job_of(made("t", "cut.track", params={"width": 6, "height": 4}))) as run:
        frame = run.frame(at(5))
    assert frame.rgb.shape == (4, 6, 3) and not frame.rgb.any() and frame.time == at(5)
