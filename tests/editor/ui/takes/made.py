"""Takes as values, without a disk: what the sheet is tried with."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from editor.takes.recipe import Recipe
from editor.takes.remarks import Remarks
from editor.takes.store import Take
from editor.ui.takes.rows import Row
from nodes.api import Format, Range, Rate
from nodes.media.info import MediaInfo
from nodes.media.refs import FileRef

_SPAN = Range.frames_of(0, 24, Rate(24))


def made_take(number: int, shot: str = "sh010", *, folder: Path | None = None, draft: bool = False) -> Take:
    """Return a take of a grade that is brighter with each number."""
    node = {"id": "grade", "type": "color.grade", "version": 1, "params": {"gain": [number / 10] * 3}}
    scale = Fraction(1, 2) if draft else Fraction(1)
    format = Format(round(320 * scale), round(180 * scale), Rate(24))
    graph = {"nodes": [node], "outputs": {"out": ["grade", "out"]}}
    recipe = Recipe(f"key{number}", _SPAN, format, "ffv1 yuv420p", number, {}, {}, graph, {}, scale)
    place = (folder or Path("/nowhere")) / f"t{number:03d}"
    record = {"made": f"2026-01-02T10:{number // 60 % 60:02d}:{number % 60:02d}Z", "seconds": 2.0 + number}
    ref = FileRef(str(place / "take.mkv"))
    info = MediaInfo(ref, "movie", "ffv1", _SPAN.start, _SPAN.frame_count, format, "yuv420p")
    measures = {"warp": 1 / number, "detail": number / 100}
    return Take(f"t{number:03d}", shot, place, recipe, record, info, Remarks(), measures)


def made_row(number: int, *, rating: int = 0, note: str = "", draft: bool = False, **more: object) -> Row:
    """Return a row of a take."""
    take = replace(made_take(number, draft=draft), remarks=Remarks(rating, note))
    row = Row(take, circled=False, starred=False, stale=False, clip="sh010", shot="sh010")
    return replace(row, **more)  # type: ignore[arg-type]
