"""`score`: how well mattes agree with true ones."""

from __future__ import annotations

from pathlib import Path

from nodes.engine.client import Engine

from .colour import new_colour
from .found import Found
from .media import look_into, media_ref
from .support import Progress, an_engine, telling, untold


def score(
    mattes: str | Path, truth: str | Path, *, engine: Engine | None = None, progress: Progress = untold
) -> Found:
    """Compare a folder (or movie) of mattes with one of true masks, frame by frame of the same number.

    J is the area both cover over the area either covers, F how well the outlines meet within the tolerance
    of the DAVIS benchmark, in per cent; the first frame is scored like the others. Raises MissingMedia,
    MediaError, and BadInput where sizes differ or no frame is in both.
    """
    with an_engine(engine) as running:
        made, true = (look_into(running, media_ref(each)) for each in (mattes, truth))
        frames = running.score(made, true, new_colour(), telling(progress, "comparing mattes"))
    rows = [
        {"frame": int(each["frame"]), "J": round(100 * each["J"], 2), "F": round(100 * each["F"], 2)}
        for each in frames
    ]
    mean = {key: round(sum(row[key] for row in rows) / len(rows), 2) for key in ("J", "F")}
    both = round((mean["J"] + mean["F"]) / 2, 2)
    lines = [f"frame {row['frame']}: J {row['J']:.1f}, F {row['F']:.1f}" for row in rows]
    lines.append(f"mean of {len(rows)} frames: J {mean['J']:.1f}, F {mean['F']:.1f}, J&F {both:.1f}")
    return Found({"frames": rows, "mean": {**mean, "J&F": both}}, "\n".join(lines))
