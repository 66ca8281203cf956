"""How far each node is: what runs, what it took, what is made, what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from editor.document.model import Clip
from editor.ui.observe import Value
from nodes.models.working import Working

Held: TypeAlias = Literal["", "none", "made", "kept", "stale"]
"""What there is of a node's output: nothing known, nothing, frames in memory, stored results, old ones."""


@dataclass(frozen=True, slots=True)
class State:
    """Of one node. `progress` is 0 to 1 while it works, None else; `seconds` a value took, on average.

    `error` is why it failed, `fault` the key it failed under. `key` tells one making of it from another.
    """

    progress: float | None = None
    doing: str = ""
    left: float | None = None
    seconds: float | None = None
    held: Held = ""
    frames: int = 0
    error: str = ""
    key: str = ""
    fault: str = ""


NOTHING = State()


class Status:
    """`states` holds what is known of the nodes of the clip that is shown, by node."""

    def __init__(self, clip: Value[Clip | None]) -> None:
        self.states: Value[Mapping[str, State]] = Value({})
        self._all: dict[str, dict[str, State]] = {}
        self._clip = clip
        clip.watch(lambda _: self._show())

    def of(self, node: str) -> State:
        """Return what is known of a node."""
        return self.states.value.get(node, NOTHING)

    def works(self, clip: str, node: str, working: Working) -> None:
        """Note what a node says of long work; the end of it where it is done."""
        total = working.total
        progress = None if not total else min(1.0, max(0.0, working.done / total))
        going = total is None or working.done < total
        self._change(
            clip,
            node,
            progress=(progress or 0.0) if going else None,
            doing=working.text if going else "",
            left=working.seconds if going else None,
            error="",
        )

    def rest(self) -> None:
        """Note that nothing works any more."""
        for known in self._all.values():
            for node, state in known.items():
                if state.progress is not None:
                    known[node] = replace(state, progress=None, doing="", left=None)
        self._show()

    def fails(self, clip: str, node: str, why: str, key: str = "") -> None:
        """Note why a node failed; it stands until the node works again or changes.

        Without the `key` it failed under, what is made of it tells that it works again.
        """
        self._change(clip, node, error=why, fault=key, progress=None, doing="", left=None)

    def learn(self, clip: str, report: Mapping[str, Mapping[str, Any]]) -> None:
        """Take in what the engine reports of a clip's nodes: calls, seconds, what is held where."""
        known = self._all.setdefault(clip, {})
        for node, told in report.items():
            known[node] = learnt(known.get(node, NOTHING), told)
        self._show()

    def _change(self, clip: str, node: str, **changes: Any) -> None:
        known = self._all.setdefault(clip, {})
        known[node] = replace(known.get(node, NOTHING), **changes)
        self._show()

    def _show(self) -> None:
        clip = self._clip.value
        self.states.set({} if clip is None else dict(self._all.get(clip.id, {})))


def learnt(before: State, told: Mapping[str, Any]) -> State:
    """Return a node's state after a report of the engine.

    What was made under another key and is not made anew is stale.
    """
    calls, key = int(told["calls"]), str(told["key"])
    results, values = int(told["results"]), int(told["memory"]["values"]) + int(told["spilled"])
    held: Held = "kept" if results else "made" if values else "none"
    if held == "none" and (before.held == "stale" or (before.held in ("made", "kept") and before.key != key)):
        held = "stale"
    return replace(
        before,
        seconds=told["seconds"] / calls if calls else before.seconds,
        held=held,
        frames=results or values,
        error="" if before.fault != key and (calls or results or values) else before.error,
        key=key,
    )


_LEAST: tuple[Held, ...] = ("stale", "none", "made", "kept")
"""What a group holds is the least that any of its nodes holds."""


def shown_states(homes: Mapping[str, str], states: Mapping[str, State]) -> Mapping[str, State]:
    """Return the states with those of folded groups: `homes` says which group a node is folded into.

    A group works as far as the first of its nodes that works, fails as the first that failed, takes as long
    as all of them, and holds what all of them hold.
    """
    inside: dict[str, dict[str, State]] = {}
    for node, state in states.items():
        if node in homes:
            inside.setdefault(homes[node], {})[node] = state
    return {**states, **{group: _together(found) for group, found in inside.items()}} if inside else states


def _together(states: Mapping[str, State]) -> State:
    every = list(states.values())
    working = next((state for state in every if state.progress is not None), NOTHING)
    seconds = [state.seconds for state in every if state.seconds is not None]
    held = [state for state in every if state.held]
    least = min(held, key=lambda state: (_LEAST.index(state.held), state.frames), default=NOTHING)
    return replace(
        working,
        seconds=sum(seconds) if seconds else None,
        held=least.held,
        frames=least.frames,
        error=next((f"{node}: {state.error}" for node, state in states.items() if state.error), ""),
        key="",
        fault="",
    )


def told(state: State) -> str:
    """Return a state in words, "" where nothing is known.

    >>> told(State(seconds=0.0123, held="made", frames=3))
    '12.3 ms a frame; 3 frames made'
    """
    words = []
    if state.error:
        words.append(state.error)
    if state.progress is not None:
        words.append(f"{state.doing or 'working'}: {state.progress:.0%}")
        if state.left is not None:
            words.append(f"about {round(state.left)} s left")
    if state.seconds is not None:
        words.append(f"{span_text(state.seconds)} a frame")
    plural = "" if state.frames == 1 else "s"
    words.append(
        {
            "": "",
            "none": "not made yet",
            "made": f"{state.frames} frame{plural} made",
            "kept": f"{state.frames} result{plural} kept",
            "stale": "changed since it was made",
        }[state.held]
    )
    return "; ".join(word for word in words if word)


def span_text(seconds: float) -> str:
    """Return a span of time, short.

    >>> span_text(0.0004), span_text(0.25), span_text(3.21), span_text(75)
    ('0.4 ms', '250 ms', '3.2 s', '75 s')
    """
    if seconds < 0.1:
        return f"{seconds * 1000:.1f} ms"
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
