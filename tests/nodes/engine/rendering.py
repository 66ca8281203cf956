"""Renders in this process, for tests that look at what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import av
import numpy as np
import OpenImageIO as oiio

from nodes.api import Format, Range, Time
from nodes.engine.cache import FrameCache
from nodes.engine.forms import Form, lossless_form
from nodes.engine.job import Bound, Job
from nodes.engine.render import Told, render
from nodes.engine.run import Run
from nodes.engine.targets import Target
from nodes.media.fingerprint import fingerprint
from nodes.media.probe import probe
from nodes.media.refs import FileRef, MediaRef
from tests.nodes.engine.kit import ready


def bound(ref: MediaRef | Path) -> Bound:
    """Media as a job binds it, looked into here."""
    found = FileRef(str(ref)) if isinstance(ref, Path) else ref
    return Bound(probe(found), fingerprint(found))


def target_of(form: Form, path: Path, format: Format, **rest: Any) -> Target:
    """A target in that form."""
    return Target(form.codec, str(path), format, form.layout, form.colour, **rest)


def rendered(
    job: Job,
    span: Range,
    targets: list[Target],
    *nodes: Any,
    posters: Mapping[Time, Target] | None = None,
    told: Told = lambda done, total: None,
) -> dict[str, Any]:
    """Render and return what it cost."""
    with Run(ready(job, *nodes), FrameCache(1 << 24), scratch=Path) as run:
        render(run, span, targets, posters=posters or {}, told=told)
        return run.stats.to_json()


def take(job: Job, span: Range, folder: Path, *nodes: Any, **rest: Any) -> Path:
    """Render the lossless form of a job and return the movie, or the folder of pictures."""
    prepared = ready(job, *nodes)
    form = lossless_form(prepared)
    format = prepared.last.format
    if form.codec != "exr":
        path = folder / "take.mkv"
        rendered(job, span, [target_of(form, path, format, **rest)], *nodes)
        return path
    pictures = folder / "take"
    pictures.mkdir()
    target = target_of(form, pictures / "take.#.exr", format, first=span.start.frame, **rest)
    rendered(job, span, [target], *nodes)
    return pictures


def decoded(path: Path, layout: str | None = None) -> list[list[np.ndarray]]:
    """Every picture of a movie as FFmpeg decodes it, plane by plane; as packed `layout` where that is RGB."""
    found = []
    with av.open(str(path)) as file:
        for frame in file.decode(video=0):
            if layout is not None and layout.startswith(("rgb", "gbr")):
                found.append([frame.to_ndarray(format=layout)])
            else:
                found.append([plane.copy() for plane in planes_of(frame)])
    return found


def planes_of(frame: av.VideoFrame) -> list[np.ndarray]:
    """The planes of a planar frame, without padding."""
    depth = max(part.bits for part in frame.format.components)
    dtype = np.dtype("u1" if depth <= 8 else "<u2")
    return [np.frombuffer(plane, dtype).reshape(plane.height, -1)[:, : plane.width] for plane in frame.planes]


def pixels_of(path: Path) -> np.ndarray:
    """A picture file's samples in its own type, R, G, B (and A) in order."""
    picture = oiio.ImageBuf(str(path))
    names = picture.spec().channelnames
    order = [names.index(name) for name in ("Y", *"RGBA") if name in names]
    return picture.get_pixels(picture.spec().format)[..., order]
