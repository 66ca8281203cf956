"""Transfer curves: code signal to light and back, on float32, mirrored below zero, unbounded above one.

Display-referred video is read as a reference display shows it (ITU-R BT.1886 with black at 0: a power
of 2.4), whatever camera curve its tag names, so that what a cut looked like is what comes out of it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from .pixel_ops import power

FloatArray = npt.NDArray[np.float32]

POWERS: Mapping[str, float] = {
    "bt709": 2.4,
    "smpte170m": 2.4,
    "smpte240m": 2.4,
    "bt2020-10": 2.4,
    "bt2020-12": 2.4,
    "bt1361e": 2.4,
    "iec61966-2-4": 2.4,
    "gamma22": 2.2,
    "gamma28": 2.8,
    "linear": 1.0,
}
SRGB = "iec61966-2-1"
CINEON = "cineon"

_CODES, _FILM_WHITE = 1023, np.float32(685)
_DECADE = 300
"""Codes for ten times the light: a gamma of 0.6, 0.002 of density a code."""
_FILM_BLACK_LIGHT = 10 ** ((95 - 685) / _DECADE)
_NO_LIGHT = np.float32(1e-6)
_SRGB_SLOPE = 12.92
_SRGB_BREAK = 0.0031308
_SRGB_SCALE = 1.055


def has_curve(transfer: str) -> bool:
    """Return whether `transfer` is a curve of this module."""
    return transfer in (SRGB, CINEON) or transfer in POWERS


def decode(signal: FloatArray, transfer: str) -> FloatArray:
    """Return light for signal (0 to 1 nominal), an array of its own unless the curve is linear.

    Source of the sRGB curve: IEC 61966-2-1; of the display power: ITU-R BT.1886; of film's printing
    density: Kodak, "Conversion of 10-bit Log Film Data" (1995), black at code 95, white at 685.
    """
    if transfer == SRGB:
        return _srgb_to_light(signal)
    if transfer == CINEON:
        return _density_to_light(signal)
    exponent = POWERS[transfer]
    return signal if exponent == 1.0 else _signed_power(signal, exponent)


def encode(light: FloatArray, transfer: str) -> FloatArray:
    """Return the signal that `decode` turns into `light`."""
    if transfer == SRGB:
        return _light_to_srgb(light)
    if transfer == CINEON:
        return _light_to_density(light)
    exponent = POWERS[transfer]
    return light if exponent == 1.0 else _signed_power(light, 1.0 / exponent)


def _signed_power(values: FloatArray, exponent: float) -> FloatArray:
    if values.size and values.min() < 0:
        made = power(np.abs(values), exponent)
        return np.copysign(made, values, out=made)
    return power(values, exponent)


def _density_to_light(signal: FloatArray) -> FloatArray:
    made: FloatArray = np.power(
        np.float32(10), (signal * np.float32(_CODES) - _FILM_WHITE) / np.float32(_DECADE)
    )
    made -= np.float32(_FILM_BLACK_LIGHT)
    made /= np.float32(1 - _FILM_BLACK_LIGHT)
    return made


def _light_to_density(light: FloatArray) -> FloatArray:
    exposed = np.maximum(light * np.float32(1 - _FILM_BLACK_LIGHT) + np.float32(_FILM_BLACK_LIGHT), _NO_LIGHT)
    made: FloatArray = (np.log10(exposed) * np.float32(_DECADE) + _FILM_WHITE) / np.float32(_CODES)
    return made


def _srgb_to_light(signal: FloatArray) -> FloatArray:
    size = np.abs(signal)
    curved = power((size + np.float32(0.055)) * np.float32(1 / _SRGB_SCALE), 2.4)
    np.multiply(size, np.float32(1 / _SRGB_SLOPE), out=curved, where=size <= _SRGB_BREAK * _SRGB_SLOPE)
    return np.copysign(curved, signal, out=curved)


def _light_to_srgb(light: FloatArray) -> FloatArray:
    size = np.abs(light)
    curved = power(size, 1 / 2.4)
    curved *= np.float32(_SRGB_SCALE)
    curved -= np.float32(0.055)
    np.multiply(size, np.float32(_SRGB_SLOPE), out=curved, where=size <= _SRGB_BREAK)
    return np.copysign(curved, light, out=curved)
