"""Values that tell when they change: what a view-model is made of. Plain Python, one thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

Unwatch = Callable[[], None]


class Value(Generic[T]):
    """A value that calls its watchers, in the order they came, when it is set to something else.

    Belongs to one thread: the window's. A watcher may set other values; a value that is set while its own
    watchers are being called tells the newest state once more, never an older one after a newer.

    >>> zoom = Value(1.0)
    >>> stop = zoom.watch(print)
    >>> zoom.set(2.0)
    2.0
    >>> stop(); zoom.set(3.0)
    """

    def __init__(self, value: T) -> None:
        self._value = value
        self._watchers: list[Callable[[T], None]] = []
        self._telling = False
        self._again = False

    @property
    def value(self) -> T:
        """What it is now."""
        return self._value

    def set(self, value: T) -> None:
        """Become `value`; equal values (or the same object) tell nobody."""
        if value is self._value:
            return
        if value == self._value:
            self._value = value
            return
        self._value = value
        if self._telling:
            self._again = True
            return
        self._telling = True
        try:
            self._again = True
            while self._again:
                self._again = False
                for watcher in tuple(self._watchers):
                    watcher(self._value)
        finally:
            self._telling = False

    def watch(self, watcher: Callable[[T], None], *, now: bool = False) -> Unwatch:
        """Call `watcher(value)` at each change (and at once with `now`); return what ends that."""
        self._watchers.append(watcher)
        if now:
            watcher(self._value)

        def unwatch() -> None:
            if watcher in self._watchers:
                self._watchers.remove(watcher)

        return unwatch
