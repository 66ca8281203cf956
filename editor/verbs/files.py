"""From a job to a file or a folder of pictures: written aside, put in place whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from editor.document.aside import aside_folder, sweep_asides
from editor.document.atomic import flush_files, flush_folder, save_failed
from nodes.api.times import Range
from nodes.engine.client import Engine
from nodes.engine.job import Job
from nodes.media.errors import MediaNotWritten
from nodes.media.info import MediaInfo
from nodes.media.refs import SequenceRef

from .outputs import Output, chosen_codec, refuse_source

_ASIDE = ".rendering-"
_SOUND = {"rate": 48000, "channels": 2, "codec": None}
"""The sound of every movie that is rendered from a cut: 48 kHz stereo."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the file or folder, how many frames, in which form, at what cost, and notes."""

    output: Path
    frames: int
    form: str
    cost: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    def to_json(self) -> Mapping[str, Any]:
        """Return plain data."""
        return {
            "output": str(self.output),
            "frames": self.frames,
            "form": self.form,
            "notes": list(self.notes),
            "cost": dict(self.cost),
        }

    def text(self) -> str:
        """Return one line, and one a note."""
        line = f"{self.output}: {self.frames} frame{'' if self.frames == 1 else 's'}, {self.form}"
        return "\n".join([line, *(f"note: {note}" for note in self.notes)])


def render_to(
    engine: Engine,
    job: Job,
    span: Range,
    output: Output,
    *,
    codec: str | None = None,
    timecode: str | None = None,
    numbers: MediaInfo | None = None,
    told: Callable[[int, int], None] | None = None,
    notes: tuple[str, ...] = (),
) -> Written:
    """Render a range of a job to a movie, one picture, or a folder of numbered pictures.

    The codec follows the ending unless it is said (see `chosen_codec`). A folder's pictures are numbered
    as the files of `numbers` are, else by the job's frames. An existing file is replaced once the new one
    is whole. Raises BadInput for an ending or a codec that does not fit and for an output that is a
    source, SaveFailed, and what the render raises.
    """
    attempted = f"Render to '{output.path}'"
    refuse_source(output, job.media.values(), attempted)
    plain = engine.describe(job)["form"]["codec"] if output.is_folder else ""
    chosen = chosen_codec(output, codec, span.frame_count, plain, attempted)
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
        "sound": _SOUND if job.sound and not output.is_folder else None,
    }
    with _aside(output, attempted) as place:
        path = place / f"#.{form['codec']}" if output.is_folder else place
        done = engine.render(job, span, [target | {"path": str(path)}], told=told)
    return Written(output.path, int(done["frames"]), str(form["name"]), done, notes)


@contextmanager
def _aside(output: Output, attempted: str) -> Iterator[Path]:
    """Give a path to write to and move what is there into place; nothing is left where that fails."""
    place = output.path
    try:
        sweep_asides(place.parent, _ASIDE)
        with aside_folder(place.parent, _ASIDE) as aside:
            made = aside / place.name
            if output.is_folder:
                made.mkdir()
            yield made
            flush_files(made)
            if output.is_folder and place.is_dir():
                place.rmdir()
            os.replace(made, place)
    except MediaNotWritten as error:
        # Told of the place that was asked for, not of the folder aside.
        raise type(error)(attempted, error.why, hint=error.hint) from error
    except OSError as error:
        raise save_failed(attempted, error) from error
    flush_folder(place.parent)
