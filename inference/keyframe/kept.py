"""Trained weights on disk, as safetensors: plain numbers that run nothing."""

from __future__ import annotations

import math
import os
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from nodes.api.errors import Failed

from .network import VERSION, Painter
from .painting import Painting

MOST_KEPT = 256


def keep(painting: Painting, path: Path) -> None:
    """Write what was learned, aside and then renamed. Raises Failed where the disk refuses."""
    about = {
        "network": str(VERSION),
        "height": str(painting.height),
        "detail": repr(painting.detail),
        "steps": str(painting.steps),
        "seconds": repr(painting.seconds),
    }
    aside = path.with_name(f".{uuid4().hex}")
    weights = {name: value.contiguous() for name, value in painting.painter.state_dict().items()}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save_file(weights, aside, metadata=about)
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        aside.replace(path)
    except (OSError, SafetensorError) as error:
        with suppress(OSError):
            aside.unlink()
        why = getattr(error, "strerror", None) or str(error)
        raise Failed(f"Keep what was learned as '{path}'", why, hint="Free space on its disk.") from error


def kept(path: Path, keys: int, height: int) -> Painting | None:
    """Return what was learned before, None where nothing was or the file is damaged."""
    painter = Painter(keys if keys > 1 else 0)
    try:
        with safe_open(path, framework="pt") as file:
            about = file.metadata()
            painter.load_state_dict({name: file.get_tensor(name) for name in file.keys()})  # noqa: SIM118
        found = Painting(
            painter,
            int(about["height"]),
            float(about["detail"]),
            int(about["steps"]),
            float(about["seconds"]),
        )
    except (OSError, SafetensorError, RuntimeError, KeyError, TypeError, ValueError):
        return None
    same = found.height == height and about.get("network") == str(VERSION)
    return found if same else None


def begun(path: Path, key: str, seconds: float, keys: int, height: int) -> Painting | None:
    """Return what a file holds, else what a smaller budget of seconds reached for the same `key`, if any."""
    found = kept(path, keys, height)
    if found is not None or not math.isfinite(seconds):
        return found
    earlier = {_seconds(each): each for each in path.parent.glob(f"{key}-*s{path.suffix}")}
    for budget in sorted((each for each in earlier if each < seconds), reverse=True):
        found = kept(earlier[budget], keys, height)
        if found is not None:
            return found
    return None


def _seconds(path: Path) -> float:
    """Return the budget in a file's name, infinite where it is none of seconds."""
    try:
        return float(path.stem.rpartition("-")[2].removesuffix("s"))
    except ValueError:
        return math.inf


def tidy(folder: Path, most: int = MOST_KEPT) -> None:
    """Remove the files of weights that were written longest ago, beyond `most`."""
    files = sorted(folder.glob("*.safetensors"), key=lambda path: path.stat().st_mtime)
    for path in files[: max(0, len(files) - most)]:
        path.unlink(missing_ok=True)
