"""Where a clip's media lands in the cut, and what is under a place of the cut's picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from editor import open_project
from editor.compile.plate import media_lookup
from editor.compile.seen import Running, Seen, running, seen_at
from editor.document.edits.looks import set_look
from editor.document.layout import find_clip
from editor.document.looks import Transform
from editor.document.opened import Project
from editor.engine import start_engine
from editor.playback.reel import reel_of
from editor.playback.source import DISPLAY
from nodes.api import BadInput, Curve, Format, Key, Range, Rate, Time
from tests.editor import show as made
from tests.editor.kit import done

SMALL = made.external("small.mkv", made.span(0, made.FRAMES, 25))
RATE = Rate(24)


def at(frame: int, rate: Rate = RATE) -> Time:
    return Time(frame, rate)


@pytest.fixture(scope="module")
def folder(media: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of a small clip with wide pixels below another, and a nest of it."""
    place = tmp_path_factory.mktemp("seen")
    below = made.clip("below", SMALL, made.span(4, 30, 25))
    nested = made.stack(made.track(made.clip("inner", SMALL, made.span(0, 10, 25))), name="nest")
    upper = made.clip("upper", SMALL, made.span(0, 5, 25))
    tracks = (made.track(below, nested), made.track(made.gap(10), upper, name="V2"))
    cut = made.write(place / "cut.otio", made.timeline(*tracks))
    done("new", place / "p", "--from", cut, "--media", media, "--size", "160x96", "--rate", "24")
    return place / "p"


@pytest.fixture(scope="module")
def project(folder: Path) -> Iterator[Project]:
    with open_project(folder) as opened:
        yield opened


def with_transform(project: Project, name: str, transform: Transform) -> Project:
    clip = find_clip(project.cut, name)
    values = {"translate": transform.translate, "rotate": transform.rotate, "scale": transform.scale}
    cut = set_look(project.cut, clip.id, media_lookup(project), **values)
    return replace(project, cut=cut)


def reshaped(project: Project, media: Format, width: int, height: int, aspect: Fraction) -> Project:
    """The project with media and cut of other sizes."""
    table = {
        key: replace(entry, info=entry.info and replace(entry.info, format=media))
        for key, entry in project.media.items()
    }
    said = replace(project.settings, width=width, height=height, pixel_aspect=aspect)
    return replace(project, facts=replace(project.facts, settings=said, media=table))


sizes = some.integers(16, 4096)
aspects = some.sampled_from([Fraction(1), Fraction(16, 15), Fraction(64, 45), Fraction(1, 2), Fraction(2)])
scales = some.one_of(some.floats(0.05, 8), some.floats(-8, -0.05))


@settings(max_examples=40, deadline=None)
@given(
    some.builds(Format, sizes, sizes, some.just(Rate(25)), aspects),
    sizes,
    sizes,
    aspects,
    some.builds(
        Transform,
        some.tuples(some.floats(-3000, 3000), some.floats(-3000, 3000)),
        some.floats(-720, 720),
        some.tuples(scales, scales),
    ),
    some.tuples(some.floats(0, 1), some.floats(0, 1)),
)
def test_what_is_under_a_place_lands_on_it(
    project: Project,
    media: Format,
    width: int,
    height: int,
    aspect: Fraction,
    transform: Transform,
    share: tuple[float, float],
) -> None:
    project = with_transform(reshaped(project, media, width, height, aspect), "below", transform)
    seen = seen_at(project, find_clip(project.cut, "below"), at(3))
    assert seen.size == (media.width, media.height)
    place = (share[0] * media.width, share[1] * media.height)
    there = seen.on_cut(*place)
    near = max(1.0, *map(abs, there)) * 1e-9 * max(seen.size)
    assert seen.in_media(*there) == pytest.approx(place, abs=near)


