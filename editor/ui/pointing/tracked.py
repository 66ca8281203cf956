"""Following through the shot, in the background: which frames are followed, how surely, and the weak ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Literal, TypeAlias

from editor.compile.roto import Roto, followed, followed_within, reach
from editor.takes.results import results_folder
from editor.ui.observe import Value
from editor.ui.queue.model import Progress, Queue
from editor.ui.shots import shown_project
from editor.ui.work import Newest, Work
from nodes.api.errors import Cancelled
from nodes.api.prompts import Prompts
from nodes.api.times import Range, Time
from nodes.engine.client import Engine

from .model import PointingModel
from .prompts import frames_of
from .target import Target

Way: TypeAlias = Literal["forward", "backward", "both"]
Sure: TypeAlias = Mapping[int, float | None]
"""How sure the engine is of each frame it followed (0 to 1), by the frame's number in the media."""

WEAK = 0.6
"""Frames that are less sure are worth a look."""
_PASTS = 4
_NOTHING: Sure = MappingProxyType({})


class Tracked:
    """`known` is how sure each followed frame is, by what was followed (see `Target.asked`).

    Only what was followed by the very prompts that stand now is there; what was followed before is
    remembered for a correction to start from. `running` tells that something is being followed.
    """

    def __init__(self, model: PointingModel, work: Work, queue: Queue) -> None:
        self.known: Value[Mapping[int, Sure]] = Value({})
        self.running = Value(False)
        self.can_track = Value(False)
        self._model, self._work, self._queue = model, work, queue
        self._newest = Newest()
        self._task: int | None = None
        self._pasts: dict[tuple[str, str, int], list[tuple[Prompts, Sure]]] = {}
        self._unwatch = [
            model.on.watch(lambda _: self.look()),
            model.target.watch(lambda _: self.look()),
            model.can_change.watch(lambda _: self.look()),
        ]

    def close(self) -> None:
        """Follow the model no more."""
        for unwatch in self._unwatch:
            unwatch()
        self._newest.begin()

    def what(self, target: Target, obj: int, time: Time) -> tuple[bool, Prompts | None]:
        """Return whether a frame is followed by the prompts that stand, else others that led to it."""
        if time.frame in self.known.value.get(obj, _NOTHING):
            return True, None
        pasts = self._pasts.get((target.clip.id, target.node, obj), [])
        past = next((prompts for prompts, sure in pasts if time.frame in sure), None)
        return False, None if past == target.prompts else past

    @property
    def sureness(self) -> Sure:
        """How sure each followed frame is: the object in hand, where it is followed by itself."""
        target = self._model.target.value
        if target is None:
            return _NOTHING
        return self.known.value.get(target.asked_for(self._model.obj.value), _NOTHING)

    def look(self) -> None:
        """Ask which frames are followed already by the prompts that stand."""
        model, project = self._model, shown_project(self._model.session)
        target = model.target.value
        current = self._newest.begin()
        pointed = target is not None and bool(target.prompts.objects)
        self.can_track.set(pointed and model.on.value and model.can_change.value)
        kept = None if project is None else results_folder(project)
        if target is None or project is None or kept is None or not (pointed and model.on.value):
            self.known.set({})
            return
        self.known.set({obj: self._past(target, obj) for obj in target.asked})

        def ask() -> Mapping[int, Sure] | None:
            found = {}
            for obj in target.asked:
                if not current():
                    return None
                job = followed(target.roto(project, obj), "confidence").job
                found[obj] = self._work.engine.recall(job, kept)
            return found

        def told(found: Mapping[int, Sure] | None) -> None:
            if found is not None and current():
                self._note(target, found)

        # What keeps it from being asked is told where the matte itself is wanted.
        self._work.ask(ask, told, lambda error: None)

    def track(self, way: Way) -> None:
        """Follow the objects from the frame on screen: to the end of the shot, to its beginning, or both."""
        model, project = self._model, shown_project(self._model.session)
        seen, target = model.seen.value, model.target.value
        if project is None or target is None or seen is None or self.running.value:
            return
        title = f"{target.clip.name or target.clip.id}, following {_told(way)}"
        rotos = [target.roto(project, obj) for obj in target.asked]
        begun = {obj: bool(self._past(target, obj)) for obj in target.asked}

        def run(progress: Progress) -> None:
            for place, roto in enumerate(rotos):
                said = title if len(rotos) < 2 else f"{title}, {place + 1} of {len(rotos)}"
                wanted = _span(roto, way, seen.time)
                hear = partial(self._hear, target, roto.obj, {})
                told = partial(_progress, progress, said)
                _follow(self._work.engine, roto, wanted, begun[roto.obj], told, hear)

        self.running.set(True)
        self._task = self._queue.add(
            title, run, lambda _: self._ended(None), self._ended, about=target.clip.id
        )

    def stop(self) -> None:
        """Stop following; what was followed till then stays."""
        if self._task is not None:
            self._queue.cancel(self._task)

    def weak(self, step: int) -> Time | None:
        """Return the next (1) or previous (-1) frame that is less sure than those about it, None for none.

        Of a stretch of weak frames only the weakest counts.
        """
        sure = {frame: value for frame, value in self.sureness.items() if value is not None}
        low = [
            frame
            for frame, value in sure.items()
            if value < WEAK and value <= min(sure.get(frame - 1, 1.0), sure.get(frame + 1, 1.0))
        ]
        return self._beyond(low, step)

    def pointed(self, step: int) -> Time | None:
        """Return the next (1) or previous (-1) frame that is pointed into, None where there is none."""
        target = self._model.target.value
        times = () if target is None else frames_of(target.prompts)
        return self._beyond([time.frame for time in times], step)

    def _beyond(self, frames: list[int], step: int) -> Time | None:
        seen = self._model.seen.value
        if seen is None:
            return None
        ahead = [frame for frame in frames if (frame - seen.time.frame) * step > 0]
        return Time(min(ahead) if step > 0 else max(ahead), seen.time.rate) if ahead else None

    def _hear(
        self, target: Target, obj: int, known: dict[int, float | None], frame: int, value: float
    ) -> None:
        """Take in how sure a frame is, on the engine's thread."""
        known[frame] = value
        so_far = dict(known)
        self._work.post(lambda: self._came(target, obj, so_far))

    # Back on the window's

    def _came(self, target: Target, obj: int, sure: Sure) -> None:
        now = self._model.target.value
        both = {**self._past(target, obj), **sure}
        self._remember(target, obj, both)
        if now is not None and _is_same(now, target):
            self.known.set({**self.known.value, obj: both})

    def _ended(self, error: Exception | None) -> None:
        self._task = None
        self.running.set(False)
        if error is not None and not isinstance(error, Cancelled):
            self._model.session.fail(error)
        self.look()

    def _note(self, target: Target, found: Mapping[int, Sure]) -> None:
        for obj, sure in found.items():
            if sure:
                self._remember(target, obj, sure)
        self.known.set(dict(found))

    def _past(self, target: Target, obj: int) -> Sure:
        pasts = self._pasts.get((target.clip.id, target.node, obj), [])
        return next((sure for prompts, sure in pasts if prompts == target.prompts), _NOTHING)

    def _remember(self, target: Target, obj: int, sure: Sure) -> None:
        pasts = self._pasts.setdefault((target.clip.id, target.node, obj), [])
        others = [past for past in pasts if past[0] != target.prompts]
        pasts[:] = [(target.prompts, sure), *others][:_PASTS]


