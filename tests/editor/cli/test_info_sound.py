"""The shape of media's sound on the command line."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from tests.editor.kit import done, refused, workprint

pytestmark = pytest.mark.usefixtures("one_engine")


def tone(path: Path) -> Path:
    samples = np.zeros((4096, 2), np.int16)
    samples[2048:, 1] = 16384
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(samples.tobytes())
    return path


def test_the_waveform_of_media_is_told_part_by_part(tmp_path):
    path = tone(tmp_path / "a.wav")
    found = done("info", path, "--waveform", 4)
    assert found["media"]["sound"]["samples"] == 4096
    assert found["waveform"] == [[[0, 0, 0]] * 2] * 2 + [[[0, 0, 0], [0.5, 0.5, 0.5]]] * 2
    assert "0.5000" in workprint("info", path, "--waveform", 4).out


def test_a_waveform_of_no_parts_or_of_a_project_is_refused(tmp_path, show):
    assert "1 to" in refused("info", tone(tmp_path / "a.wav"), "--waveform", 0)
    assert refused("info", show, "--waveform", 4)
