"""Frames and mattes keep what nobody touched."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.api import Box, ColourTags, Frame, Matte, Native, NodeError, Rate, Time

TIME = Time(7, Rate(24))
PLANE = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)


def native(reads):
    def to_working(planes, tags):
        reads.append(tags)
        return planes.planes[0].astype(np.float32) / 255, None

    box = Box.of_size(2, 2)
    return Frame(box, box, TIME, Native("rgb24", (PLANE,)), ColourTags(), to_working=to_working)


def test_colour_is_converted_once_and_only_when_it_is_read():
    reads = []
    frame = native(reads)
    assert reads == []
    assert frame.rgb is frame.rgb
    assert len(reads) == 1
    assert frame.native.planes[0] is PLANE


def test_new_colour_is_never_clipped_and_lets_the_native_planes_go():
    changed = native([]).with_rgb(np.full((2, 2, 3), -4.5))
    assert changed.native is None
    assert float(changed.rgb.min()) == -4.5
    assert changed.channels == ("R", "G", "B")
    assert changed.time == TIME


def test_alpha_and_further_channels_stay():
    pixels = np.arange(20, dtype=np.float32).reshape(2, 2, 5)
    frame = Frame.of_pixels(pixels, TIME, channels=("R", "G", "B", "depth.Z", "A"))
    changed = frame.with_rgb(frame.rgb * 2)
    assert changed.channels == ("R", "G", "B", "A", "depth.Z")
    assert np.array_equal(changed.alpha, pixels[..., 4])
    assert np.array_equal(changed.channel("depth.Z").pixels, pixels[..., 3])
    assert np.array_equal(changed.with_rgb(frame.rgb, alpha=pixels[..., 0]).alpha, pixels[..., 0])


def test_arrays_are_read_only():
    frame = Frame.of_pixels(np.zeros((2, 2, 4)), TIME)
    for array in (frame.rgb, frame.alpha, frame.channel("R").pixels, frame.channel("A").frame().rgb):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1


def test_a_matte_and_a_frame_become_each_other_only_when_told():
    frame = Frame.of_pixels(np.dstack([np.full((2, 3), value) for value in (0.1, 0.2, 0.3)]), TIME)
    assert np.array_equal(frame.channel("A").pixels, np.ones((2, 3)))
    assert float(frame.channel("G").frame().rgb[0, 0, 2]) == pytest.approx(0.2)
    assert frame.channel("B").at(Time(0, Rate(24))).time.frame == 0


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Frame.of_pixels(np.zeros((2, 2)), TIME),
        lambda: Frame.of_pixels(np.zeros((2, 2, 1)), TIME),
        lambda: Frame.of_pixels(np.zeros((2, 2, 3)), TIME, channels=("R", "G")),
        lambda: Frame.of_pixels(np.zeros((2, 2, 3)), TIME, data_window=Box.of_size(3, 2)),
        lambda: Frame.of_pixels(np.zeros((2, 2, 3)), TIME).with_rgb(np.zeros((2, 3, 3))),
        lambda: Frame.of_pixels(np.zeros((2, 2, 3)), TIME).with_rgb(np.zeros((2, 2, 3)), alpha=[[1.0]]),
        lambda: Frame.of_pixels(np.zeros((2, 2, 3)), TIME).channel("depth.Z"),
        lambda: Matte.of_pixels(np.zeros((2, 2, 1)), TIME),
        lambda: Frame(Box.of_size(1, 1), Box.of_size(1, 1), TIME).rgb,
    ],
)
def test_pixels_that_do_not_fit_are_refused(wrong):
    with pytest.raises(NodeError):
        wrong()


def test_bytes_held_count_what_was_converted_too():
    frame = native([])
    before = frame.nbytes
    assert before == PLANE.nbytes
    assert frame.rgb.nbytes + before == frame.nbytes
    assert Matte.of_pixels(np.zeros((2, 3)), TIME).nbytes == 24


def test_a_frame_moved_in_time_keeps_the_colour_that_was_converted():
    reads = []
    frame, later = native(reads), Time(8, Rate(24))
    assert frame.at(later).native is frame.native and not reads
    assert frame.rgb is frame.at(later).rgb and len(reads) == 1
