"""What a hand holds and does on the picture, in source pixels; no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import Literal, Protocol, TypeAlias

from nodes.api.prompts import AnyPrompt
from nodes.api.times import Time

from .outlines import Point

Tool: TypeAlias = Literal["click", "box", "brush", "eraser", "lasso", "shape", "bezier"]
TOOLS: tuple[Tool, ...] = ("click", "box", "brush", "eraser", "lasso", "shape", "bezier")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a hand is: source pixels, how hard it presses (0 to 1), source pixels to one of the screen."""

    x: float
    y: float
    pressure: float = 1.0
    scale: float = 1.0

    @property
    def point(self) -> Point:
        """The place."""
        return self.x, self.y

    def is_near(self, point: Point, pixels: float = 8.0) -> bool:
        """Return whether a place is as near on the screen as a hand can aim."""
        return hypot(self.x - point[0], self.y - point[1]) <= pixels * self.scale


@dataclass(frozen=True, slots=True)
class Held:
    """What is in hand when a gesture begins: whose object, which frame, the brush, inside or outside."""

    time: Time
    obj: int = 1
    positive: bool = True
    width: float = 12.0


@dataclass(frozen=True, slots=True)
class Draft:
    """What a gesture has drawn so far: a line of a width (0 for an outline), the handles of its corners."""

    points: tuple[Point, ...] = ()
    width: float = 0.0
    closed: bool = False
    curved: bool = False
    positive: bool = True


class Gesture(Protocol):
    """One tool's way from the first press to its prompts. `done` tells that nothing more is waited for."""

    done: bool

    def press(self, spot: Spot) -> None:
        """Take a press of the button."""

    def move(self, spot: Spot, *, held: bool) -> None:
        """Take a move, with the button `held` or not."""

    def release(self, spot: Spot) -> None:
        """Take the button's release."""

    def finish(self) -> None:
        """End what goes on over several presses: Enter, or a double click."""

    def back(self) -> bool:
        """Take the last press back; return whether anything is left."""

    @property
    def draft(self) -> Draft:
        """What is to be seen of it now."""

    @property
    def made(self) -> tuple[AnyPrompt, ...]:
        """What it made, once it is done; nothing for a gesture that came to nothing."""
