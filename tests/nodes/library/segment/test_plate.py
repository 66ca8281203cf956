"""Clean plates and removal against the ground that was there."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np

from nodes.api import Format, Frame, Matte, Range
from nodes.library.segment.background import background
from nodes.library.segment.remove import remove

from .test_motion import RATE, panned

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
    (made,) = remove(image=Panned(), matte=Masks(), range=middle, context=CONTEXT, count=4, step=1)
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
