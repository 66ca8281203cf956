"""What is kept of a job's output already, told without making or reading a picture."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from nodes.api import Time
from nodes.process.child import Call

from .catalog import Catalog
from .job import job_from_json
from .parts import derived, frames_held
from .prepare import Prepared, prepare
from .results import result_file


def recalled(call: Call, catalog: Catalog) -> list[list[Any]]:
    """Answer a call for what is kept of the `number` output of a `job` in the folder `kept`.

    A list of frame and number, rising; the number is None where it cannot be read or is none.
    """
    prepared = prepare(job_from_json(call.args["job"]), catalog)
    found = []
    for frame, path in _kept(prepared, Path(call.args["kept"])):
        call.check()
        found.append([frame, _number(path, prepared.output.port)])
    return found


def _kept(prepared: Prepared, folder: Path) -> list[tuple[int, Path]]:
    ready = prepared.last
    if not ready.keeps or ready.domain is None:
        return []
    rate = ready.domain.rate
    found = []
    for part in derived(folder, ready.lineage, ready.key, ready.domain):
        held = frames_held(folder, part.key, rate)
        for time in part.range.frames():
            if time.frame in held:
                found.append((time.frame, result_file(folder, part.key, Time(time.frame, rate))))
    return found


def _number(path: Path, port: str) -> float | None:
    """Return a number out of a kept value, of which only the description is read."""
    try:
        with zipfile.ZipFile(path) as stored, stored.open("about.npy") as about:
            said = json.loads(str(np.lib.format.read_array(about, allow_pickle=False)))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError):
        # Damaged, or pruned just now: whoever reads it whole makes it again.
        return None
    part = said.get(port, {}) if isinstance(said, dict) else {}
    value = part.get("value") if isinstance(part, dict) and part.get("kind") == "number" else None
    return float(value) if isinstance(value, int | float) else None
