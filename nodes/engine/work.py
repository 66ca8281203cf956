"""One value under way: its plan, what was made for it so far, and who still reads that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from .plan import Need, Step, Want


class Work:
    """The values that a plan's steps still need; each is let go once its last reader has it."""

    def __init__(self, want: Want, steps: Sequence[Step], found: Mapping[Want, Any]) -> None:
        self.want = want
        self.steps = steps
        self._uses: Counter[Want] = Counter(need.want for step in steps for need in step.reads)
        self._uses[want] += 1
        self._made = {known: value for known, value in found.items() if known in self._uses}

    def has(self, want: Want) -> bool:
        """Return whether a value is there."""
        return want in self._made

    def get(self, want: Want) -> Any:
        """Return a value that is there, or None."""
        return self._made.get(want)

    def offer(self, want: Want, value: Any) -> None:
        """Keep a value if somebody still reads it."""
        if want in self._uses:
            self._made[want] = value

    def take(self, needs: Sequence[Need]) -> list[Any]:
        """Return what a step reads, for it alone where it is the last to read it."""
        values = [self._made[need.want] for need in needs]
        self.skip(needs)
        return values

    def skip(self, needs: Sequence[Need]) -> None:
        """Note that a step does not read its inputs any more."""
        for need in needs:
            self._uses[need.want] -= 1
            if not self._uses[need.want]:
                del self._uses[need.want]
                self._made.pop(need.want, None)

    def result(self) -> Any:
        """Return the value that all this was for."""
        return self._made[self.want]
