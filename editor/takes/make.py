"""Making a take: rendered aside by the engine, described by recipe and record, moved into place whole."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any

from editor.compile.plate import timecode_at
from editor.document.atomic import flush_files, save_failed
from editor.document.edits.takes import shot_of
from editor.document.model import Clip
from editor.document.opened import Project
from nodes.api.errors import Failed, WorkprintError
from nodes.api.formats import Format
from nodes.api.times import Time
from nodes.engine.client import Engine, Glimpse
from nodes.engine.playback import AtWork
from nodes.engine.poster import Poster
from nodes.media.info import MediaInfo
from nodes.media.refs import FileRef, MediaRef, SequenceRef

from .models import device_of, libraries_of, told_of
from .store import Take, admit, making
from .wanted import Wanted

Told = Callable[[int, int], None]

PROXY_WIDTH = 960
POSTER_WIDTH = 480
_LIBRARIES = ("workprint", "numpy", "av", "OpenImageIO", "opencolorio", "opencv-python-headless")


def make_take(
    project: Project,
    clip: Clip,
    wanted: Wanted,
    engine: Engine,
    told: Told | None = None,
    glimpse: Glimpse | None = None,
    at_work: AtWork | None = None,
    varied: Mapping[str, str] = MappingProxyType({}),
    next_seeds: Sequence[int] = (),
) -> Take:
    """Render a take and return it once it is whole and in place.

    Media as the form says (FFV1 or half EXR), a proxy at most 960 wide, a poster of the middle frame,
    `recipe.json`, `record.json`. `varied` tells what was set otherwise than in the shot. A model may make
    takes of the same recipe with `next_seeds` along with it. Raises what the render raises; nothing is left
    behind then.
    """
    shot = shot_of(clip)
    began = time.time()
    with making(project.folder, shot) as aside:
        target, ref = _media(aside, wanted)
        done = engine.render(
            replace(wanted.shot.job, next_seeds=tuple(next_seeds)),
            wanted.shot.range,
            [target, _proxy(aside, wanted)],
            posters=[_poster(aside, wanted)],
            kept=project.folder / "results",
            told=told,
            glimpse=glimpse,
            at_work=at_work,
        )
        media = _looked_into(engine, ref, wanted)
        try:
            flush_files(aside)
        except OSError as error:
            raise save_failed(f"Keep a take of '{clip.name}'", error) from error
        record = _record(done, began, wanted) | {"media": media.to_json(), "graph": wanted.own}
        record |= {"varied": dict(varied)} if varied else {}
        return admit(aside, project.folder, shot, wanted.recipe, record)


def _media(aside: Path, wanted: Wanted) -> tuple[dict[str, Any], MediaRef]:
    """Return the target of the take's media and the reference it will have."""
    info, span = wanted.shot.plate.info, wanted.shot.range
    count, first = span.frame_count, info.number_of(span.start)
    shared = {
        "codec": wanted.form["codec"],
        "format": wanted.format.to_json(),
        "layout": wanted.form["layout"],
        "colour": wanted.form["colour"],
        "timecode": timecode_at(info, span.start),
        "reel": info.reel,
        "first": first,
        "padding": 4,
        "sound": None,
    }
    if wanted.form["codec"] == "ffv1":
        path = str(aside / "take.mkv")
        return shared | {"path": path, "own_sound": True}, FileRef(path)
    ref = SequenceRef(str(aside), "take.", ".exr", 4, first, first + count - 1, rate=wanted.format.rate)
    return shared | {"path": str(aside / "take.#.exr")}, ref


def _proxy(aside: Path, wanted: Wanted) -> dict[str, Any]:
    format = scaled(wanted.format, PROXY_WIDTH)
    return {
        "codec": "mjpeg",
        "path": str(aside / "proxy.mov"),
        "format": format.to_json(),
        "layout": "yuvj420p",
        "colour": screen_tags(wanted.form),
        "timecode": timecode_at(wanted.shot.plate.info, wanted.shot.range.start),
        "reel": None,
        "first": 0,
        "padding": 4,
        "sound": None,
    }


def _poster(aside: Path, wanted: Wanted) -> Poster:
    span = wanted.shot.range
    middle = span.start + Time(span.frame_count // 2, span.rate)
    target = _proxy(aside, wanted) | {
        "codec": "jpeg",
        "path": str(aside / "poster.jpg"),
        "format": scaled(wanted.format, POSTER_WIDTH).to_json(),
        "layout": "rgb24",
        "colour": screen_tags(wanted.form) | {"matrix": "rgb"},
        "timecode": None,
    }
    return Poster(middle, target)


def screen_tags(form: Mapping[str, Any]) -> dict[str, Any]:
    """Return full-range tags with which 8-bit samples look on a screen as a take of that form does."""
    tags = {"matrix": "bt470bg", "range": "full", "guessed": [], "data": False}
    if form["codec"] == "ffv1":
        return dict(form["colour"]) | tags
    return {"primaries": "bt709", "transfer": "iec61966-2-1"} | tags


def scaled(format: Format, most: int) -> Format:
    """Return a format at most `most` wide, even, with square pixels and the same shape."""
    across = round(format.width * format.pixel_aspect)
    width = min(most, across)
    height = round(width * format.height / across)
    return Format(max(2, width // 2 * 2), max(2, height // 2 * 2), format.rate)


def _looked_into(engine: Engine, ref: MediaRef, wanted: Wanted) -> MediaInfo:
    """Return the facts of the media just written, counted in the source's media time.

    Raises Failed where it does not have the frames it should: a take is checked before it is kept.
    """
    (found,) = engine.probe([ref])
    span = wanted.shot.range
    attempted = f"Check the take of {span.frame_count} frames"
    if isinstance(found, WorkprintError):
        raise Failed(attempted, str(found), hint="Try again; if it stays, report it.") from found
    if found.frame_count != span.frame_count:
        why = f"its media has {found.frame_count}"
        raise Failed(attempted, why, hint="Try again; if it stays, report it.")
    return replace(found, start=span.start)


def _record(done: Mapping[str, Any], began: float, wanted: Wanted) -> dict[str, Any]:
    """Return what is told of a take but decides nothing: versions, device, cost, models and their terms."""
    models = told_of(wanted.served, wanted.shot.job.models, done["ran"])
    return {
        "made": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(began)),
        "seconds": round(time.time() - began, 3),
        "device": device_of(models) or f"CPU {platform.machine()}",
        "system": platform.platform(),
        "python": platform.python_version(),
        "libraries": _versions((*_LIBRARIES, *libraries_of(wanted.served))),
        "models": models,
        "cost": dict(done),
    }


def _versions(packages: Sequence[str]) -> dict[str, str]:
    found = {}
    for name in packages:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found
