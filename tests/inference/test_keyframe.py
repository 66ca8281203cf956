"""Learning from painted frames: what is learned, what is left alone, and that it can go on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs torch")

from inference.keyframe.encoding import decoded, encoded  # noqa: E402
from inference.keyframe.kept import keep, kept  # noqa: E402
from inference.keyframe.painting import Painted, Painting, new_painting, teach  # noqa: E402
from inference.keyframe.sizes import enlarged, guided, reduced  # noqa: E402

pytestmark = pytest.mark.model


def scene(seed: int, rows: int = 72, columns: int = 96) -> np.ndarray:
    """Return soft patches of colour, 0.02 to 0.7."""
    coarse = np.random.default_rng(seed).random((6, 8, 3), dtype=np.float32)
    return np.clip(0.02 + 0.68 * enlarged(coarse, rows, columns), 0.02, 0.7)


def painted(picture: np.ndarray) -> np.ndarray:
    """Return the picture with red and blue changed over, darker."""
    return picture[..., ::-1] * np.float32(0.5)


def taught(examples: list[Painted], steps: int, height: int = 72, seed: int = 3) -> Painting:
    painting = new_painting(len(examples), height, seed)
    for _ in teach(painting, examples, seconds=600, steps=steps, seed=seed):
        pass
    return painting


def test_any_light_comes_back_from_its_codes() -> None:
    light = np.concatenate((np.linspace(-2, 2, 4001), np.geomspace(1e-6, 6e4, 2000))).astype(np.float32)
    assert np.allclose(decoded(encoded(light)), light, rtol=2e-5, atol=1e-6)
    grey = encoded(np.array([0.18], np.float32))
    assert grey[0] == pytest.approx((np.log2(0.18) + 9.72) / 17.52, abs=1e-6)


def test_what_was_painted_on_one_frame_is_done_to_another() -> None:
    painting = taught([Painted(scene(1), painted(scene(1)))], steps=24)
    other = scene(2)
    before = np.abs(other - painted(other)).mean()
    after = np.abs(painting.apply(other) - painted(other)).mean()
    assert after < 0.5 * before


def test_equal_seeds_and_steps_give_the_same_pictures() -> None:
    examples = [Painted(scene(1), painted(scene(1)))]
    one, two = (taught(examples, steps=4).apply(scene(2)) for _ in range(2))
    assert np.array_equal(one, two)


def test_a_new_painting_changes_nothing_but_what_rounding_does() -> None:
    picture = scene(4)
    assert np.allclose(new_painting(1, 72, 0).apply(picture), picture, rtol=1e-4, atol=1e-6)


def test_what_is_not_covered_teaches_nothing() -> None:
    cover = np.zeros((72, 96), np.float32)
    cover[:, :40] = 1
    wild = painted(scene(1)).copy()
    wild[:, 60:] = 40.0
    quiet = [Painted(scene(1), painted(scene(1)), cover)]
    loud = [Painted(scene(1), wild, cover)]
    assert np.allclose(
        taught(quiet, steps=6).apply(scene(2)), taught(loud, steps=6).apply(scene(2)), atol=1e-4
    )


def test_two_painted_frames_are_told_apart_and_blended_between() -> None:
    bright, dark = scene(1) * np.float32(2), scene(1) * np.float32(0.25)
    painting = taught([Painted(scene(1), bright), Painted(scene(1), dark)], steps=30)
    means = [float(painting.apply(scene(1), [1 - part, part]).mean()) for part in (0.0, 0.5, 1.0)]
    assert means[0] > 1.5 * means[2]
    assert means[0] > means[1] > means[2]


def test_training_goes_on_where_it_stopped_also_from_a_file(tmp_path: Path) -> None:
    examples = [Painted(scene(1), painted(scene(1)))]
    painting = taught(examples, steps=5)
    keep(painting, tmp_path / "weights" / "a.safetensors")
    again = kept(tmp_path / "weights" / "a.safetensors", 1, 72)
    assert again is not None and again.steps == 5
    assert np.array_equal(again.apply(scene(2)), painting.apply(scene(2)))
    for _ in teach(again, examples, seconds=600, steps=7, seed=3):
        pass
    assert again.steps == 12


@pytest.mark.parametrize("damage", [b"", b"\x08\0\0\0\0\0\0\0{}      ", None])
def test_a_damaged_file_of_weights_is_learned_anew(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "a.safetensors"
    keep(new_painting(1, 72, 0), path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    assert kept(path, 1, 72) is None
    assert kept(tmp_path / "none.safetensors", 1, 72) is None


def test_weights_for_another_height_network_or_number_of_frames_are_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.safetensors"
    keep(new_painting(2, 72, 0), path)
    assert kept(path, 2, 72) is not None
    assert kept(path, 2, 64) is None and kept(path, 3, 72) is None
    monkeypatch.setattr("inference.keyframe.kept.VERSION", 0)
    assert kept(path, 2, 72) is None


def test_work_at_half_the_height_is_given_at_full_size() -> None:
    painting = taught([Painted(scene(1), painted(scene(1)))], steps=6, height=36)
    made = painting.apply(scene(2))
    assert made.shape == (72, 96, 3) and 0 <= painting.detail <= 1


def test_a_guide_gives_back_the_detail_that_was_lost() -> None:
    rng = np.random.default_rng(5)
    source = (scene(6) + 0.2 * (rng.random((72, 96, 1)) > 0.5)).astype(np.float32)
    small = reduced(source, 36)
    wanted = source * np.float32(0.5) + np.float32(0.1)
    made = guided(source, small, small * np.float32(0.5) + np.float32(0.1))
    plain = enlarged(small * np.float32(0.5) + np.float32(0.1), 72, 96)
    assert np.abs(made - wanted).mean() < 0.1 * np.abs(plain - wanted).mean()


def test_pictures_smaller_than_a_patch_can_be_painted() -> None:
    tiny = scene(1, 10, 7)
    painting = taught([Painted(tiny, painted(tiny))], steps=3)
    assert painting.apply(tiny).shape == (10, 7, 3)
