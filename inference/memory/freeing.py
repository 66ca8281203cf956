"""Giving memory back to the machine, telling how much is held, and knowing when it ran out."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
_SAID = ("can't allocate memory", "cannot allocate memory", "not enough memory", "out of memory")


def free_memory() -> None:
    """Give back what nobody holds any more: Python's cycles, torch's cache, the C library's heap."""
    gc.collect()
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        torch.cuda.empty_cache()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)


def out_of_memory(error: BaseException) -> bool:
    """Say whether an error means that memory ran out, on a device or in main memory.

    Torch raises a class of its own for devices, but for main memory a plain RuntimeError.
    """
    torch = sys.modules.get("torch")
    if isinstance(error, MemoryError) or (torch is not None and isinstance(error, torch.OutOfMemoryError)):
        return True
    return isinstance(error, RuntimeError | OSError) and any(said in str(error).lower() for said in _SAID)


def held_bytes(device: str) -> int:
    """Return the bytes that this process holds now, on a device or of main memory (mapped files included)."""
    if device.startswith("cuda"):
        import torch

        return torch.cuda.memory_allocated(device)
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * _PAGE
    except OSError:
        return 0


class Gauge:
    """The peak above what was held when it began; for main memory that of the whole process.

    `read` returns bytes, 0 where this system does not tell.
    """

    def __init__(self, device: str) -> None:
        self._device = device
        self._before = held_bytes(device)
        if device.startswith("cuda"):
            import torch

            torch.cuda.reset_peak_memory_stats(device)
        else:
            self._reset = _reset_peak()

    def read(self) -> int:
        """Return the highest so far above the start."""
        if self._device.startswith("cuda"):
            import torch

            return max(0, torch.cuda.max_memory_allocated(self._device) - self._before)
        return max(0, _peak() - self._before) if self._reset else 0


def _reset_peak() -> bool:
    try:
        Path("/proc/self/clear_refs").write_text("5", "ascii")
    except OSError:
        return False
    return True


def _peak() -> int:
    try:
        lines = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM:")), 0)
