"""The sample: five shots, a stereo track and a cut of them, rendered by the engine like anything else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from editor.exchange.write import write_cut
from nodes.api.formats import ColourTags, Format
from nodes.api.times import Range
from nodes.engine.client import Engine
from nodes.engine.job import Job
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.serialise import to_json

from .sample_cut import FRAMES, RATE, SHOTS, length, sample_cut
from .sample_events import write_events
from .tone import write_tones

FORMAT = Format(640, 360, RATE)
MATTES = "mattes"
_MATTE = ColourTags(matrix="rgb", range="full", primaries="bt709", transfer="linear", data=True)

Told = Callable[[int, int, str], None]


def make_sample(folder: Path, engine: Engine, told: Told) -> Path:
    """Render the sample's media into `folder` and write `sample.otio` beside it; return that file.

    640x360, 24 fps, four seconds a shot with timecode and reel, H.264; a stereo WAV; a cut with a gap, a
    dissolve, a retime and a second track. Beside it what is known of the shots: in `mattes/` for each the
    exact matte of the ball, `sh010.ball.0000.png` and so on, and of the post, which stands still; in
    `events.json` when what happens. Raises Failed where the disk refuses.
    """
    (folder / MATTES).mkdir(parents=True, exist_ok=True)
    for shot in SHOTS:
        _movie(engine, shot.scene, folder / f"{shot.name}.mp4", f"{shot.hour:02d}:00:00:00", told)
        _mattes(engine, shot.scene, folder / MATTES / f"{shot.name}.ball.#.png", "ball", FRAMES, told)
        _mattes(engine, shot.scene, folder / MATTES / f"{shot.name}.post.png", "post", 1, told)
    write_tones(folder / "music.wav", length().seconds)
    write_events(folder / "events.json", FORMAT)
    place = folder / "sample.otio"
    place.write_text(write_cut(sample_cut(), portable=True), "utf-8")
    return place


def _movie(engine: Engine, scene: str, path: Path, timecode: str, told: Told) -> None:
    job = _job("sample.scene", {"name": scene})
    form = engine.describe(job, "h264")["form"]
    target = _target("h264", path, form["layout"], form["colour"])
    target |= {"timecode": timecode, "reel": path.stem.upper()}
    _render(engine, job, FRAMES, target, f"drawing the sample shot {path.stem}", told)


def _mattes(engine: Engine, scene: str, path: Path, part: str, frames: int, told: Told) -> None:
    job = _job("sample.matte", {"name": scene, "part": part})
    target = _target("png", path, "gray16le", asdict(_MATTE))
    _render(engine, job, frames, target, f"drawing mattes of {path.name.partition('.')[0]}", told)


def _job(node: str, params: Mapping[str, Any]) -> Job:
    graph = Graph({"scene": GraphNode("scene", node, params=params)}, {"out": Link("scene")})
    return Job(to_json(graph), FORMAT, {}, {"config": "", "name": "ACEScg"})


def _target(codec: str, path: Path, layout: str, colour: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "codec": codec,
        "path": str(path),
        "format": FORMAT.to_json(),
        "layout": layout,
        "colour": colour,
        "timecode": None,
        "reel": None,
        "first": 0,
        "padding": 4,
        "sound": None,
    }


def _render(engine: Engine, job: Job, frames: int, target: dict[str, Any], what: str, told: Told) -> None:
    range = Range.frames_of(0, frames, RATE)
    engine.render(job, range, [target], told=lambda done, total: told(done, total, what))
