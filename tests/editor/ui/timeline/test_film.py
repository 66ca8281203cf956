"""Pictures and sound under the clips: the right ones, asked for as they are seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from editor.document import edits
from editor.document.layout import find_clip
from editor.document.model import Clip
from editor.document.project import create_project
from editor.document.retimes import Retime, effect_of
from editor.document.settings import MediaEntry, Settings
from editor.exchange.conform import reference_key
from editor.ui.timeline.film import Film
from editor.ui.timeline.footage import key_of, run_of
from editor.ui.timeline.peaks import peaks_at
from editor.ui.timeline.rows import Row, row_of
from nodes.api.errors import Failed
from nodes.api.formats import Format
from nodes.engine.job import Bound
from nodes.engine.waveforms import waveform
from nodes.media.info import MediaInfo, SoundInfo
from nodes.media.refs import FileRef
from tests.editor.ui.timeline.opened import Opened, Posts
from tests.nodes.engine.test_mix import noise, write
from tests.support.sample import RATE, plain_cut

LENGTH = 400


@dataclass(eq=False)
class Asked:
    """An engine that tells what it is asked for; pictures show their index."""

    batches: list[tuple[str, list[int]]] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    broken: bool = False

    def thumbnails(
        self,
        bound: Bound,
        indices: Sequence[int],
        colour: Mapping[str, str],
        folder: Path,
        came: Callable[[int, Any], None],
    ) -> Mapping[int, str]:
        self.batches.append((bound.fingerprint, list(indices)))
        if self.broken:
            raise Failed("Make pictures", "the engine broke")
        for index in indices:
            came(index, np.full((64, 114, 3), index, np.uint8))
        return {}

    def waveform(self, bound: Bound, count: int, folder: Path, told: Any = None) -> None:
        self.heard.append(bound.fingerprint)


def media_of(folder: Path, clip: Clip) -> MediaEntry:
    """Media for a clip of the sample cut, which need not be there: a movie with its own timecode."""
    reference = clip.references[clip.active]
    assert reference.available is not None
    start = reference.available.start
    ref = FileRef(str(folder / reference.url))
    info = MediaInfo(ref, "movie", "h264", start, LENGTH, Format(320, 180, RATE), "yuv420p")
    if reference.url.endswith(".wav"):
        sound = SoundInfo(48000, 2, 48000 * 20, "pcm", 0)
        info = replace(info, kind="sound", format=None, sound=sound)
    return MediaEntry(ref, info, f"print of {reference.url}")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    cut = plain_cut()
    clips = [find_clip(cut, name) for name in ("sh010", "sh020", "sh030", "music")]
    media = {reference_key(clip.references[clip.active]): media_of(tmp_path, clip) for clip in clips}
    create_project(tmp_path / "project", cut, Settings(RATE, 640, 360), media).close()
    here = Opened(Posts())
    here.open(tmp_path / "project")
    yield here
    here.session.close()


@pytest.fixture
def engine() -> Asked:
    return Asked()


@pytest.fixture
def film(opened: Opened, engine: Asked) -> Iterator[Film]:
    made = Film(opened.session, lambda: engine, opened.posts)  # type: ignore[arg-type,return-value]
    yield made
    made.close()


def rows(opened: Opened) -> list[Row]:
    return [row_of(track, opened.cut.rate, None, lambda clip: False) for track in opened.cut.stack.items]


def clip_of(opened: Opened, name: str) -> Clip:
    return find_clip(opened.cut, name)


def test_a_clip_runs_from_where_its_source_begins(opened: Opened) -> None:
    project = opened.session.project.value
    assert project is not None
    clip = clip_of(opened, "sh010")
    run = run_of(project, clip)
    assert run is not None and (run.first, run.heard, run.pace) == (18 / 24, 18 / 24, 1)


@pytest.mark.parametrize(
    ("speed", "first", "heard"),
    [
        (Fraction(2), 18, 18),
        (Fraction(1, 2), 18, 18),
        (Fraction(0), 18, 18),
        # 60 frames of record consume 60 of media: from 18 to before 78, the last one first.
        (Fraction(-1), 77, 78),
        (Fraction(-2), 137, 138),
    ],
)
def test_a_retimed_clip_runs_as_it_is_played(opened: Opened, speed: Fraction, first: int, heard: int) -> None:
    project = opened.session.project.value
    assert project is not None
    clip = replace(clip_of(opened, "sh010"), effects=(effect_of(Retime(speed)),))
    run = run_of(project, clip)
    assert run is not None
    assert (run.first * 24, run.heard * 24, run.pace) == pytest.approx((first, heard, float(speed)))


def test_a_clip_without_media_runs_nothing(opened: Opened) -> None:
    project = opened.session.project.value
    assert project is not None
    assert run_of(project, replace(clip_of(opened, "sh010"), references={})) is None


def test_a_row_is_known_after_a_look_and_keeps_what_an_edit_left(film: Film, opened: Opened) -> None:
    row = rows(opened)[0]
    early = film.footage(row)
    assert early is not None and early.which.tolist() == [-1, -1, -1, -1]
    opened.posts.run_one()
    found = film.footage(row)
    assert found is not None
    assert [bound.info.ref.label for bound in found.media] == ["sh010.mp4", "sh020.mp4", "sh030.mp4"]
    assert found.which.tolist() == [0, 1, -1, 2]
    clip = row.items[0]
    assert isinstance(clip, Clip)
    louder = edits.set_look(opened.cut, clip.id, opacity=0.5)
    track = louder.stack.items[0]
    again = row_of(track, opened.cut.rate, None, lambda clip: False)
    kept = film.footage(again)
    assert kept is not None and kept.which.tolist() == [0, 1, -1, 2]
    assert key_of(clip) == key_of(again.items[0])  # type: ignore[arg-type]


def test_pictures_come_in_batches_the_first_wanted_first(film: Film, opened: Opened, engine: Asked) -> None:
    film.footage(rows(opened)[0])
    opened.posts.run_one()
    film.footage(rows(opened)[0])
    wishes = [("print of sh020.mp4", index) for index in range(0, 80, 10)]
    film.want(wishes, [])
    assert all(film.picture(wish) is None for wish in wishes)
    opened.posts.run_one()
    opened.posts.run_one()
    assert [indices for _, indices in engine.batches] == [[0, 10, 20, 30, 40, 50], [60, 70]]
    for wish in wishes:
        picture = film.picture(wish)
        assert picture is not None and picture[0, 0, 0] == wish[1]
    film.want(wishes, [])
    assert len(engine.batches) == 2


def test_what_is_out_of_sight_is_not_asked_for_any_more(film: Film, opened: Opened, engine: Asked) -> None:
    film.footage(rows(opened)[0])
    opened.posts.run_one()
    film.footage(rows(opened)[0])
    film.want([("print of sh010.mp4", index) for index in range(50)], [])
    film.want([("print of sh030.mp4", 7)], [])
    opened.posts.run_one()
    opened.posts.run_one()
    film.want([], [])
    assert [media for media, _ in engine.batches] == ["print of sh010.mp4", "print of sh030.mp4"]
    assert engine.batches[1][1] == [7]


def test_what_cannot_be_had_is_asked_for_once(film: Film, opened: Opened, engine: Asked) -> None:
    engine.broken = True
    film.footage(rows(opened)[0])
    opened.posts.run_one()
    film.footage(rows(opened)[0])
    film.want([("print of sh010.mp4", 3)], [])
    opened.posts.run_one()
    film.want([("print of sh010.mp4", 3)], [])
    assert film.picture(("print of sh010.mp4", 3)) is None
    assert engine.batches == [("print of sh010.mp4", [3])]


def test_peaks_are_those_of_the_samples_at_every_zoom(tmp_path: Path) -> None:
    samples = noise(200_000)
    media = write(tmp_path / "1.wav", samples)
    waveform(media.info, media.fingerprint, tmp_path / "kept", 1, None, lambda done, total: None)
    peaks = peaks_at(tmp_path / "kept", Bound(media.info, media.fingerprint))
    assert peaks is not None
    for per_column, size in ((300, 256), (2000, 1024), (9000, 4096)):
        edges = np.arange(0, 200_000, per_column)[:20] / 48000
        found = peaks.columns(edges[:-1], edges[1:], per_column / 48000)
        for column, (low, high) in enumerate(zip(edges[:-1] * 48000, edges[1:] * 48000, strict=True)):
            first, last = int(low // size) * size, int(np.ceil(high / size)) * size
            some = samples[first:last]
            assert np.allclose(found[column, :, 0], some.min(0), atol=1e-6)
            assert np.allclose(found[column, :, 1], some.max(0), atol=1e-6)
    backwards = peaks.columns(edges[1:], edges[:-1], per_column / 48000)
    assert np.array_equal(backwards, found)
    beside = peaks.columns(np.array([-1.0, 9.0]), np.array([-0.5, 9.5]), 0.5)
    assert not beside.any()


def test_a_file_that_is_not_whole_has_no_peaks(tmp_path: Path) -> None:
    media = write(tmp_path / "1.wav", noise(20_000))
    kept = tmp_path / "kept"
    bound = Bound(media.info, media.fingerprint)
    assert peaks_at(kept, bound) is None
    waveform(media.info, media.fingerprint, kept, 1, None, lambda done, total: None)
    (file,) = kept.iterdir()
    whole = file.read_bytes()
    for damaged in (whole[:-10], whole[:20], b"{}", b"[1]\n"):
        file.write_bytes(damaged)
        assert peaks_at(kept, bound) is None


def test_a_sound_starts_where_it_starts_beside_its_pictures(tmp_path: Path) -> None:
    media = write(tmp_path / "1.wav", noise(96_000))
    waveform(media.info, media.fingerprint, tmp_path, 1, None, lambda done, total: None)
    assert media.info.sound is not None
    late = replace(media.info, sound=replace(media.info.sound, first=48_000))
    peaks = peaks_at(tmp_path, Bound(late, media.fingerprint))
    assert peaks is not None
    found = peaks.columns(np.array([0.2, 1.2, 2.5]), np.array([0.8, 1.8, 2.8]), 0.6)
    assert found[:, 0, 1].astype(bool).tolist() == [False, True, True]


def test_pictures_of_another_working_space_are_asked_for_anew(
    film: Film, opened: Opened, engine: Asked
) -> None:
    row, wish = rows(opened)[0], ("print of sh010.mp4", 3)
    film.footage(row)
    opened.posts.run_one()
    film.footage(row)
    film.want([wish], [])
    opened.posts.run_one()
    assert film.picture(wish) is not None
    project = opened.session.project.value
    assert project is not None
    settings = replace(project.settings, working_space="scene_linear")
    opened.session.project.set(replace(project, facts=replace(project.facts, settings=settings)))
    era = film.era
    film.footage(row)
    assert film.picture(wish) is None and film.era == era + 1


def test_a_sound_beside_the_timeline_is_asked_for_once_whatever_is_seen_meanwhile(
    film: Film, engine: Asked, opened: Opened, tmp_path: Path
) -> None:
    song = replace(media_of(tmp_path, clip_of(opened, "music")), fingerprint="print of a song")
    assert song.info is not None and song.fingerprint is not None
    bound = Bound(song.info, song.fingerprint)
    mute = Bound(replace(song.info, sound=None), "print of a picture")
    others = [Bound(song.info, f"print {number}") for number in range(3)]
    film.want([], others)
    assert film.hear(bound) and film.hear(bound) and not film.hear(mute)
    # What the timeline shows next drops what it wanted before, and nothing else.
    film.want([], [])
    while film.hear(bound):
        opened.posts.run_one()
    assert engine.heard == ["print 0", "print of a song"]
