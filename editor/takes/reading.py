"""Reading the small JSON files of a take."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from editor.document.folder import read_regular
from editor.exchange.tokens import decode, loads
from nodes.api.errors import BadInput


def read_object(path: Path) -> dict[str, Any]:
    """Return a JSON file's object. Raises BadInput where there is none."""
    data = read_regular(path)
    found = None if data is None else loads(decode(data, where=str(path)), where=str(path))
    if not isinstance(found, dict):
        raise BadInput(f"Read '{path}'", "it is no description of a take")
    return found
