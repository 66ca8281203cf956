"""Which values have to be made for one frame, inputs first; worked out before anything is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from nodes.api import Time
from nodes.graph.model import Link

from .errors import tied
from .prepare import Feed, Prepared, Ready

Want: TypeAlias = tuple[str, Time]
"""A node's value at a time."""


class Need(NamedTuple):
    """One thing a node's call reads: what feeds it, the value that is wanted, and the time it stands for."""

    feed: Feed
    want: Want
    time: Time


class Step(NamedTuple):
    """One value to make and what is read for it. A stateful node reads by itself, in order."""

    want: Want
    reads: Sequence[Need]


def needs(prepared: Prepared, ready: Ready, time: Time) -> list[Need]:
    """Return what a per-frame node reads to make its value at `time`, in the order of its ports.

    Raises what the node's `times=` raises, tied to node and time.
    """
    if not ready.spec.has_times:
        return [
            Need(feed, wanted(prepared, feed.link, time), time)
            for feed in ready.feeds
            if feed.link is not None
        ]
    found = []
    for feed, at in zip(ready.feeds, _chosen(ready, time), strict=True):
        if at is not None and feed.link is not None:
            found.append(Need(feed, wanted(prepared, feed.link, at), at))
    return found


def _chosen(ready: Ready, time: Time) -> list[Time | None]:
    """Return the time at which each of a node's feeds is wanted, as its `times=` says."""
    try:
        answer = ready.node.input_times(time, ready.asked_at(time))
        connected = Counter(feed.argument for feed in ready.feeds)
        for name, at in answer.items():
            if isinstance(at, Sequence) and len(at) != connected[name]:
                raise ValueError(f"{len(at)} times for the {connected[name]} inputs at '{name}'")
    except Exception as error:
        raise tied(ready.place, time, error) from error
    listed = {name: iter(at) for name, at in answer.items() if isinstance(at, Sequence)}
    return [
        next(listed[feed.argument]) if feed.argument in listed else _one(answer.get(feed.argument, time))
        for feed in ready.feeds
    ]


def _one(at: Time | Sequence[Time | None] | None) -> Time | None:
    assert at is None or isinstance(at, Time)
    return at


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


def plan(prepared: Prepared, want: Want, have: Callable[[Want], bool]) -> list[Step]:
    """Return the steps that make `want`, inputs before what reads them; what `have` knows is not planned.

    Stateful nodes are where a plan ends: what they read depends on where their run stands. Walks with a
    stack of its own, so that a chain may be as long as memory allows.
    """
    steps: list[Step] = []
    seen: set[Want] = set()
    walked: list[tuple[Step, Iterator[Need]]] = []

    def begin(one: Want) -> None:
        seen.add(one)
        if have(one):
            return
        name, time = one
        ready = prepared.ready[name]
        reads = [] if ready.is_stateful else needs(prepared, ready, time)
        walked.append((Step(one, reads), iter(reads)))

    begin(want)
    while walked:
        step, before = walked[-1]
        following = next((need.want for need in before if need.want not in seen), None)
        if following is None:
            walked.pop()
            steps.append(step)
        else:
            begin(following)
    return steps
