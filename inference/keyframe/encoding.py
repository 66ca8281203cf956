"""Scene light as code values that a network can learn on: ACEScct."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

_TO_REC709 = np.array(
    [
        [1.7050509, -0.6217921, -0.0832589],
        [-0.1302564, 1.1408048, -0.0105485],
        [-0.0240034, -0.1289690, 1.1529723],
    ],
    np.float32,
)
"""AP1 (D60) to Rec.709 (D65), adapted by Bradford's method; source: ACES TB-2014-004, ITU-R BT.709."""
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


def displayed(light: FloatArray) -> FloatArray:
    """Return linear ACEScg as a Rec.709 display shows it, 0 to 1 (ITU-R BT.1886, cut off beyond)."""
    return np.asarray(np.clip(light @ _TO_REC709.T, 0, 1) ** np.float32(1 / 2.4), np.float32)


def decoded(codes: FloatArray) -> FloatArray:
    """Return the light that codes stand for."""
    line = (codes - np.float32(_OFFSET)) / np.float32(_SLOPE)
    curve = np.exp2(codes * np.float32(17.52) - np.float32(9.72))
    return np.where(codes <= _CODE_BREAK, line, curve).astype(np.float32)
