"""What the OpenTimelineIO library finds in files, and a way to ask it from a process of its own.

The library can end its process, so it runs in another: `python oracle.py FILE…` prints a JSON line a file.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def ask(paths: Iterable[Path]) -> dict[Path, dict[str, Any]]:
    """Return what the library says of each file; `error` where it refuses one or dies of it."""
    found: dict[Path, dict[str, Any]] = {}
    waiting = list(paths)
    while waiting:
        command = [sys.executable, __file__, *map(str, waiting)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        found |= dict(zip(waiting, lines, strict=False))
        if len(lines) < len(waiting):
            found[waiting[len(lines)]] = {"error": f"it died of it: exit {done.returncode}"}
        waiting = waiting[len(lines) + 1 :]
    return found


def _span(value: Any) -> list[float] | None:
    if value is None:
        return None
    return [value.start_time.value, value.start_time.rate, value.duration.value, value.duration.rate]


def _described(timeline: Any) -> dict[str, Any]:
    import opentimelineio as otio

    clips = list(timeline.find_clips())
    return {
        "schema": f"{timeline.schema_name()}.{timeline.schema_version()}",
        "name": timeline.name,
        "tracks": [each.kind for each in timeline.find_children(otio.schema.Track)],
        "clips": [[clip.name, _span(clip.source_range)] for clip in clips],
        "active": [clip.active_media_reference_key for clip in clips],
        "references": [sorted(clip.media_references()) for clip in clips],
        "urls": [getattr(clip.media_reference, "target_url", None) for clip in clips],
        "gaps": [_span(gap.source_range) for gap in timeline.find_children(otio.schema.Gap)],
        "transitions": len(timeline.find_children(otio.schema.Transition)),
        "markers": [[m.name, m.color] for clip in clips for m in clip.markers],
    }


def _main() -> None:
    import opentimelineio as otio

    for path in sys.argv[1:]:
        try:
            text = Path(path).read_text(encoding="utf-8")
            found = _described(otio.adapters.read_from_string(text, "otio_json"))
        except (ValueError, KeyError, TypeError, NotImplementedError, otio.exceptions.OTIOError) as error:
            found = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    _main()
