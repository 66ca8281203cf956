from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from nodes.api import ColourSpace, Curve, Frame, Key, Matte, NodeError, Rate, Time
from nodes.library.restyle.reference import reference

RATE = Rate(24)
SPACE = ColourSpace("ocio://default", "ACEScg")
ROWS, COLUMNS = 60, 96


def clip(count: int = 4, *, alpha: bool = False) -> Iterator[Frame]:
    rng = np.random.default_rng(0)
    wide = np.cumsum(rng.normal(size=(ROWS, COLUMNS + 20, 3)), axis=1).astype(np.float32)
    wide = 0.05 + 0.3 * (wide - wide.min()) / (wide.max() - wide.min())
    for index in range(count):
        pixels = wide[:, index : index + COLUMNS]
        if alpha:
            cover = np.linspace(0, 1, COLUMNS, dtype=np.float32) + np.zeros((ROWS, 1), np.float32)
            pixels = np.concatenate([pixels * cover[..., None], cover[..., None]], axis=-1)
        yield Frame.of_pixels(pixels, Time(index, RATE))


def still() -> list[Frame]:
    pixels = np.random.default_rng(1).uniform(0.1, 0.9, (40, 50, 3)) * np.array([0.2, 0.5, 1.0])
    return [Frame.of_pixels(pixels, Time(0, RATE))]


def test_strength_nought_passes_the_very_frames_on() -> None:
    frames = list(clip())

    made = list(reference(frames, [still()], SPACE, strength=Curve.constant(0.0)))

    assert all(one is other for one, other in zip(made, frames, strict=True))


def test_outside_the_matte_every_sample_stays_as_it_is() -> None:
    frames = list(clip())
    pixels = np.zeros((ROWS, COLUMNS), np.float32)
    pixels[10:40, 20:60] = 1.0
    pixels[10:40, 60] = 0.5
    mattes = [Matte.of_pixels(pixels, frame.time) for frame in frames]

    made = list(reference(frames, [still()], SPACE, mattes))
    whole = list(reference(frames, [still()], SPACE))

    for frame, within, everywhere in zip(frames, made, whole, strict=True):
        np.testing.assert_array_equal(within.rgb[pixels == 0], frame.rgb[pixels == 0])
        np.testing.assert_array_equal(within.rgb[pixels == 1], everywhere.rgb[pixels == 1])
        assert np.abs(within.rgb - frame.rgb)[pixels == 1].mean() > 0.01


def test_strength_is_a_way_from_the_picture_to_the_style_and_can_move() -> None:
    frames = list(clip())
    rising = Curve((Key(Time(0, RATE), 0.0), Key(Time(2, RATE), 1.0)))

    half = next(reference(frames, [still()], SPACE, strength=Curve.constant(0.5)))
    full = next(reference(frames, [still()], SPACE))
    made = list(reference(frames, [still()], SPACE, strength=rising))

    np.testing.assert_allclose(half.rgb, (frames[0].rgb + full.rgb) / 2, atol=1e-5)
    assert made[0] is frames[0]
    assert np.abs(made[1].rgb - frames[1].rgb).mean() < np.abs(made[3].rgb - frames[3].rgb).mean()


def test_premultiplied_pictures_keep_their_alpha_and_stay_empty_where_they_are() -> None:
    frames = list(clip(2, alpha=True))

    for frame, made in zip(frames, reference(frames, [still()], SPACE), strict=True):
        np.testing.assert_array_equal(made.alpha, frame.alpha)
        assert (made.rgb[:, 0] == 0).all()


def test_the_same_seed_makes_the_same_texture_and_another_makes_another() -> None:
    one, same, other = (list(reference(list(clip()), [still()], SPACE, seed=seed)) for seed in (1, 1, 2))

    np.testing.assert_array_equal(one[-1].rgb, same[-1].rgb)
    assert np.abs(one[-1].rgb - other[-1].rgb).max() > 1e-3


@pytest.mark.parametrize(
    ("references", "weights"), [([], ()), ([still()], (0.0,)), ([still()], (-1.0,)), ([still()], (1.0, 1.0))]
)
def test_a_board_that_says_nothing_is_refused(references: list[Any], weights: tuple[float, ...]) -> None:
    with pytest.raises(NodeError, match="Restyle by reference"):
        next(reference(list(clip()), references, SPACE, weights=weights))
