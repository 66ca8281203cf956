"""The frame engine as its callers hold it: started as a child process, asked with frozen values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import astuple, replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from nodes.api.errors import Cancelled, WorkprintError, from_json
from nodes.api.formats import Box
from nodes.api.spec import Spec
from nodes.api.times import Range, Time
from nodes.media.info import MediaInfo, info_from_json
from nodes.media.refs import MediaRef
from nodes.models.worker_entry import WorkerEntry
from nodes.models.working import WORKING, Working
from nodes.process.jobs import Event
from nodes.process.jobs import Job as Call
from nodes.process.slots import Loan
from nodes.process.sweep import open_run

from .asked import Asked
from .drawings import THUMBNAIL, WAVEFORM, Drawings
from .errors import UnknownJob
from .events import VALUE
from .job import Job
from .launched import launched
from .loads import Loads
from .looks import Looks
from .measurements import MEASURE, Measurements
from .options import CACHE_BYTES, SPILL_BYTES, Options
from .playback import AtWork, Playback
from .poster import Poster
from .view import Watching

RENDER, LOOK, INTERACTIVE, PLAY, SOUND = _LANES = ("render", "look", "interactive", "play", "sound")
LANES = (*_LANES, WAVEFORM, THUMBNAIL, MEASURE)
"""The lanes: long work, questions, frames somebody waits for, what is played, heard, drawn of media."""
_END_SECONDS = 10.0

Told = Callable[[int, int], None]
Known = Callable[[int, float], None]
"""Given a frame and a curve's value there."""
Glimpse = Callable[[int, int, bytes], None]
"""Given width, height and the bytes of a small display-referred RGB picture."""
Seen = Callable[[Loan], None]
T = TypeVar("T")


