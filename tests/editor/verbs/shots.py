"""What tests of takes do to the show's first shot, and what they ask of it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.editor.kit import done


def files_of(project: Path) -> dict[str, tuple[int, int]]:
    found = (path for path in (project / "takes").rglob("*") if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_ino) for path in found}


def graded(project: Path, name: str = "plate", **grade: object) -> None:
    done("shot", project, name, "--add", "color.grade", *(f"{key}={value}" for key, value in grade.items()))


def plate_of(project: Path) -> dict[str, object]:
    (found,) = (clip for clip in done("info", project)["clips"] if clip["name"] == "plate")
    return dict(found)


def plate_media(project: Path) -> str:
    data = json.loads((project / "project.json").read_text())
    (path,) = (
        e["ref"]["path"] for e in data["media"].values() if e["ref"].get("path", "").endswith("plate.mkv")
    )
    return str(path)
