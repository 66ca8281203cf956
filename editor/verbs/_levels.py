"""`levels`: how loud each sound track of a cut is, and their mix."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from editor.compile.cut import sound_job
from editor.document.model import Track
from editor.document.opened import Project
from editor.document.switches import SOUND, taking_part
from editor.playback.player import CHANNELS, SOUND_RATE
from nodes.api.times import Range
from nodes.engine.client import Engine

from .cut_range import cut_range, said_range
from .found import Found, table
from .support import Progress, an_engine, telling, untold

_SILENT = -100.0
"""dB of full scale, or LUFS, at and below which nothing is heard."""


def levels(
    project: Project,
    *,
    range: str | Range | None = None,
    engine: Engine | None = None,
    progress: Progress = untold,
) -> Found:
    """Tell how loud each sound track of the cut is over a range, and all of them together, as it is heard.

    In stereo at 48 kHz, after levels, fades and pans: `peak` is the greatest sample and `rms` the mean power
    of the louder channel, both in dB of full scale; `over` says that samples go beyond it; `lufs` is the
    integrated loudness of ITU-R BS.1770. None stands for silence. Muted tracks, and those without a solo
    where others have one, are silent. `range` is inclusive, frames or timecodes (`48-71`) of the cut.
    Raises CannotRender, BadInput.
    """
    attempted = f"Tell how loud the cut '{project.cut.name}' is"
    wanted = cut_range(project, range, attempted)
    made = sound_job(project, wanted)
    told = telling(progress, f"listening to '{project.cut.name}'")
    with an_engine(engine) as running:
        found = running.levels(made.job, wanted, SOUND_RATE, CHANNELS, told)
    heard = {item.id for item in taking_part(project.cut.stack.items, sound=True)}
    tracks = [
        {"id": track.id, "name": track.name, "heard": track.id in heard, **_said(found.get(track.id))}
        for track in project.cut.stack.items
        if isinstance(track, Track) and (track.kind == SOUND or track.id in found)
    ]
    mix = _said(found[""])
    first, last = said_range(wanted)
    document = {"range": [first, last], "tracks": tracks, "mix": mix}
    rows: list[tuple[str, ...]] = [(f"frames {first} to {last}", "peak dBFS", "RMS dBFS", "LUFS", "")]
    rows += [_row(track["name"] or track["id"], track) for track in tracks]
    return Found(document, table([*rows, _row("all together", {**mix, "heard": True})]), made.notes)


def _said(found: Mapping[str, Any] | None) -> dict[str, Any]:
    if found is None:
        return {"peak": None, "rms": None, "lufs": None, "over": False}
    peak, square = max(found["peaks"]), max(found["squares"])
    return {
        "peak": _number(20 * math.log10(peak)) if peak else None,
        "rms": _number(10 * math.log10(square)) if square else None,
        "lufs": _number(found["loudness"]),
        "over": peak > 1.0,
    }


def _number(level: float) -> float | None:
    return round(level, 2) if level > _SILENT else None


def _row(name: str, said: Mapping[str, Any]) -> tuple[str, ...]:
    notes: Sequence[str] = (*(() if said["heard"] else ("not heard",)), *(("over",) if said["over"] else ()))
    numbers = ("silent" if said[key] is None else f"{said[key]:.1f}" for key in ("peak", "rms", "lufs"))
    return (name, *numbers, ", ".join(notes))
