"""What of a cut is rendered, and what is named and refused instead of dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from editor import open_project
from editor.compile.cut import CutJob, cut_job
from editor.compile.refuse import CannotRender
from editor.document.opened import Project
from editor.exchange.read import read_cut
from editor.exchange.tokens import dumps
from nodes.api import BadInput, Range, Rate
from tests.editor import show as made

PLATE = made.external("plate.mkv", made.span(86400, made.FRAMES))
WARP = {
    "OTIO_SCHEMA": "LinearTimeWarp.1",
    "name": "slow",
    "effect_name": "LinearTimeWarp",
    "time_scalar": 0.5,
}
TABLE = {"OTIO_SCHEMA": "TimeEffect.1", "name": "ramp", "effect_name": "", "metadata": {}}
BLUR = {"OTIO_SCHEMA": "Effect.1", "name": "", "effect_name": "Gaussian Blur", "metadata": {}}


@pytest.fixture
def project(made_show: Path) -> Iterator[Project]:
    with open_project(made_show) as opened:
        yield opened


def plate(name: str, **more: Any) -> dict[str, Any]:
    return made.clip(name, PLATE, made.span(86410, 10), **more)


def tone(**more: Any) -> dict[str, Any]:
    return made.clip("tone", made.external("tone.wav"), made.span(0, 20), **more)


def compiled(project: Project, *tracks: dict[str, Any], wanted: Range | None = None, **more: Any) -> CutJob:
    cut = read_cut(dumps(made.timeline(*tracks) | more), where="here")
    return cut_job(replace(project, cut=cut), lambda clip: None, wanted=wanted)


def problems(project: Project, *tracks: dict[str, Any], **more: Any) -> tuple[str, ...]:
    with pytest.raises(CannotRender) as told:
        compiled(project, *tracks, **more)
    assert told.value.exit_code == 1
    assert "nothing was dropped or written" in told.value.hint
    return told.value.problems


def test_straight_cuts_gaps_and_sound_are_rendered(project: Project) -> None:
    job = compiled(
        project,
        made.track(plate("a"), made.gap(5), plate("b")),
        made.track(tone(), kind="Audio"),
    )
    assert job.range.frame_count == 25
    assert len(job.job.media) == 2, "the same media once"
    assert [piece.place.duration.frame for piece in job.job.sound] == [20]
    assert job.notes == ()


def test_a_cut_of_sound_alone_and_one_of_gaps_are_black(project: Project) -> None:
    assert compiled(project, made.track(tone(), kind="Audio")).range.frame_count == 20
    assert compiled(project, made.track(made.gap(7))).range.frame_count == 7
    with pytest.raises(BadInput, match="it has no frames"):
        compiled(project, made.track())


@pytest.mark.parametrize(
    ("tracks", "told"),
    [
        ([made.track(plate("a", effects=[TABLE]))], ["clip 'a'", "TimeEffect 'ramp'"]),
        ([made.track(plate("a")) | {"effects": [WARP]}], ["track 'V1' has", "LinearTimeWarp 'slow'"]),
        ([made.track(plate("a", effects=[BLUR]))], ["clip 'a'", "Effect 'Gaussian Blur'"]),
        ([made.track(plate("a")) | {"effects": [BLUR]}], ["track 'V1' has", "Gaussian Blur"]),
        ([made.track(plate("a"), kind="Subtitle", name="S1")], ["'S1' is of the kind Subtitle"]),
        (
            [made.track(made.track(plate("a", effects=[BLUR]), name="inner"))],
            ["clip 'a'", "Gaussian Blur"],
        ),
        ([made.track(plate("a"), made.fade(12, 2), plate("b"))], ["longer than it is"]),
        ([made.track(plate("a"), made.fade(2, 2, "Cube_Spin"), plate("b"))], ["'Cube_Spin'", "at frame 8"]),
        ([made.track(tone(effects=[BLUR]), kind="Audio")], ["clip 'tone'", "Gaussian Blur"]),
        ([made.track(made.gap(4) | {"effects": [BLUR]}, plate("a"))], ["the gap at frame 0 of track 'V1'"]),
        (
            [made.track(made.clip("gone", {"OTIO_SCHEMA": "MissingReference.1"}, made.span(0, 4)))],
            ["clip 'gone'", "a missing reference"],
        ),
        (
            [made.track(made.clip("bars", {"OTIO_SCHEMA": "GeneratorReference.1"}, made.span(0, 4)))],
            ["clip 'bars'", "a generator reference"],
        ),
        ([made.track(tone())], ["clip 'tone'", "its media holds sound but no picture"]),
        ([made.track(plate("a"), kind="Audio")], ["clip 'a'", "its media holds no sound"]),
    ],
)
def test_what_is_not_rendered_yet_is_named(
    project: Project, tracks: list[dict[str, Any]], told: list[str]
) -> None:
    said = "; ".join(problems(project, *tracks))
    assert all(part in said for part in told), said


def test_an_object_of_an_unknown_schema_is_named(project: Project) -> None:
    sparkle = {"OTIO_SCHEMA": "Sparkle.3", "name": "glitter", "source_range": made.span(0, 5)}
    said = problems(project, made.track(plate("a"), made.fade(2, 2), plate("b"), sparkle))
    assert any("Sparkle" in each for each in said)


def test_every_problem_is_in_the_error_and_the_message_stays_short(project: Project) -> None:
    clips = [plate(f"c{number}", effects=[BLUR]) for number in range(20)]
    said = problems(project, made.track(*clips))
    assert len(said) == 20
    with pytest.raises(CannotRender, match="and 12 more"):
        compiled(project, made.track(*clips))


def test_what_changes_nothing_is_no_problem(project: Project) -> None:
    normal = WARP | {"time_scalar": 1.0}
    off = BLUR | {"enabled": False}
    marker = {"OTIO_SCHEMA": "Marker.2", "name": "m", "color": "RED", "marked_range": made.span(86411, 1)}
    job = compiled(
        project,
        made.track(plate("a", effects=[normal, off], markers=[marker])),
        made.track(plate("b", effects=[BLUR]), name="V2") | {"enabled": False},
        made.track(made.gap(90), name="V3"),
        made.track(plate("c", enabled=False, effects=[BLUR]), name="V4"),
    )
    assert len(job.job.media) == 1


def test_a_range_without_the_problem_is_rendered(project: Project) -> None:
    tracks = [made.track(plate("a"), plate("b", effects=[BLUR]))]
    first = Range.frames_of(0, 10, Rate(24))
    assert compiled(project, *tracks, wanted=first).range == first
    with pytest.raises(CannotRender):
        compiled(project, *tracks, wanted=Range.frames_of(5, 10, Rate(24)))


def test_a_clip_that_shows_more_than_its_media_has_is_told(project: Project) -> None:
    long = made.clip("long", PLATE, made.span(86440, 20))
    job = compiled(project, made.track(long))
    (note,) = job.notes
    assert "clip 'long'" in note and "12 at the tail" in note and "nearest picture is held" in note
