"""The cache in memory is bounded by what pictures really take."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from nodes.api import Box, Frame, Matte, Native
from nodes.engine.cache import FrameCache
from tests.nodes.engine.kit import at

SIZE = 40 * 30 * 3 * 4
ENTRY = 1024


def picture(value: float = 0.0) -> Frame:
    return Frame.of_pixels(np.full((30, 40, 3), value, np.float32), at(0))


def native(reads: list | None = None) -> Frame:
    def to_working(planes, tags):
        if reads is not None:
            reads.append(tags)
        return np.zeros((30, 40, 3), np.float32), None

    box = Box.of_size(40, 30)
    planes = Native("gray", (np.zeros((30, 40), np.uint8),))
    return Frame(box, box, at(0), native=planes, to_working=to_working)


def test_the_longest_unused_go_first():
    cache = FrameCache(4 * (SIZE + ENTRY))
    for key in "abcd":
        cache.put(key, picture())
    cache.get("a")
    cache.put("e", picture())
    assert [key for key in "abcde" if cache.get(key) is not None] == ["a", "c", "d", "e"]
    assert cache.nbytes == 4 * (SIZE + ENTRY)


def test_a_key_put_twice_counts_once():
    cache = FrameCache(10 * SIZE)
    cache.put("a", picture())
    cache.put("a", picture(1.0))
    assert cache.nbytes == SIZE + ENTRY and cache.get("a").rgb.max() == 1.0


def test_what_would_push_out_everything_is_not_kept_unless_it_may():
    cache = FrameCache(3 * SIZE)
    cache.put("a", picture())
    assert cache.get("a") is None and cache.nbytes == 0
    lenient = FrameCache(SIZE // 2, spares_large=True)
    lenient.put("a", picture())
    lenient.put("b", picture())
    assert lenient.get("a") is None and lenient.get("b") is not None


def test_native_planes_are_held_without_the_colour_that_somebody_read():
    reads = []
    cache = FrameCache(10 * SIZE)
    frame = native(reads)
    assert frame.rgb is frame.rgb and len(reads) == 1
    cache.put("a", frame)
    again = cache.get("a")
    assert again.native is frame.native and again.rgb.any() == 0
    cache.get("a")
    assert cache.nbytes == 30 * 40 + ENTRY
    assert cache.get("a").nbytes == 30 * 40
    assert len(reads) == 2


def test_values_that_share_their_pixels_count_them_once():
    cache = FrameCache(10 * SIZE)
    frame = picture()
    for key in ("a", "b", "c"):
        cache.put(key, frame.at(at(len(key))))
    cache.put("d", {"image": frame, "matte": Matte.of_pixels(np.zeros((30, 40)), at(0)), "level": 1.0})
    assert cache.nbytes == SIZE + SIZE // 3 + 4 * ENTRY
    small = FrameCache(5 * SIZE)
    for key in range(100):
        small.put(str(key), picture())
        small.put(f"{key} again", picture())
    assert small.nbytes <= 5 * SIZE


def test_numbers_take_room_too():
    cache = FrameCache(20 * ENTRY)
    for key in range(1000):
        cache.put(str(key), 1.0)
    assert len(cache) == 20


@pytest.mark.parametrize("threads", [4])
def test_several_threads_may_use_it(threads):
    cache = FrameCache(6 * SIZE)
    failed = []

    def work(seed: int) -> None:
        rng = np.random.default_rng(seed)
        try:
            for key in rng.integers(0, 20, 400):
                found = cache.get(str(key))
                if found is None:
                    cache.put(str(key), picture(float(key)))
                elif found.rgb[0, 0, 0] != key:
                    failed.append(key)
        except RuntimeError as error:
            failed.append(error)

    workers = [threading.Thread(target=work, args=(seed,)) for seed in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not failed and cache.nbytes <= 6 * SIZE
    assert cache.nbytes == len(cache) * (SIZE + ENTRY)


def test_half_floats_hold_twice_as_many_frames_to_eleven_bits():
    rng = np.random.default_rng(3)
    frames = [Frame.of_pixels(rng.normal(size=(30, 40, 3)) * 10, at(place)) for place in range(8)]
    cache = FrameCache(4 * (SIZE + ENTRY), half=True, spares_large=True)
    for place, frame in enumerate(frames):
        cache.put(str(place), frame)
    assert [key for key in map(str, range(8)) if cache.get(key) is not None] == list("1234567")
    for place, frame in enumerate(frames[1:], start=1):
        back = cache.get(str(place))
        assert np.array_equal(back.rgb, frame.rgb.astype(np.float16)) and back.time == frame.time
        assert back.display_window == frame.display_window and not back.pixels.flags.writeable


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (4, 1), (3, 5)])
def test_mattes_and_numbers_by_port_are_halved_where_they_can_be(shape):
    cache = FrameCache(1 << 20, half=True)
    soft = Matte.of_pixels(np.full(shape, 0.1, np.float32), at(0))
    cache.put("a", {"matte": soft, "level": 0.1, "image": native()})
    back = cache.get("a")
    assert np.array_equal(back["matte"].pixels, np.full(shape, 0.1, np.float16)) and back["level"] == 0.1
    assert back["image"].native is not None


@pytest.mark.parametrize("value", [70000.0, -70000.0, np.nan, np.inf])
def test_what_half_floats_cannot_hold_stays_as_it_is(value):
    cache = FrameCache(1 << 20, half=True)
    frame = picture(0.1)
    pixels = frame.rgb.copy()
    pixels[3, 4, 1] = value
    cache.put("a", frame.with_rgb(pixels))
    assert np.array_equal(cache.get("a", exact=True).rgb, pixels, equal_nan=True)


def test_whoever_needs_exact_values_is_given_no_other():
    cache = FrameCache(1 << 20, half=True)
    cache.put("a", picture(0.1))
    cache.put("b", picture(0.1), exact=True)
    assert cache.get("a", exact=True) is None and cache.get("a") is not None
    assert cache.get("b", exact=True).rgb.max() == np.float32(0.1)


def test_what_a_node_has_here_can_be_told():
    cache = FrameCache(1 << 20)
    for key in ("k1 1 24", "k1 2 24", "k1", "k11 1 24"):
        cache.put(key, picture())
    weight = cache.weigh("k1")
    assert (weight.values, weight.bytes) == (3, 3 * SIZE)
