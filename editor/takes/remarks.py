"""What people say of a take: a rating and a note, in `remarks.json` beside its recipe.

They are no part of the cut: anybody who sees the project may rate, and the newest word counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from editor.document.atomic import write_whole
from nodes.api.errors import BadInput

from .reading import read_object

REMARKS = "remarks.json"
MOST = 5
_SCHEMA = 1
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Remarks:
    """How many stars of five a take was given, 0 for none yet, and what was noted."""

    rating: int = 0
    note: str = ""


def read_remarks(folder: Path) -> Remarks:
    """Return what was said of the take in a folder; nothing where nobody did or it cannot be read."""
    try:
        return _remarks_of(read_object(folder / REMARKS))
    except BadInput:
        return Remarks()


def remark(folder: Path, *, rating: int | None = None, note: str | None = None) -> Remarks:
    """Give the take in a folder a rating (0 to 5), a note, or both; return all that is said of it now.

    Raises BadInput for another rating or a note that is too long, SaveFailed where the disk refuses.
    """
    said = read_remarks(folder)
    if rating is not None:
        if not 0 <= rating <= MOST:
            raise BadInput("Rate a take", f"{rating} is no rating", hint=f"Give 0 to {MOST}.")
        said = replace(said, rating=rating)
    if note is not None:
        if len(note) > _LONGEST:
            why = f"the note has {len(note)} characters"
            raise BadInput("Note something about a take", why, hint=f"Keep it within {_LONGEST}.")
        said = replace(said, note=note.strip())
    data = {"schema": _SCHEMA, "rating": said.rating, "note": said.note}
    write_whole(folder / REMARKS, json.dumps(data, indent=1).encode())
    return said


def _remarks_of(data: Mapping[str, Any]) -> Remarks:
    rating, note = data.get("rating"), data.get("note")
    return Remarks(
        rating if type(rating) is int and 0 <= rating <= MOST else 0,
        note[:_LONGEST] if isinstance(note, str) else "",
    )
