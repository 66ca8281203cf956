"""A small cut with its media, as a project of it is made in tests of the whole program."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from editor.demo.sample_cut import FRAMES, RATE
from editor.demo.tone import write_tones
from editor.document.model import SOURCE, Clip, Cut, Gap, MediaReference, Stack, Track
from editor.exchange.write import write_cut
from nodes.api import Range, Time
from tests.support.commands import run_command
from tests.support.movies import numbered, write_movie

SHOTS = (("sh010", 1), ("sh020", 2), ("sh030", 3))
"""Name and timecode hour of each shot."""
LENGTH = Time(3 * 60 + 12, RATE)


def plain_cut() -> Cut:
    """Return three straight cuts of 60 frames of their media from its 19th on, a gap, and sound."""
    one, two, three = (_clip(name, Time(hour * 86400, RATE)) for name, hour in SHOTS)
    picture = Track("V1", "V1", "Video", (one, two, Gap("gap-1", Time(12, RATE)), three))
    span = Range(Time.zero(RATE), LENGTH)
    music = Clip("music", "music", span, {SOURCE: MediaReference("file", "music.wav", "music.wav", span)})
    tracks = Stack("tracks", "tracks", (picture, Track("A1", "A1", "Audio", (music,))))
    return Cut("sample", RATE, tracks, Time(86400, RATE))


def _clip(name: str, first: Time) -> Clip:
    reference = MediaReference("file", f"{name}.mp4", f"{name}.mp4", Range(first, Time(FRAMES, RATE)))
    return Clip(name, name, Range(first + Time(18, RATE), Time(60, RATE)), {SOURCE: reference})


def make_small_sample(folder: Path, width: int = 160, height: int = 96) -> Path:
    """Write three movies of 96 numbered pictures, a sound, and the plain cut of them; return the cut."""
    folder.mkdir()
    for place, (name, hour) in enumerate(SHOTS):
        pictures = (numbered("yuv420p", index + 100 * place, width, height) for index in range(FRAMES))
        write_movie(
            folder / f"{name}.mp4",
            itertools.islice(pictures, FRAMES),
            codec="h264",
            timecode=f"{hour:02d}:00:00:00",
            reel=name.upper(),
        )
    write_tones(folder / "music.wav", LENGTH.seconds)
    cut = folder / "sample.otio"
    cut.write_text(write_cut(plain_cut(), portable=True), "utf-8")
    return cut


def make_sample_project(project: Path, cut: Path, *, env: Mapping[str, str] = MappingProxyType({})) -> None:
    """Make a project of the sample cut with the command line: two shots graded, one take, circled."""
    for words in (
        ("new", project, "--from", cut),
        ("shot", project, "sh010", "--add", "color.grade", "as=grade", "gain=1.2"),
        ("shot", project, "sh020", "--add", "color.grade", "as=grade", "gain=0.8"),
        ("take", project, "sh010"),
        ("takes", project, "sh010", "--circle", "t001"),
    ):
        done = run_command(*words, env=env, timeout=120)
        assert done.code == 0, done.err
