"""Nodes that make a curve or sound out of a whole clip or a whole sound, and what is driven by them."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import OpenImageIO as oiio
import pytest

from nodes.api import Audio, AudioBlock, Clip, Curve, File, Frame, Key, Matte, Range, Rate, Shot, Time, node
from nodes.engine.cache import FrameCache
from nodes.engine.errors import CannotRun, NodeFault
from nodes.engine.job import Bound, job_from_json
from nodes.engine.run import Run
from nodes.media.probe import probe
from nodes.media.refs import FileRef
from tests.nodes.engine.kit import RATE, WHOLE, at, flat, grey, greys, job_of, made, ready, run_of

CALLS: list[str] = []
SOUND_RATE = 8000


@pytest.fixture(autouse=True)
def no_calls() -> None:
    CALLS.clear()


@node("test.brightness")
def brightness(shot: Clip[Frame]) -> Curve:
    """Say how bright each frame is."""
    CALLS.append("brightness")
    return Curve(tuple(Key(time, grey(shot.frame(time))) for time in shot.range.frames()))


@node("test.loudness")
def loudness(sound: Audio, range: Range) -> Curve:
    """Say how loud each frame is: the largest sample."""
    CALLS.append("loudness")
    keys = []
    for time in range.frames():
        blocks = list(sound.read(Range(time, Time(1, time.rate))))
        keys.append(Key(time, float(max(abs(block.samples).max() for block in blocks))))
    return Curve(tuple(keys))


@node("test.hear")
def hear(file: Annotated[Audio, File()]) -> Audio:
    """Hand a file's sound on."""
    CALLS.append("hear")
    return file


@node("test.louder")
def louder(sound: Audio, gain: float = 2.0) -> Audio:
    """Multiply sound."""

    def read(wanted: Range) -> Iterator[AudioBlock]:
        for block in sound.read(wanted):
            yield AudioBlock(block.samples * np.float32(gain), block.first)

    return Audio(sound.rate, sound.channels, sound.range, read)


def test_a_curve_drives_a_parameter_and_is_made_once():
    nodes = [
        made("a", "test.count"),
        made("b", "test.brightness", {"shot": "a"}),
        made("f", "test.flat"),
        made("g", "test.gain", {"image": "f"}, drives={"amount": ["b", "out"]}),
    ]
    assert greys(job_of(*nodes), [0, 7, 3, 7], brightness, cache=0) == [0.0, 7.0, 3.0, 7.0]
    assert CALLS == ["brightness"]


def test_a_curve_feeds_nodes_that_want_a_whole_one():
    @node("test.smooth")
    def smooth(curve: Curve, by: Curve[float] = Curve.constant(1.0)) -> Curve:
        """Move a curve up."""
        return Curve(tuple(Key(key.time, key.value + by.at(key.time)) for key in curve.keys))

    nodes = [
        made("a", "test.count"),
        made("b", "test.brightness", {"shot": "a"}),
        made("s", "test.smooth", {"curve": "b"}, drives={"by": ["b", "out"]}),
        made("f", "test.flat"),
        made("g", "test.gain", {"image": "f"}, drives={"amount": ["s", "out"]}),
    ]
    assert greys(job_of(*nodes), [4], brightness, smooth) == [8.0]


def test_a_picture_nodes_number_is_a_curve_for_whoever_wants_a_whole_one():
    @node("test.late")
    def late(shot: Clip[Frame], level: Curve) -> Curve:
        """Take a number where it was half a frame ago, and at all times."""
        assert [key.value for key in level.keys] == [float(frame) for frame in range(10)]
        half = Time(1, Rate(48))
        return Curve(tuple(Key(time, level.at(time - half)) for time in shot.range.frames()))

    nodes = [
        made("a", "test.count"),
        made("l", "test.split", {"image": "a"}),
        made("c", "test.late", {"shot": "a", "level": "l.level"}),
        made("f", "test.flat"),
        made("g", "test.gain", {"image": "f"}, drives={"amount": ["c", "out"]}),
    ]
    assert greys(job_of(*nodes), [0, 4], late) == [0.0, 3.5]


@pytest.fixture
def tone(tmp_path: Path) -> Bound:
    """A second of sound, louder from frame to frame."""
    path = tmp_path / "tone.wav"
    frames = np.arange(SOUND_RATE) * 24 // SOUND_RATE
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SOUND_RATE)
        file.writeframes((frames * 1000).astype("<i2").tobytes())
    return Bound(probe(FileRef(str(path))), "tone")


HEARD = [
    made("h", "test.hear", params={"file": "tone"}),
    made("m", "test.louder", {"sound": "h"}),
    made("l", "test.loudness", {"sound": "m"}),
    made("f", "test.flat"),
    made("g", "test.gain", {"image": "f"}, drives={"amount": ["l", "out"]}),
]


def heard_job(tone: Bound):
    return job_of(*HEARD, media={"tone": tone}, domains={"l": WHOLE, "f": WHOLE})


def test_sound_is_read_from_a_file_through_nodes_that_change_it(tone):
    values = greys(heard_job(tone), [0, 5, 9], hear, louder, loudness)
    assert values == pytest.approx([frame * 2000 / 32768 for frame in (0, 5, 9)], abs=1e-4)
    assert CALLS == ["hear", "loudness"]