def _span(roto: Roto, way: Way, time: Time) -> Range:
    """Return the frames of a shot that are to be followed from a time on."""
    whole = followed(roto, "confidence").range
    first = whole.start if way != "forward" else time
    end = whole.end if way != "backward" else time + Time(1, time.rate)
    return Range.between(first, end).meet(whole)


def _follow(
    engine: Engine,
    roto: Roto,
    over: Range,
    begun: bool,
    told: Callable[[int, int], None],
    hear: Callable[[int, float], None],
) -> None:
    """Follow over some frames and keep what is made.

    Nothing is made that nobody asked for, unless some of it is there: then all of it belongs together.
    """
    mine = roto.prompts if not roto.obj else roto.prompts.where(lambda each: each.obj == roto.obj)
    whole = followed(roto, "confidence").job
    job = whole if begun else followed_within(roto, reach(mine, over), "confidence")
    engine.trace(job, over, kept=results_folder(roto.project), told=told, known=hear)


def _is_same(one: Target, other: Target) -> bool:
    return (one.clip.id, one.node, one.prompts) == (other.clip.id, other.node, other.prompts)


def _progress(progress: Progress, what: str, done: int, total: int) -> None:
    progress(done, total, what)


def _told(way: Way) -> str:
    return "both ways" if way == "both" else way
