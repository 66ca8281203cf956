"""Ten minutes of film against ten minutes of sound, frame by frame."""

from __future__ import annotations

import wave
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt
import pytest

from editor.verbs import run

MINUTES, RATE, SAMPLES = 10, 12, 8_000


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_over_ten_minutes_pictures_change_within_half_a_frame_of_the_beat(tmp_path: Path) -> None:
    beats = np.arange(0.31, MINUTES * 60 - 0.2, 60 / 118.7)
    sound = np.zeros(MINUTES * 60 * SAMPLES, np.int16)
    sound[np.round(beats * SAMPLES).astype(int)] = 30_000
    with wave.open(str(tmp_path / "clicks.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLES)
        file.writeframes(sound.tobytes())
    for name, grey in (("dark", 20), ("light", 230)):
        cv2.imwrite(str(tmp_path / f"{name}.png"), np.full((18, 32, 3), grey, np.uint8))
    media = f"{tmp_path / 'dark.png'},{tmp_path / 'light.png'}"
    done = run(
        "audio.video",
        tmp_path / "clicks.wav",
        tmp_path / "film.mkv",
        settings={"media": media, "style": "pulse"},
        size="32x18",
        rate=str(RATE),
    )

    with av.open(str(tmp_path / "film.mkv")) as film:
        light = np.array([frame.to_ndarray(format="gray").mean() > 125 for frame in film.decode(video=0)])
    assert done.frames == len(light) == MINUTES * 60 * RATE
    changes = (np.flatnonzero(np.diff(light)) + 1) / RATE
    assert len(changes) > MINUTES * 15
    apart = np.abs(changes[:, None] - beats[None, :]).min(axis=1)
    # A beat is heard within some milliseconds, and shown on the nearest frame.
    assert apart.max() <= 0.5 / RATE + 0.010
    clicks = heard_in(tmp_path / "film.mkv", beats)
    assert np.abs(clicks - beats).max() <= 0.001, "the film's own sound is where it was, to the end"
    assert np.abs(changes[:, None] - clicks[None, :]).min(axis=1).max() <= 0.5 / RATE + 0.010


def heard_in(film: Path, near: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return when a film's sound is loudest within 50 ms of each instant, in seconds."""
    with av.open(str(film)) as file:
        rate = file.streams.audio[0].rate
        blocks = [frame.to_ndarray() for frame in file.decode(audio=0)]
        packed = not av.AudioFormat(file.streams.audio[0].format.name).is_planar
        channels = file.streams.audio[0].channels
    joined = np.concatenate([block.reshape(-1, channels) if packed else block.T for block in blocks])
    level = np.abs(joined.astype(np.float64)).max(axis=1)
    reach = round(0.05 * rate)
    lows = [max(0, round(instant * rate) - reach) for instant in near]
    return np.array([(low + level[low : low + 2 * reach].argmax()) / rate for low in lows])
