"""Where values lie that need not be made: memory, a project's results, the user's own cache folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nodes.api import Time
from nodes.api.frames import ToWorking

from .cache import FrameCache
from .kept import Kept
from .plan import Want
from .prepare import Prepared, Ready
from .spill import COSTLY_SECONDS, Spill
from .stats import Place, Stats
from .values import arrays_in

STEADY_BYTES = 256 << 20

Doubt = Callable[[Ready, Time, Any], None]
"""Is told of every value that was found; raises where it is not what it should be."""


class Shelves:
    """All places where one run looks for values, and puts those that it made.

    Values that never change are remembered for the run; others go into `cache`, which runs share. `peers` is
    the cache of other runs, only looked into. `kept` are the project's results, of nodes marked `keep`;
    `spill` takes what cost much. Where the cache holds half floats, what kept results are made of is held
    exactly, and nothing is spilled.
    """

    def __init__(
        self,
        prepared: Prepared,
        cache: FrameCache,
        stats: Stats,
        to_working: ToWorking,
        *,
        peers: FrameCache | None = None,
        kept: Kept | None = None,
        spill: Spill | None = None,
    ) -> None:
        self.doubt: Doubt | None = None
        self.kept = kept
        self._prepared, self._cache, self._stats, self._to_working = prepared, cache, stats, to_working
        self._peers = None if peers is None or peers.half else peers
        self._spill = spill
        self._steady = FrameCache(STEADY_BYTES, spares_large=True)
        self._exact = _below_keepers(prepared) if cache.half and kept is not None else frozenset()
        self._moment: tuple[Time, str] = (Time.zero(prepared.job.format.rate), "")

    def key(self, ready: Ready, time: Time) -> str:
        """Return the name of a node's value at a time."""
        if ready.steady:
            return ready.key
        if self._moment[0] is not time:
            self._moment = (time, f" {time.value} {time.rate}")
        return ready.key + self._moment[1]

    def get(self, ready: Ready, time: Time) -> Any:
        """Return a value that need not be made, or None. Raises Failed, and what `doubt` raises."""
        if ready.name in self._prepared.edge and (value := self._steady.get(ready.key)) is not None:
            return value
        value, place = self._look(ready, time)
        if value is not None:
            self._stats.found(ready.name, place)
            if self.doubt is not None:
                self.doubt(ready, time, value)
        return value

    def put(self, ready: Ready, want: Want, value: Any, *, shared: bool = True) -> None:
        """Keep a value that was just made, where that is worth while. Raises Failed where the disk refuses.

        What is not to be `shared` is of use to this run alone.
        """
        time = want[1]
        self._stats.made(ready.name, sum(array.nbytes for array in arrays_in(value)))
        if ready.name in self._prepared.edge:
            self._steady.put(ready.key, value)
        if not shared:
            return
        self._cache.put(self.key(ready, time), value, exact=ready.name in self._exact)
        if self.kept is not None and self.kept.keeps(ready):
            self.kept.store(ready, time, value)
        elif self._spills(ready) and self._stats.mean_seconds(ready.name) >= COSTLY_SECONDS:
            assert self._spill is not None
            self._spill.put(ready.key, time, value)

    def _look(self, ready: Ready, time: Time) -> tuple[Any, Place]:
        key, exact = self.key(ready, time), ready.name in self._exact
        value = self._cache.get(key, exact=exact)
        if value is None and self._peers is not None:
            value = self._peers.get(key)
        if value is not None:
            return value, "memory"
        place: Place = "results"
        if self.kept is not None and self.kept.keeps(ready):
            value = self.kept.load(ready, time)
        elif self._spill is not None and ready.key in self._spill:
            value, place = self._spill.get(ready.key, time, self._to_working), "spill"
        if value is not None:
            self._cache.put(key, value, exact=exact)
        return value, place

    def _spills(self, ready: Ready) -> bool:
        return self._spill is not None and not self._cache.half


def _below_keepers(prepared: Prepared) -> frozenset[str]:
    """Return the nodes whose values go into kept results: those that keep, and all upstream of them."""
    found: set[str] = set()
    for ready in reversed(list(prepared.ready.values())):  # those that read before what they read
        if ready.keeps or ready.name in found:
            found.add(ready.name)
            found.update(feed.link.node for feed in ready.feeds if feed.link is not None)
    return frozenset(found)
