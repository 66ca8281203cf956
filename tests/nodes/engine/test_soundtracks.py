"""Nodes that make sound with their pictures: what is heard downstream, kept, and written with the picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from nodes.api import At, Audio, AudioBlock, Curve, Filmed, Format, Key, Range, Rate, Time, node
from nodes.engine.errors import CannotRun
from nodes.engine.forms import lossless_form
from nodes.engine.soundtrack import heard, samples_of, soundtrack
from tests.nodes.engine.kit import RATE, WHOLE, at, flat, graph, made, ready, run_of
from tests.nodes.engine.kit import job_of as small_job
from tests.nodes.engine.rendering import rendered, target_of

HERTZ = 8000
CALLS: list[str] = []


def samples(first: int, end: int) -> np.ndarray:
    """What stands at each sample of the stream, both channels."""
    wave = np.sin(np.arange(first, end) / 50).astype(np.float32) / 2
    return np.stack([wave, -wave], 1)


def place(time: Time) -> int:
    return -(-time.frame * HERTZ // 24)


@node("test.film")
def film(range: Range, silent: int = -1) -> Iterator[At[Filmed]]:
    """Make pictures with sound, last frame first; one frame has none."""
    CALLS.append("film")
    for time in reversed(list(range.frames())):
        own = Audio.of_samples(samples(place(time), place(time + Time(1, RATE))), HERTZ, time)
        yield At(time, Filmed(flat(time.frame, time), None if time.frame == silent else own))


@node("test.loud")
def loud(sound: Audio, range: Range) -> Curve:
    """Say where the middle sample of each frame is."""
    keys = []
    for time in range.frames():
        block = next(sound.read(Range(time, Time(1, RATE))))
        keys.append(Key(time, float(block.samples[100, 0])))
    return Curve(tuple(keys))


def read_whole(sound: Audio, wanted: Range) -> np.ndarray:
    blocks = list(sound.read(wanted))
    for one, next_ in pairwise(blocks):
        assert one.first + len(one.samples) == next_.first
    return np.concatenate([block.samples for block in blocks])


def test_what_is_made_frame_by_frame_is_one_sound_downstream() -> None:
    level = made("l", "test.loud", {"sound": "a.sound"})
    bright = made("g", "test.gain", {"image": "f"}, drives={"amount": ["l", "out"]})
    job = small_job(made("a", "test.film"), level, made("f", "test.flat"), bright)
    job = replace(job, domains={**job.domains, "l": WHOLE})
    with run_of(job, film, loud, scratch=Path) as run:
        got = [float(run.frame(at(frame)).rgb[0, 0, 0]) for frame in (0, 5, 9)]
    expected = [samples(place(at(frame)), place(at(frame)) + 101)[100, 0] for frame in (0, 5, 9)]
    np.testing.assert_allclose(got, expected, atol=1e-6)


def test_sound_is_kept_with_the_picture_and_found_again(tmp_path: Path) -> None:
    CALLS.clear()
    job = small_job(made("a", "test.film", keep=True))
    for _ in range(2):
        with run_of(job, film, kept=tmp_path, cache=0, scratch=lambda: tmp_path) as run:
            sound = run.sound(WHOLE)
            assert sound is not None and (sound.rate, sound.channels) == (HERTZ, 2)
            np.testing.assert_array_equal(read_whole(sound, WHOLE), samples(0, place(at(10))))
    assert CALLS == ["film"]


def test_a_frame_without_sound_is_silent_and_so_is_what_lies_outside() -> None:
    def fetch(time: Time):
        return samples_of(None if time.frame == 4 else Audio.of_samples(np.ones((300, 1)), HERTZ, time))

    sound = soundtrack(WHOLE, fetch)
    assert sound is not None
    whole = read_whole(sound, Range.frames_of(-2, 14, RATE))
    assert len(whole) == place(at(12)) - place(at(-2))
    origin = -place(at(-2))
    for frame in range(-2, 12):
        heard_ones = whole[origin + place(at(frame)) : origin + place(at(frame + 1))].sum()
        assert heard_ones == (300 if 0 <= frame < 10 and frame != 4 else 0)


def test_a_node_that_makes_no_sound_gives_silence_and_no_track() -> None:
    def fetch(time: Time):
        return samples_of(None)

    assert soundtrack(WHOLE, fetch) is None
    silence = read_whole(heard(WHOLE, fetch), WHOLE)
    assert silence.shape == (20000, 1) and not silence.any()


@pytest.mark.parametrize("start", [0, 3])
def test_a_movie_has_the_sound_of_the_node_its_picture_comes_from(tmp_path: Path, start: int) -> None:
    job = small_job(made("a", "test.film"), made("g", "test.gain", {"image": "a"}))
    form = lossless_form(ready(job, film))
    span = Range.frames_of(start, 7, RATE)
    target = target_of(form, tmp_path / "a.mkv", Format(4, 2, RATE), own_sound=True)
    mute = target_of(form, tmp_path / "b.mkv", Format(4, 2, RATE))
    rendered(
        job,
        span,
        [replace(target, codec="ffv1", layout="gbrp10le"), replace(mute, codec="ffv1", layout="gbrp10le")],
        film,
    )
    with av.open(str(tmp_path / "a.mkv")) as file:
        (track,) = file.streams.audio
        assert (track.rate, track.channels) == (HERTZ, 2)
        came = np.concatenate([part.to_ndarray().reshape(-1, 2) for part in file.decode(audio=0)])
    scale = 1.0 if came.dtype.kind == "f" else float(np.iinfo(came.dtype).max)
    expected = samples(place(at(start)), place(at(start + 7)))
    assert abs(len(came) - len(expected)) <= 1
    np.testing.assert_allclose(came[: len(expected)] / scale, expected[: len(came)], atol=1e-4)
    with av.open(str(tmp_path / "b.mkv")) as file:
        assert not file.streams.audio


def test_an_output_named_sound_says_whose_it_is() -> None:
    one, other = made("a", "test.film"), made("b", "test.film", params={"silent": 0})
    job = small_job(one, other, made("t", "test.sum", {"first": "b", "second": "a"}))
    with run_of(job, film, scratch=Path) as run:
        assert run.sound(WHOLE) is None
    named = graph(one, other, made("t", "test.sum", {"first": "b", "second": "a"}))
    named["outputs"]["sound"] = ["a", "sound"]
    with run_of(replace(job, graph=named), film, scratch=Path) as run:
        assert run.sound(WHOLE) is not None
    named["outputs"] = {"out": ["b", "out"], "sound": ["a", "sound"]}
    with (
        run_of(replace(job, graph=named), film, scratch=Path) as run,
        pytest.raises(CannotRun, match="not made of 'a'"),
    ):
        run.sound(WHOLE)


def test_what_is_no_sound_is_refused() -> None:
    @node("test.wrong")
    def wrong(range: Range) -> Iterator[At[Filmed]]:
        """Give a block where sound is wanted."""
        for time in range.frames():
            yield At(time, Filmed(flat(0, time), AudioBlock(np.zeros((1, 1)), 0)))  # type: ignore[arg-type]

    with (
        run_of(small_job(made("a", "test.wrong")), wrong, scratch=Path) as run,
        pytest.raises(Exception, match="'sound' has to be Audio"),
    ):
        run.frame(at(0))


def test_samples_stand_where_they_begin() -> None:
    sound = Audio.of_samples(np.ones((10, 1), np.float32), HERTZ, Time(1, Rate(HERTZ)))
    (block,) = sound.read(Range.frames_of(-1, 14, Rate(HERTZ)))
    assert block.first == -1
    np.testing.assert_array_equal(block.samples[:, 0], [0, 0, *[1] * 10, 0, 0])
