"""A share of what is kept or cached is made again and compared; what differs is named by node and frame."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest

from nodes.api import At, Box, Clip, ColourTags, Curve, Frame, Key, Matte, Native, Stream, node
from nodes.engine.cache import FrameCache
from nodes.engine.run import Run
from nodes.engine.verify import ResultDiffers, difference
from tests.nodes.engine.kit import at, flat, grey, job_of, made, ready

WORLD = {"level": 1.0}


@pytest.fixture(autouse=True)
def the_world() -> Iterator[None]:
    WORLD["level"] = 1.0
    yield
    WORLD["level"] = 1.0


@node("test.fickle", keep=True)
def fickle(image: Frame) -> Frame:
    """Depend on what no key knows."""
    return image.with_rgb(image.rgb + (WORLD["level"] if grey(image) == 6 else 0))


@node("test.follow", keep=True)
def follow(images: Stream[Frame]) -> Iterator[Frame]:
    """Add up."""
    added = 0.0
    for image in images:
        added += grey(image) * WORLD["level"]
        yield flat(added, image.time)


@node("test.back", keep=True)
def back(shot: Clip[Frame]) -> Iterator[At[Frame]]:
    """Go backwards."""
    for time in reversed(list(shot.range.frames())):
        yield At(time, flat(grey(shot.frame(time)) * WORLD["level"], time))


NODES = (fickle, follow, back)
JOBS = {
    "fickle": job_of(made("a", "test.count"), made("x", "test.fickle", {"image": "a"})),
    "follow": job_of(made("a", "test.count"), made("x", "test.follow", {"images": "a"})),
    "back": job_of(made("a", "test.count"), made("x", "test.back", {"shot": "a"})),
}


def looked(job, kept, share: float, cache: FrameCache | None = None) -> int:
    """Look at every frame and return how many found values were compared."""
    with Run(
        ready(job, *NODES),
        FrameCache(0) if cache is None else cache,
        scratch=lambda: kept,
        kept=kept,
        validate=share,
    ) as run:
        for frame in range(10):
            run.frame(at(frame))
        return run.checked


@pytest.mark.parametrize("which", JOBS)
def test_what_is_as_it_was_passes(tmp_path, which):
    # Everything is made just now; but what goes backwards made the later frames before they were wanted.
    assert looked(JOBS[which], tmp_path, 1.0) == (9 if which == "back" else 0)
    assert looked(JOBS[which], tmp_path, 1.0) == 10


@pytest.mark.parametrize(
    ("which", "frame", "why"),
    [("fickle", 6, "24 samples, by up to 1$"), ("follow", 1, "24 samples"), ("back", 1, "24 samples")],
)
def test_what_differs_is_named_by_node_and_frame(tmp_path, which, frame, why):
    looked(JOBS[which], tmp_path, 1.0)
    WORLD["level"] = 2.0
    with pytest.raises(ResultDiffers) as caught:
        looked(JOBS[which], tmp_path, 1.0)
    assert caught.value.attempted == f"Check node 'x' (test.{which}) at frame {frame}"
    assert "what is kept is not what it makes now" in caught.value.why and caught.value.exit_code == 1
    assert looked(JOBS[which], tmp_path, 0.0) == 0


def test_values_in_memory_are_compared_as_well(tmp_path):
    cache = FrameCache(1 << 20)
    job = job_of(made("a", "test.count"), made("x", "test.fickle", {"image": "a"}, keep=False))
    looked(job, tmp_path, 1.0, cache)
    WORLD["level"] = 3.0
    with pytest.raises(ResultDiffers, match="at frame 6"):
        looked(job, tmp_path, 1.0, cache)


def test_a_share_is_the_same_share_each_time(tmp_path):
    looked(JOBS["fickle"], tmp_path, 0.0)
    some = {looked(JOBS["fickle"], tmp_path, 0.4) for _ in range(3)}
    assert len(some) == 1 and 0 < some.pop() < 10


BOX = Box.of_size(4, 2)


def native(value: int) -> Frame:
    planes = Native("gray", (np.full((2, 4), value, np.uint8),))
    return Frame(BOX, BOX, at(0), native=planes, colour=ColourTags())


NAN = flat(float("nan"), at(0))


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (flat(1, at(0)), flat(1, at(0)), ""),
        (NAN, NAN, ""),
        (NAN, flat(1, at(0)), "24 samples, by up to 0"),
        (flat(1, at(0)), flat(1.5, at(0)), "24 samples, by up to 0.5"),
        (native(3), native(3), ""),
        (native(3), native(5), "8 samples, by up to 2"),
        (native(3), flat(1, at(0)), r"its planes are \[\(2, 4\)\], not \[\(2, 4, 3\)\]"),
        (
            Matte.of_pixels(np.zeros((2, 4)), at(0)),
            Matte.of_pixels(np.zeros((2, 5)), at(0)),
            "its display window",
        ),
        (1.0, 1.0, ""),
        (float("nan"), float("nan"), ""),
        (1.0, 2.0, "1 is kept, it makes 2"),
        (1.0, flat(1, at(0)), "a float is kept, it makes a Frame"),
        ({"level": 1.0, "image": native(1)}, {"level": 1.0, "image": native(2)}, "image: 8 samples"),
        (Curve.constant(1.0), Curve.constant(1.0), ""),
        (Curve.constant(1.0), Curve((Key(at(0), 1.0), Key(at(1), 1.0))), "other keys"),
    ],
)
def test_how_two_values_differ_is_said(one, other, why):
    assert re.match(why or "$", difference(one, other)), difference(one, other)
