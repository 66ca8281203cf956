"""What a viewer asks beside pictures: what a pixel holds, which frames are there, which views there are."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from nodes.api.times import Range, Time
from nodes.process.slots import Loan

from .shader import Shader

_LOOK = "look"


class Looks(Protocol):
    """The questions; `_ask` has one answered on a lane."""

    @abstractmethod
    def _ask(
        self,
        name: str,
        args: Any,
        lane: str,
        told: Callable[[int, int], None] | None = None,
        seen: Callable[[Loan], None] | None = None,
    ) -> Any: ...

    def pixel(self, name: str, time: Time, at: tuple[int, int], size: int = 1) -> Mapping[str, Any]:
        """Return what a loaded job's frame holds at (column, row), the mean of `size` x `size` pixels.

        `working` are values by channel in the working space, `source` the samples as they were decoded, by
        channel, of a frame that nothing has touched (None else), `layout` and `colour` how these are stored;
        `layers` the file's further channels. Raises UnknownJob, BadInput for a place beside the picture.
        """
        args = {"name": name, "time": time.to_json(), "at": list(at), "size": size}
        found: Mapping[str, Any] = self._ask("pixel", args, _LOOK)
        return found

    def cached(self, name: str, range: Range) -> list[tuple[int, int]]:
        """Return which frames of a loaded job are in memory, as (first, count) in rising order.

        Raises UnknownJob.
        """
        found = self._ask("cached", {"name": name, "range": range.to_json()}, _LOOK)
        return [(int(first), int(count)) for first, count in found]

    def views(self, colour: Mapping[str, str]) -> list[str]:
        """Return the views of the display in a working space's configuration. Raises ColourSpaceError."""
        return list(self._ask("views", dict(colour), _LOOK))

    def to_display(self, colour: Mapping[str, str]) -> tuple[tuple[float, ...], ...]:
        """Return the 3x3 matrix from a working space's light to a Rec.709 display's.

        Raises ColourSpaceError.
        """
        return tuple(tuple(row) for row in self._ask("to display", dict(colour), _LOOK))

    def shader(self, colour: Mapping[str, str], view: str) -> Shader:
        """Return the shader from a working space to a view of the display, "" for colorimetrically.

        Raises BadInput for no such view, ColourSpaceError.
        """
        tables: dict[str, Any] = {}
        args = {"colour": dict(colour), "view": view}
        text = self._ask("shader", args, _LOOK, seen=lambda loan: tables.update(loan.copy()))
        return Shader.of(view, colour, text, tables)
