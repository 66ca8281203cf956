"""Pictures that are decoded alike are mixed plane by plane: as by way of light, within a rounding."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.api import Box, ColourTags, Frame, Rate, Time
from nodes.library.cut import laying
from nodes.library.cut.display import Screen, on_screen
from nodes.library.cut.laying import Look, laid
from nodes.library.cut.mixing import blended, mixed
from nodes.library.cut.planar import are_alike
from nodes.media.colour import from_working, to_working
from nodes.media.working import WorkingSpace

SPACE, TAGS, SCREEN = WorkingSpace(), ColourTags(), Screen()
WIDTH, HEIGHT = 64, 48


def picture(seed: int, layout: str = "yuv444p") -> Frame:
    """A smooth picture within the legal range, as a decoder would give it."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] / 10
    light = 0.3 + 0.2 * np.stack([np.sin(x * a + y * b) for a, b in rng.random((3, 2))], axis=-1)
    native = from_working(SPACE, layout, TAGS)(light.astype(np.float32), None)
    box = Box.of_size(WIDTH, HEIGHT)
    return Frame(box, box, Time(0, Rate(24)), native, TAGS, to_working=to_working(SPACE))


def codes(frame: Frame, layout: str = "yuv444p") -> tuple[np.ndarray, ...]:
    if frame.native is not None:
        return frame.native.planes
    return from_working(SPACE, layout, TAGS)(frame.rgb, frame.alpha).planes


def furthest(one: Frame, other: Frame) -> int:
    pairs = zip(codes(one), codes(other), strict=True)
    return max(int(np.abs(a.astype(int) - b.astype(int)).max()) for a, b in pairs)


@pytest.mark.parametrize("part", [0.125, 0.5, 0.9])
def test_a_mix_of_planes_is_the_mix_of_what_the_screen_shows(part: float) -> None:
    one, other = picture(1), picture(2)
    assert are_alike(one, other, SCREEN)
    fast = mixed(one, other, part, SCREEN)
    assert fast.native is not None
    assert furthest(fast, blended(one, other, np.float32(part), SCREEN)) <= 1


def test_all_of_one_is_that_very_frame() -> None:
    one, other = picture(1), picture(2)
    assert mixed(one, other, 0.0, SCREEN) is one
    assert mixed(one, other, 1.0, SCREEN).native is other.native
    assert laid(other, one, Look(), SCREEN) is other
    assert laid(other, one, Look(amount=0.0), SCREEN) is one


def test_pictures_of_another_layout_reading_or_light_are_not_mixed_as_they_are() -> None:
    one = picture(1)
    assert not are_alike(one, picture(1, "yuv420p"), SCREEN)
    assert not are_alike(one, one, Screen("linear"))
    full = Frame(
        one.display_window,
        one.data_window,
        one.time,
        one.native,
        ColourTags(range="full"),
        to_working=one.to_working,
    )
    assert not are_alike(one, full, SCREEN)
    scene = Frame(
        one.display_window,
        one.data_window,
        one.time,
        one.native,
        ColourTags(transfer="linear"),
        to_working=one.to_working,
    )
    assert not are_alike(scene, scene, SCREEN)


@pytest.mark.parametrize(
    "look",
    [
        Look(0.8, scale=(0.5, 0.5), translate=(7.0, -3.0)),
        Look(1.0, scale=(1.7, 0.6), translate=(2.25, 1.5)),
        Look(0.5, scale=(-1.0, 1.0)),
        Look(1.0, translate=(10.0, 4.0)),
    ],
)
def test_a_picture_placed_in_planes_is_the_one_placed_by_way_of_the_signal(
    look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = picture(1), picture(2)
    fast = laid(other, one, look, SCREEN)
    assert fast.native is not None
    monkeypatch.setattr(laying, "are_alike", lambda *_: False)
    slow = laid(other, one, look, SCREEN)
    assert slow.native is None
    assert furthest(fast, slow) <= 1


def test_the_signal_of_a_decoded_picture_needs_no_way_through_light() -> None:
    """Read off its code values it is what its light is on the display."""
    one = picture(3)
    light = Frame.of_pixels(one.rgb, one.time)
    read, shown = on_screen(one, SCREEN), on_screen(light, SCREEN)
    assert read.pixels is not None
    assert shown.pixels is not None
    assert np.abs(read.pixels - shown.pixels).max() < 1e-4
