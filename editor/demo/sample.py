"""The sample: three shots, a stereo track and a cut of them, rendered by the engine like anything else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from editor.document.model import SOURCE, Clip, Cut, Gap, MediaReference, Stack, Track
from editor.exchange.write import write_cut
from nodes.api.formats import Format
from nodes.api.times import Range, Rate, Time
from nodes.engine.client import Engine
from nodes.engine.job import Job
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.serialise import to_json

from .tone import write_tones

RATE = Rate(24)
FORMAT = Format(640, 360, RATE)
FRAMES = 96
SHOTS = (("sh010", "harbour", 1), ("sh020", "meadow", 2), ("sh030", "night", 3))
"""Name, scene and timecode hour of each shot."""
_HEAD, _LONG, _GAP = 18, 60, 12
"""A clip begins 18 frames into its media and lasts 60, so that it has handles; the gap lasts 12."""

Told = Callable[[int, int, str], None]


def make_sample(folder: Path, engine: Engine, told: Told) -> Path:
    """Render the sample's media into `folder` and write `sample.otio` beside it; return that file.

    640x360, 24 fps, four seconds a shot with timecode and reel, H.264; a stereo WAV; straight cuts and
    one gap. Raises Failed where the disk refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, scene, hour in SHOTS:
        _render(engine, scene, folder / f"{name}.mp4", f"{hour:02d}:00:00:00", told)
    seconds = Time(len(SHOTS) * _LONG + _GAP, RATE).seconds
    write_tones(folder / "music.wav", seconds)
    place = folder / "sample.otio"
    place.write_text(write_cut(sample_cut(), portable=True), "utf-8")
    return place


def _render(engine: Engine, scene: str, path: Path, timecode: str, told: Told) -> None:
    graph = Graph(
        {"scene": GraphNode("scene", "sample.scene", params={"name": scene})}, {"out": Link("scene")}
    )
    job = Job(to_json(graph), FORMAT, {}, {"config": "", "name": "ACEScg"})
    form = engine.describe(job, "h264")["form"]
    target = {
        "codec": "h264",
        "path": str(path),
        "format": FORMAT.to_json(),
        "layout": form["layout"],
        "colour": form["colour"],
        "timecode": timecode,
        "reel": path.stem.upper(),
        "first": 0,
        "padding": 4,
        "sound": None,
    }
    what = f"drawing the sample shot {path.stem}"
    engine.render(
        job, Range.frames_of(0, FRAMES, RATE), [target], told=lambda done, total: told(done, total, what)
    )


def sample_cut() -> Cut:
    """Return the cut of the sample: three straight cuts, a gap before the last, one stereo track."""
    clips = [_clip(name, hour) for name, _, hour in SHOTS]
    gap = Gap("gap-1", Time(_GAP, RATE))
    picture = Track("V1", "V1", "Video", (clips[0], clips[1], gap, clips[2]))
    total = Time(len(SHOTS) * _LONG + _GAP, RATE)
    music = Clip(
        "music",
        "music",
        Range(Time.zero(RATE), total),
        {SOURCE: MediaReference("file", "music.wav", "music.wav", Range(Time.zero(RATE), total))},
    )
    sound = Track("A1", "A1", "Audio", (music,))
    start = Time(3600 * RATE.nominal, RATE)
    return Cut("sample", RATE, Stack("tracks", "tracks", (picture, sound)), start)


def _clip(name: str, hour: int) -> Clip:
    first = Time(hour * 3600 * RATE.nominal, RATE)
    available = Range(first, Time(FRAMES, RATE))
    source = Range(first + Time(_HEAD, RATE), Time(_LONG, RATE))
    return Clip(name, name, source, {SOURCE: MediaReference("file", f"{name}.mp4", f"{name}.mp4", available)})
