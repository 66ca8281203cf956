"""The frame engine as its callers hold it: started as a child process, asked with frozen values."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from nodes.api.errors import WorkprintError, from_json
from nodes.api.spec import Spec
from nodes.api.times import Range, Time
from nodes.media.info import MediaInfo, info_from_json
from nodes.media.refs import MediaRef
from nodes.process.jobs import Event
from nodes.process.jobs import Job as Call
from nodes.process.parent import start
from nodes.process.slots import Loan
from nodes.process.supervise import Watched
from nodes.process.sweep import open_run

from .job import Job

ENTRY = Path(__file__).with_name("entry.py")
CACHE_BYTES = 1 << 30
RENDER, LOOK, INTERACTIVE = "render", "look", "interactive"
"""The lanes: long work, questions, and frames that somebody waits for."""

Told = Callable[[int, int], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Poster:
    """A single picture to be stored beside a render: the frame at `time`, as a target's JSON says."""

    time: Time
    target: Mapping[str, Any]


class Engine(AbstractContextManager["Engine"]):
    """A frame engine in its own process, started at the first question, restarted when it dies.

    Calls raise what the engine raised, `ChildDied` where it died twice, `Cancelled` after a cancel.
    """

    def __init__(self, folder: Path, *, nodes: Sequence[Path] = (), cache_bytes: int = CACHE_BYTES) -> None:
        """Prepare an engine whose slots lie in `folder`; `nodes` are Python files whose nodes it may run."""
        self._closing = ExitStack()
        run = self._closing.enter_context(open_run(folder))
        args = [str(cache_bytes), *(str(path.resolve()) for path in nodes)]
        env = {"OCIO": os.environ["OCIO"]} if "OCIO" in os.environ else {}
        self._child = self._closing.enter_context(
            Watched(
                partial(start, ENTRY, interpreter=Path(sys.executable), args=args, env=env, folder=run.path)
            )
        )

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    @property
    def pid(self) -> int | None:
        """The engine's process number, if it runs."""
        return self._child.pid

    @property
    def deaths(self) -> int:
        """How often it died."""
        return self._child.deaths

    def specs(self) -> Mapping[str, Spec]:
        """Return the spec of every node it can run, by id."""
        return {name: Spec.from_json(data) for name, data in self._ask("specs", None, LOOK).items()}

    def probe(self, refs: Sequence[MediaRef], told: Told | None = None) -> list[MediaInfo | WorkprintError]:
        """Return the facts of each piece of media, or why there are none."""
        answers = self._ask("probe", [ref.to_json() for ref in refs], LOOK, told)
        return [_answer(answer, info_from_json) for answer in answers]

    def fingerprints(self, refs: Sequence[MediaRef], told: Told | None = None) -> list[str | WorkprintError]:
        """Return the fingerprint of each piece of media, or why there is none."""
        answers = self._ask("fingerprint", [ref.to_json() for ref in refs], LOOK, told)
        return [_answer(answer, str) for answer in answers]

    def describe(self, job: Job, codec: str | None = None) -> Mapping[str, Any]:
        """Return a job's `key`, `takes_seed`, `colour`, `format`, `domain` and `form` (take's or render's)."""
        described: Mapping[str, Any] = self._ask("describe", {"job": job.to_json(), "codec": codec}, LOOK)
        return described

    def colour(self, colour: Mapping[str, str]) -> Mapping[str, str]:
        """Return a working space's `config` and `name` by their real names, and the `fingerprint`.

        Raises ColourSpaceError where the configuration cannot be read or the space cannot be worked in.
        """
        settings: Mapping[str, str] = self._ask("colour", dict(colour), LOOK)
        return settings

    def load(self, job: Job) -> str:
        """Hand over a job and return its name for `frame` and `play`."""
        return str(self._ask("load", job.to_json(), INTERACTIVE))

    def frame(self, name: str, time: Time, layout: Mapping[str, Any] | None = None) -> Loan:
        """Return one frame of a loaded job; the caller releases it.

        Without `layout` it comes in native planes where nothing touched it, else as float32 working
        pixels; `layout` ({"layout", "colour"}) asks for those samples. `Loan.meta` tells which.
        """
        args = {"job": name, "time": time.to_json(), "layout": layout}
        call = self._child.call("frame", args, lane=INTERACTIVE)
        try:
            loan = next(call.frames(), None)
            call.result()
        except BaseException:
            call.cancel()
            raise
        assert loan is not None
        return loan

    def play(self, name: str, range: Range, layout: Mapping[str, Any] | None = None) -> Call:
        """Start sending the frames of a range of a loaded job, in order, as fast as they are released."""
        args = {"job": name, "range": range.to_json(), "layout": layout}
        return self._child.call("play", args, lane=INTERACTIVE)

    def render(
        self,
        job: Job,
        range: Range,
        targets: Sequence[Mapping[str, Any]],
        *,
        posters: Sequence[Poster] = (),
        kept: Path | None = None,
        told: Told | None = None,
    ) -> Mapping[str, Any]:
        """Render a range into targets (JSON of `sinks.Target`); return frames, cost by node, memory.

        `kept` is the folder of results that nodes marked `keep` store and find.
        """
        args = {
            "job": job.to_json(),
            "range": range.to_json(),
            "targets": list(targets),
            "posters": [{"time": poster.time.to_json(), "target": poster.target} for poster in posters],
            "kept": str(kept) if kept else None,
        }
        done: Mapping[str, Any] = self._ask("render", args, RENDER, told)
        return done

    def _ask(self, name: str, args: Any, lane: str, told: Told | None = None) -> Any:
        def hear(event: Event) -> None:
            if told is not None and event.get("event") == "progress":
                told(int(event["done"]), int(event["total"] or 0))

        call = self._child.call(name, args, lane=lane, on_event=hear)
        try:
            return call.result()
        except BaseException:
            call.cancel()
            raise


def _answer(answer: Mapping[str, Any], read: Callable[[Any], T]) -> T | WorkprintError:
    return from_json(answer["error"]) if "error" in answer else read(answer["value"])
