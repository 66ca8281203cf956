"""A two-track 1080p cut rendered to H.264, beside melt and a hand-written FFmpeg graph of the same cut.

On V1 two shots with a dissolve of a second between, on V2 a picture within the picture at 80 %. All three
encode by libx264 with the same preset and quality and may use every core.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from editor.document.looks import Transform
from editor.document.model import SOURCE, Clip, Cut, Gap, MediaReference, Stack, Track, Transition
from editor.exchange.write import write_cut
from editor.verbs import new, render
from nodes.api import Range, Rate, Time
from nodes.engine.client import Engine
from tests.bench.movies import made_movie
from tests.bench.rows import Row, side_by_side

RATE = Rate(24)
LONG, MIXED, INSET_AT, INSET = 72, 24, 36, 60
TOTAL = 2 * LONG
TIMES = 3
GOAL = 1 / 1.5
_ENCODED = {"preset": "faster", "crf": "18"}
_X, _Y = 896, 502


def _cut() -> Cut:
    def clip(name: str, url: str, first: int, count: int, **more: object) -> Clip:
        reference = MediaReference("file", url, url, Range.frames_of(0, 120, RATE))
        return Clip(name, name, Range.frames_of(first, count, RATE), {SOURCE: reference}, **more)  # type: ignore[arg-type]

    half = Time(MIXED // 2, RATE)
    inset = clip(
        "inset",
        "b.mp4",
        24,
        INSET,
        opacity=0.8,
        transform=Transform(translate=(_X + 480.0 - 960, _Y + 270.0 - 540), scale=(0.5, 0.5)),
    )
    change = Transition("x", "", "SMPTE_Dissolve", half, half)
    lower = Track("V1", "V1", "Video", (clip("a", "a.mp4", 0, LONG), change, clip("b", "b.mp4", 12, LONG)))
    upper = Track("V2", "V2", "Video", (Gap("g", Time(INSET_AT, RATE)), inset))
    return Cut("bench", RATE, Stack("s", items=(lower, upper)))


@contextmanager
def _prepared() -> Iterator[tuple[Path, Callable[[], object]]]:
    """Give a folder with both movies, and what renders the cut of them with an engine that runs already."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, each in enumerate(("a", "b")):
            made_movie("h264", folder / f"{each}.mp4", seed=number)
        place = folder / "cut.otio"
        place.write_text(write_cut(_cut(), portable=True), "utf-8")
        with (
            Engine(folder / "run") as engine,
            new(folder / "project", cut=place, engine=engine).project as project,
        ):

            def ours() -> None:
                assert render(project, folder / "ours.mp4", engine=engine).frames == TOTAL

            yield folder, ours


def _melt(folder: Path) -> None:
    words = ["melt", "-silent", "-profile", "atsc_1080p_24"]
    words += ["-track", f"{folder}/a.mp4", "in=0", f"out={LONG + MIXED // 2 - 1}"]
    words += [f"{folder}/b.mp4", "in=0", f"out={LONG + MIXED // 2 - 1}", "-mix", str(MIXED), "-mixer", "luma"]
    words += ["-track", "-blank", str(INSET_AT - 1), f"{folder}/b.mp4", "in=24", f"out={24 + INSET - 1}"]
    words += ["-transition", "qtblend", "a_track=0", "b_track=1", f"in={INSET_AT}"]
    words += [f"out={INSET_AT + INSET - 1}", f"rect={_X} {_Y} 960 540 0.8"]
    words += ["-consumer", f"avformat:{folder}/melt.mp4", "vcodec=libx264", "an=1", "real_time=-1"]
    words += [f"{key}={value}" for key, value in _ENCODED.items()]
    subprocess.run(words, check=True, capture_output=True)


def _ffmpeg(folder: Path) -> None:
    long, begin = LONG + MIXED // 2, INSET_AT / 24
    graph = ";".join(
        (
            f"[0:v]trim=end_frame={long},setpts=PTS-STARTPTS[a]",
            f"[1:v]trim=end_frame={long},setpts=PTS-STARTPTS[b]",
            f"[a][b]xfade=transition=fade:duration={MIXED / 24}:offset={(LONG - MIXED // 2) / 24}[v]",
            f"[2:v]trim=start_frame=24:end_frame={24 + INSET},setpts=PTS-STARTPTS+{begin}/TB,"
            "scale=960:540,format=yuva420p,colorchannelmixer=aa=0.8[o]",
            f"[v][o]overlay=x={_X}:y={_Y}:eof_action=pass[out]",
        )
    )
    words = ["ffmpeg", "-v", "error", "-y"]
    for name in ("a", "b", "b"):
        words += ["-i", f"{folder}/{name}.mp4"]
    words += ["-filter_complex", graph, "-map", "[out]", "-c:v", "libx264"]
    words += [word for key, value in _ENCODED.items() for word in (f"-{key}", value)]
    subprocess.run([*words, f"{folder}/ffmpeg.mp4"], check=True)


def _row(name: str, peer: Callable[[Path], None], goal: float | None) -> Row:
    note = f"{TOTAL} frames of a two-track 1080p cut to H.264, beside {name}"
    with _prepared() as (folder, ours):
        if shutil.which(name) is None:
            took, _ = side_by_side(ours, lambda: None, TIMES)
            return Row(f"export-{name}", took, None, None, "s", f"{note}, which is not installed")
        took, theirs = side_by_side(ours, partial(peer, folder), TIMES)
    return Row(f"export-{name}", took, theirs, goal, "s", note)


BENCHES = {
    "export-melt": partial(_row, "melt", _melt, GOAL),
    "export-ffmpeg": partial(_row, "ffmpeg", _ffmpeg, None),
}
