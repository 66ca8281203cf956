"""Where the files are that Workprint ships besides its code."""

from __future__ import annotations

from pathlib import Path


def resources() -> Path:
    """Return the folder of model cards, icons, themes: inside the package once installed, else beside it."""
    packed = Path(__file__).parent / "_resources"
    return packed if packed.is_dir() else Path(__file__).parent.parent / "resources"
