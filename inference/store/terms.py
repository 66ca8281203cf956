"""The terms of a model that somebody else put into a folder, as far as it states them.

Model hubs keep them in a README's first lines: `license:`, with `license_name:` and `license_link:` where
it is none of the usual ones.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

from .folder import inside

_LONGEST = 64 << 10
_LINE = re.compile(r"(license|license_name|license_link)\s*:\s*['\"]?([^'\"#]*?)['\"]?\s*")
_FREE = {
    "apache-2.0": ("Apache-2.0", "Apache License 2.0"),
    "mit": ("MIT", "MIT License"),
    "bsd-2-clause": ("BSD-2-Clause", "BSD 2-Clause License"),
    "bsd-3-clause": ("BSD-3-Clause", "BSD 3-Clause License"),
    "cc0-1.0": ("CC0-1.0", "Creative Commons Zero 1.0"),
    "cc-by-4.0": ("CC-BY-4.0", "Creative Commons Attribution 4.0"),
}
_UNSTATED = "Nothing in the folder says on which terms the model may be used: ask whoever made it."


def terms_in(folder: Path, attempted: str) -> dict[str, Any]:
    """Return the licence of a card for what lies in a folder.

    Free for commercial work is only what states a licence known to be. Other stated terms have to be
    accepted before the model is used. Raises UnsafeModel for a README that is a link out of the folder.
    """
    said = _stated(folder, attempted)
    named = said.get("license", "").lower()
    if not named:
        return {"id": "unknown", "title": "Unstated terms", "limits": _UNSTATED}
    if named in _FREE:
        id, title = _FREE[named]
        return {"id": id, "title": title, "commercial": True}
    id = said.get("license_name") or said["license"]
    limits = f"The model's own terms, '{id}': read them before you use what it makes."
    link = said.get("license_link", "")
    return {
        "id": id,
        "title": id,
        "link": link if link.startswith("https://") else "",
        "limits": limits,
        "must_accept": True,
    }


def _stated(folder: Path, attempted: str) -> dict[str, str]:
    path = PurePosixPath("README.md")
    if not (folder / path).is_file():
        return {}
    with inside(folder, path, attempted).open("rb") as file:
        lines = file.read(_LONGEST).decode("utf-8", "replace").splitlines()
    if not lines or lines[0].strip() != "---":
        return {}
    said: dict[str, str] = {}
    for line in lines[1:]:
        if line.strip() == "---":
            break
        if match := _LINE.fullmatch(line):
            said.setdefault(match[1], match[2].strip())
    return said
