"""Equal keys for equal pixels, other keys for anything that can change one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

import pytest

from nodes.api import (
    Clip,
    ColourTags,
    Curve,
    File,
    Format,
    Frame,
    Range,
    Rate,
    Seed,
    Slider,
    Stream,
    Time,
    node,
)
from nodes.engine.job import Bound, Job
from nodes.media.info import MediaInfo
from nodes.media.refs import FileRef
from nodes.media.working import BUILT_IN_CONFIG, ColourSpaceError
from tests.nodes.engine.kit import COLOUR, FORMAT, RATE, at, graph, job_of, made, ready


@node("test.read")
def read(time: Time, file: Annotated[Clip[Frame], File()]) -> Frame:
    """Read."""
    return file.frame(time)


@node("test.grade")
def grade(
    image: Frame,
    gain: Annotated[tuple[float, float, float], Slider(0, 4)] = (1.0, 1.0, 1.0),
    amount: float = 1.0,
    steps: int = 3,
) -> Frame:
    """Grade."""
    return image


@node("test.grain")
def grain(image: Frame, seed: Seed) -> Frame:
    """Take a seed."""
    return image


@node("test.smooth")
def smooth(images: Stream[Frame], weight: Curve[float] = Curve.constant(0.5)) -> Iterator[Frame]:
    """Have a memory."""
    yield from images


@node("test.sized")
def sized(image: Frame, format: Format) -> Frame:
    """Ask for the format."""
    return image


@node("test.length")
def length(image: Frame, range: Range) -> Frame:
    """Ask for the stretch."""
    return image


NODES = (read, grade, grain, smooth, sized, length)
INFO = MediaInfo(FileRef("/a/plate.mov"), "movie", "h264", at(100), 48, Format(64, 36, RATE), "yuv420p")


def key(*nodes, **rest) -> str:
    given = {"media": {"m": Bound(INFO, "f" * 64)}, "format": FORMAT, "colour": COLOUR, "domains": {}}
    first = made("r", "test.read", params={"file": "m"})
    return ready(Job(graph=graph(first, *nodes), **given | rest), *NODES).key


def graded(**fields) -> dict:
    return made("g", "test.grade", {"image": "r"}, **fields)


def media(**changes) -> dict:
    return {"m": Bound(replace(INFO, **changes), "f" * 64)}


PLAIN = key(graded())


@pytest.mark.parametrize(
    "params",
    [
        {"gain": [1.0, 1.0, 1.0]},
        {"gain": 1},
        {"gain": [1, 1.0, 1], "amount": 1, "steps": 3.0},
        {"steps": 3},
    ],
)
def test_a_default_said_aloud_changes_nothing(params):
    assert key(graded(params=params)) == PLAIN


def test_where_things_lie_and_what_they_are_called_changes_nothing():
    moved = media(ref=FileRef("/elsewhere/again.mov"))
    assert key(graded(), media=moved) == PLAIN
    assert key(graded(label="My grade", position=[3.0, 4.0], keep=True)) == PLAIN
    assert key(graded(group="#group1", x_new=1)) == PLAIN
    drawn = graph(made("x", "test.read", params={"file": "m"}), made("y", "test.grade", {"image": "x"}))
    drawn["canvas"] = {"notes": [{"id": "#note1", "text": "why", "place": [0, 0], "size": [9, 9]}]}
    assert ready(Job(graph=drawn, format=FORMAT, media=media(), colour=COLOUR), *NODES).key == PLAIN
    renamed = graph(made("x", "test.read", params={"file": "m"}), made("y", "test.grade", {"image": "x"}))
    job = Job(graph=renamed, format=FORMAT, media=media(), colour=COLOUR)
    assert ready(job, *NODES).key == PLAIN
    assert ready(replace(job, output="out", seed=77), *NODES).key == PLAIN


def test_a_bypassed_node_and_one_that_nothing_shows_change_nothing():
    beside = made("h", "test.grade", {"image": "r"}, params={"amount": 3.0})
    assert key(beside, graded()) == PLAIN
    around = made("h", "test.grade", {"image": "r"}, params={"amount": 3.0}, bypass=True)
    assert key(around, made("g", "test.grade", {"image": "h"})) == PLAIN


@pytest.mark.parametrize(
    "changed",
    [
        {"params": {"amount": 1.0000001}},
        {"params": {"gain": [1.0, 1.0, 1.1]}},
        {"params": {"steps": 4}},
        {"drives": {"amount": {"keys": [[at(0).to_json(), 1.0]]}}},
    ],
)
def test_a_parameter_changes_the_key(changed):
    assert key(graded(**changed)) != PLAIN


def test_the_media_and_how_it_is_read_change_the_key():
    assert key(graded(), media={"m": Bound(INFO, "e" * 64)}) != PLAIN
    assert key(graded(), media=media(start=at(101))) != PLAIN
    assert key(graded(), media=media(start=Time(100, Rate(25)))) != PLAIN
    assert key(graded(), media=media(colour=ColourTags(range="full"))) != PLAIN
    assert key(graded(), media=media(colour=replace(INFO.colour, guessed=("matrix",)))) == PLAIN


def test_a_nodes_version_changes_the_key():
    @node("test.grade", version=2)
    def newer(
        image: Frame, gain: tuple[float, float, float] = (1.0, 1.0, 1.0), amount: float = 1.0, steps: int = 3
    ) -> Frame:
        """Grade."""
        return image

    job = Job(
        graph=graph(made("r", "test.read", params={"file": "m"}), graded() | {"version": 2}),
        format=FORMAT,
        media=media(),
        colour=COLOUR,
    )
    assert ready(job, read, newer).key != PLAIN


def test_keyframes_count_by_instant_and_value():
    def keyed(*keys):
        return key(graded(drives={"amount": {"keys": [[time.to_json(), value] for time, value in keys]}}))

    one = keyed((at(0), 1.0), (at(24), 2.0))
    assert keyed((at(24), 2), (at(0), 1)) == one
    assert keyed((at(0), 1.0), (Time(1, Rate(1)), 2.0)) == one
    assert keyed((at(0), 1.0), (at(25), 2.0)) != one
    assert keyed((at(0), 1.0), (at(24), 2.5)) != one


def test_the_domain_counts_only_where_there_is_a_memory():
    near, far = Range.frames_of(100, 10, RATE), Range.frames_of(100, 20, RATE)
    smoothed = made("s", "test.smooth", {"images": "r"})
    asked = made("l", "test.length", {"image": "r"})
    assert key(graded(), domains={"r": near}) == key(graded(), domains={"r": far}) == PLAIN
    assert key(smoothed, domains={"r": near}) != key(smoothed, domains={"r": far})
    assert key(asked, domains={"r": near}) != key(asked, domains={"r": far})
    after = made("g", "test.grade", {"image": "s"})
    assert key(smoothed, after, domains={"r": near}) != key(smoothed, after, domains={"r": far})


def test_the_format_counts_only_where_it_is_asked_for():
    large = media(format=Format(128, 72, RATE))
    assert key(graded(), media=large) == PLAIN
    asked = made("z", "test.sized", {"image": "r"})
    assert key(asked, media=large) != key(asked)


def test_the_seed_counts_only_where_one_is_taken_and_not_pinned():
    grained = made("n", "test.grain", {"image": "r"})
    pinned = made("n", "test.grain", {"image": "r"}, params={"seed": 5})
    assert key(graded(), seed=2) == PLAIN
    assert key(grained, seed=1) != key(grained, seed=2)
    assert key(pinned, seed=1) == key(pinned, seed=2) == key(grained, seed=5)
    assert key(grained, seed=1, seeds={"n": 9}) == key(grained, seed=9)
    for node_json, takes in ((graded(), False), (grained, True), (pinned, False)):
        nodes = (made("r", "test.read", params={"file": "m"}), node_json)
        job = Job(graph=graph(*nodes), format=FORMAT, media=media(), colour=COLOUR)
        assert ready(job, *NODES).takes_seed is takes
    hidden = dict(grained, bypass=True)
    nodes = (made("r", "test.read", params={"file": "m"}), hidden)
    job = Job(graph=graph(*nodes), format=FORMAT, media=media(), colour=COLOUR)
    assert ready(job, *NODES).takes_seed is False


def test_the_working_space_counts_by_what_it_is():
    assert key(graded(), colour={"config": BUILT_IN_CONFIG, "name": "ACEScg"}) == PLAIN
    assert key(graded(), colour={"config": "", "name": "ACES2065-1"}) != PLAIN
    with pytest.raises(ColourSpaceError, match="no such space"):
        key(graded(), colour={"config": "", "name": "No space"})


def test_a_configuration_counts_by_its_content(tmp_path):
    import PyOpenColorIO as ocio

    config = ocio.Config.CreateFromFile(BUILT_IN_CONFIG)
    path = tmp_path / "config.ocio"
    path.write_text(config.serialize())
    mine = {"config": str(path), "name": "ACEScg"}
    first = key(graded(), colour=mine)
    assert first == key(graded(), colour=mine) != PLAIN


def test_a_drive_counts_and_the_value_it_hides_does_not():
    @node("test.level")
    def level(image: Frame) -> float:
        """Make a number."""
        return 1.0

    def driven(amount, by="v"):
        nodes = (
            made("r", "test.read", params={"file": "m"}),
            made("v", "test.level", {"image": "r"}),
            made("w", "test.level", {"image": "g0"}),
            made("g0", "test.grade", {"image": "r"}, params={"amount": 2.0}),
            graded(params={"amount": amount}, drives={"amount": [by, "out"]}),
        )
        job = Job(graph=graph(*nodes), format=FORMAT, media=media(), colour=COLOUR)
        return ready(job, *NODES, level).key

    assert driven(1.0) == driven(2.0) != PLAIN
    assert driven(1.0) != driven(1.0, by="w")


def test_keys_are_the_same_in_another_process(repository, tmp_path):
    job = job_of(made("a", "test.count"), made("g", "test.gain", {"image": "a"}, params={"amount": 3.0}))
    (tmp_path / "job.json").write_text(json.dumps(job.to_json()))
    code = (
        "import json, sys\n"
        "from nodes.engine.job import job_from_json\n"
        "from tests.nodes.engine.kit import ready\n"
        "print(ready(job_from_json(json.load(open(sys.argv[1])))).key)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "job.json")],
        cwd=repository,
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == ready(job).key
