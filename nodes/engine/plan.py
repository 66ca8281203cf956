"""Which values have to be made for one frame, inputs first; worked out before anything is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from nodes.api import Time
from nodes.graph.model import Link

from .prepare import Prepared, Ready

Want: TypeAlias = tuple[str, Time]
"""A node's value at a time."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a node's call reads: for a port (or a driven parameter), from an output of another node."""

    argument: str
    want: Want
    port: str
    variadic: bool = False


def needs(prepared: Prepared, ready: Ready, time: Time) -> tuple[Need, ...]:
    """Return what the node reads to make its value at `time`, in the order of its ports."""
    chosen = ready.node.input_times(time, ready.settings)
    found: list[Need] = []
    for wired in ready.reads:
        at = chosen.get(wired.argument, time)
        times = at if isinstance(at, Sequence) else [at] * len(wired.links)
        for link, each in zip(wired.links, times, strict=True):
            if each is not None:
                found.append(Need(wired.argument, _want(prepared, link, each), link.port, wired.variadic))
    return tuple(found)


def _want(prepared: Prepared, link: Link, time: Time) -> Want:
    """Return the want; a value that never changes is wanted at one time only, and so made once."""
    ready = prepared.ready[link.node]
    return link.node, (Time.zero(time.rate) if ready.steady else time)


@dataclass(frozen=True, slots=True)
class Step:
    """One value to make and what is read for it."""

    want: Want
    reads: tuple[Need, ...]


Have: TypeAlias = Callable[[Want], bool]
Pending: TypeAlias = Callable[[Ready, Time], Sequence[Time]]
"""For a stateful node: the domain's times that must be run, in order, before its value at a time is there."""


def plan(prepared: Prepared, want: Want, have: Have, pending: Pending) -> list[Step]:
    """Return the steps that make `want`, inputs before what reads them; what `have` knows is not planned.

    A stateful node's earlier frames are run whether they are known or not: its state is made by them.
    Walks with a stack of its own, so that a chain may be as long as memory allows.
    """
    steps: list[Step] = []
    seen: set[Want] = set()
    walked: list[tuple[Step, Iterator[tuple[Want, bool]]]] = []

    def begin(one: Want, must_run: bool) -> None:
        seen.add(one)
        if not must_run and have(one):
            return
        name, time = one
        ready = prepared.ready[name]
        reads = needs(prepared, ready, time)
        before = [(need.want, False) for need in reads]
        if ready.is_stateful and not must_run:
            before = [((name, each), True) for each in pending(ready, time)] + before
        walked.append((Step(one, reads), iter(before)))

    begin(want, False)
    while walked:
        step, before = walked[-1]
        following = next((each for each in before if each[0] not in seen), None)
        if following is None:
            walked.pop()
            steps.append(step)
        else:
            begin(*following)
    return steps
