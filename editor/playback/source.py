"""The engine as playing needs it: asked for stretches of a job."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

from nodes.api.times import Range, Time
from nodes.engine.client import Engine
from nodes.engine.errors import UnknownJob
from nodes.engine.job import Job
from nodes.engine.playback import AtWork, Playback
from nodes.engine.shader import Shader
from nodes.engine.view import Watching
from nodes.process.jobs import Job as Call

from .screening import Screening

EngineFactory = Callable[[], AbstractContextManager[Engine]]
"""Opens the engine that a player asks; it is closed with the player."""

MOST_LOADED = 8
"""Jobs whose names are remembered: more than are looked at together."""

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
        self.at_work: AtWork | None = None
        self._factory = factory
        self._engine: Engine | None = None
        self._loaded: list[tuple[Job, Path | None, str]] = []
        self._lock = threading.Lock()
        self._closing = ExitStack()

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._closing.close()
            self._engine = None
            self._loaded = []

    @property
    def deaths(self) -> int:
        """How often the engine died: what failed across a death is worth another try."""
        return 0 if self._engine is None else self._engine.deaths

    @property
    def pid(self) -> int | None:
        """The engine's process number, if it runs."""
        return None if self._engine is None else self._engine.pid

    def pictures(self, shown: Screening, wanted: Range, step: int) -> Playback:
        """Ask for every `step`-th frame of a range, falling where `step` is below 0, as display pixels.

        What nodes say of long work that a frame waits for is told to `at_work`.
        """
        try:
            return self._play(shown, wanted, step)
        except UnknownJob:
            # One that stayed on the screen while many others came and went beside it.
            with self._lock:
                self._loaded = []
            return self._play(shown, wanted, step)

    def _play(self, shown: Screening, wanted: Range, step: int) -> Playback:
        engine, first = self._known(shown.jobs[0])
        beside = tuple(self._known(job)[1] for job in shown.jobs[1:])
        matte = None if shown.matte is None else self._known(shown.matte)[1]
        watching = Watching(shown.view, beside, matte, shown.scopes, shown.deep)
        scale = None if shown.scale == 1 else shown.scale
        return engine.play(
            first, wanted, DISPLAY, step=step, scale=scale, watching=watching, at_work=self.at_work
        )

    def pixel(self, job: Job, time: Time, at: tuple[int, int], size: int) -> Mapping[str, Any]:
        """Ask what a frame holds at (column, row); see `Engine.pixel`."""
        engine, name = self._known(job)
        return engine.pixel(name, time, at, size)

    def cached(self, job: Job, wanted: Range) -> list[tuple[int, int]]:
        """Ask which frames are in memory, as (first, count); none of an engine that does not run."""
        if self.pid is None:
            return []
        engine, name = self._known(job)
        return engine.cached(name, wanted)

    def shader(self, job: Job, view: str) -> Shader:
        """Ask for the shader of a view of the display; see `Engine.shader`."""
        engine, _ = self._known(job)
        return engine.shader(job.colour, view)

    def views(self, job: Job) -> list[str]:
        """Ask by which views of the display a job's working space can be shown."""
        engine, _ = self._known(job)
        return engine.views(job.colour)

    def costs(self, job: Job) -> Mapping[str, Any]:
        """Ask what each node of a job cost so far and what is held of it; see `Engine.report`."""
        if self.pid is None:
            return {}
        engine, name = self._known(job)
        return engine.report(name)

    def sound(self, job: Job, wanted: Range, rate: int, channels: int) -> Call:
        """Ask for the sound of a range."""
        engine, name = self._known(job)
        return engine.sound(name, wanted, rate, channels)

    def _known(self, job: Job) -> tuple[Engine, str]:
        with self._lock:
            if self._engine is None:
                self._engine = self._closing.enter_context(self._factory())
            results = self.results
            for known, folder, name in self._loaded:
                if known is job and folder == results:
                    return self._engine, name
            name = self._engine.load(job, results)
            self._loaded = [(job, results, name), *self._loaded[: MOST_LOADED - 1]]
            return self._engine, name
