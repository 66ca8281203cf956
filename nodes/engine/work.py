"""One value under way: how it is made, what was made for it so far, and who still reads that."""

from __future__ import annotations

from typing import Any

from .plan import Plan, Step


class Work:
    """The values that a plan's steps still need; each is let go once its last reader has it."""

    def __init__(self, name: str, plan: Plan) -> None:
        self.name = name
        self.steps = plan.steps
        self.uses = plan.uses
        self.made = plan.found

    def offer(self, name: str, value: Any) -> None:
        """Keep a value if somebody still reads it."""
        if name in self.uses:
            self.made[name] = value

    def take(self, name: str) -> Any:
        """Return a value that a step reads, for it alone where it is the last to read it."""
        left = self.uses[name] - 1
        if left:
            self.uses[name] = left
            return self.made[name]
        del self.uses[name]
        return self.made.pop(name)

    def skip(self, step: Step) -> None:
        """Note that a step does not read its inputs any more."""
        ready, moment, _, reads = step
        if reads is None:
            names = [feed.source.key + moment.suffix for feed in ready.feeds if feed.source]
        else:
            names = [read.name for each in reads for read in each.reads]
        for name in names:
            left = self.uses[name] - 1
            if left:
                self.uses[name] = left
            else:
                del self.uses[name]
                self.made.pop(name, None)

    def result(self) -> Any:
        """Return the value that all this was for."""
        return self.made[self.name]
