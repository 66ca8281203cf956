"""Paths as a timeline's references spell them."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import quote

_MEANS_SOMETHING = re.compile(r"[%#?;:\\]|^//")


def url_of(path: str | Path, folder: Path, *, is_folder: bool = False) -> str:
    """Return how a reference in `folder` names a path: relative where the path lies inside, else absolute.

    As it is, which every reader understands; percent-encoded only where it holds what means something in
    a URL, since readers decode those.
    """
    place = Path(path)
    inside = place.is_relative_to(folder)
    text = os.path.relpath(place, folder) if inside else str(place)
    if _MEANS_SOMETHING.search(text):
        text = quote(text) if inside else place.as_uri()
    return f"{text}/" if is_folder else text
