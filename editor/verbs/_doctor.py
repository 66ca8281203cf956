"""`doctor`: what this machine has of what Workprint needs."""

from __future__ import annotations

import importlib
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from editor.folders import cache_folder, data_folder, settings_folder

from .found import Found, table

_LIBRARIES = (
    ("numpy", "numpy", "media"),
    ("av", "av", "media"),
    ("OpenImageIO", "OpenImageIO", "media"),
    ("PyOpenColorIO", "opencolorio", "media"),
    ("cv2", "opencv-python-headless", "media"),
)
_LATER = (("qtpy", "qtpy", "ui"), ("PySide6", "PySide6-Essentials", "ui"), ("torch", "torch", "inference"))
_NEEDED_CODECS = (
    ("ffv1", "w"),
    ("h264", "r"),
    ("libx264", "w"),
    ("mjpeg", "w"),
    ("aac", "w"),
    ("pcm_s24le", "w"),
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: `state` is ok, missing (needed) or absent (optional)."""

    name: str
    state: Literal["ok", "missing", "absent"]
    said: str
    hint: str = ""


def doctor() -> Found:
    """Return every check of this machine; the document's `ok` is false where something needed is missing.

    Each model that can be used is told with the plan by which it would run now.
    """
    checks = [_python(), *_libraries(), *_codecs(), *_colour(), *_folders(), *_models(), _engine()]
    ok = all(check.state != "missing" for check in checks)
    rows = [("check", "state", "found")]
    rows += [(check.name, check.state, check.said) for check in checks]
    hints = [f"  {check.name}: {check.hint}" for check in checks if check.hint and check.state != "ok"]
    text = table(rows) + ("\n\nWhat to do:\n" + "\n".join(hints) if hints else "")
    return Found({"ok": ok, "checks": [asdict(check) for check in checks]}, text)


def _python() -> Check:
    return Check("python", "ok", f"{platform.python_version()} on {platform.system()} {platform.machine()}")


def _libraries() -> Iterator[Check]:
    for module, package, extra in _LIBRARIES:
        try:
            importlib.import_module(module)
        except ImportError as error:
            yield Check(package, "missing", str(error), f"pip install 'workprint[{extra}]'")
        else:
            yield Check(package, "ok", metadata.version(package))
    for _, package, extra in _LATER:
        try:
            yield Check(package, "ok", metadata.version(package))
        except metadata.PackageNotFoundError:
            yield Check(
                package, "absent", "not installed", f"pip install 'workprint[{extra}]' when you want it"
            )


def _codecs() -> Iterator[Check]:
    try:
        import av
    except ImportError:
        return
    for name, mode in _NEEDED_CODECS:
        try:
            av.Codec(name, "w" if mode == "w" else "r")
        except ValueError:
            yield Check(
                f"codec {name}", "missing", "PyAV was built without it", "pip install av, its own wheel"
            )
        else:
            yield Check(f"codec {name}", "ok", "writes" if mode == "w" else "reads")


def _colour() -> Iterator[Check]:
    chosen = os.environ.get("OCIO")
    if chosen:
        there = chosen.startswith("ocio://") or Path(chosen).exists()
        state: Literal["ok", "missing"] = "ok" if there else "missing"
        yield Check(
            "$OCIO", state, chosen, "" if there else "Point OCIO at a config that exists, or unset it."
        )


def _folders() -> Iterator[Check]:
    for name, folder in (("cache", cache_folder()), ("data", data_folder()), ("settings", settings_folder())):
        existing = next(path for path in (folder, *folder.parents) if path.exists())
        if not os.access(existing, os.W_OK):
            yield Check(
                f"{name} folder", "missing", f"'{folder}' cannot be written", f"Make '{existing}' writable."
            )
            continue
        free = shutil.disk_usage(existing).free
        yield Check(f"{name} folder", "ok", f"{folder}, {free / 1e9:.0f} GB free")


def _models() -> Iterator[Check]:
    from .model_plans import plans

    memory, planned = plans()
    yield Check("memory", "ok", memory)
    hint = "Close other programs, ask for less at once, or choose a smaller model."
    for each in planned:
        state: Literal["ok", "absent"] = "ok" if each.fits else "absent"
        yield Check(f"model {each.name}", state, each.said, "" if each.fits else hint)


def _engine() -> Check:
    """Start the frame engine as every command does and ask it what it can run."""
    from nodes.api.errors import WorkprintError

    try:
        from editor.engine import start_engine

        with start_engine() as engine:
            count = len(engine.specs())
    except ImportError as error:
        return Check(
            "frame engine", "missing", str(error), f"{sys.executable} -m pip install 'workprint[media]'"
        )
    except WorkprintError as error:
        return Check("frame engine", "missing", str(error))
    return Check("frame engine", "ok", f"starts, runs {count} nodes")
