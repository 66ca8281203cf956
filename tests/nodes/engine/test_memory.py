"""Nothing holds a clip: ten times as many frames need no more memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from nodes.api import Format, Range
from nodes.engine.client import Engine
from nodes.engine.job import Job
from nodes.media.refs import FileRef
from tests.nodes.engine.footage import bound, engine_at, source_job
from tests.nodes.engine.kit import COLOUR, RATE, graph, made


def targets(form: dict, folder: Path, format: Format) -> list[dict]:
    """A take's media and its proxy."""
    shared = {
        "format": format.to_json(),
        "timecode": "01:00:00:00",
        "reel": None,
        "first": 0,
        "padding": 4,
        "sound": None,
    }
    screen = form["colour"] | {"matrix": "bt470bg", "range": "full"}
    return [
        shared | {key: form[key] for key in ("codec", "layout", "colour")} | {"path": str(folder / "a.mkv")},
        shared | {"codec": "mjpeg", "layout": "yuvj420p", "colour": screen, "path": str(folder / "p.mov")},
    ]


def scenes(folder: Path, format: Format, frames: int, engine: Engine) -> FileRef:
    """A movie of a sample scene."""
    job = Job(graph=graph(made("s", "sample.scene")), format=format, media={}, colour=COLOUR)
    form = engine.describe(job, "h264")["form"]
    target = targets(form, folder, format)[0] | {"path": str(folder / "plate.mp4")}
    engine.render(job, Range.frames_of(0, frames, RATE), [target])
    return FileRef(str(folder / "plate.mp4"))


@pytest.mark.slow
def test_ten_times_as_many_frames_need_no_more_memory(tmp_path):
    short, long = 40, 400
    format = Format(640, 360, RATE)
    with Engine(tmp_path / "run") as engine:
        ref = scenes(tmp_path, format, long, engine)
    smooth = made("t", "acme.trail", {"images": "g"})
    grade = made("g", "color.grade", {"image": "s"}, params={"gain": [1.3, 1.0, 0.8], "gamma": 1.1})
    acme = tmp_path / "acme.py"
    acme.write_text(
        "from collections.abc import Iterator\n"
        "from workprint import Frame, Stream, node\n"
        "@node('acme.trail')\n"
        "def trail(images: Stream[Frame]) -> Iterator[Frame]:\n"
        "    held = None\n"
        "    for image in images:\n"
        "        held = image.rgb if held is None else held * 0.5 + image.rgb * 0.5\n"
        "        yield image.with_rgb(held)\n"
    )
    peaks = {}
    for nodes in ((grade,), (grade, smooth)):
        for frames in (short, long):
            # An engine of its own: its peak is that of this render alone.
            with engine_at(tmp_path, nodes=[acme]) as engine:
                media = bound(engine, ref)
                job = source_job(media, *nodes)
                span = Range(media.info.start, Range.frames_of(0, frames, RATE).duration)
                form = engine.describe(job)["form"]
                cost = engine.render(job, span, targets(form, tmp_path, format))
                assert cost["frames"] == frames
                peaks[len(nodes), frames] = cost["peak_bytes"]
        assert peaks[len(nodes), long] < peaks[len(nodes), short] * 1.04, peaks


@pytest.mark.slow
def test_a_cut_of_many_clips_needs_no_more_memory_than_one_of_few(tmp_path):
    format = Format(640, 360, RATE)
    with Engine(tmp_path / "run") as engine:
        ref = scenes(tmp_path, format, 48, engine)
        peaks = []
        for count in (3, 40):
            copies = [tmp_path / f"{count}-{index}.mp4" for index in range(count)]
            for copy in copies:
                copy.write_bytes(Path(ref.path).read_bytes())
    for count in (3, 40):
        with engine_at(tmp_path) as engine:
            clips = {
                f"m{i}": bound(engine, FileRef(str(tmp_path / f"{count}-{i}.mp4"))) for i in range(count)
            }
            sources = [made(f"s{i}", "source.media", params={"file": f"m{i}"}) for i in range(count)]
            track = made(
                "t",
                "cut.track",
                {"items": [each["id"] for each in sources]},
                params={
                    "placed": [Range.frames_of(i * 48, 48, RATE).to_json() for i in range(count)],
                    "starts": [clip.info.start.to_json() for clip in clips.values()],
                    "width": 640,
                    "height": 360,
                },
            )
            grade = made("g", "color.grade", {"image": "t"}, params={"gain": 1.2})
            job = Job(graph=graph(*sources, track, grade), format=format, media=clips, colour=COLOUR)
            form = engine.describe(job)["form"]
            span = Range.frames_of(0, count * 48, RATE)
            peaks.append(engine.render(job, span, targets(form, tmp_path, format))["peak_bytes"])
    assert peaks[1] < peaks[0] * 1.06, peaks
