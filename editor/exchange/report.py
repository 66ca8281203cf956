"""The conform report as a table, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

from nodes.api.times import Range, Rate, Time
from nodes.media.refs import FileRef, MediaRef
from nodes.media.timecode import timecode_of_frame

from .conform import Conformed, Row

_COLUMNS = ("clip", "track", "record in", "record out", "source in", "source out", "rate", "media", "matched")
_WIDEST = 40


def report_json(report: Conformed) -> dict[str, Any]:
    """Return the report as plain data.

    Frames are counted at the cut's rate for the record, at the media's rate for `used`; every out is the
    first frame after. Times in `source` are in the timeline's own terms. `offset` is exact text.
    """
    rows = [_row_json(row, report) for row in report.rows]
    return {
        "name": report.name,
        "rate": str(report.rate),
        "clips": len(rows),
        "offline": sum(row["offline"] for row in rows),
        "notes": list(report.notes),
        "rows": rows,
    }


def report_csv(report: Conformed) -> str:
    """Return the report as CSV with a head line, one line a clip; notes are joined by semicolons."""
    text = io.StringIO()
    head = ("id", *_COLUMNS, "confidence", "offset", "offline", "notes")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    for row in report.rows:
        cells = _cells(row, report)
        found = row.found
        offset = "" if found.offset is None else f"{found.offset.value} @ {found.offset.rate}"
        extra = (found.confidence, offset, "yes" if _is_offline(row) else "", "; ".join(row.notes))
        writer.writerow((row.clip, *cells, *extra))
    return text.getvalue()


def report_text(report: Conformed) -> str:
    """Return the report as text for a terminal: a line a clip, its notes indented below it."""
    table = [_COLUMNS, *(_cells(row, report) for row in report.rows)]
    shown = [[_short(cell) for cell in line] for line in table]
    widths = [max(len(line[column]) for line in shown) for column in range(len(_COLUMNS))]
    lines = []
    for index, line in enumerate(shown):
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        lines.append("  ".join(padded).rstrip())
        if index:
            lines += [f"    {note}" for note in report.rows[index - 1].notes]
    offline = sum(_is_offline(row) for row in report.rows)
    lines += [*report.notes, f"{len(report.rows)} clips, {offline} offline"]
    return "\n".join(lines) + "\n"


def _row_json(row: Row, report: Conformed) -> dict[str, Any]:
    found = row.found
    info = found.info
    start, end = _record(row, report)
    return {
        "id": row.clip,
        "name": row.name,
        "track": row.track,
        "record": {
            "in": row.record.start.rounded().frame,
            "out": row.record.end.rounded().frame,
            "in_timecode": start,
            "out_timecode": end,
        },
        "source": _span(row.source),
        "used": _span(row.used),
        "key": row.key,
        "media": None if found.ref is None else _path(found.ref),
        "kind": None if info is None else info.kind,
        "rate": None if info is None else str(info.rate),
        "timecode": None if info is None else info.timecode,
        "reel": None if info is None else info.reel,
        "matched": found.how,
        "confidence": found.confidence,
        "offset": None if found.offset is None else found.offset.to_json(),
        "offline": _is_offline(row),
        "notes": list(row.notes),
    }


def _cells(row: Row, report: Conformed) -> tuple[str, ...]:
    source = row.source
    ends = ("", "") if source is None else (_number(source.start), _number(source.end))
    rate = row.found.info.rate if row.found.info is not None else None
    media = "offline" if _is_offline(row) else "" if row.found.ref is None else _path(row.found.ref)
    return (
        row.name or row.clip,
        row.track,
        *_record(row, report),
        *ends,
        _rate(rate or (source.rate if source is not None else None)),
        media,
        row.found.how or "",
    )


def _is_offline(row: Row) -> bool:
    return bool(row.key) and row.found.info is None


def _record(row: Row, report: Conformed) -> tuple[str, str]:
    """The record in and out as timecodes of the cut."""
    first = Time.zero(report.rate) if report.start is None else report.start.at(report.rate)
    ends = [(first + time).at(report.rate).rounded().frame for time in (row.record.start, row.record.end)]
    return timecode_of_frame(ends[0], report.rate), timecode_of_frame(ends[1], report.rate)


def _span(span: Range | None) -> dict[str, Any] | None:
    if span is None:
        return None
    return {"in": _number(span.start), "out": _number(span.end), "rate": str(span.rate)}


def _number(time: Time) -> str:
    return f"{float(time.value):.3f}".rstrip("0").rstrip(".")


def _rate(rate: Rate | None) -> str:
    return "" if rate is None else f"{float(rate):.3f}".rstrip("0").rstrip(".")


def _path(ref: MediaRef) -> str:
    return ref.path if isinstance(ref, FileRef) else f"{ref.folder}/{ref.label}"


def _short(text: str) -> str:
    return text if len(text) <= _WIDEST else f"…{text[1 - _WIDEST :]}"
