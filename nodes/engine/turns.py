"""Who comes first: a frame that somebody waits for, then what is played, then renders."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition
from typing import Literal, TypeAlias

Rank: TypeAlias = Literal[0, 1, 2]
LOOKED_AT: Rank = 0
PLAYED: Rank = 1
RENDERED: Rank = 2
MOST_SECONDS = 10.0
"""The longest that one piece of work gives way: something slow to look at must not stop a render."""
_LOOK_SECONDS = 0.05


class Turns:
    """Which ranks are at work now; shared by the threads of a process."""

    def __init__(self, most_seconds: float = MOST_SECONDS) -> None:
        self._most = most_seconds
        self._busy: Counter[int] = Counter()
        self._held = False
        self._changed = Condition()

    @contextmanager
    def at_work(self, rank: Rank) -> Iterator[None]:
        """Let lower ranks give way for as long as the `with` statement lasts."""
        with self._changed:
            self._busy[rank] += 1
        try:
            yield
        finally:
            with self._changed:
                self._busy[rank] -= 1
                self._changed.notify_all()

    def hold(self, held: bool) -> None:
        """Let renders rest where they would give way, or go on."""
        with self._changed:
            self._held = held
            self._changed.notify_all()

    def rest(self, check: Callable[[], None]) -> None:
        """Wait for as long as renders are held. Raises what `check` raises."""
        with self._changed:
            while self._held:
                self._changed.wait(_LOOK_SECONDS)
                check()

    def give_way(self, rank: Rank, check: Callable[[], None]) -> None:
        """Wait while a higher rank is at work, between two frames. Raises what `check` raises."""
        until = time.monotonic() + self._most
        with self._changed:
            while any(self._busy[above] for above in range(rank)) and time.monotonic() < until:
                self._changed.wait(_LOOK_SECONDS)
                check()
