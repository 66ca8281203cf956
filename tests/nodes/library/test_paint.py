"""The painter of the demo's keyframes: flat strokes within edges that stay where they were."""

from __future__ import annotations

import numpy as np

from nodes.api import Frame, Rate, Time
from nodes.library.sample.paint import paint


def test_strokes_are_flatter_than_what_they_paint_and_edges_are_dark() -> None:
    rng = np.random.default_rng(1)
    light = np.where(np.arange(96)[None, :, None] < 48, 0.05, 0.5) * rng.uniform(
        0.8, 1.2, (64, 96, 1)
    ).repeat(3, axis=2)
    frame = Frame.of_pixels(light.astype(np.float32), Time(7, Rate(24)))

    made = paint(frame, brush=10.0)

    assert made.time == frame.time
    assert made.rgb.shape == (64, 96, 3)
    dark, bright = made.rgb[10:-10, 12:36], made.rgb[10:-10, 60:84]
    for part, source in ((dark, light[10:-10, 12:36]), (bright, light[10:-10, 60:84])):
        rough, was = (np.abs(np.diff(each, axis=1)).mean() / each.mean() for each in (part, source))
        assert rough < 0.4 * was
    assert made.rgb[10:-10, 47:49].mean() < 0.3 * bright.mean()
    assert bright[..., 0].mean() > bright[..., 2].mean(), "what is light turns warm"
    assert dark[..., 2].mean() > dark[..., 0].mean(), "what is dark turns cool"
    assert np.array_equal(made.rgb, paint(frame, brush=10.0).rgb)
