"""Projects that were open before, as kept in the user's settings folder."""

from __future__ import annotations

import json
from pathlib import Path

from editor.folders import settings_folder

MOST = 12
_NAME = "recent.json"


def read_recent() -> tuple[Path, ...]:
    """Return the projects that were open before and are still there, newest first."""
    from editor.document.folder import PROJECT

    listed = read_settings(_NAME).get("projects")
    texts = [text for text in listed if isinstance(text, str)] if isinstance(listed, list) else []
    return tuple(path for path in map(Path, texts[:MOST]) if (path / PROJECT).is_file())


def note_recent(folder: Path) -> tuple[Path, ...]:
    """Put a project first and return the list. Raises SaveFailed."""
    known = [path for path in read_recent() if path != folder]
    newest = (folder, *known)[:MOST]
    write_settings(_NAME, {"projects": [str(path) for path in newest]})
    return newest


def read_settings(name: str) -> dict[str, object]:
    """Return what a settings file says, nothing where there is none or somebody damaged it."""
    try:
        read = json.loads((settings_folder() / name).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def write_settings(name: str, data: dict[str, object]) -> None:
    """Keep a settings file, whole or not at all. Raises SaveFailed, OSError."""
    from editor.document.atomic import write_whole

    folder = settings_folder()
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / name, json.dumps(data, indent=1).encode())
