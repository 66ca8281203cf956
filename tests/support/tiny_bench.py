"""A watched torch worker and the tiny model that it is asked."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from nodes.models.worker import smaller_again
from nodes.process.handed import handed
from nodes.process.jobs import Event, Job
from nodes.process.limits import Limits
from nodes.process.parent import start
from nodes.process.slots import Loan
from nodes.process.supervise import Watched
from tests.support import tiny_family

ENTRY = Path(__file__).with_name("tiny_worker.py")
LIMITS = Limits(start_seconds=120, silent_seconds=120, lanes=4)


class Bench:
    """A watched worker, and the model that it is asked."""

    def __init__(
        self,
        folder: Path,
        run: Path,
        patience: Mapping[str, float],
        limits: Limits = LIMITS,
        preview_seconds: float = 1.0,
    ) -> None:
        self.folder, self.run = folder, run
        self.card = tiny_family.make(folder / "model")
        args = [str(folder / "kept"), json.dumps(dict(patience)), str(preview_seconds)]
        self.worker = Watched(
            partial(start, ENTRY, interpreter=Path(sys.executable), args=args, folder=run, limits=limits),
            again=smaller_again,
        )

    def ask(
        self,
        method: str = "generate",
        settings: dict[str, Any] | None = None,
        *,
        card: Any = None,
        arrays: Any = None,
        folder: str = "model",
        lane: str = "main",
        on_event: Callable[[Event], None] | None = None,
        on_frame: Callable[[Loan], None] | None = None,
        **wanted: Any,
    ) -> Job:
        """Call a method of the model; sizes and steps are small unless asked otherwise."""
        small = {"frames": 3, "height": 24, "width": 32, "steps": 3, "seed": 5}
        args = {
            "card": (card or self.card).to_json(),
            "folder": str(self.folder / folder),
            "method": method,
            "settings": small | (settings or {}) | wanted,
            "arrays": arrays,
        }
        return self.worker.call("model.run", args, lane=lane, on_event=on_event, on_frame=on_frame)

    def made(self, *args: Any, **wanted: Any) -> list[np.ndarray]:
        """Return the pictures of a call that is let run to its end."""
        job = self.ask(*args, **wanted)
        made = [(loan.meta, loan.copy()) for loan in job.frames()]
        job.result()
        return [arrays["picture"] for meta, arrays in made if meta is None]

    def handed(self, **arrays: np.ndarray) -> AbstractContextManager[dict[str, Any]]:
        """Hand arrays over for a call."""
        return handed(self.run, arrays)
