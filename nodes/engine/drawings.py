"""What the engine can be asked of media to be drawn small: the shape of its sound, little pictures."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from nodes.api.times import Range
from nodes.process.slots import Loan

from .job import Bound

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from nodes.api.frames import FloatArray

    Came = Callable[[int, npt.NDArray[np.uint8]], None]
    """Given the index of a picture and its pixels."""

Told = Callable[[int, int], None]
WAVEFORM, THUMBNAIL = "waveform", "thumbnail"
"""The lanes on which they are made."""


class Drawings(Protocol):
    """The questions; `_ask` has one answered on a lane, telling how far it is and handing over frames."""

    @abstractmethod
    def _ask(
        self,
        name: str,
        args: Any,
        lane: str,
        told: Told | None = None,
        seen: Callable[[Loan], None] | None = None,
    ) -> Any: ...

    def waveform(
        self, bound: Bound, count: int, folder: Path, *, over: Range | None = None, told: Told | None = None
    ) -> FloatArray:
        """Return the shape of media's sound as float32 (count, channels, 3): least, greatest, RMS of samples.

        `over` is a stretch of media time, the whole track by default. What is made once is kept in
        `folder`, so that every zoom of the same file comes at once; `told` hears samples done while it is
        made. Raises MediaError for media without sound that can be read.
        """
        args = {
            "info": bound.info.to_json(),
            "fingerprint": bound.fingerprint,
            "folder": str(folder),
            "count": count,
            "over": None if over is None else over.to_json(),
        }
        came: list[FloatArray] = []
        self._ask("waveform", args, WAVEFORM, told, lambda loan: came.append(loan.array.copy()))
        return came[0]

    def thumbnails(
        self, bound: Bound, indices: Sequence[int], colour: Mapping[str, str], folder: Path, came: Came
    ) -> Mapping[int, str]:
        """Give `came` the small picture at each index of media, uint8 (64, columns, 3) of a Rec.709 display.

        They come in rising order, on the engine's reader thread; what is made once is kept in `folder`.
        Return why others cannot be had, by index.
        """
        args = {
            "info": bound.info.to_json(),
            "fingerprint": bound.fingerprint,
            "indices": list(indices),
            "colour": dict(colour),
            "folder": str(folder),
        }

        def see(loan: Loan) -> None:
            came(int(loan.meta["index"]), loan.array.copy())

        missing: Mapping[str, str] = self._ask("thumbnails", args, THUMBNAIL, None, see)
        return {int(index): why for index, why in missing.items()}
