"""Small pictures of media show what it shows, are made once, and what cannot be had is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest

from nodes.engine import thumbnails
from nodes.engine.thumbnails import ROWS, Thumbnails, prune, size_of
from nodes.engine.turns import Turns
from nodes.media.refs import FileRef, SequenceRef
from tests.nodes.engine.footage import bound, engine_at
from tests.nodes.engine.kit import COLOUR, RATE
from tests.nodes.engine.rendering import bound as found
from tests.support.movies import av_movie

CODES = (16, 90, 200)


def plain(folder: Path, ending: str, kind: str) -> SequenceRef:
    """Pictures of one colour each: the code over red, half of it over green."""
    for number, code in enumerate(CODES):
        samples = np.zeros((36, 96, 3), np.float32)
        samples[..., 0], samples[..., 1] = code / 255, code / 510
        spec = oiio.ImageSpec(96, 36, 3, kind)
        file = oiio.ImageOutput.create(str(folder / f"p{number:03d}{ending}"))
        assert file.open(str(folder / f"p{number:03d}{ending}"), spec)
        assert file.write_image(samples) and file.close()
    return SequenceRef(str(folder), "p", ending, 3, 0, len(CODES) - 1, rate=RATE)


def _light(codes: np.ndarray) -> np.ndarray:
    """What sRGB codes of 1 stand for (IEC 61966-2-1)."""
    return np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)


def _shown(light: np.ndarray) -> np.ndarray:
    """The codes of a BT.1886 display: the 2.4th root of light."""
    return 255 * light ** (1 / 2.4)


def test_a_picture_is_as_high_as_all_and_shows_its_colour(tmp_path: Path) -> None:
    media = found(plain(tmp_path, ".png", "uint8"))
    with Thumbnails(Turns()) as made:
        for index, code in enumerate(CODES):
            picture = made.picture(media, index, COLOUR, tmp_path / "kept")
            assert picture.shape == (*size_of(media.info)[::-1], 3) == (ROWS, 171, 3)
            assert np.abs(picture - _shown(_light(np.array([code, code / 2, 0]) / 255))).max() <= 2


def test_light_is_shown_as_a_display_shows_it(tmp_path: Path) -> None:
    media = found(plain(tmp_path, ".exr", "half"))
    with Thumbnails(Turns()) as made:
        picture = made.picture(media, 1, COLOUR, tmp_path / "kept")
    assert np.abs(picture - _shown(np.array([90 / 255, 90 / 510, 0]))).max() <= 2


def test_pictures_of_a_movie_are_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    av_movie(path, "libx264", count=30, options={"g": "30"}, b_frames=2)
    media = found(path)
    with Thumbnails(Turns()) as made:
        jumping = {n: made.picture(media, n, COLOUR, tmp_path / "kept") for n in (20, 3, 29, 0)}
    with Thumbnails(Turns()) as made:
        in_order = [made.picture(media, n, COLOUR, tmp_path / "other") for n in range(30)]
    for index, picture in jumping.items():
        assert np.array_equal(picture, in_order[index])
    assert len({picture.tobytes() for picture in in_order}) == 30


def test_what_was_made_once_is_found_and_what_is_damaged_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = found(plain(tmp_path, ".png", "uint8"))
    kept = tmp_path / "kept"
    with Thumbnails(Turns()) as made:
        first = made.picture(media, 0, COLOUR, kept)
        (file,) = kept.iterdir()
        file.write_bytes(file.read_bytes()[:50])
        assert np.array_equal(made.picture(media, 0, COLOUR, kept), first)
        monkeypatch.setattr(thumbnails, "small", None)
        assert np.array_equal(made.picture(media, 0, COLOUR, kept), first)


def test_the_folder_keeps_to_its_size(tmp_path: Path) -> None:
    for number in range(8):
        (tmp_path / f"{number}.npy").write_bytes(bytes(100))
    prune(tmp_path, 350)
    assert len(list(tmp_path.iterdir())) == 3


def test_the_engine_sends_what_it_has_and_tells_what_is_not_there(tmp_path: Path) -> None:
    ref = plain(tmp_path, ".png", "uint8")
    came: dict[int, np.ndarray] = {}
    with engine_at(tmp_path) as engine:
        media = bound(engine, ref)
        (tmp_path / "p001.png").unlink()
        missing = engine.thumbnails(media, [2, 0, 1], COLOUR, tmp_path / "kept", came.__setitem__)
        assert list(came) == [0, 2] and list(missing) == [1]
        assert came[0].mean() < came[2].mean()
        sound = FileRef(str(tmp_path / "p000.png"))
        assert not engine.thumbnails(bound(engine, sound), [0], COLOUR, tmp_path / "kept", came.__setitem__)
