"""One node of a prepared job: what it is, what feeds it, what it is called for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from nodes.api import Format, Node, Param, Range, Spec, Time
from nodes.graph.model import GraphNode, Link

from .setup import Setup


class Feed(NamedTuple):
    """One link into a node's argument, and the node that it comes from.

    `param` is the parameter it drives, None where it feeds an input. `link` and `source` are None at an
    empty place of a list. `whole` says that a whole curve is wanted rather than its value at a time.
    """

    argument: str
    link: Link | None
    variadic: bool
    param: Param | None
    source: Ready | None
    whole: bool = False


@dataclass(slots=True, eq=False)
class Ready:
    """One node of a prepared job, not to be changed once made.

    `domain` is where it runs, None where any time will do. `lineage` is the key without the stretches that
    nodes run over: a longer clip changes the one, not the other. A `steady` node gives the same value at
    all times. `fixed` are the arguments that are the same at every call. `is_direct` says that a call needs
    nothing but those and its inputs at the same time.
    """

    name: str
    place: GraphNode
    setup: Setup
    feeds: tuple[Feed, ...]
    domain: Range | None
    format: Format
    key: str
    lineage: str
    steady: bool
    fixed: Mapping[str, Any]
    is_stateful: bool
    is_direct: bool

    @property
    def node(self) -> Node[..., Any]:
        """The node as it was defined."""
        return self.setup.blueprint.node

    @property
    def spec(self) -> Spec:
        """Its schema."""
        return self.setup.blueprint.spec

    @property
    def settings(self) -> Mapping[str, Any]:
        """Every parameter as the node function wants it; what changes over time is a Curve."""
        return self.setup.settings

    @property
    def moving(self) -> frozenset[str]:
        """The parameters that are Curves to be looked up at each time."""
        return self.setup.moving

    @property
    def keeps(self) -> bool:
        """Whether what it makes is stored in the project."""
        return self.setup.keeps

    @property
    def injects(self) -> Mapping[str, str]:
        """The arguments by kind that change from call to call: time, context."""
        return self.setup.blueprint.injects

    @property
    def files(self) -> tuple[str, ...]:
        """The parameters that are files."""
        return self.setup.files

    @property
    def takes_seed(self) -> bool:
        """Whether the take's seed can change what it makes."""
        return self.setup.takes_seed

    @property
    def leads_by_seed(self) -> bool:
        """Whether it takes the take's seed and nothing before it does: other takes give it the same."""
        return self.takes_seed and not any(each.takes_seed for each in _before(self))

    @property
    def slots(self) -> tuple[tuple[str, Link], ...]:
        """What feeds its inputs, by argument, in the order of its ports."""
        return tuple((feed.argument, feed.link) for feed in self.feeds if feed.link and not feed.param)

    @property
    def rest(self) -> Time:
        """The one time at which a steady value is wanted."""
        return Time.zero(self.format.rate)

    def asked_at(self, time: Time) -> Mapping[str, Any]:
        """Return what the node's hooks are given: its parameters, and the range and format it is handed."""
        handed = {each.name: self.fixed[each.name] for each in self.spec.injected if each.name in self.fixed}
        return {**self.settings_at(time), **handed}

    def settings_at(self, time: Time) -> Mapping[str, Any]:
        """Return the parameters with their keyframes looked up at a time."""
        if not self.moving:
            return self.settings
        return {
            name: value.at(time) if name in self.moving else value for name, value in self.settings.items()
        }


def _before(ready: Ready) -> Iterator[Ready]:
    """Yield every node that a node reads, however far away, each once."""
    seen: set[str] = set()
    left = [feed.source for feed in ready.feeds]
    while left:
        source = left.pop()
        if source is not None and source.name not in seen:
            seen.add(source.name)
            left.extend(feed.source for feed in source.feeds)
            yield source


def at_one_time(steady: bool, feeds: Sequence[Feed]) -> bool:
    """Return whether all that a node reads is plainly wanted at the time at which it is wanted itself."""
    for feed in feeds:
        source = feed.source
        if source is None or source.steady is not steady or source.is_stateful or feed.param is not None:
            return False
    return True
