"""The layouts: which panels each begins with and where they stand. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass

Stack = tuple[str, ...]
"""Panels behind each other, the first one in front; ids that no panel has are passed over."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the panels stand at first: stacks on each side, from the top down or from the left.

    `wide` and `high` are the shares of the window that the left, the right and the bottom take, and
    `least` and `most` the pixels within which the sides stay.
    """

    id: str
    title: str
    key: str
    left: tuple[Stack, ...]
    right: tuple[Stack, ...]
    bottom: tuple[Stack, ...]
    wide: tuple[float, float] = (0.21, 0.24)
    high: float = 0.34
    least: int = 230
    most: int = 560


LAYOUTS = (
    Layout(
        "edit",
        "Edit",
        "Alt+Shift+1",
        left=(("media", "takes"),),
        right=(("inspector", "clip", "prompt"), ("graph", "curves")),
        bottom=(("timeline", "queue"),),
    ),
    Layout(
        "graph",
        "Graph",
        "Alt+Shift+2",
        left=(("takes", "media"),),
        right=(("inspector", "clip", "prompt"),),
        bottom=(("graph", "timeline", "curves"),),
        high=0.46,
    ),
    Layout(
        "takes",
        "Takes",
        "Alt+Shift+3",
        left=(("takes",),),
        right=(("inspector", "prompt"), ("queue",)),
        bottom=(("timeline",),),
        wide=(0.38, 0.22),
        high=0.24,
        most=1100,
    ),
    Layout(
        "review",
        "Review",
        "Alt+Shift+4",
        left=(),
        right=(("scopes",), ("takes", "clip")),
        bottom=(("timeline",),),
        high=0.22,
    ),
)
