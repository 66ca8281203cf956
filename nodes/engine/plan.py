"""Which values have to be made for one frame, inputs first; worked out before anything is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from nodes.api import Time
from nodes.graph.model import Link

from .moment import Moment
from .prepare import Prepared
from .reads import Reads, asks, drive_reads, reads_of
from .ready import Feed, Ready

Want: TypeAlias = tuple[str, Time]
"""A node's value at a time."""
Find = Callable[[Ready, Moment, str], Any]
"""Gives a value that need not be made, by node, moment and name; None where it has to be."""
Drive = Callable[[Ready, Feed, Time, Any], Any]
"""Gives a parameter's value at a time, from what drives it (None where that is asked for when it is used)."""


Step: TypeAlias = tuple[Ready, Moment, str, Sequence[Reads] | None]
"""One value to make, by its name, and what is read for it.

The reads are None where they are plain: what feeds the node, at the same moment. A stateful node reads by
itself, in order.
"""


class Plan:
    """The steps that make a value, the values `found` that need not be made, and how often each is read.

    Where `missing` holds anything, that has to be made before the rest can be planned. `lasting` names
    values that never change and are read by nodes that do.
    """

    __slots__ = ("found", "lasting", "missing", "steps", "uses")

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.found: dict[str, Any] = {}
        self.missing: list[tuple[Ready, Moment]] = []
        self.uses: dict[str, int] = {}
        self.lasting: set[str] = set()


def wanted(prepared: Prepared, link: Link, time: Time) -> Want:
    """Return the want behind a link at a time.

    A value that never changes is wanted at one time only, and so made once; one of a stateful node at the
    frame of its domain that is on screen then.
    """
    ready = prepared.ready[link.node]
    if ready.steady:
        return link.node, ready.rest
    if ready.is_stateful and ready.domain is not None:
        return link.node, time.at(ready.domain.rate).floor()
    return link.node, time


def plan(last: Ready, moment: Moment, find: Find, drive: Drive) -> Plan:
    """Return how to make a node's value, inputs before what reads them.

    Stateful nodes are where a plan ends: what they read depends on where their run stands. Walks with a
    stack of its own, so that a chain may be as long as memory allows; on it a step without a name is a node
    that is still to be planned. Raises what nodes' `times=` and
    `regions=` raise, tied to node and time.
    """
    made = Plan()
    if last.steady:
        made.lasting.add(last.key + moment.suffix)
    steps, found, uses = made.steps, made.found, made.uses
    waiting: list[Step] = [(last, moment, "", None)]
    while waiting:
        here = waiting.pop()
        if here[2]:
            steps.append(here)
            continue
        ready, at, _, _ = here
        name = ready.key + at.suffix
        if name in uses:
            uses[name] += 1
            continue
        uses[name] = 1
        value = find(ready, at, name)
        if value is not None:
            found[name] = value
        elif ready.is_direct:
            waiting.append((ready, at, name, None))
            for feed in ready.feeds:
                waiting.append((feed.source, at, "", None))  # type: ignore[arg-type]  # it has them all
        elif ready.is_stateful:
            steps.append((ready, at, name, ()))
        else:
            _plan_other(made, waiting, (ready, at, name, ()), find, drive)
    return made


def _plan_other(made: Plan, waiting: list[Step], step: Step, find: Find, drive: Drive) -> None:
    """Plan a node that reads at other times, other parts, or drives along with its inputs."""
    ready, at, name, _ = step
    given: dict[str, Any] = {}
    if asks(ready):
        missing = False
        for feed, read in drive_reads(ready, at):
            value = None if read is None else find(read.source, read.moment, read.name)
            if read is not None and value is None:
                made.missing.append((read.source, read.moment))
                missing = True
            elif not missing:
                given[feed.argument] = drive(ready, feed, at.time, value)
        if missing:
            return
    reads = reads_of(ready, at, given)
    waiting.append((ready, at, name, reads))
    for each in reads:
        for read in each.reads:
            waiting.append((read.source, read.moment, "", None))
            if read.source.steady and not ready.steady:
                made.lasting.add(read.name)
