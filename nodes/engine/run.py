"""Making values: plans are carried out step by step, and nothing is held longer than somebody needs it."""

from __future__ import annotations

from collections.abc import Callable, Container, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from nodes.api import Audio, Box, Curve, Frame, Matte, Range, Time
from nodes.media.colour import to_working
from nodes.media.working import WorkingSpace
from nodes.models.worker import Worker
from nodes.models.working import Working

from .cache import FrameCache
from .calls import Calls, Heard, unheard
from .context import Check
from .errors import CannotRun
from .flights import Flights
from .host import Host
from .kept import Kept
from .moment import ALWAYS, Moment, moment_of
from .own_sound import own_sound
from .plan import Find, Step, Want, plan
from .prepare import Prepared
from .readers import Readers
from .ready import Ready
from .regions import part_of
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
    are making now. `worker` runs models; `heard` is told by a node's name what it says of long work.
    `validate` is the share of found values (0 to 1) that are made again and compared, which
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
        worker: Worker | None = None,
        heard: Heard = unheard,
        validate: float = 0.0,
        blind: Container[str] = (),
    ) -> None:
        self.prepared = prepared
        self.check = check
        self.heard = heard
        self._worker = worker
        self._to_working = to_working(WorkingSpace.from_json(prepared.job.colour))
        self._flights = flights
        self._scratch = scratch
        self._closing = ExitStack()
        self._readers = self._closing.enter_context(
            Readers(self._to_working, patience=_PATIENCE, ring_bytes=_PASSING_BYTES, scale=prepared.job.scale)
            if forward
            else Readers(self._to_working, scale=prepared.job.scale)
        )
        self._calls = Calls(prepared, self._readers, scratch, self._checked, self._fetch, worker, self._told)
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
        remaking = self._closing.enter_context(ExitStack())
        self._verify = Verify(validate, partial(self._remade, remaking))
        if validate:
            self._shelves.doubt = self._verify
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

    @property
    def checked(self) -> int:
        """How many found values were made again and compared."""
        return self._verify.checked

    def frame(self, time: Time, region: Box | None = None) -> Frame:
        """Return the output's frame at `time`; of a `region` no more may be made than that needs.

        The region lies in the display window's pixels, at the job's scale. Raises NodeRefused, NodeFault,
        MediaError, or what `check` raises.
        """
        last, output = self.prepared.last, self.prepared.output
        moment = moment_of(last, Moment(time, region), time, region)
        value = part_of(at_port(self._made(last, moment), output.port), region)
        self._readers.pass_by()
        if isinstance(value, Matte):
            value = value.frame()
        if not isinstance(value, Frame):
            raise CannotRun(
                f"Show the output of '{output.node}'",
                f"it gives a {type(value).__name__.lower()}, not a picture",
                hint="Name a node that makes a picture.",
            )
        made: Frame = standing(value, time)
        return made

    def number(self, time: Time) -> float:
        """Return what the output, a curve or a number for each frame, is at `time`; raises as `frame`."""
        last, output = self.prepared.last, self.prepared.output
        value = at_port(self._made(last, moment_of(last, ALWAYS, time)), output.port)
        if isinstance(value, Curve):
            value = value.at(time)
        if not isinstance(value, float | int):
            raise CannotRun(
                f"Trace the output of '{output.node}'",
                f"it gives a {type(value).__name__.lower()}, not a number",
                hint="Name an output that is a curve.",
            )
        return float(value)

    def sound(self, range: Range) -> Audio | None:
        """Return the sound that the graph makes with the range's frames (see `own_sound`), None for none."""
        return own_sound(self.prepared, range, self._fetch)

    def frames(self, range: Range) -> Iterator[Frame]:
        """Yield the output's frame at each whole frame of the range."""
        for time in range.frames():
            yield self.frame(time)

    def _checked(self) -> None:
        # A run outlives the call that is waited for: whose wish to stop counts is known only now.
        self.check()

    def _told(self, node: str, working: Working) -> None:
        self.heard(node, working)

    def _value(self, want: Want) -> Any:
        """Return a node's value at a time, for those that read by themselves."""
        return self._made(*self._place(want))

    def _place(self, want: Want) -> tuple[Ready, Moment]:
        ready = self.prepared.ready[want[0]]
        return ready, moment_of(ready, ALWAYS, want[1])

    def _fetch(self, ready: Ready, time: Time) -> Any:
        return self._made(ready, moment_of(ready, ALWAYS, time))

    def _made(self, ready: Ready, moment: Moment) -> Any:
        """Return a node's value. Works with a stack of its own, so that streams may feed streams."""
        asking = [self._work(ready, moment)]
        answer = None
        try:
            while asking:
                try:
                    missing = asking[-1].send(answer)
                except StopIteration as done:
                    asking.pop()
                    answer = done.value
                else:
                    is_want = isinstance(missing[0], str)
                    asking.append(self._work(*(self._place(missing) if is_want else missing)))
                    answer = None
        finally:
            while asking:
                asking.pop().close()
        return answer

    def _work(self, ready: Ready, moment: Moment) -> Generator[Any, Any, Any]:
        work = yield from self._planned(ready, moment)
        self.stats.reused += len(work.made)
        self._under_way.append(work)
        make = self._calls.make if self._flights is None else partial(self._once, self._flights)
        try:
            for step in work.steps:
                node, at, name, _ = step
                if name in work.made:
                    work.skip(step)
                    continue
                self.check()
                if node.is_stateful:
                    yield from self._stateful.advance(node, (node.name, at.time))
                else:
                    self._give(node, at, name, make(step, work))
            return work.result()
        finally:
            self._under_way.pop()

    def _once(self, flights: Flights, step: Step, work: Work) -> Any:
        """Return what a node makes of what it reads, made once however many runs are after it now."""
        called = False

        def call() -> Any:
            nonlocal called
            called = True
            return self._calls.make(step, work)

        value = flights.once(step[2], call, self.check)
        if not called:
            work.skip(step)
        return value

    def _planned(self, ready: Ready, moment: Moment) -> Generator[Any, Any, Work]:
        """Return the work that makes a value; yields drives that have to be known first, and is sent them."""
        known: dict[str, Any] = {}

        def find(ready: Ready, moment: Moment, name: str) -> Any:
            value = known.get(name)
            return self._found(ready, moment, name) if value is None else value

        look: Find = self._shelves.get if not self._under_way else self._found
        while True:
            made = plan(ready, moment, find if known else look, self._calls.drive)
            if not made.missing:
                self._shelves.lasting |= made.lasting
                return Work(ready.key + moment.suffix, made)
            for source, at in made.missing:
                known[source.key + at.suffix] = yield source, at

    def _hand_out(self, ready: Ready, want: Want, value: Any, *, shared: bool = True) -> None:
        """Give a value that a stateful node made to all that wait for it."""
        _, moment = self._place(want)
        self._give(ready, moment, ready.key + moment.suffix, value, shared=shared)

    def _give(self, ready: Ready, moment: Moment, name: str, value: Any, *, shared: bool = True) -> None:
        """Give a value that was just made to all that wait for it, and keep it where that is worth while.

        What is not to be `shared` is of use to this run alone.
        """
        for work in self._under_way:
            if name in work.uses:
                work.made[name] = value
        self._shelves.put(ready, moment, name, value, shared=shared)

    def _found(self, ready: Ready, moment: Moment, name: str) -> Any:
        """Return a value that need not be made, or None."""
        for work in self._under_way:
            if name in work.made:
                return work.made[name]
        return self._shelves.get(ready, moment, name)

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
                    worker=self._worker,
                    heard=self._told,
                    kept=None if kept is None else kept.folder,
                    blind=(ready.key,),
                )
            )
        return fresh.value(ready.name, time)

    def value(self, name: str, time: Time) -> Any:
        """Return what a node makes at a time: one value, or values by port. Raises as `frame`."""
        return self._value((name, time))
