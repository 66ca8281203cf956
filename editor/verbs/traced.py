"""A curve that a node makes, written as a file that people and programs read."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from editor.document.atomic import write_whole
from nodes.api.errors import BadInput
from nodes.api.times import Range
from nodes.engine.client import Engine
from nodes.engine.job import Job

from .files import Written
from .outputs import output_path
from .support import Progress, telling

ENDINGS = (".json", ".csv")


def curve_to(engine: Engine, job: Job, span: Range, output: str | Path, progress: Progress) -> Written:
    """Write what a job's curve is at each frame of a range: `.json`, or `.csv` with a row a frame.

    JSON has `rate`, `first` (frame) and `values`. Raises BadInput for another ending, and what evaluating
    raises.
    """
    attempted = f"Write a curve to '{output}'"
    path = output_path(output, attempted)
    if path.suffix.lower() not in ENDINGS:
        why = "the node makes a curve, not pictures"
        raise BadInput(attempted, why, hint=f"End it in {' or '.join(ENDINGS)}.")
    values = engine.trace(job, span, told=telling(progress, "listening"))
    first = span.start.ceil().frame
    if path.suffix.lower() == ".json":
        text = json.dumps({"rate": str(span.rate), "first": first, "values": values}) + "\n"
    else:
        table = io.StringIO()
        rows = csv.writer(table, lineterminator="\n")
        rows.writerow(["frame", "seconds", "value"])
        for place, value in enumerate(values):
            frame = first + place
            rows.writerow([frame, f"{float(frame / span.rate.fraction):.6f}", repr(value)])
        text = table.getvalue()
    write_whole(path, text.encode())
    return Written(path, len(values), f"curve {path.suffix[1:]}", {})
