"""What becomes of the values that nodes make: handed on, shared, let go."""

from __future__ import annotations

import weakref

from nodes.api import Frame, Time, node
from tests.nodes.engine.kit import at, counting, greys, job_of, made, run_of


def test_what_never_changes_is_made_once_even_without_a_cache():
    seen, calls = counting()
    job = job_of(
        made("f", "test.flat"),
        made("s", "test.seen", {"image": "f"}),
        made("a", "test.count"),
        made("t", "test.sum", {"first": "a", "second": "s"}),
    )
    assert greys(job, [0, 1, 2, 3], seen, cache=0) == [2.0, 3.0, 4.0, 5.0]
    assert len(calls) == 1


def test_a_frame_that_never_changes_stands_at_the_time_that_is_asked_for():
    seen = []

    @node("test.when")
    def when(image: Frame, time: Time) -> Frame:
        """Note the frame's time beside the wanted one."""
        seen.append((image.time, time))
        return image

    job = job_of(made("f", "test.flat"), made("w", "test.when", {"image": "f"}))
    with run_of(job, when) as run:
        assert run.frame(at(3)).time == at(3)
    assert seen == [(at(3), at(3))]


def test_what_several_nodes_read_is_made_once_a_frame_even_without_a_cache():
    seen, calls = counting()
    nodes = [made("a", "test.count"), made("n0", "test.seen", {"image": "a"})]
    nodes += [made(f"n{i}", "test.sum", {"first": f"n{i - 1}", "second": f"n{i - 1}"}) for i in range(1, 25)]
    assert greys(job_of(*nodes), [1], seen, cache=0) == [2.0 * 2**24]
    assert len(calls) == 1


def test_values_go_as_soon_as_nobody_needs_them():
    alive: weakref.WeakSet[Frame] = weakref.WeakSet()
    most = []

    @node("test.heavy")
    def heavy(image: Frame) -> Frame:
        """Make a new frame and count those that live."""
        value = image.with_rgb(image.rgb + 1)
        alive.add(value)
        most.append(len(alive))
        return value

    nodes = [made("a", "test.count")]
    nodes += [made(f"n{i}", "test.heavy", {"image": f"n{i - 1}" if i else "a"}) for i in range(12)]
    with run_of(job_of(*nodes), heavy, cache=0) as run:
        run.frame(at(0))
    assert max(most) == 2


def test_a_frame_asked_for_again_comes_from_the_cache_and_the_cache_is_shared():
    seen, calls = counting()
    job = job_of(made("a", "test.count"), made("s", "test.seen", {"image": "a"}))
    with run_of(job, seen) as run:
        first = run.frame(at(1))
        run.frame(at(2))
        assert run.frame(at(1)).rgb is first.rgb
    assert len(calls) == 2 and run.stats.calls == {"a": 2, "s": 2} and run.stats.reused == 1
