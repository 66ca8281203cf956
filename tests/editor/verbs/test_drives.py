"""Parameters of a shot that follow a sound: driven, baked to keyframes, rendered alike."""

from __future__ import annotations

import wave
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from tests.editor.kit import done, refused

pytestmark = pytest.mark.usefixtures("one_engine")


@pytest.fixture
def song(tmp_path: Path) -> Path:
    samples = np.random.default_rng(0).normal(size=24_000) * np.repeat([0.0, 0.3, 0.01, 0.2], 6_000)
    with wave.open(str(tmp_path / "song.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24_000)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return tmp_path / "song.wav"


def test_a_driven_colour_follows_the_sound_and_its_baked_keys_show_the_same(
    song: Path, tmp_path: Path
) -> None:
    show, shot = tmp_path / "p", "grey"
    cv2.imwrite(str(tmp_path / "grey.png"), np.full((36, 64, 3), 90, np.uint8))
    done("new", show, "--rate", 24, "--size", "64x36", "--handles", 0)
    done("edit", show, "insert", tmp_path / "grey.png", "name=grey")
    source = ["--add", "source.sound", "as=song", f"file={song}"]
    listens = ["--add", "audio.drive", "as=level", "sound=@song", "feature=loudness", "range=0.5,2"]
    done("shot", show, shot, *source, *listens, "--add", "color.grade", "as=grade", "gain=@level")
    driven = done("render", show, "--shot", shot, "--live", "-o", tmp_path / "driven.mkv")
    baked = done("shot", show, shot, "--bake", "grade.gain")

    (grade,) = (node for node in baked["graph"]["nodes"] if node["id"] == "grade")
    values = [value for _, value in grade["drives"]["gain"]["keys"]]
    assert len(values) > 3
    assert 0.5 <= min(values) < max(values) <= 2
    again = done("render", show, "--shot", shot, "--live", "-o", tmp_path / "baked.mkv")
    assert driven["frames"] == again["frames"]
    one, other = (light(tmp_path / name) for name in ("driven.mkv", "baked.mkv"))
    assert one == other
    assert len(set(one[:24])) > 3


def light(path: Path) -> list[int]:
    with av.open(str(path)) as file:
        return [int(frame.to_ndarray(format="gray")[18, 32]) for frame in file.decode(video=0)]


def test_what_cannot_be_baked_or_driven_is_said(show: Path, song: Path) -> None:
    shot = done("info", show)["clips"][0]["id"]
    done("shot", show, shot, "--add", "color.grade", "as=grade", "gain=1.2")

    assert "no curve drives it" in refused("shot", show, shot, "--bake", "grade.gain")
    assert "no node" in refused("shot", show, shot, "--bake", "nothing.gain")
    assert "nowhere.wav" in refused("shot", show, shot, "--add", "source.sound", "file=nowhere.wav")
