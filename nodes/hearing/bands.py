"""How strong a band of frequencies is over time."""

from __future__ import annotations

import numpy as np

from .spectra import spectra, window_size
from .windows import Blocks, Floats


def band_level(blocks: Blocks, rate: int, *, low: float, high: float, fps: int = 100) -> Floats:
    """Return the root mean square of what lies from `low` to `high` Hz, `fps` values a second.

    A full-scale sine in the band is 0.707. Windows of 46 ms: neighbouring frequencies within about 40 Hz
    run into each other.
    """
    size = window_size(rate)
    hertz = np.arange(size // 2 + 1) * rate / size
    inside = ((hertz >= low) & (hertz < high)).astype(np.float32)
    # A Hann window spreads a sine's power over bins that sum to 1.5 times its own.
    parts = [np.sqrt(batch**2 @ inside * np.float32(2 / 1.5)) for batch in spectra(blocks, rate, fps, size)]
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)
