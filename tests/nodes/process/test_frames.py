"""Frames through mapped slots: bit-identical, with back-pressure, bounded."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.api.errors import Cancelled, Failed
from nodes.process.errors import ChildBug, ChildDied
from nodes.process.limits import Limits
from nodes.process.parent import Child

DTYPES = ["?", "u1", "i2", "<u2", ">u2", "<f2", "<f4", ">f4", "<f8", "<u8", "<c8"]


def expected(count: int, shape: tuple[int, ...], dtype: str, seed: int) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    return [np.frombuffer(rng.bytes(size), dtype).reshape(shape) for _ in range(count)]


def same(one: np.ndarray, other: np.ndarray) -> bool:
    return (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())


@pytest.mark.parametrize("shape", [(), (0, 4), (7,), (5, 3, 4), (270, 480, 4)])
def test_frames_arrive_bit_identical(worker: Child, shape: tuple[int, ...]) -> None:
    for dtype in DTYPES:
        job = worker.call("frames", {"count": 5, "shape": shape, "dtype": dtype, "seed": 3})
        for index, (loan, wanted) in enumerate(zip(job.frames(), expected(5, shape, dtype, 3), strict=True)):
            with loan:
                assert loan.meta == {"index": index}
                assert same(loan.array, wanted)
                assert not loan.array.flags.writeable
        assert job.result(5) == 5


def test_any_sequence_of_sizes_arrives_bit_identical(worker: Child) -> None:
    @settings(max_examples=25)
    @given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=6), st.data())
    def check(shapes: list[tuple[int, int]], data: st.DataObject) -> None:
        for shape in shapes:
            dtype = data.draw(st.sampled_from(DTYPES))
            job = worker.call("frames", {"count": 2, "shape": shape, "dtype": dtype, "seed": 9})
            got = [loan.copy()[""] for loan in job.frames()]
            assert all(map(same, got, expected(2, shape, dtype, 9)))

    check()


def test_several_named_arrays_of_any_layout_share_a_frame(worker: Child) -> None:
    (loan,) = worker.call("planes").frames()
    luma = np.arange(12, dtype=np.uint8).reshape(3, 4)
    got = loan.copy()
    assert loan.meta == {"range": "limited"}
    assert list(got) == ["Y", "U", "V"]
    assert same(got["Y"], luma.T)
    assert same(got["U"], luma[::2, ::-1])
    assert same(got["V"], np.array(7, ">u2"))


def test_a_released_frame_cannot_be_read_through_its_loan(worker: Child) -> None:
    (loan,) = worker.call("planes").frames()
    loan.release()
    loan.release()
    with pytest.raises(ValueError, match="released"):
        _ = loan.arrays


def test_the_child_waits_when_every_slot_is_held(starter: Callable[..., Child]) -> None:
    with starter(limits=Limits(slots=2)) as child:
        job = child.call("steady", {"count": 5, "shape": [4], "dtype": "u1"})
        frames = job.frames()
        held = [next(frames), next(frames)]
        time.sleep(0.3)
        assert not job.done
        assert len(job._frames) == 0
        held[0].release()
        third = next(frames)
        assert third.meta == 2
        held[1].release()
        third.release()
        for loan in frames:
            loan.release()
        assert job.result(5) is None


def test_a_lane_that_waits_for_slots_does_not_hold_up_another(starter: Callable[..., Child]) -> None:
    args = {"count": 3, "shape": [4], "dtype": "u1"}
    with starter(limits=Limits(slots=1)) as child, child.call("steady", args, lane="render") as stalled:
        held = next(stalled.frames())
        job = child.call("steady", args, lane="interactive")
        assert [loan.copy()[""].size for loan in job.frames()] == [4, 4, 4]
        assert not stalled.done
        held.release()


def test_a_child_that_waits_for_a_slot_hears_cancel(starter: Callable[..., Child]) -> None:
    with starter(limits=Limits(slots=1)) as child:
        job = child.call("steady", {"count": 5, "shape": [4], "dtype": "u1"})
        loan = next(job.frames())
        job.cancel()
        with pytest.raises(Cancelled):
            job.result(1)
        loan.release()
        again = child.call("steady", {"count": 2, "shape": [4], "dtype": "u1"})
        assert [loan.copy()[""].size for loan in again.frames()] == [4, 4]


def test_frames_that_nobody_takes_are_given_back(starter: Callable[..., Child]) -> None:
    with starter(limits=Limits(slots=2)) as child:
        for _ in range(5):
            with child.call("steady", {"count": 2, "shape": [4], "dtype": "u1"}) as job:
                job.result(5)


def test_a_thousand_frames_do_not_grow_the_folder(worker: Child) -> None:
    sizes = set()
    job = worker.call("steady", {"count": 1000, "shape": [64, 64, 4], "dtype": "<f4"})
    for loan in job.frames():
        with loan:
            if loan.meta > 10:
                sizes.add(sum(path.stat().st_size for path in worker.folder.iterdir()))
    assert max(sizes) <= 3 * 64 * 64 * 16
    assert len(list(worker.folder.iterdir())) <= 3


def test_slots_change_size_within_their_share(starter: Callable[..., Child]) -> None:
    limits = Limits(lanes=1, slots=3, frame_bytes=1_000_000)
    with starter(limits=limits) as child:
        for size in (100_000, 900_000, 10, 1_000_000 - 1_000, 300_000):
            job = child.call("steady", {"count": 6, "shape": [size], "dtype": "u1"})
            for loan in job.frames():
                with loan:
                    assert loan.array.size == size
                    used = sum(path.stat().st_size for path in child.folder.iterdir())
                    assert used <= limits.frame_bytes


def test_a_frame_that_can_never_fit_is_refused(starter: Callable[..., Child]) -> None:
    with starter(limits=Limits(lanes=1, frame_bytes=1000)) as child:
        job = child.call("steady", {"count": 1, "shape": [2000], "dtype": "u1"})
        with pytest.raises(Failed, match="smaller size"):
            list(job.frames())
        assert child.call("echo", 1).result(5) == 1


def test_only_numbers_travel(worker: Child) -> None:
    with pytest.raises(ChildBug, match="only numbers"):
        worker.call("steady", {"count": 1, "shape": [2], "dtype": "U3"}).result(5)


def test_a_frame_stays_readable_when_its_child_is_killed(worker: Child) -> None:
    job = worker.call("frames", {"count": 9, "shape": [50, 50], "dtype": "u1", "seed": 5})
    loan = next(job.frames())
    worker.kill()
    worker.join()
    assert same(loan.array, expected(1, (50, 50), "u1", 5)[0])
    loan.release()
    with pytest.raises(ChildDied):
        job.result(5)
    job.cancel()
