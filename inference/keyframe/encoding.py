"""Scene light as code values that a network can learn on: ACEScct."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

_BREAK = 0.0078125
_SLOPE, _OFFSET = 10.5402377416545, 0.0729055341958355
_CODE_BREAK = 0.155251141552511


def encoded(light: FloatArray) -> FloatArray:
    """Return working light as ACEScct codes (Academy S-2016-001): 18 % grey is 0.41, white about 0.55.

    Any value comes back from `decoded`, negative ones and those far above 1 included.
    """
    line = light * np.float32(_SLOPE) + np.float32(_OFFSET)
    curve = (np.log2(np.maximum(light, _BREAK)) + np.float32(9.72)) / np.float32(17.52)
    return np.where(light <= _BREAK, line, curve).astype(np.float32)


def decoded(codes: FloatArray) -> FloatArray:
    """Return the light that codes stand for."""
    line = (codes - np.float32(_OFFSET)) / np.float32(_SLOPE)
    curve = np.exp2(codes * np.float32(17.52) - np.float32(9.72))
    return np.where(codes <= _CODE_BREAK, line, curve).astype(np.float32)
