"""What is muted, hidden or not soloed is neither seen nor heard in what is rendered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from editor import open_project
from editor.compile.cut import CutJob, cut_job
from editor.document import edits
from editor.document.edits.tracks import track_level
from editor.document.layout import shots
from editor.document.model import Cut
from editor.document.opened import Project
from editor.exchange.read import read_cut
from editor.exchange.tokens import dumps
from nodes.api.curves import Curve, Key
from nodes.api.times import Time
from tests.editor import show as made


@pytest.fixture
def project(made_show: Path) -> Iterator[Project]:
    plate, tone = made.external("plate.mkv", made.span(86400, made.FRAMES)), made.external("tone.wav")
    pictures = [made.clip(name, plate, made.span(86410, 10)) for name in ("low", "high")]
    sounds = [made.clip(name, tone, made.span(0, count)) for name, count in (("one", 10), ("two", 12))]
    tracks = [made.track(each) for each in pictures] + [made.track(each, kind="Audio") for each in sounds]
    text = dumps(made.timeline(*tracks))
    with open_project(made_show) as opened:
        yield replace(opened, cut=read_cut(text, where="here"))


def compiled(project: Project, cut: Cut) -> CutJob:
    return cut_job(replace(project, cut=cut), lambda clip: None)


def heard(job: CutJob) -> list[int]:
    return [piece.place.duration.frame for piece in job.job.sound]


def seen(job: CutJob, cut: Cut) -> list[str]:
    text = dumps(job.job.graph)
    return [shot.clip.name for shot in shots(cut) if shot.track is not None and shot.track.id in text]


def test_all_tracks_are_seen_and_heard_first(project: Project) -> None:
    job = compiled(project, project.cut)
    assert heard(job) == [10, 12]
    assert seen(job, project.cut) == ["low", "high"]


def test_a_muted_track_is_not_heard_and_a_hidden_one_not_seen(project: Project) -> None:
    low, _, one, _ = (item.id for item in project.cut.stack.items)
    cut = edits.enable_track(edits.enable_track(project.cut, one, False), low, False)
    job = compiled(project, cut)
    assert heard(job) == [12]
    assert seen(job, cut) == ["high"]


def test_solo_silences_the_other_sounds_and_hides_no_picture(project: Project) -> None:
    low, _, one, two = (item.id for item in project.cut.stack.items)
    cut = edits.solo_track(project.cut, one, True)
    assert heard(compiled(project, cut)) == [10]
    assert seen(compiled(project, cut), cut) == ["low", "high"]
    both = edits.solo_track(edits.solo_track(cut, two, True), low, True)
    assert heard(compiled(project, both)) == [10, 12]
    assert seen(compiled(project, both), both) == ["low"]


def test_a_tracks_level_comes_on_top_of_its_clips_levels(project: Project) -> None:
    rate = project.cut.rate
    _, _, one, two = (item.id for item in project.cut.stack.items)
    first, second = (shot.clip.id for shot in list(shots(project.cut))[2:])
    keys = Curve((Key(Time(0, rate), -100.0), Key(Time(5, rate), -3.0)))
    cut = edits.set_look(project.cut, second, level=keys)
    cut = track_level(track_level(cut, one, -6), two, 9)
    plain, keyed = compiled(project, cut).job.sound
    assert plain.level is not None and plain.level.at(Time(3, rate)) == -6
    assert keyed.level is not None and [key.value for key in keyed.level.keys] == [-100, 6]
    silent = track_level(edits.set_look(cut, first, level=4.0), one, -100)
    (piece, _) = compiled(project, silent).job.sound
    assert piece.level is not None and {key.value for key in piece.level.keys} == {-100}


def test_each_sound_is_told_by_its_track(project: Project) -> None:
    _, _, one, two = (item.id for item in project.cut.stack.items)
    assert [piece.track for piece in compiled(project, project.cut).job.sound] == [one, two]
    first = list(shots(project.cut))[2].clip.id
    nested = edits.nest(project.cut, [first])
    # What lies in a nest is told by the track that the nest is on.
    assert {piece.track for piece in compiled(project, nested).job.sound} == {one, two}
