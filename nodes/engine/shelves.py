"""Where values lie that need not be made: memory, a project's results, the user's own cache folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nodes.api import Time
from nodes.api.frames import ToWorking

from .cache import FrameCache
from .kept import Kept
from .moment import Moment
from .prepare import Prepared
from .ready import Ready
from .spill import COSTLY_SECONDS, Spill
from .stats import Place, Stats
from .values import size_of

STEADY_BYTES = 256 << 20

Doubt = Callable[[Ready, Time, Any], None]
"""Is told of every value that was found; raises where it is not what it should be."""


class Shelves:
    """All places where one run looks for values, and puts those that it made.

    Values named in `lasting` are remembered for the run; others go into `cache`, which runs share. `peers` is
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
        self.lasting: set[str] = set()
        self.kept = kept
        self._known: set[str] = set()
        self._cache, self._stats, self._to_working = cache, stats, to_working
        self._peers = None if peers is None or peers.half else peers
        self._spill = spill
        self._steady = FrameCache(STEADY_BYTES, spares_large=True)
        self._exact = _below_keepers(prepared) if cache.half and kept is not None else frozenset()
        self._only_memory = self._peers is None and kept is None and spill is None
        self._spills = spill is not None and not cache.half

    def get(self, ready: Ready, moment: Moment, name: str) -> Any:
        """Return a value that need not be made, by its name, or None. Raises Failed, or as `doubt` does."""
        if self._only_memory and name not in self._cache and name not in self.lasting:
            return None
        if name in self.lasting and (value := self._steady.get(name)) is not None:
            return value
        value, place = self._look(ready, moment, name)
        if value is not None:
            self._stats.found(ready.name, place)
            if self.doubt is not None and moment.region is None:
                self.doubt(ready, _stored_at(ready, moment), value)
        return value

    def put(self, ready: Ready, moment: Moment, name: str, value: Any, *, shared: bool = True) -> None:
        """Keep a value that was just made, where that is worth while. Raises Failed where the disk refuses.

        What is not to be `shared` is of use to this run alone.
        """
        self._stats.costs[ready.name].bytes += size_of(value)
        if name in self.lasting:
            self._steady.put(name, value)
        if not shared:
            return
        self._cache.put(name, value, exact=ready.name in self._exact)
        if moment.region is not None:
            return
        if self.kept is not None and self.kept.keeps(ready):
            self.kept.store(ready, _stored_at(ready, moment), value)
        elif self._spills and self._stats.mean_seconds(ready.name) >= COSTLY_SECONDS:
            assert self._spill is not None
            self._spill.put(ready.key, _stored_at(ready, moment), value)

    def _look(self, ready: Ready, moment: Moment, name: str) -> tuple[Any, Place]:
        exact, keeps = ready.name in self._exact, self.kept is not None and self.kept.keeps(ready)
        value = None if keeps and self._has_grown(ready) else self._in_memory(name, exact)
        if value is not None and keeps and moment.region is None:
            self._keep_once(ready, moment, name, value)
        if value is not None or moment.region is not None:
            return value, "memory"
        place: Place = "results"
        if keeps and self.kept is not None:
            value = self.kept.load(ready, _stored_at(ready, moment))
        elif self._spill is not None and ready.key in self._spill:
            time, place = _stored_at(ready, moment), "spill"
            value = self._spill.get(ready.key, time, self._to_working)
        if value is not None:
            self._cache.put(name, value, exact=exact)
        return value, place

    def _in_memory(self, name: str, exact: bool) -> Any:
        value = self._cache.get(name, exact=exact)
        return self._peers.get(name) if value is None and self._peers is not None else value

    def _has_grown(self, ready: Ready) -> bool:
        """Return whether results say how a node's frames were made: memory may hold others of the name."""
        return self.kept is not None and not self.kept.is_whole(ready)

    def _keep_once(self, ready: Ready, moment: Moment, name: str, value: Any) -> None:
        """Keep a value that a run made which had nowhere to keep it."""
        if name not in self._known and self.kept is not None:
            self._known.add(name)
            self.kept.store(ready, _stored_at(ready, moment), value)


def _stored_at(ready: Ready, moment: Moment) -> Time:
    """Return the time under which a value lies on disk."""
    return ready.rest if ready.steady else moment.time


def _below_keepers(prepared: Prepared) -> frozenset[str]:
    """Return the nodes whose values go into kept results: those that keep, and all upstream of them."""
    found: set[str] = set()
    for ready in reversed(list(prepared.ready.values())):  # those that read before what they read
        if ready.keeps or ready.name in found:
            found.add(ready.name)
            found.update(feed.link.node for feed in ready.feeds if feed.link is not None)
    return frozenset(found)
