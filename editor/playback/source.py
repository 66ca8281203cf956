"""The engine as playing needs it: asked for stretches of a job."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

from nodes.api.times import Range
from nodes.engine.client import Engine
from nodes.engine.job import Job
from nodes.engine.playback import Playback
from nodes.process.jobs import Job as Call

EngineFactory = Callable[[], AbstractContextManager[Engine]]
"""Opens the engine that a player asks; it is closed with the player."""

DISPLAY: Mapping[str, Any] = {
    "layout": "rgba",
    "colour": {
        "matrix": "rgb",
        "range": "full",
        "primaries": "bt709",
        "transfer": "bt709",
        "guessed": [],
        "data": False,
    },
}
"""What is asked for: full-range R'G'B' of a Rec.709 display (BT.1886), so that video stays as it is."""


class Source(AbstractContextManager["Source"]):
    """Opens the engine at the first question; may be asked from several threads.

    `results` is the folder in which nodes marked `keep` find and store what they made, None for none.
    """

    def __init__(self, factory: EngineFactory) -> None:
        self.results: Path | None = None
        self._factory = factory
        self._engine: Engine | None = None
        self._loaded: tuple[Job, Path | None, str] | None = None
        self._lock = threading.Lock()
        self._closing = ExitStack()

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._closing.close()
            self._engine = None
            self._loaded = None

    @property
    def deaths(self) -> int:
        """How often the engine died: what failed across a death is worth another try."""
        return 0 if self._engine is None else self._engine.deaths

    @property
    def pid(self) -> int | None:
        """The engine's process number, if it runs."""
        return None if self._engine is None else self._engine.pid

    def pictures(self, job: Job, wanted: Range, step: int) -> Playback:
        """Ask for every `step`-th frame of a range, falling where `step` is below 0, as display pixels."""
        engine, name = self._known(job)
        return engine.play(name, wanted, DISPLAY, step=step)

    def sound(self, job: Job, wanted: Range, rate: int, channels: int) -> Call:
        """Ask for the sound of a range."""
        engine, name = self._known(job)
        return engine.sound(name, wanted, rate, channels)

    def _known(self, job: Job) -> tuple[Engine, str]:
        with self._lock:
            if self._engine is None:
                self._engine = self._closing.enter_context(self._factory())
            results = self.results
            if self._loaded is None or self._loaded[0] is not job or self._loaded[1] != results:
                self._loaded = (job, results, self._engine.load(job, results))
            return self._engine, self._loaded[2]