class Engine(Measurements, Drawings, Looks, AbstractContextManager["Engine"]):
    """A frame engine in its own process, started at the first question, restarted when it dies.

    Calls raise what the engine raised, `ChildDied` where it died twice, `Cancelled` after a cancel.
    """

    def __init__(
        self,
        folder: Path,
        *,
        nodes: Sequence[Path] = (),
        cache_bytes: int = CACHE_BYTES,
        half: bool = False,
        spill: Path | None = None,
        spill_bytes: int = SPILL_BYTES,
        worker: WorkerEntry | None = None,
    ) -> None:
        """Prepare an engine whose slots lie in `folder`; see `Options` for what it may use."""
        self._closing = ExitStack()
        run = self._closing.enter_context(open_run(folder))
        files = tuple(str(path.resolve()) for path in nodes)
        options = Options(
            files, cache_bytes, half, None if spill is None else str(spill), spill_bytes, worker
        )
        self._child = self._closing.enter_context(launched(run.path, options, len(LANES)))
        self._lock = Lock()
        self._loads = Loads()
        self._showing: Call | None = None
        self._playing: Playback | None = None

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

    def describe(self, job: Job, codec: str | None = None, asked: Asked | None = None) -> Mapping[str, Any]:
        """Return a job's `key`, `takes_seed`, `models`, `colour`, `format`, `domain` and `form`.

        The form is the take's, or that of a render with `codec`, stored as `asked`. Raises BadInput.
        """
        args = {"job": job.to_json(), "codec": codec, "asked": asked and asked.to_json()}
        described: Mapping[str, Any] = self._ask("describe", args, LOOK)
        return described

    def colour(self, colour: Mapping[str, str]) -> Mapping[str, str]:
        """Return a working space's `config` and `name` by their real names, and the `fingerprint`.

        Raises ColourSpaceError where the configuration cannot be read or the space cannot be worked in.
        """
        settings: Mapping[str, str] = self._ask("colour", dict(colour), LOOK)
        return settings

    def load(self, job: Job, kept: Path | None = None, *, scale: Fraction | None = None) -> str:
        """Hand over a job and return its name for `frame`, `play` and `sound`.

        `kept` is the folder of results that nodes marked `keep` store and find; `scale` stands in for the
        job's own (1, 1/2, 1/3 and so on: a proxy).
        """
        asked = job if scale is None else replace(job, scale=scale)
        with self._lock:
            load, sent = self._loads.hand_over(asked, kept)
        try:
            self._ask("load", sent, INTERACTIVE)
        except UnknownJob:
            # The engine was started anew since, or has forgotten what the job was edited from.
            self._ask("load", load.whole, INTERACTIVE)
        with self._lock:
            self._loads.keep(load)
        return load.name

    def frame(
        self,
        name: str,
        time: Time,
        layout: Mapping[str, Any] | None = None,
        *,
        scale: Fraction | None = None,
        region: Box | None = None,
    ) -> Loan:
        """Return one frame of a loaded job; the caller releases it.

        Without `layout` it comes in native planes where nothing touched it, else as float32 working
        pixels; `layout` ({"layout", "colour"}) asks for those samples. `Loan.meta` tells which, at what
        `scale` and `cost`. `scale` stands in for the job's own; of a `region` (pixels of the display window
        at that scale) no more need be made than it takes: the data window is what came.
        The newest wins: a frame that another thread waits for is cancelled, and raises Cancelled there.
        """
        args: dict[str, Any] = {"name": name, "time": time.to_json(), "layout": layout, "load": None}
        args |= {"scale": None if scale is None else str(scale), "region": region and list(astuple(region))}
        try:
            return self._shown(args)
        except UnknownJob:
            # The engine was started anew since, or has forgotten it over many others.
            return self._shown(args | {"load": self._load_of(name)})

    def _shown(self, args: dict[str, Any]) -> Loan:
        def hear(event: Event) -> None:
            if event.get("event") == "retry":
                args["load"] = self._load_of(args["name"])

        with self._lock:
            call = self._child.call("frame", args, lane=INTERACTIVE, on_event=hear)
            older, self._showing = self._showing, call
        if older is not None:
            older.cancel()
        loan = None
        try:
            loan = next(call.frames(), None)
            call.result()
        except BaseException:
            call.cancel()
            if loan is not None:
                loan.release()
            raise
        call.__exit__(None, None, None)
        if loan is None:
            raise Cancelled("Show a frame", "a newer one is wanted")
        return loan

    def give_up(self) -> None:
        """Have whoever waits for a frame wait no longer: it raises Cancelled there."""
        with self._lock:
            showing = self._showing
        if showing is not None:
            showing.cancel()

    def report(self, name: str) -> Mapping[str, Any]:
        """Return what each node of a loaded job cost so far, and what is held of it, by node.

        `calls`, `seconds`, `bytes` made, values `found` by place, `memory` (values and bytes), `results`
        and `spilled` (values). Renders tell their own cost. Raises UnknownJob for a job that was not loaded
        since the engine was started.
        """
        told: Mapping[str, Any] = self._ask("report", name, LOOK)
        return told

    def _load_of(self, name: str) -> Mapping[str, Any]:
        with self._lock:
            return self._loads.get(name).whole

    def play(
        self,
        name: str,
        range: Range,
        layout: Mapping[str, Any] | None = None,
        *,
        step: int = 1,
        scale: Fraction | None = None,
        watching: Watching | None = None,
        at_work: AtWork | None = None,
    ) -> Playback:
        """Start sending every `step`-th frame of a range of a loaded job, as fast as they are released.

        They come in order, from the range's last frame down where `step` is below 0; `scale` stands in for
        the job's own. `watching` says what comes with them and how they are looked at. Playing ends where
        another begins; it does not stand in the way of `frame`. `at_work` is told what nodes say of long
        work, on the engine's reader thread.
        """
        args: dict[str, Any] = {"load": self._load_of(name), "range": range.to_json(), "layout": layout}
        args |= {"step": step, "scale": None if scale is None else str(scale)}
        asked = watching or Watching()
        args |= {"beside": [self._load_of(other) for other in asked.beside]}
        args |= {"matte": self._load_of(asked.matte) if asked.matte else None, "scopes": list(asked.scopes)}
        args |= {"deep": asked.deep}
        args |= {"view": asked.view.to_json()}
        with self._lock:
            older, self._playing = self._playing, Playback(self._child, PLAY, args, at_work)
            playing = self._playing
        if older is not None:
            older.cancel()
        return playing

    def sound(self, name: str, range: Range, rate: int, channels: int) -> Call:
        """Start sending the sound of a range of a loaded job: float32 blocks of (samples, channels).

        Where nothing sounds they are silent; together they last as long as the range, to the sample.
        """
        args = {
            "load": self._load_of(name),
            "range": range.to_json(),
            "rate": rate,
            "channels": channels,
        }
        return self._child.call("sound", args, lane=SOUND)

    def trace(
        self,
        job: Job,
        range: Range,
        *,
        kept: Path | None = None,
        told: Told | None = None,
        known: Known | None = None,
    ) -> list[float]:
        """Return what a job's output, a curve, is at each frame of a range.

        `told` hears frames done; cancelled by raising in it. `known` hears each frame's value as it comes,
        on the engine's reader thread. What nodes marked `keep` made till then stays kept. Raises
        GraphError, CannotRun for an output that is no curve, NodeRefused, NodeFault, MediaError.
        """
        args = {"job": job.to_json(), "range": range.to_json(), "kept": None if kept is None else str(kept)}
        found: list[float] = self._ask("trace", args, RENDER, told, known=known)
        return found

    def recall(self, job: Job, kept: Path) -> Mapping[int, float | None]:
        """Return the frames of a job's output, a number for each, that lie kept in a folder; nothing is made.

        The number is None where it cannot be read. Raises GraphError, CannotRun, MediaError.
        """
        found = self._ask("recall", {"job": job.to_json(), "kept": str(kept)}, LOOK)
        return {int(frame): value for frame, value in found}

    def render(
        self,
        job: Job,
        range: Range,
        targets: Sequence[Mapping[str, Any]],
        *,
        posters: Sequence[Poster] = (),
        kept: Path | None = None,
        validate: float = 0.0,
        told: Told | None = None,
        glimpse: Glimpse | None = None,
        at_work: AtWork | None = None,
    ) -> Mapping[str, Any]:
        """Render a range into targets (JSON of `sinks.Target`); return frames, cost by node, memory.

        `validate` is the share (0 to 1) of kept and cached values that are made again and compared; one that
        differs is a ResultDiffers, how many were compared is `checked`.

        `kept` is the folder of results that nodes marked `keep` store and find. What `told` raises ends
        the render within a frame, as Ctrl-C does; no file of the targets is left then. `glimpse` is given
        small pictures of the work now and then, `at_work` what nodes say of long work, on the engine's reader
        thread.
        """
        args = {
            "job": job.to_json(),
            "range": range.to_json(),
            "targets": list(targets),
            "posters": [{"time": poster.time.to_json(), "target": poster.target} for poster in posters],
            "kept": str(kept) if kept else None,
            "glimpses": glimpse is not None,
            "validate": validate,
        }
        done: Mapping[str, Any] = self._ask(
            "render", args, RENDER, told, glimpse and partial(_show, glimpse), at_work
        )
        return done

    def _ask(
        self,
        name: str,
        args: Any,
        lane: str,
        told: Told | None = None,
        seen: Seen | None = None,
        at_work: AtWork | None = None,
        known: Known | None = None,
    ) -> Any:
        unheard: list[BaseException] = []

        def hear(event: Event) -> None:
            try:
                if told is not None and event.get("event") == "progress":
                    told(int(event["done"]), int(event["total"] or 0))
                elif at_work is not None and event.get("event") == WORKING:
                    at_work(str(event["node"]), Working.from_json(event))
                elif known is not None and event.get("event") == VALUE:
                    known(int(event["frame"]), float(event["value"]))
            except BaseException as error:
                unheard.append(error)
                raise

        def see(loan: Loan) -> None:
            with loan:
                if seen is not None:
                    seen(loan)

        call = self._child.call(name, args, lane=lane, on_event=hear, on_frame=see)
        try:
            return call.result()
        except BaseException:
            if unheard or not call.done:
                call.cancel()
                self._settle(lane)
            raise

    def _settle(self, lane: str) -> None:
        """Wait for a call that was given up: what it has half written is gone before anyone looks."""
        if self._child.pid is not None:
            with suppress(WorkprintError, TimeoutError):
                self._child.call("rest", lane=lane).result(_END_SECONDS)


def _show(glimpse: Glimpse, loan: Loan) -> None:
    glimpse(loan.array.shape[1], loan.array.shape[0], loan.array.tobytes())


def _answer(answer: Mapping[str, Any], read: Callable[[Any], T]) -> T | WorkprintError:
    return from_json(answer["error"]) if "error" in answer else read(answer["value"])
