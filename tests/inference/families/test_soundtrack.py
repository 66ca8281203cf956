from __future__ import annotations

from fractions import Fraction

import numpy as np

from inference.families.ltx2.soundtrack import Soundtrack
from inference.families.windows import Window

FIRST, SECOND = Window(0, 0, 9, 0), Window(1, 6, 9, 3)
RATE, HERTZ = Fraction(24000, 1001), 16000


def samples(frame: int) -> int:
    return -(-frame * HERTZ * 1001 // 24000)


def constant(window: Window, level: float) -> np.ndarray:
    return np.full((samples(window.count) + 8, 2), level, np.float32)


def test_frames_share_the_samples_out_and_windows_go_over_at_equal_power() -> None:
    track = Soundtrack(RATE, HERTZ)
    track.add(FIRST, constant(FIRST, 0.5))
    made = [track.of(frame) for frame in range(6)]
    track.add(SECOND, constant(SECOND, -0.25))
    made += [track.of(frame) for frame in range(6, 15)]
    whole = np.concatenate(made)
    assert len(whole) == samples(15)
    assert [len(each) for each in made] == [samples(n + 1) - samples(n) for n in range(15)]
    begin, end = samples(6), samples(9)
    np.testing.assert_array_equal(whole[:begin], 0.5)
    along = (np.arange(end - begin) + 0.5) / (end - begin) * np.pi / 2
    np.testing.assert_allclose(whole[begin:end, 0], 0.5 * np.cos(along) - 0.25 * np.sin(along), atol=1e-6)
    np.testing.assert_allclose(whole[end:], -0.25, atol=1e-6)


def test_what_a_window_does_not_fill_is_silent() -> None:
    track = Soundtrack(Fraction(24), HERTZ)
    track.add(FIRST, np.ones((1000, 1), np.float32))
    made = np.concatenate([track.of(frame) for frame in range(9)])
    assert made.sum() == 1000 and not made[1000:].any() and made.shape == (6000, 1)
