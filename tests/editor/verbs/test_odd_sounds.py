"""Silence, ten milliseconds, mono at 8 kHz, an hour: what drives and films make of them."""

from __future__ import annotations

import json
import subprocess
import sys
import wave
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import numpy.typing as npt
import pytest

from nodes.hearing.loudness import loudness
from tests.editor.kit import REPOSITORY, done
from tests.nodes.hearing.made import blocks, drums, f_measure

RATE = 25
FEATURES = ("bar", "band", "pitch")


def write_wav(path: Path, parts: Iterable[npt.NDArray[Any]], rate: int, channels: int = 1) -> Path:
    """Write 16-bit sound of arrays of values from -1 to 1."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        for part in parts:
            file.writeframes((np.clip(part, -1, 1) * 32767).astype("<i2").tobytes())
    return path


@pytest.fixture(scope="module")
def stills(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("stills")
    for name, grey in (("dark", 20), ("light", 230)):
        cv2.imwrite(str(folder / f"{name}.png"), np.full((18, 32, 3), grey, np.uint8))
    return f"media={folder / 'dark.png'},{folder / 'light.png'}"


def driven(sound: Path, *words: object) -> list[float]:
    """Return the curve that `workprint run audio.drive` writes, a value a frame."""
    out = sound.with_suffix(".json")
    done("run", "audio.drive", sound, "-o", out, "--rate", RATE, *words)
    values = json.loads(out.read_text())["values"]
    out.unlink()
    return [float(value) for value in values]


def planned(sound: Path, stills: str, *words: object) -> list[dict[str, Any]]:
    """Return the parts of the film that `workprint run audio.video` plans."""
    out = sound.with_suffix(".plan.json")
    done("run", "audio.video", sound, "-o", out, "--rate", RATE, "--size", "32x18", stills, *words)
    return list(json.loads(out.read_text())["parts"])


@pytest.mark.usefixtures("one_engine")
def test_a_silent_file_drives_nothing_and_is_cut_at_an_even_pace(tmp_path: Path, stills: str) -> None:
    sound = write_wav(tmp_path / "silence.wav", [np.zeros(48_000 * 6)], 48_000, 2)

    for feature in FEATURES:
        assert set(driven(sound, f"feature={feature}", "range=0.25,1")) == {0.25}
    parts = planned(sound, stills, "style=pulse")
    done("run", "audio.video", sound, "-o", tmp_path / "film.mp4", "--rate", RATE, "--size", "32x18", stills)

    assert sum(part["count"] for part in parts) == 3 * RATE
    assert len(parts) >= 2
    with av.open(str(tmp_path / "film.mp4")) as film:
        assert sum(1 for _ in film.decode(video=0)) == 3 * RATE
    with av.open(str(tmp_path / "film.mp4")) as film:
        assert max(float(np.abs(frame.to_ndarray()).max()) for frame in film.decode(audio=0)) < 1e-4


@pytest.mark.usefixtures("one_engine")
def test_ten_milliseconds_are_a_film_of_one_frame_and_one_value(tmp_path: Path, stills: str) -> None:
    noise = np.random.default_rng(0).normal(size=80) * 0.3
    sound = write_wav(tmp_path / "short.wav", [noise], 8_000)

    for feature in FEATURES:
        (value,) = driven(sound, f"feature={feature}")
        assert 0 <= value <= 1
    assert [part["count"] for part in planned(sound, stills)] == [1]
    film = done(
        "run", "audio.video", sound, "-o", tmp_path / "f.mkv", "--rate", RATE, "--size", "32x18", stills
    )
    assert film["frames"] == 1
    none = write_wav(tmp_path / "none.wav", [], 8_000)
    assert driven(none) == []
    assert [part["count"] for part in planned(none, stills)] == [1]


@pytest.mark.usefixtures("one_engine")
def test_mono_at_eight_kilohertz_is_heard_and_cut_on_its_beats(tmp_path: Path, stills: str) -> None:
    made, beats = drums(110, 12, rate=8_000)
    sound = write_wav(tmp_path / "drums.wav", [made / 2], 8_000)

    found = np.flatnonzero(np.array(driven(sound, "feature=beat", "release=0")) == 1.0) / RATE
    parts = planned(sound, stills, "style=strobe")

    assert f_measure(found, beats, 0.07) > 0.9
    cuts = np.array([part["first"] / RATE for part in parts[1:]])
    assert len(cuts) >= 8
    assert np.abs(cuts[:, None] - beats[None, :]).min(axis=1).max() <= 0.5 / RATE + 0.010


@pytest.mark.usefixtures("one_engine")
def test_a_drive_is_the_envelope_that_was_measured_to_the_last_digit(tmp_path: Path) -> None:
    rate = 44_100
    swell = np.sin(np.arange(rate * 2) / rate * np.pi * 440) * np.linspace(0.01, 0.9, rate * 2)
    sound = write_wav(tmp_path / "swell.wav", [swell], rate)
    with wave.open(str(sound)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
    heard = 1 + loudness(blocks(samples), rate, fps=200).momentary.astype(np.float64) / 60

    made = driven(sound, "feature=loudness", "release=0", "range=0,1")

    wanted = [np.clip(heard[max(0, 8 * n - 4) : 8 * n + 4], 0, 1).max() for n in range(2 * RATE)]
    assert made == pytest.approx(wanted, abs=1e-12)
    assert max(made) > 0.9
    assert min(made) < 0.5


MEASURE = """
import resource, sys
from editor.cli.main import run
for seconds in ("60", "3600"):
    code = run(["run", "audio.drive", f"{sys.argv[1]}/{seconds}.wav", "-o", f"{sys.argv[1]}/{seconds}.json",
                "feature=beat", "--rate", "25", "--quiet"])
    most = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print("used", code, max(most) // 1024, flush=True)
"""


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_an_hour_takes_little_more_memory_than_a_minute(tmp_path: Path) -> None:
    rate, hop = 44_100, 22_050
    one = np.zeros(2 * hop)
    one[14:600] = np.random.default_rng(0).normal(size=586) * np.exp(-np.arange(586) / 150)
    for seconds in (60, 3600):
        write_wav(tmp_path / f"{seconds}.wav", (one for _ in range(2 * seconds)), rate, 2)

    ran = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )

    used = [line.split()[1:] for line in ran.stdout.splitlines() if line.startswith("used ")]
    (first, minute), (second, hour) = (map(int, each) for each in used)
    assert first == second == 0, ran.stderr
    values = json.loads((tmp_path / "3600.json").read_text())["values"]
    assert len(values) == 3600 * RATE
    beats = np.flatnonzero(np.array(values) == 1.0)
    assert len(beats) >= 1
    # The samples alone are 635 MB as they are stored, twice that as they are read.
    assert hour - minute < 200, f"{minute} and {hour} MB"
