"""Calling nodes: their arguments, what they cost, and their errors tied to node and time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from nodes.api import Cancelled, Frame, Time, WorkprintError
from nodes.models.line import Line
from nodes.models.worker import Worker
from nodes.models.working import Working

from .context import Check, NodeContext
from .errors import tied
from .moment import Moment
from .plan import Step
from .prepare import Prepared
from .readers import Readers
from .reads import Fetch, Reads, is_sampled, sampled
from .ready import Feed, Ready
from .regions import part_of
from .settings import driven
from .stats import Stats
from .values import at_port, made_by, standing
from .work import Work

T = TypeVar("T")
Heard = Callable[[str, Working], None]
"""Given the name of a node and what it says of its work."""


def unheard(node: str, working: Working) -> None:
    """Let it be said to nobody."""


class Calls:
    """Calls the nodes of a prepared job, for one thread.

    `fetch` makes another node's value at once; `worker` runs models, `heard` is told what nodes say of long
    work. Every method raises NodeRefused, NodeFault, MediaError and the like, tied to node and time.
    """

    def __init__(
        self,
        prepared: Prepared,
        readers: Readers,
        scratch: Callable[[], Path],
        check: Check,
        fetch: Fetch,
        worker: Worker | None,
        heard: Heard,
    ) -> None:
        self.stats = Stats()
        self._media = prepared.job.media
        self._seeds = (prepared.job.seed, *prepared.job.next_seeds)
        self._readers = readers
        self._scratch = scratch
        self._check = check
        self._fetch = fetch
        self._worker = worker
        self._heard = heard
        self._told: WorkprintError | None = None

    def make(self, step: Step, work: Work) -> Any:
        """Return the value of a per-frame node; what it reads is taken from `work`."""
        ready, moment, _, reads = step
        if reads is not None:
            return self.counted(ready, moment.time, lambda: self._made(ready, moment, reads, work))
        started = perf_counter()
        try:
            return self._made_directly(ready, moment, work)
        except Cancelled:
            raise
        except (Exception, SystemExit) as error:
            raise self._tied(ready, moment.time, error) from error
        finally:
            self.stats.add(ready.name, perf_counter() - started)

    def _made_directly(self, ready: Ready, moment: Moment, work: Work) -> Any:
        """Call a node that needs nothing but its inputs at one time; most are."""
        arguments = dict(ready.fixed)
        made, uses, suffix = work.made, work.uses, moment.suffix
        for argument, link, _, _, source, _ in ready.feeds:
            name = source.key + suffix  # type: ignore[union-attr]
            left = uses[name] - 1
            if left:
                uses[name] = left
                value = made[name]
            else:
                del uses[name]
                value = made.pop(name)
            if type(value) is dict:
                value = value[link.port]  # type: ignore[union-attr]
            if value.time is not moment.time and not ready.steady:
                value = standing(value, moment.time)
            arguments[argument] = value
        blueprint = ready.setup.blueprint
        if blueprint.injects:
            arguments[blueprint.injects["time"]] = moment.time
        value = blueprint.function(**arguments)
        if blueprint.gives_frame and type(value) is Frame:
            return value
        return made_by(blueprint.spec, value)

    def _made(self, ready: Ready, moment: Moment, reads: Sequence[Reads], work: Work) -> Any:
        arguments = self.arguments(ready, ready.rest if ready.steady else moment.time)
        for name in ready.setup.blueprint.lists:
            arguments[name] = []
        for feed, each, several in reads:
            given = [
                part_of(standing(at_port(work.take(read.name), read.port), read.time), read.part)
                for read in each
            ]
            self._put(arguments, ready, moment.time, feed, given if several else given[0])
        for feed in ready.feeds:
            if is_sampled(feed):
                self._put(arguments, ready, moment.time, feed, sampled(ready, feed, self._fetch))
        if "context" not in ready.injects:
            return part_of(made_by(ready.spec, ready.node(**arguments)), moment.region)
        with self.context(ready) as context:
            arguments[ready.injects["context"]] = context
            return part_of(made_by(ready.spec, ready.node(**arguments)), moment.region)

    @staticmethod
    def _put(arguments: dict[str, Any], ready: Ready, time: Time, feed: Feed, given: Any) -> None:
        if feed.param is not None:
            scale = ready.setup.blueprint.scale
            arguments[feed.argument] = driven(feed.param, given, time, ready.name, scale)
        elif feed.variadic:
            arguments[feed.argument].append(given)
        else:
            arguments[feed.argument] = given

    def drive(self, ready: Ready, feed: Feed, time: Time, value: Any) -> Any:
        """Return a parameter's value at a time from what drives it, as `plan.Drive` does."""

        def call() -> Any:
            assert feed.param is not None and feed.link is not None
            given = sampled(ready, feed, self._fetch) if value is None else at_port(value, feed.link.port)
            return driven(feed.param, given, time, ready.name, ready.setup.blueprint.scale)

        return self.guarded(ready, time, call)

    def context(self, ready: Ready) -> NodeContext:
        """Return a line to the engine for a node; its owner closes it."""
        return NodeContext(self._scratch, self._line(ready))

    def _line(self, ready: Ready) -> Line:
        space = ready.setup.blueprint.space
        seeds = self._seeds if ready.leads_by_seed else ()
        return Line(self._worker, space, self._check, partial(self._heard, ready.name), seeds)

    def counted(self, ready: Ready, time: Time, call: Callable[[], T]) -> T:
        """Return what a call gives, and count it and the time it takes."""
        started = perf_counter()
        try:
            return self.guarded(ready, time, call)
        finally:
            self.stats.add(ready.name, perf_counter() - started)

    def guarded(self, ready: Ready, time: Time, call: Callable[[], T]) -> T:
        """Return what a call gives; what it raises is tied to node and time, once."""
        try:
            return call()
        except Cancelled:
            raise
        except (Exception, SystemExit) as error:
            if error is self._told:
                # A node upstream failed while this one read ahead: that is told already.
                raise
            raise self._tied(ready, time, error) from error

    def _tied(self, ready: Ready, time: Time, error: Exception | SystemExit) -> WorkprintError:
        self._told = tied(ready.place, time, error)
        return self._told

    def arguments(self, ready: Ready, time: Time) -> dict[str, Any]:
        """Return a node's arguments at a time: all but its inputs and its context."""
        arguments = dict(ready.fixed)
        for name in ready.moving:
            arguments[name] = ready.settings[name].at(time)
        for name in ready.files:
            param = ready.spec.param(name)
            assert param is not None
            arguments[name] = self._readers.read(self._media[ready.settings[name]], param.kind.of)
        for name, served in ready.setup.models.items():
            arguments[name] = served.bind(self._line(ready))
        if ready.setup.shot is not None:
            shot = self._media[ready.setup.shot]
            for each in ready.spec.injected:
                if each.kind == "shot":
                    arguments[each.name] = self._readers.read(shot, each.of)
        if "time" in ready.injects:
            arguments[ready.injects["time"]] = time
        return arguments
