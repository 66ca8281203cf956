"""The parent's view of frames: read-only arrays over the files that a child maps."""

from __future__ import annotations

import mmap
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from nodes.process.child import ARRAY_KINDS, Message, WireError

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

_FILE = re.compile(r"(slot-\d+-\d+)-\d+")


class Loan:
    """A frame in a child's slot: read-only arrays by name, valid until `release`; a context manager.

    The child waits for free slots, so a loan is held as briefly as possible. `meta` is what the child said
    of the frame. An array that is used after `release` may show another frame's pixels.
    """

    def __init__(self, arrays: Mapping[str, Array], meta: Any, release: Callable[[], None]) -> None:
        self._arrays: Mapping[str, Array] | None = arrays
        self._release = release
        self.meta = meta

    @property
    def arrays(self) -> Mapping[str, Array]:
        """The arrays by name; one that was sent alone is called ''."""
        if self._arrays is None:
            raise ValueError("This frame was released")
        return self._arrays

    @property
    def array(self) -> Array:
        """The array of a frame that has one."""
        (array,) = self.arrays.values()
        return array

    def copy(self) -> dict[str, Array]:
        """Return the arrays as copies of the caller's own, and release the slot."""
        with self:
            return {name: array.copy() for name, array in self.arrays.items()}

    def release(self) -> None:
        """Give the slot back to the child; a second time does nothing."""
        if self._arrays is not None:
            self._arrays = None
            self._release()

    def __enter__(self) -> Loan:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


class Maps:
    """The slot files of one child as they were last mapped, so that a steady stream maps each file once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mapped: dict[str, tuple[str, mmap.mmap]] = {}

    def open(self, message: Message) -> dict[str, Array]:
        """Return the arrays that a frame message describes; raises `WireError` if they are not there."""
        try:
            data = self._map(str(message["file"]))
            return {str(name): _view(data, *rest) for name, *rest in message["arrays"]}
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise WireError(f"it sent a frame that cannot be read ({error})") from error

    def forget(self) -> None:
        """Let go of the files; arrays that are still in use keep theirs."""
        self._mapped.clear()

    def _map(self, file: str) -> mmap.mmap:
        match = _FILE.fullmatch(file)
        if match is None:
            raise ValueError(f"'{file}' names no slot")
        known, data = self._mapped.get(match[1], ("", None))
        if data is None or known != file:
            handle = os.open(self._folder / file, os.O_RDONLY | os.O_NOFOLLOW)
            try:
                data = mmap.mmap(handle, 0, access=mmap.ACCESS_READ)
            finally:
                os.close(handle)
            # The map before is not closed: whoever copies out of it late must not crash.
            self._mapped[match[1]] = (file, data)
        return data


def _view(data: mmap.mmap, dtype: str, shape: list[int], offset: int) -> Array:
    import numpy as np

    kind = np.dtype(dtype)
    if kind.kind not in ARRAY_KINDS or any(length < 0 for length in shape):
        raise ValueError(f"an array of {dtype} {shape}")
    return np.ndarray(tuple(shape), kind, data, offset)
