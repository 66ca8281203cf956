"""What is told of the thing under the pointer."""

from __future__ import annotations

from collections.abc import Mapping

from editor.document.model import Clip, Transition
from editor.document.rules import said
from nodes.api.times import Range, Rate, Time

from .hit import Hit
from .rows import OFFLINE, Row


def tip(at: Hit, rows: tuple[Row, ...], rate: Rate, badges: Mapping[str, str]) -> str:
    """Return a few lines on what was hit, "" where there is nothing to tell."""
    if at.mark is not None:
        marker = at.mark.marker
        return "\n".join(part for part in (marker.name or "Marker", marker.comment) if part)
    row = None if at.row is None else rows[at.row]
    if row is None:
        return ""
    if at.part == "header":
        return "\n".join([row.name, row.word, *([] if row.enabled else ["not enabled"])])
    if at.item is None:
        return ""
    if isinstance(at.item, Transition):
        return f"{at.item.name or at.item.kind}\nTransition"
    lines = [at.item.name or at.item.id]
    where = Range.between(Time(row.bounds[at.index], rate), Time(row.bounds[at.index + 1], rate))
    lines.append(f"Frames {said(where.start)} to {said(where.end - Time(1, rate))}: {said(where.duration)}")
    if isinstance(at.item, Clip):
        lines += [] if at.item.enabled else ["Not enabled"]
        lines += ["Offline: its media was not found"] if row.codes[at.index] & OFFLINE else []
        lines += ["Has a graph"] if at.item.graph is not None else []
        lines += [f"Take {badges[at.item.id]}"] if badges.get(at.item.id) else []
    return "\n".join(lines)
