"""`workprint` and `workprint FILE`: the window. Qt is imported here, and only when it is opened."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from nodes.api.errors import BadInput

_DOING = "Open the window"
_WITHOUT = "The commands work without a window: workprint --help lists them."


def means_window(argv: Sequence[str], commands: Collection[str]) -> bool:
    """Return whether these arguments ask for the window: none at all, or one file or folder.

    A command's name means the command, also where a file is called like it.
    """
    if len(argv) != 1:
        return not argv
    (word,) = argv
    if word.startswith("-") or word in commands:
        return False
    return os.sep in word or Path(word).suffix != "" or Path(word).exists()


def open_window(path: Path | None) -> int:
    """Open the window and return its exit code once it is closed.

    Raises BadInput where there is no such file, no display, or Qt does not load.
    """
    if path is not None and not path.exists():
        raise BadInput(f"Open '{path}'", "there is no such file or folder", hint="Check the path.")
    _require_display()
    try:
        from editor.ui import app
    except ImportError as error:
        raise _not_loading(error) from error
    return app.run(path)


def _require_display() -> None:
    """Raise BadInput where Qt would find no display, or nothing to draw on it with; it would abort."""
    from editor.ui.display import require_platform

    wanted = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if sys.platform != "linux" or wanted not in ("", "xcb", "wayland"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        why = "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"
        raise BadInput(_DOING, why, hint=_WITHOUT)
    try:
        require_platform()
    except ImportError as error:
        raise _not_loading(error) from error


def _not_loading(error: ImportError) -> BadInput:
    from editor.ui.display import advice

    if isinstance(error, ModuleNotFoundError) and error.name in ("qtpy", "PySide6"):
        hint = "Install it: pip install 'workprint[ui]', or in a clone: python3 run.py edit"
        return BadInput(_DOING, f"Qt for Python is not installed here ({error.name} is missing)", hint=hint)
    return BadInput(_DOING, f"Qt does not load: {error}", hint=advice(str(error)))
