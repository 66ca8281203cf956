"""What the engine can be asked of sounds, pictures, mattes and takes: numbers, no frames."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from nodes.api.times import Range

from .job import Bound, Job

Told = Callable[[int, int], None]
_RENDER, _LOOK = "render", "look"
MEASURE = "measure"
"""The lane of takes that are measured, which gives way to all others."""


class Measurements(Protocol):
    """The questions; `_ask` has one answered on a lane, telling how far it is."""

    @abstractmethod
    def _ask(self, name: str, args: Any, lane: str, told: Told | None = None) -> Any: ...

    def listen(self, bound: Bound, fps: int, told: Told | None = None) -> Mapping[str, Any]:
        """Return what is heard in media's sound: `rate`, `samples`; `beats` and `onsets` as samples.

        `firsts` are the beats that begin bars, by index, `loud` the loudness in LUFS, `fps` values a second.
        `told` hears samples done. Raises MediaError, CannotRun for media without sound.
        """
        heard: Mapping[str, Any] = self._ask("listen", {"bound": bound.to_json(), "fps": fps}, _RENDER, told)
        return heard

    def levels(
        self, job: Job, range: Range, rate: int, channels: int, told: Told | None = None
    ) -> Mapping[str, Mapping[str, Any]]:
        """Return how loud each track of a job is over a range, by the track's id, and "" for their mix.

        `peaks` and `squares` (means) by channel, of full scale; `loudness` in LUFS. `told` hears samples
        done. Raises MediaError.
        """
        args = {"job": job.to_json(), "range": range.to_json(), "rate": rate, "channels": channels}
        found: Mapping[str, Mapping[str, Any]] = self._ask("levels", args, _RENDER, told)
        return found

    def watch(
        self, bound: Bound, fps: int, colour: Mapping[str, str], told: Told | None = None
    ) -> list[float]:
        """Return how much moves in media's pictures, `fps` values a second; `told` hears values done.

        A value is the mean change of light from one picture to the next, of 1. Raises MediaError.
        """
        args = {"bound": bound.to_json(), "fps": fps, "colour": dict(colour)}
        moving: list[float] = self._ask("watch", args, _RENDER, told)
        return moving

    def score(
        self, made: Bound, true: Bound, colour: Mapping[str, str], told: Told | None = None
    ) -> list[Mapping[str, float]]:
        """Return `frame`, `J` and `F` (0 to 1) for each frame that mattes and true ones share.

        Raises BadInput where they share none or their sizes differ, and MediaError.
        """
        args = {"bound": [made.to_json(), true.to_json()], "colour": dict(colour)}
        found: list[Mapping[str, float]] = self._ask("score", args, _RENDER, told)
        return found

    def measure(
        self,
        take: Bound,
        colour: Mapping[str, str],
        *,
        plate: Bound | None = None,
        matte: Job | None = None,
        kept: Path | None = None,
        told: Told | None = None,
    ) -> Mapping[str, float]:
        """Return the measures of a take's media by name: means over its frames (see `nodes.vision.quality`).

        `plate` is what it was made from, in the same media time, `matte` a job whose output is the matte that
        it was made within; `kept` the folder of results. What `told` raises ends it. Raises MediaError and
        what running the matte's graph raises.
        """
        args = {
            "take": take.to_json(),
            "plate": plate and plate.to_json(),
            "matte": matte and matte.to_json(),
            "colour": dict(colour),
            "kept": None if kept is None else str(kept),
        }
        found: Mapping[str, float] = self._ask("measure", args, MEASURE, told)
        return found

    def hold(self, held: bool) -> None:
        """Let renders rest after the frame or step they are at, or go on; a cancel still reaches them."""
        self._ask("hold", held, _LOOK)
