"""Clean plates and removal against the ground that was there."""

from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np

from nodes.api import Format, Frame, Matte, Range, Time
from nodes.library.segment.background import background
from nodes.library.segment.filling import OwnInpaint
from nodes.library.segment.remove import remove

from .test_motion import RATE, panned

ROWS, COLUMNS = 96, 160

CONTEXT = SimpleNamespace(scratch=Path(), check_cancelled=lambda: None, progress=lambda *_: None)


class Panned:
    range, format = Range.frames_of(0, 9, RATE), Format(160, 120, RATE)

    def frame(self, time):
        return panned(time.frame, 10)[0]


class Masks(Panned):
    def frame(self, time):
        return Matte.of_pixels(panned(time.frame, 10)[1].astype(np.float32), time)


def test_what_is_removed_shows_the_ground_and_the_rest_is_untouched():
    middle = Range.frames_of(4, 1, RATE)
    own = OwnInpaint()
    (made,) = remove(image=Panned(), matte=Masks(), model=own, range=middle, context=CONTEXT, count=4, step=1)
    frame, mask = panned(4, 10)
    assert np.array_equal(made.value.rgb[~mask], frame.rgb[~mask])
    # The object is much redder than the green ground.
    red = made.value.rgb[mask][:, 0] / made.value.rgb[mask][:, 1]
    assert np.median(red) < 0.6 < np.median(frame.rgb[mask][:, 0] / frame.rgb[mask][:, 1])


def test_a_clean_plate_needs_no_matte_where_the_ground_is_seen_mostly():
    middle = Range.frames_of(4, 1, RATE)
    (made,) = background(image=Panned(), range=middle, context=CONTEXT, count=4, step=1)
    mask = panned(4, 10)[1]
    red = made.value.rgb[mask][:, 0] / made.value.rgb[mask][:, 1]
    assert np.median(red) < 0.6
    assert isinstance(made.value, Frame)


class Parallax:
    """A far ground that pans, a near one below that pans four times as fast, a block before both."""

    range, format = Range.frames_of(0, 13, RATE), Format(COLUMNS, ROWS, RATE)

    def __init__(self) -> None:
        random = np.random.default_rng(5)
        noise = [cv2.GaussianBlur(random.random((ROWS, 300)).astype(np.float32), (0, 0), 1.5) for _ in "fn"]
        self.far, self.near = ((each - each.min()) / np.ptp(each) for each in noise)

    def ground(self, number: int) -> np.ndarray:
        made = self.far[:, number : number + COLUMNS, None] * np.float32([0.3, 0.7, 0.3])
        below = self.near[56:, 4 * number : 4 * number + COLUMNS, None]
        made[56:] = below * np.float32([0.3, 0.4, 0.8])
        return made

    def mask(self, number: int) -> np.ndarray:
        made = np.zeros((ROWS, COLUMNS), bool)
        made[32:80, 16 + 7 * number : 44 + 7 * number] = True
        return made

    def frame(self, time: Time) -> Frame:
        light = self.ground(time.frame)
        light[self.mask(time.frame)] = (0.8, 0.1, 0.1)
        return Frame.of_pixels(light, time)


class Blocks(Parallax):
    def frame(self, time: Time) -> Matte:
        return Matte.of_pixels(self.mask(time.frame).astype(np.float32), time)


def removed(image, matte, number, **options) -> np.ndarray:
    wanted = Range.frames_of(number, 1, RATE)
    own = OwnInpaint()
    (made,) = remove(image=image, matte=matte, model=own, range=wanted, context=CONTEXT, **options)
    return made.value.rgb


def shown(light: np.ndarray) -> np.ndarray:
    return np.sqrt(np.clip(light, 0, 1))


def test_ground_that_no_plane_brings_over_is_fetched_along_the_flow(monkeypatch):
    number = 6
    mask = Parallax().mask(number)
    mask[:56] = False
    made = removed(Parallax(), Blocks(), number, count=4, step=1)
    error = np.abs(shown(made) - shown(Parallax().ground(number)))[mask].mean()
    monkeypatch.setattr("nodes.library.segment.plate._UNSTEADY", 9.0)
    median = removed(Parallax(), Blocks(), number, count=4, step=1)
    assert error < 0.8 * np.abs(shown(median) - shown(Parallax().ground(number)))[mask].mean()


def test_what_no_frame_shows_is_made_up_from_its_rim():
    class Stuck(Parallax):
        def ground(self, number):
            return super().ground(0)

        def mask(self, number):
            return super().mask(3)

    class Cover(Stuck, Blocks):
        pass

    made, mask = removed(Stuck(), Cover(), 6, count=3, step=1), Stuck().mask(0)
    ground = Stuck().ground(0)
    assert np.array_equal(made[~mask], np.float32(ground)[~mask])
    # Nothing of the red block is left, and nothing is brighter or darker than the ground.
    low, high = ground.min((0, 1)), ground.max((0, 1))
    assert (made[mask] >= low - 1e-3).all() and (made[mask] <= high + 1e-3).all()


def test_a_block_that_stands_in_a_clip_of_one_frame_is_filled():
    class One(Parallax):
        range = Range.frames_of(0, 1, RATE)

    class Cover(One, Blocks):
        pass

    made = removed(One(), Cover(), 0, count=5, step=4)
    assert np.isfinite(made).all() and (made[One().mask(0)][:, 0] < 0.5).all()


def test_frames_at_hand_are_filled_as_the_clip_is():
    image, matte = Parallax(), Blocks()
    times = list(image.range.frames())
    frames, covers = [image.frame(time) for time in times], [matte.frame(time) for time in times]
    made = OwnInpaint(count=4, step=1).fill(frames, covers, "", 0)
    assert [frame.time for frame in made] == times
    assert np.array_equal(made[6].rgb, removed(image, matte, 6, count=4, step=1))
