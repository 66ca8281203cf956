"""From a job to a file or a folder of pictures: written aside, put in place whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from editor.takes.models import Served
from nodes.api.times import Range
from nodes.engine.asked import Asked
from nodes.engine.client import Engine
from nodes.engine.job import Job
from nodes.engine.playback import AtWork
from nodes.media.info import MediaInfo
from nodes.media.refs import SequenceRef

from .outputs import Output, chosen_codec, placed, refuse_source

_NOTHING = Asked()
_SOUND = {"rate": 48000, "channels": 2, "codec": None}
"""The sound of every movie that is rendered from a cut: 48 kHz stereo."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the file or folder, how many frames, in which form, at what cost, and notes.

    `models` say for each node that asks for a model which one served it.
    """

    output: Path
    frames: int
    form: str
    cost: Mapping[str, Any]
    notes: tuple[str, ...] = ()
    models: Served = ()

    def to_json(self) -> Mapping[str, Any]:
        """Return plain data."""
        return {
            "output": str(self.output),
            "frames": self.frames,
            "form": self.form,
            "notes": list(self.notes),
            "models": list(self.models),
            "cost": dict(self.cost),
        }

    def text(self) -> str:
        """Return one line, and one a note."""
        line = f"{self.output}: {self.frames} frame{'' if self.frames == 1 else 's'}, {self.form}"
        by = [f"by {name}" for name in sorted({str(each["model"]) for each in self.models if each["model"]})]
        return "\n".join([", ".join([line, *by]), *(f"note: {note}" for note in self.notes)])


@dataclass(frozen=True, slots=True)
class Results:
    """Where nodes marked `keep` find and store what they made, and which share (0 to 1) is checked."""

    folder: Path | None = None
    validate: float = 0.0


_NO_RESULTS = Results()


def render_to(
    engine: Engine,
    job: Job,
    span: Range,
    output: Output,
    *,
    asked: Asked = _NOTHING,
    timecode: str | None = None,
    numbers: MediaInfo | None = None,
    results: Results = _NO_RESULTS,
    told: Callable[[int, int], None] | None = None,
    at_work: AtWork | None = None,
    notes: tuple[str, ...] = (),
    own_sound: bool = False,
) -> Written:
    """Render a range of a job to a movie, one picture, or a folder of numbered pictures.

    The codec follows the ending unless it is said (see `chosen_codec`), and what is `asked` of how samples
    are stored the codec and the media. A folder's pictures are numbered
    as the files of `numbers` are, else by the job's frames. An existing file is replaced once the new one
    is whole. Raises BadInput for an ending or a codec that does not fit and for an output that is a
    source, SaveFailed, and what the render raises. With `own_sound` a movie has the sound that its graph
    makes with the picture.
    """
    attempted = f"Render to '{output.path}'"
    refuse_source(output, job.media.values(), attempted)
    plain = engine.describe(job)["form"]["codec"] if output.is_folder else ""
    alpha = bool(asked.alpha)
    chosen = chosen_codec(output, asked.codec, span.frame_count, plain, attempted, alpha=alpha)
    ending = None if output.is_folder else output.path.suffix.lower()
    said = engine.describe(job, chosen, replace(asked, ending=ending))
    form = said["form"]
    target = {
        "codec": form["codec"],
        "format": job.format.to_json(),
        "layout": form["layout"],
        "colour": form["colour"],
        "quality": form["quality"],
        "timecode": timecode,
        "reel": None if numbers is None else numbers.reel,
        "first": span.start.frame if numbers is None else numbers.number_of(span.start),
        "padding": numbers.ref.padding if numbers and isinstance(numbers.ref, SequenceRef) else 4,
        "sound": _SOUND if job.sound and not output.is_folder else None,
        "own_sound": own_sound and not job.sound,
    }
    with placed(output, attempted) as place:
        path = place / f"#.{form['codec']}" if output.is_folder else place
        done = engine.render(
            job,
            span,
            [target | {"path": str(path)}],
            kept=results.folder,
            validate=results.validate,
            told=told,
            at_work=at_work,
        )
    if results.validate:
        notes = (*notes, f"{done['checked']} kept values were made again and are what they were")
    return Written(output.path, int(done["frames"]), str(form["name"]), done, notes, tuple(said["models"]))
