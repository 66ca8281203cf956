"""Paths as a timeline's references spell them."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import quote

_MEANS_SOMETHING = re.compile("[%#?;:\\\\\ud800-\udfff]|^//")
_NO_TEXT = re.compile("[\ud800-\udfff]")


def url_of(path: str | Path, folder: Path, *, is_folder: bool = False) -> str:
    """Return how a reference in `folder` names a path: relative where the path lies inside, else absolute.

    As it is, which every reader understands; percent-encoded only where it holds what means something in
    a URL, since readers decode those, or bytes that are no text.
    """
    place = Path(path)
    inside = place.is_relative_to(folder)
    text = os.path.relpath(place, folder) if inside else str(place)
    if _MEANS_SOMETHING.search(text):
        text = quote(os.fsencode(text)) if inside else place.as_uri()
    return f"{text}/" if is_folder else text


def name_of(text: str) -> str:
    """Return a name as text: what is none in it shows as replacement characters."""
    return _NO_TEXT.sub("\ufffd", text)
