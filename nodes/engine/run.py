"""Making values: plans are carried out step by step, and nothing is held longer than somebody needs it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from nodes.api import Frame, Range, Time
from nodes.media.colour import to_working
from nodes.media.working import WorkingSpace

from .cache import FrameCache
from .calls import Calls
from .context import Check
from .errors import CannotRun
from .flights import Flights
from .host import Asking, Host
from .kept import Kept
from .plan import Step, Want, plan, wanted
from .prepare import Prepared, Ready
from .readers import Readers
from .shelves import Shelves
from .spill import Spill
from .stateful import Stateful
from .values import at_port, standing
from .verify import Verify
from .work import Work

_PATIENCE = 48
_PASSING_BYTES = 8 << 20


class Run(AbstractContextManager["Run"]):
    """A prepared job being evaluated, by one thread.

    Holds the open files, the state of stateful nodes and values that never change; what else is worth
    having again is in `cache`. Frames are pulled with `frame(time)` or in order with `frames(range)`.
    `check` is called before every step. `scratch` gives the folder for scratch files, `kept` is the
    folder of results. A run that only goes `forward` closes files and forgets pictures that it has passed.
    `peers` is a cache of others to look into, `spill` takes what cost much, `flights` knows what others
    are making now. `validate` is the share of found values (0 to 1) that are made again and compared, which
    raises ResultDiffers; results of nodes in `blind` (keys) are neither looked for nor stored.
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
        peers: FrameCache | None = None,
        spill: Spill | None = None,
        flights: Flights | None = None,
        validate: float = 0.0,
        blind: Container[str] = (),
    ) -> None:
        self.prepared = prepared
        self.check = check
        self._to_working = to_working(WorkingSpace.from_json(prepared.job.colour))
        self._flights = flights
        self._scratch = scratch
        self._closing = ExitStack()
        self._readers = self._closing.enter_context(
            Readers(self._to_working, patience=_PATIENCE, ring_bytes=_PASSING_BYTES)
            if forward
            else Readers(self._to_working)
        )
        self._calls = Calls(prepared, self._readers, scratch, self._checked)
        self.stats = self._calls.stats
        self._shelves = Shelves(
            prepared,
            cache,
            self.stats,
            self._to_working,
            peers=peers,
            kept=None if kept is None else Kept(kept, self._to_working, blind=blind),
            spill=spill,
        )
        self._fresh: dict[str, Run] = {}
        if validate:
            remaking = self._closing.enter_context(ExitStack())
            self._shelves.doubt = Verify(validate, partial(self._remade, remaking))
        self._stateful = Stateful(
            Host(
                prepared,
                self._calls,
                value=self._value,
                hand_out=self._hand_out,
                check=self._checked,
                scratch=scratch,
                to_working=self._to_working,
                kept=self._shelves.kept,
                forward=forward,
            )
        )
        self._under_way: list[Work] = []

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
                    made = self._made(ready, step, values)
                    del values
                    self._hand_out(ready, step.want, made)
                    del made
            return work.result()
        finally:
            self._under_way.pop()

    def _made(self, ready: Ready, step: Step, values: list[Any]) -> Any:
        """Return what a node makes of what it reads, made once however many runs are after it now."""
        make = partial(self._calls.make, ready, step.want[1], step.reads, values)
        if self._flights is None:
            return make()
        return self._flights.once(self._shelves.key(ready, step.want[1]), make, self.check)

    def _hand_out(self, ready: Ready, want: Want, value: Any, *, shared: bool = True) -> None:
        """Give a value that was just made to all that wait for it, and keep it where that is worth while.

        What is not to be `shared` is of use to this run alone.
        """
        for work in self._under_way:
            work.offer(want, value)
        self._shelves.put(ready, want, value, shared=shared)

    def _found(self, want: Want) -> Any:
        """Return a value that need not be made, or None."""
        for work in self._under_way:
            if work.has(want):
                return work.get(want)
        return self._shelves.get(self.prepared.ready[want[0]], want[1])

    def _remade(self, closing: ExitStack, ready: Ready, time: Time) -> Any:
        """Return what a node makes anew; what it reads may be found among the results."""
        fresh = self._fresh.get(ready.name)
        if fresh is None:
            kept = self._shelves.kept
            fresh = self._fresh[ready.name] = closing.enter_context(
                Run(
                    self.prepared,
                    FrameCache(_PASSING_BYTES),
                    check=self._checked,
                    scratch=self._scratch,
                    kept=None if kept is None else kept.folder,
                    blind=(ready.key,),
                )
            )
        return fresh.value(ready.name, time)

    def value(self, name: str, time: Time) -> Any:
        """Return what a node makes at a time: one value, or values by port. Raises as `frame`."""
        return self._value((name, time))
