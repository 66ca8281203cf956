"""A small cut with its media, as a project of it is made in tests of the whole program."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from editor.demo.sample_cut import FRAMES, SHOTS, length, sample_cut
from editor.demo.tone import write_tones
from editor.exchange.write import write_cut
from tests.support.commands import run_command
from tests.support.movies import numbered, write_movie


def make_small_sample(folder: Path, width: int = 160, height: int = 96) -> Path:
    """Write five movies of 96 numbered pictures, a sound, and the sample cut of them; return the cut."""
    folder.mkdir()
    for place, shot in enumerate(SHOTS):
        pictures = (numbered("yuv420p", index + 100 * place, width, height) for index in range(FRAMES))
        write_movie(
            folder / f"{shot.name}.mp4",
            itertools.islice(pictures, FRAMES),
            codec="h264",
            timecode=f"{shot.hour:02d}:00:00:00",
            reel=shot.name.upper(),
        )
    write_tones(folder / "music.wav", length().seconds)
    cut = folder / "sample.otio"
    cut.write_text(write_cut(sample_cut(), portable=True), "utf-8")
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
