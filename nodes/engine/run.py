"""Making values: plans are carried out step by step, and nothing is held longer than somebody needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

from nodes.api import Frame, Range, Time
from nodes.media.colour import to_working
from nodes.media.working import WorkingSpace

from .cache import FrameCache
from .calls import Calls
from .context import Check
from .errors import CannotRun
from .host import Asking, Host
from .kept import Kept
from .plan import Want, plan, wanted
from .prepare import Prepared, Ready
from .readers import Readers
from .stateful import Stateful
from .values import at_port, standing
from .work import Work

STEADY_BYTES = 256 << 20
_PATIENCE = 48
_PASSING_BYTES = 8 << 20


class Run(AbstractContextManager["Run"]):
    """A prepared job being evaluated, by one thread.

    Holds the open files, the state of stateful nodes and values that never change; what else is worth
    having again is in `cache`. Frames are pulled with `frame(time)` or in order with `frames(range)`.
    `check` is called before every step. `scratch` gives the folder for scratch files, `kept` is the
    folder of results. A run that only goes `forward` closes files and forgets pictures that it has passed.
    """

    def __init__(
        self,
        prepared: Prepared,
        cache: FrameCache,
        *,
        check: Check = lambda: None,
        scratch: Callable[[], Path],
        kept: Path | None = None,
        forward: bool = False,
    ) -> None:
        self.prepared = prepared
        self.check = check
        self._to_working = to_working(WorkingSpace.from_json(prepared.job.colour))
        self._cache = cache
        self._steady = FrameCache(STEADY_BYTES, spares_large=True)
        self._kept = None if kept is None else Kept(kept, self._to_working)
        self._closing = ExitStack()
        self._readers = self._closing.enter_context(
            Readers(self._to_working, patience=_PATIENCE, ring_bytes=_PASSING_BYTES)
            if forward
            else Readers(self._to_working)
        )
        self._calls = Calls(prepared, self._readers, scratch, self._checked)
        self.stats = self._calls.stats
        self._stateful = Stateful(
            Host(
                prepared,
                self._calls,
                value=self._value,
                hand_out=self._hand_out,
                check=self._checked,
                scratch=scratch,
                to_working=self._to_working,
                kept=self._kept,
                forward=forward,
            )
        )
        self._under_way: list[Work] = []
        self._moment: tuple[Time, str] = (Time.zero(prepared.job.format.rate), "")

    def __exit__(self, *_: object) -> None:
        with self._closing:
            self._stateful.close()

    def frame(self, time: Time) -> Frame:
        """Return the output's frame at `time`.

        Raises NodeRefused, NodeFault, MediaError, or what `check` raises.
        """
        output = self.prepared.output
        value = at_port(self._value(wanted(self.prepared, output, time)), output.port)
        self._readers.pass_by()
        if not isinstance(value, Frame):
            raise CannotRun(
                f"Show the output of '{output.node}'",
                f"it gives a {type(value).__name__.lower()}, not a picture",
                hint="Name a node that makes a picture.",
            )
        made: Frame = standing(value, time)
        return made

    def frames(self, range: Range) -> Iterator[Frame]:
        """Yield the output's frame at each whole frame of the range."""
        for time in range.frames():
            yield self.frame(time)

    def _checked(self) -> None:
        # A run outlives the call that is waited for: whose wish to stop counts is known only now.
        self.check()

    def _value(self, want: Want) -> Any:
        """Return a node's value. Works with a stack of its own, so that streams may feed streams."""
        asking: list[Asking] = [self._work(want)]
        answer = None
        try:
            while asking:
                try:
                    missing = asking[-1].send(answer)
                except StopIteration as done:
                    asking.pop()
                    answer = done.value
                else:
                    asking.append(self._work(missing))
                    answer = None
        finally:
            while asking:
                asking.pop().close()
        return answer

    def _work(self, want: Want) -> Asking:
        found: dict[Want, Any] = {}

        def have(one: Want) -> bool:
            value = self._found(one)
            if value is not None:
                found[one] = value
            return value is not None

        work = Work(want, plan(self.prepared, want, have), found)
        self.stats.reused += len(found)
        self._under_way.append(work)
        try:
            for step in work.steps:
                if work.has(step.want):
                    work.skip(step.reads)
                    continue
                self.check()
                ready = self.prepared.ready[step.want[0]]
                if ready.is_stateful:
                    yield from self._stateful.advance(ready, step.want)
                else:
                    values = work.take(step.reads)
                    made = self._calls.make(ready, step.want[1], step.reads, values)
                    del values
                    self._hand_out(ready, step.want, made)
                    del made
            return work.result()
        finally:
            self._under_way.pop()

    def _hand_out(self, ready: Ready, want: Want, value: Any, *, shared: bool = True) -> None:
        """Give a value that was just made to all that wait for it, and keep it where that is worth while.

        What is not to be `shared` is of use to this run alone.
        """
        for work in self._under_way:
            work.offer(want, value)
        if want[0] in self.prepared.edge:
            self._steady.put(ready.key, value)
        if not shared:
            return
        self._cache.put(self._frame_key(ready, want[1]), value)
        if self._kept is not None and ready.keeps:
            self._kept.store(ready, want[1], value)

    def _found(self, want: Want) -> Any:
        """Return a value that need not be made, or None."""
        ready = self.prepared.ready[want[0]]
        for work in self._under_way:
            if work.has(want):
                return work.get(want)
        if want[0] in self.prepared.edge and (value := self._steady.get(ready.key)) is not None:
            return value
        key = self._frame_key(ready, want[1])
        value = self._cache.get(key)
        if value is None and self._kept is not None and ready.keeps:
            value = self._kept.load(ready, want[1])
            if value is not None:
                self._cache.put(key, value)
        return value

    def _frame_key(self, ready: Ready, time: Time) -> str:
        if ready.steady:
            return ready.key
        if self._moment[0] is not time:
            self._moment = (time, f" {time.value} {time.rate}")
        return ready.key + self._moment[1]
