"""Waveforms are what the samples say, at any zoom, and are made once."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from nodes.api import BadInput, Range, Rate
from nodes.engine import waveforms
from nodes.engine.waveforms import SUFFIX, waveform
from nodes.media.errors import MediaError
from nodes.media.refs import FileRef
from tests.nodes.engine.footage import bound as bound_by
from tests.nodes.engine.footage import engine_at, pictures
from tests.nodes.engine.rendering import Bound
from tests.nodes.engine.test_mix import noise, write

COUNT = 300_000


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> tuple[np.ndarray, Bound]:
    envelope = np.abs(np.sin(np.arange(COUNT) / 40_000))[:, None].astype(np.float32)
    samples = noise(COUNT) * envelope
    return samples, write(tmp_path_factory.mktemp("sound") / "1.wav", samples)


def drawn(media: Bound, folder: Path, count: int, over: Range | None = None) -> np.ndarray:
    return waveform(media.info, media.fingerprint, folder, count, over, lambda done, total: None)


def expected(samples: np.ndarray, edges: list[int], bin: int) -> np.ndarray:
    parts = []
    for low, high in pairwise(edges):
        some = samples[low // bin * bin : math.ceil(high / bin) * bin].astype(np.float64)
        parts.append(np.stack([some.min(0), some.max(0), np.sqrt((some**2).mean(0))], -1))
    return np.array(parts)


@pytest.mark.parametrize(("count", "bin"), [(4, 65536), (70, 4096), (200, 1024), (1000, 256)])
def test_every_zoom_shows_least_greatest_and_rms(heard, tmp_path, count, bin):
    samples, media = heard
    edges = [COUNT * index // count for index in range(count + 1)]
    came = drawn(media, tmp_path, count)
    assert came.shape == (count, 2, 3) and came.dtype == np.float32
    assert np.allclose(came, expected(samples, edges, bin), atol=1e-6)


def test_closer_than_what_is_kept_the_samples_are_read(heard, tmp_path):
    samples, media = heard
    stretch = Range.frames_of(12_345, 3_000, Rate(48000))
    came = drawn(media, tmp_path, 500, stretch)
    assert np.allclose(came, expected(samples[12_345:15_345], list(range(0, 3001, 6)), 1), atol=1e-6)
    assert not list(tmp_path.iterdir())


def test_a_stretch_that_reaches_beyond_the_track_is_flat_there(heard, tmp_path):
    _, media = heard
    came = drawn(media, tmp_path, 30, Range.frames_of(-COUNT, 3 * COUNT, Rate(48000)))
    assert not came[:10].any() and not came[21:].any() and came[10:20, :, 2].all()


def test_what_was_made_once_is_not_read_again(heard, tmp_path, monkeypatch):
    _, media = heard
    first = drawn(media, tmp_path, 100)
    monkeypatch.setattr(waveforms, "make_waveform", None)
    assert np.array_equal(drawn(media, tmp_path, 100), first)
    assert [path.name for path in tmp_path.iterdir()] == [f"{media.fingerprint}{SUFFIX}"]


@pytest.mark.parametrize("place", [0, 20, -5])
def test_a_damaged_file_is_made_again(heard, tmp_path, place):
    _, media = heard
    first = drawn(media, tmp_path, 4)
    (file,) = tmp_path.iterdir()
    data = bytearray(file.read_bytes())
    data[place] ^= 0x10
    file.write_bytes(data)
    assert np.array_equal(drawn(media, tmp_path, 4), first)
    file.write_bytes(bytes(data)[: len(data) // 3])
    assert np.array_equal(drawn(media, tmp_path, 4), first)


def test_the_folder_keeps_to_its_size(heard, tmp_path, monkeypatch):
    _, media = heard
    monkeypatch.setattr(waveforms, "FOLDER_BYTES", 100_000)
    for name in ("a", "b", "c", "d"):
        waveform(media.info, name, tmp_path, 50, None, lambda done, total: None)
    left = {path.name for path in tmp_path.iterdir()}
    assert f"d{SUFFIX}" in left and f"a{SUFFIX}" not in left


@pytest.mark.parametrize("count", [0, -1, 10**9])
def test_a_number_of_parts_beyond_reason_is_refused(heard, tmp_path, count):
    with pytest.raises(BadInput, match="1 to"):
        drawn(heard[1], tmp_path, count)


def test_the_engine_answers_while_it_tells_how_far_it_is(heard, tmp_path):
    _, media = heard
    told: list[tuple[int, int]] = []
    with engine_at(tmp_path) as engine:
        found = bound_by(engine, FileRef(media.info.ref.path))
        kept = tmp_path / "kept"
        came = engine.waveform(found, 64, kept, told=lambda done, total: told.append((done, total)))
        assert np.array_equal(came, drawn(media, tmp_path / "other", 64))
        assert told and told[-1][1] == COUNT
        with pytest.raises(MediaError, match="have none"):
            engine.waveform(bound_by(engine, pictures(tmp_path, ".png", 3, np.uint8)), 8, kept)
