"""From a job to a file or a folder of pictures: written aside, put in place whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from editor.document.atomic import flush_folder, save_failed
from nodes.api.errors import BadInput
from nodes.api.times import Range
from nodes.engine.client import Engine
from nodes.engine.job import Job
from nodes.media.info import MediaInfo
from nodes.media.refs import SequenceRef

_BY_ENDING = {
    ".mp4": "h264",
    ".mov": "h264",
    ".mkv": "ffv1",
    ".png": "png",
    ".exr": "exr",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
}
_FOLDERS = ("exr", "png")
_SOUND = {"rate": 48000, "channels": 2, "codec": None}
"""The sound of every movie that is rendered from a cut: 48 kHz stereo."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the file or folder, how many frames, in which form, at what cost."""

    output: Path
    frames: int
    form: str
    cost: Mapping[str, Any]

    def to_json(self) -> Mapping[str, Any]:
        """Return plain data."""
        return {
            "output": str(self.output),
            "frames": self.frames,
            "form": self.form,
            "cost": dict(self.cost),
        }

    def text(self) -> str:
        """Return one line."""
        return f"{self.output}: {self.frames} frames, {self.form}"


def render_to(
    engine: Engine,
    job: Job,
    span: Range,
    output: Path,
    *,
    codec: str | None = None,
    timecode: str | None = None,
    numbers: MediaInfo | None = None,
    told: Callable[[int, int], None] | None = None,
) -> Written:
    """Render a range of a job to a movie, one picture, or a folder of numbered pictures.

    The codec follows the ending unless it is said; a folder gets EXR where the pictures are float, else
    PNG, numbered as the files of `numbers` are, else by the job's frames. An existing file is replaced once the new one is whole; a folder must be
    new or empty. Raises BadInput for an ending or a codec that does not fit, and what the render raises.
    """
    attempted = f"Render to '{output}'"
    ending = output.suffix.lower()
    is_folder = output.is_dir() or not ending
    chosen = codec or _BY_ENDING.get(ending) or ("folder" if is_folder else None)
    if chosen is None:
        known = ", ".join(_BY_ENDING)
        raise BadInput(attempted, f"'{ending}' is no ending it knows", hint=f"It knows {known}, and folders.")
    if chosen == "folder":
        plain = engine.describe(job)["form"]["codec"]
        chosen = "exr" if plain == "exr" else "png"
    if is_folder and chosen not in _FOLDERS:
        raise BadInput(attempted, f"{chosen} goes into a file, not a folder", hint="Name a file.")
    if not is_folder and chosen in ("png", "exr", "jpeg") and span.frame_count != 1:
        raise BadInput(
            attempted, f"{span.frame_count} frames do not fit into one picture", hint="Name a folder."
        )
    form = engine.describe(job, chosen)["form"]
    target = {
        "codec": form["codec"],
        "format": job.format.to_json(),
        "layout": form["layout"],
        "colour": form["colour"],
        "timecode": timecode,
        "reel": None,
        "first": span.start.frame if numbers is None else numbers.number_of(span.start),
        "padding": numbers.ref.padding if numbers and isinstance(numbers.ref, SequenceRef) else 4,
        "sound": _SOUND if job.sound and not is_folder else None,
    }
    with _aside(output, is_folder, attempted) as place:
        path = place / f"#.{form['codec']}" if is_folder else place
        done = engine.render(job, span, [target | {"path": str(path)}], told=told)
    return Written(output, int(done["frames"]), str(form["name"]), done)


@contextmanager
def _aside(output: Path, is_folder: bool, attempted: str) -> Iterator[Path]:
    """Give a path to write to and move what is there into place; nothing is left where that fails."""
    mark = f".{output.name}.rendering-{uuid4().hex[:8]}"
    aside = output.with_name(mark if is_folder else f"{mark}{output.suffix}")
    if is_folder and output.is_dir() and any(output.iterdir()):
        raise BadInput(attempted, "the folder is not empty", hint="Name a new folder.")
    if not is_folder and output.is_dir():
        raise BadInput(attempted, "that is a folder", hint="Name a file.")
    try:
        try:
            if is_folder:
                aside.mkdir()
        except OSError as error:
            raise save_failed(attempted, error) from error
        yield aside
        try:
            if is_folder and output.is_dir():
                output.rmdir()
            os.replace(aside, output)
        except OSError as error:
            raise save_failed(attempted, error) from error
        flush_folder(output.parent)
    finally:
        if aside.is_dir():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.unlink(missing_ok=True)
