"""Reading a file as the program does, through the engine's process, and judging what came of it."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from nodes.api import Format, Range, Rate, Time, WorkprintError
from nodes.engine.client import Engine
from nodes.engine.errors import NodeFault
from nodes.engine.job import Bound, Job, SoundPiece
from nodes.media.info import MediaInfo
from nodes.media.refs import FileRef
from nodes.process.errors import ChildBug, ChildDied, ChildTimeout
from tests.nodes.engine.footage import source_job
from tests.nodes.engine.kit import COLOUR, graph, made

LIMIT = 10.0
"""Seconds that no single question may take."""

_DISPLAY = {
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


@dataclass(frozen=True, slots=True)
class Look:
    """What came of one file: read, refused (and why), or a fault; the slowest question's seconds."""

    came: str
    why: str
    seconds: float
    deaths: int
    faults: tuple[str, ...]


class Looker:
    """Looks at files with one engine."""

    def __init__(self, engine: Engine, cache: Path) -> None:
        self._engine = engine
        self._cache = cache
        self._slowest = 0.0
        self._faults: list[str] = []
        self._refused: list[str] = []

    def look(self, path: Path) -> Look:
        """Probe a file, read its first, middle and last picture, sound at both ends, and its waveform."""
        self._slowest, self._faults, self._refused = 0.0, [], []
        before = self._engine.deaths
        media: list[Bound] = []
        with self._asking("probe"):
            media.append(self._found(FileRef(str(path))))
        for found in media:
            if found.info.format is not None:
                self._pictures(found)
            if found.info.sound is not None and found.info.sound.samples:
                self._sound(found)
        deaths = self._engine.deaths - before
        if deaths:
            self._faults.append(f"the engine died {deaths} times")
        came = "fault" if self._faults else "refused" if self._refused else "read"
        why = self._refused[0] if self._refused else ""
        return Look(came, why, round(self._slowest, 2), deaths, tuple(self._faults))

    def _found(self, ref: FileRef) -> Bound:
        (info,), (print,) = self._engine.probe([ref]), self._engine.fingerprints([ref])
        if not isinstance(info, MediaInfo):
            raise info
        if not isinstance(print, str):
            raise print
        return Bound(info, print)

    def _pictures(self, media: Bound) -> None:
        name = ""
        with self._asking("load"):
            name = self._engine.load(source_job(media))
        count = media.info.frame_count
        for index in dict.fromkeys((0, count // 2, count - 1)) if name else ():
            with self._asking(f"picture {index}"):
                time = media.info.start + Time(index, media.info.rate)
                self._engine.frame(name, time, _DISPLAY).release()

    def _sound(self, media: Bound) -> None:
        assert media.info.sound is not None
        sound, rate = media.info.sound, media.info.rate
        length = Time(sound.samples, Rate(sound.rate)).at(rate)
        piece = SoundPiece("m", media.info.start, Range(Time(0, rate), length))
        scene = graph(made("s", "sample.scene"))
        job = Job(scene, Format(16, 16, Rate(24)), {"m": media}, COLOUR, sound=(piece,))
        with self._asking("sound"):
            name = self._engine.load(job)
            half = Time(1, Rate(2)).at(rate)
            for start in (Time(0, rate), max(Time(0, rate), length - half)):
                with self._engine.sound(name, Range(start, half), 48000, 2) as call:
                    for loan in call.frames():
                        loan.release()
                    call.result()
        with self._asking("waveform"):
            self._engine.waveform(media, 32, self._cache)

    @contextmanager
    def _asking(self, what: str) -> Iterator[None]:
        begun = time.monotonic()
        over = threading.Event()
        watch = threading.Thread(target=self._watch, args=(over,))
        watch.start()
        try:
            yield
        except WorkprintError as error:
            self._judge(what, error)
        finally:
            over.set()
            watch.join()
            took = time.monotonic() - begun
            self._slowest = max(self._slowest, took)
            if took > LIMIT:
                self._faults.append(f"{what} took {took:.0f} s")

    def _watch(self, over: threading.Event) -> None:
        while not over.wait(2 * LIMIT):
            self._faults.append(f"no answer within {2 * LIMIT:.0f} s")
            if self._engine.pid is not None:
                with suppress(ProcessLookupError):
                    os.kill(self._engine.pid, signal.SIGKILL)

    def _judge(self, what: str, error: WorkprintError) -> None:
        text = f"{what}: {type(error).__name__}: {error.attempted}: {error.why}"
        if isinstance(error, ChildBug | ChildDied | ChildTimeout | NodeFault):
            self._faults.append(text + getattr(error, "traceback", "")[-600:])
        elif not error.attempted.strip() or not error.why.strip():
            self._faults.append(f"no message: {text}")
        else:
            self._refused.append(text)
