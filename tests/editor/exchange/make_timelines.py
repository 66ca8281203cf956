"""The table of real timelines: `python -m tests.editor.exchange.make_timelines` writes `timelines.md` anew.

It reads the shared footage (`WORKPRINT_SHARED_DATA`, else `../shared/data`); a test compares the committed
table with what it makes.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from editor.document.layout import cut_duration, walk
from editor.document.model import Clip, Cut, Gap, Track, Transition, Unknown
from editor.exchange.conform import conform
from editor.exchange.sniff import read_file
from nodes.api import BadInput
from tests.editor.exchange.media import looking

TABLE = Path(__file__).with_name("timelines.md")

_HEAD = """# Real timelines

What Workprint finds in every OpenTimelineIO file of the shared footage, each conformed where it lies.
Media counts the references (each once) whose file was found, of those that name one. Made by
`make_timelines.py`; a test compares.

| file | name | tracks | clips | gaps | transitions | time effects | markers | rate | duration | media |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
"""
_REFUSED = """
## Refused

Bare objects, which are no cut, with what is said of them.

| file | message |
| --- | --- |
"""
_TIMED = ("TimeEffect", "LinearTimeWarp", "FreezeFrame")


def make(shared: Path) -> str:
    """Return the table for the footage in `shared`."""
    root = shared / "timelines"
    files = [*sorted(root.rglob("*.otio")), *sorted(root.glob("ayon/**/*.json"))]
    lines, refused = [], []
    for path in files:
        name = path.relative_to(root).as_posix()
        try:
            cut = read_file(path)
        except BadInput as refusal:
            refused.append(f"| {name} | {str(refusal).replace(f'{root}/', '')} |")
            continue
        lines.append(f"| {name} | {' | '.join(_found(cut, path))} |")
    return _HEAD + "\n".join(lines) + "\n" + _REFUSED + "\n".join(refused) + "\n"


def _found(cut: Cut, path: Path) -> Iterator[str]:
    items = [here.item for here in walk(cut)]
    kinds = Counter(type(item) for item in items)
    tracks = Counter(item.kind for item in items if isinstance(item, Track))
    rich = [item for item in items if not isinstance(item, Transition | Unknown)]
    report = conform(cut, where=path, roots=[], maps=[], probe=looking)
    stated = {key: found for key, found in report.media.items() if "says no path" not in found.problem}
    yield cut.name or "–"
    yield ", ".join(f"{count} {kind}" for kind, count in sorted(tracks.items())) or "none"
    yield str(kinds[Clip])
    yield str(kinds[Gap])
    yield str(kinds[Transition])
    yield str(sum(effect.schema in _TIMED for item in rich for effect in item.effects))
    yield str(sum(len(item.markers) for item in rich))
    yield str(cut.rate)
    yield f"{float(cut_duration(cut).value):g}"
    yield f"{sum(found.info is not None for found in stated.values())} of {len(stated)}"


if __name__ == "__main__":
    folder = os.environ.get("WORKPRINT_SHARED_DATA", Path(__file__).parents[3].parent / "shared" / "data")
    TABLE.write_text(make(Path(folder)), encoding="utf-8")