def test_a_still_transform_fits_the_whole_picture_in_the_middle(project: Project) -> None:
    seen = seen_at(project, find_clip(project.cut, "below"), at(0))
    assert seen.on_cut(75 / 2, 41 / 2) == pytest.approx((80, 48), abs=0.5)
    (left, top), (right, bottom) = seen.on_cut(0, 0), seen.on_cut(75, 41)
    assert (left, right) == (0, 160)
    assert bottom - top == pytest.approx(160 / (75 / 41 * 16 / 15), abs=1)


speeds = some.sampled_from([Fraction(1), Fraction(1, 2), Fraction(3, 4), Fraction(-1), Fraction(-1, 3)])
rates = some.sampled_from([Rate(24), Rate(25), Rate(24000, 1001), Rate(12)])


@settings(max_examples=40, deadline=None)
@given(some.integers(-50, 50), some.integers(1, 40), some.integers(0, 200), rates, speeds)
def test_each_frame_of_the_media_leads_to_where_it_is_first_on_screen(
    head: int, count: int, first: int, rate: Rate, speed: Fraction
) -> None:
    place = Range(at(head), at(count))
    run = Running(place, at(first, rate), speed, Range(at(0, rate), at(400, rate)))
    frames = list(place.frames())
    for shown in dict.fromkeys(run.media_at(time) for time in frames):
        there = next(time for time in frames if run.media_at(time) == shown)
        if 0 < shown.frame < 399:
            assert run.cut_at(shown) == there
    assert run.cut_at(at(first, rate) + at(399, rate)) is None


def test_a_frozen_frame_is_on_screen_from_the_first_frame_on() -> None:
    run = Running(Range(at(10), at(20)), at(5), Fraction(0), Range(at(0), at(48)))
    assert run.cut_at(at(5)) == at(10)
    assert run.cut_at(at(6)) is None


def test_a_keyed_transform_is_taken_at_its_time(project: Project) -> None:
    keys = tuple(Key(at(4 + frame, Rate(25)), (float(frame), 0.0)) for frame in (0, 20))
    project = with_transform(project, "below", Transform(translate=Curve(keys)))
    clip = find_clip(project.cut, "below")
    lefts = [seen_at(project, clip, at(frame)).on_cut(0, 0)[0] for frame in (0, 12)]
    assert lefts == pytest.approx([0, 12.5])


def refused(project: Project, name: str, frame: int) -> str:
    with pytest.raises(BadInput) as told:
        seen_at(project, find_clip(project.cut, name), at(frame))
    return str(told.value)


def test_it_is_said_where_nothing_can_be_pointed_at(project: Project) -> None:
    assert "not on screen" in refused(project, "upper", 2)
    assert "nest" in refused(project, "inner", 32)
    vanished = with_transform(project, "below", Transform(scale=(0.0, 1.0)))
    assert "scaled to nothing" in refused(vanished, "below", 2)


def test_what_lies_above_is_named(project: Project) -> None:
    below = find_clip(project.cut, "below")
    assert seen_at(project, below, at(9)).over == ()
    assert seen_at(project, below, at(12)).over == ("upper",)


def test_the_engine_shows_the_media_where_it_is_said_to_land(project: Project) -> None:
    """Frame 21 of the media has bars, white and black in turn, in its upper quarter."""
    transform = Transform((11.0, -6.0), 24.0, (0.8, 1.1))
    project = with_transform(project, "below", transform)
    clip = find_clip(project.cut, "below")
    time = running(project, clip).cut_at(Time(21, Rate(25)))
    assert time is not None
    seen = seen_at(project, clip, time)
    reel = reel_of(project, project.cut)
    with start_engine() as engine, engine.frame(engine.load(reel.job), time, DISPLAY) as loan:
        pixels = np.array(loan.arrays["plane0"][..., 1])
    shown = [pixel(pixels, seen, (bar + 0.5) * 75 / 10, 5) > 127 for bar in range(1, 6)]
    assert shown == [bool(21 >> bit & 1) for bit in range(1, 6)]


def pixel(pixels: np.ndarray, seen: Seen, x: float, y: float) -> int:
    column, row = seen.on_cut(x, y)
    return int(pixels[int(row), int(column)])
