from __future__ import annotations

import cv2
import numpy as np
import pytest

from nodes.vision.style import Amounts, restyled, style_of
from nodes.vision.style_palette import mapped, palette_map
from nodes.vision.style_space import Floats, from_lab, to_lab

SIZE = (90, 160)


def scene(seed: int, low: tuple[float, ...], high: tuple[float, ...], size: tuple[int, int] = SIZE) -> Floats:
    """Soft blobs between two colours, with fine noise."""
    rng = np.random.default_rng(seed)
    rows, columns = size
    blobs = cv2.resize(rng.random((6, 10), dtype=np.float32), (columns, rows), interpolation=cv2.INTER_CUBIC)
    fine = rng.normal(size=size).astype(np.float32) * 0.01
    part = np.clip(blobs + fine, 0, 1)[..., None]
    return (np.array(low, np.float32) * (1 - part) + np.array(high, np.float32) * part).astype(np.float32)


GREEN = scene(1, (0.02, 0.05, 0.02), (0.2, 0.5, 0.15))
DUSK = scene(2, (0.05, 0.02, 0.1), (0.9, 0.4, 0.2))


def quantiles(rgb: Floats) -> Floats:
    return np.quantile(to_lab(rgb).reshape(-1, 3), np.linspace(0.05, 0.95, 19), axis=0).astype(np.float32)


def test_the_space_is_left_as_it_was_entered_also_beyond_white_and_black() -> None:
    wide = np.random.default_rng(0).uniform(-0.2, 8.0, (8, 8, 3)).astype(np.float32)

    np.testing.assert_allclose(from_lab(to_lab(wide)), wide, atol=2e-4)
    assert to_lab(np.ones((1, 1, 3), np.float32))[0, 0] == pytest.approx([1, 0, 0], abs=2e-3)
    assert np.isfinite(to_lab(np.array([[[np.nan, np.inf, 0]]], np.float32))).all()


def test_the_palette_of_a_still_is_carried_over_as_a_whole() -> None:
    style = style_of([DUSK], [1.0], *SIZE, 1)

    made, _ = restyled(GREEN, style, Amounts(texture=0))

    before, after = (np.abs(quantiles(each) - quantiles(DUSK)).mean() for each in (GREEN, made))
    assert after < 0.2 * before


def test_a_map_onto_the_same_colours_leaves_them() -> None:
    lab = to_lab(GREEN)
    sample = lab[::3, ::3].reshape(-1, 3)

    assert np.abs(mapped(lab, palette_map(sample, sample)) - lab).max() < 0.01


def test_colours_that_did_not_occur_move_with_their_neighbours() -> None:
    sample = to_lab(GREEN)[::3, ::3].reshape(-1, 3)
    lighter = palette_map(sample, sample + np.array([0.1, 0, 0], np.float32))
    bright = np.array([[[1.4, 0.0, 0.0], [0.98, 0.2, -0.2]]], np.float32)

    np.testing.assert_allclose(mapped(bright, lighter)[..., 0] - bright[..., 0], 0.1, atol=0.03)


def test_amounts_of_nothing_leave_tones_or_colours() -> None:
    style = style_of([DUSK], [1.0], *SIZE, 1)

    colours, _ = restyled(GREEN, style, Amounts(contrast=0, texture=0))
    tones, _ = restyled(GREEN, style, Amounts(colour=0, texture=0))

    np.testing.assert_allclose(to_lab(colours)[..., 0], to_lab(GREEN)[..., 0], atol=1e-3)
    np.testing.assert_allclose(to_lab(tones)[..., 1:], to_lab(GREEN)[..., 1:], atol=1e-3)


def test_weights_draw_the_palette_to_one_still_or_the_other() -> None:
    stills = [DUSK, scene(3, (0.0, 0.02, 0.1), (0.2, 0.4, 0.9))]
    distances = []
    for weights in ([1.0, 0.0], [0.5, 0.5], [0.0, 1.0]):
        made, _ = restyled(GREEN, style_of(stills, weights, *SIZE, 1), Amounts(texture=0))
        distances.append(float(np.abs(quantiles(made) - quantiles(DUSK)).mean()))

    assert distances[0] < 0.5 * distances[1] < 0.6 * distances[2]


def test_grain_that_is_lacking_is_laid_on_and_moves_along() -> None:
    rng = np.random.default_rng(4)
    grainy = np.clip(0.2 + rng.normal(size=(*SIZE, 1)).astype(np.float32) * 0.05, 0, None).repeat(3, axis=2)
    smooth = cv2.GaussianBlur(scene(5, (0.05,) * 3, (0.4,) * 3, (130, 200)), (0, 0), 1.0)
    style = style_of([grainy], [1.0], *SIZE, 1)
    known, made = None, []
    for step in range(6):
        part = np.ascontiguousarray(smooth[20:110, 20 + 2 * step : 180 + 2 * step])
        one, known = restyled(part, style, Amounts(colour=0, contrast=0), known)
        made.append(to_lab(one)[..., 0] - to_lab(part)[..., 0])

    inner = [each[10:-10, 20:-20] for each in made]
    assert inner[-1].std() > 0.01
    still, along = made[-2][10:-10, 20:-20], made[-2][10:-10, 22:-18]
    stays, follows = (np.corrcoef(inner[-1].ravel(), each.ravel())[0, 1] for each in (still, along))
    assert follows > 0.7
    assert follows > stays + 0.3


def test_a_cut_begins_anew() -> None:
    style = style_of([DUSK], [1.0], *SIZE, 1)
    _, known = restyled(GREEN, style)
    other = scene(9, (0.5, 0.4, 0.0), (0.9, 0.9, 0.8))

    after, _ = restyled(other, style, Amounts(), known)
    alone, _ = restyled(other, style)

    np.testing.assert_array_equal(after, alone)


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (16, 16)])
def test_pictures_of_any_size_can_be_restyled(size: tuple[int, int]) -> None:
    flat = np.full((*size, 3), 0.3, np.float32)
    style = style_of([DUSK], [1.0], *size, 1)
    known = None
    for _ in range(2):
        made, known = restyled(flat, style, Amounts(), known)

    assert made.shape == flat.shape
    assert np.isfinite(made).all()


@pytest.mark.parametrize("weights", [[], [0.0], [-1.0], [1.0, 1.0]])
def test_weights_that_say_nothing_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weight"):
        style_of([DUSK], weights, *SIZE, 1)
