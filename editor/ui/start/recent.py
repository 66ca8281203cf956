"""Projects that were open before, as kept in the user's settings folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from editor.folders import cache_folder, settings_folder

MOST = 12
_NAME = "recent.json"


def read_recent() -> tuple[Path, ...]:
    """Return the projects that were open before and are still there, newest first."""
    from editor.document.folder import PROJECT

    listed = read_settings(_NAME).get("projects")
    texts = [text for text in listed if isinstance(text, str)] if isinstance(listed, list) else []
    return tuple(path for path in map(Path, texts[:MOST]) if (path / PROJECT).is_file())


@dataclass(frozen=True, slots=True)
class Recent:
    """A project that was open before: its folder, when its cut was changed, where its picture is kept."""

    folder: Path
    changed: datetime
    picture: Path


def look_at(folder: Path) -> Recent:
    """Return a project as the start page shows it."""
    from editor.document.folder import CUT, PROJECT

    cut = folder / CUT
    changed = (cut if cut.is_file() else folder / PROJECT).stat().st_mtime
    return Recent(folder, datetime.fromtimestamp(changed).astimezone(), picture_of(folder))


def recent_projects() -> tuple[Recent, ...]:
    """Return the projects that were open before, newest first, with what is told of each."""
    found = []
    for folder in read_recent():
        try:
            found.append(look_at(folder))
        except OSError:
            continue  # It went while we looked.
    return tuple(found)


def picture_of(folder: Path) -> Path:
    """Return where the picture that a project was left with is kept."""
    name = blake2b(str(folder).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
    return cache_folder() / "projects" / f"{name}.png"


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