def test_sound_and_pictures_of_the_shot_a_node_belongs_to_are_read(tone, tmp_path):
    @node("test.own_sound")
    def own_sound(sound: Annotated[Audio, Shot()], range: Range) -> Curve:
        """Say how loud the shot is."""
        return loudness(sound, range)

    @node("test.own")
    def own(time: Time, media: Annotated[Clip[Frame], Shot()]) -> Frame:
        """Show the shot's media."""
        return flat(float(media.frame(time).rgb.max()), time)

    picture(tmp_path / "m.png", 255)
    still = Bound(probe(FileRef(str(tmp_path / "m.png"))), "still")
    nodes = [
        made("a/l", "test.own_sound"),
        made("b/o", "test.own"),
        made("g", "test.gain", {"image": "b/o"}, drives={"amount": ["a/l", "out"]}),
    ]
    job = job_of(*nodes, media={"tone": tone, "still": still}, shots={"a/": "tone", "b/": "still"})
    assert job_from_json(job.to_json()).shots == job.shots
    white = greys(job_of(nodes[1], media=job.media, shots=job.shots), [0], own)[0]
    values = greys(job, [0, 5, 9], own_sound, own)
    assert values == pytest.approx([white * frame * 1000 / 32768 for frame in (0, 5, 9)], abs=1e-4)
    louder_tone = replace(tone, fingerprint="other")
    other = replace(job, media={"tone": louder_tone, "still": still})
    assert ready(other, own_sound, own).key != ready(job, own_sound, own).key
    for shots in ({}, {"a/": "tone"}):
        with pytest.raises(CannotRun, match="it reads a shot's media, and no shot is at hand"):
            ready(replace(job, shots=shots), own_sound, own)


def test_sound_stays_within_the_run_that_opened_it(tone):
    job = heard_job(tone)
    cache = FrameCache(1 << 20)
    prepared = ready(job, hear, louder, loudness)
    for _ in range(2):
        with Run(prepared, cache, scratch=Path) as run:
            run.frame(at(3))
            assert not any(cache.get(prepared.ready[name].key) for name in ("h", "m"))
    # The curve is shared, and so nobody asked for the sound again.
    assert CALLS == ["hear", "loudness"]


def picture(path: Path, value: int) -> None:
    """Write a grey PNG."""
    pixels = oiio.ImageBuf(oiio.ImageSpec(4, 2, 1, oiio.UINT8))
    pixels.set_pixels(oiio.ROI(0, 4, 0, 2, 0, 1, 0, 1), np.full((2, 4, 1), value, np.uint8))
    assert pixels.write(str(path))


def test_a_file_without_sound_is_said(tone, tmp_path):
    picture(tmp_path / "a.png", 0)
    still = Bound(probe(FileRef(str(tmp_path / "a.png"))), "still")
    job = job_of(*HEARD, media={"tone": still}, domains={"l": WHOLE})
    with pytest.raises(CannotRun, match="it has no sound"):
        greys(job, [0], hear, louder, loudness)


def test_a_picture_file_may_be_read_as_mattes(tmp_path):
    picture(tmp_path / "m.png", 51)

    @node("test.holdout")
    def holdout(file: Annotated[Clip[Matte], File()], time: Time) -> Frame:
        """Show a matte file."""
        return flat(float(file.frame(time).pixels.max()), time)

    bound = Bound(probe(FileRef(str(tmp_path / "m.png"))), "matte")
    job = job_of(made("h", "test.holdout", params={"file": "m"}), media={"m": bound})
    assert greys(job, [3], holdout) == pytest.approx([0.2])


class Heard(NamedTuple):
    level: Curve
    sound: Audio


def test_named_outputs_and_what_is_not_what_it_says():
    @node("test.two")
    def two(shot: Clip[Frame]) -> Heard:
        """Make a curve and sound."""
        return Heard(Curve.constant(3.0), Audio(8000, 1, WHOLE, lambda wanted: iter(())))

    @node("test.wrong")
    def wrong(shot: Clip[Frame]) -> Curve:
        """Make a number."""
        return 1.0

    def job(node: str, port: str):
        return job_of(
            made("a", "test.count"),
            made("t", node, {"shot": "a"}),
            made("f", "test.flat"),
            made("g", "test.gain", {"image": "f"}, drives={"amount": ["t", port]}),
        )

    assert greys(job("test.two", "level"), [2], two) == [3.0]
    with pytest.raises(NodeFault, match="its output 'out' has to be a curve, it made a float"):
        greys(job("test.wrong", "out"), [2], wrong)


def test_a_curve_that_is_kept_is_not_made_again(tmp_path):
    @node("test.costly", keep=True)
    def costly(shot: Clip[Frame]) -> Curve:
        """Take long."""
        CALLS.append("costly")
        return Curve((Key(at(0), 0.0), Key(at(8), 4.0)))

    job = job_of(
        made("a", "test.count"),
        made("c", "test.costly", {"shot": "a"}),
        made("f", "test.flat"),
        made("g", "test.gain", {"image": "f"}, drives={"amount": ["c", "out"]}),
    )
    for _ in range(2):
        assert greys(job, [2, 6], costly, kept=tmp_path) == [1.0, 3.0]
    assert CALLS == ["costly"]


def test_the_output_itself_has_to_be_a_picture():
    job = job_of(made("a", "test.count"), made("b", "test.brightness", {"shot": "a"}))
    with run_of(job, brightness) as run, pytest.raises(CannotRun, match="it gives a curve, not a picture"):
        run.frame(Time(0, RATE))
