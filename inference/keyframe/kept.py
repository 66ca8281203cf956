"""Trained weights on disk, as safetensors: plain numbers that run nothing."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from nodes.api.errors import Failed

from .network import Painter
from .painting import Painting


def keep(painting: Painting, path: Path) -> None:
    """Write what was learned, aside and then renamed. Raises Failed where the disk refuses."""
    about = {"height": str(painting.height), "detail": repr(painting.detail), "steps": str(painting.steps)}
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
        found = Painting(painter, int(about["height"]), float(about["detail"]), int(about["steps"]))
    except (OSError, SafetensorError, RuntimeError, KeyError, TypeError, ValueError):
        return None
    return found if found.height == height else None
