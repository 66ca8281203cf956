"""The project's working space, and the way there from tagged signal, by OpenColorIO's configuration."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import PyOpenColorIO as ocio

from nodes.api.errors import BadInput
from nodes.api.formats import ColourTags

from .colour_curves import CINEON, POWERS, SRGB, decode, encode, has_curve
from .colour_primaries import to_aces
from .errors import MediaError
from .pixel_ops import mix

FloatArray = npt.NDArray[np.float32]

BUILT_IN_CONFIG = "ocio://studio-config-v5.0.0_aces-v2.1_ocio-v2.6"
"""The studio configuration that OpenColorIO 2.6 carries, pinned so that a project keeps its look."""

_INTERCHANGE = "aces_interchange"
_DISPLAYS: Mapping[tuple[str, str], str] = {
    ("smpte2084", "bt2020"): "rec2100_pq_display",
    ("smpte2084", "smpte432"): "st2084_p3d65_display",
    ("arib-std-b67", "bt2020"): "rec2100_hlg_display",
}


class ColourSpaceError(BadInput):
    """A colour configuration or a colour space of it cannot be used."""


@dataclass(frozen=True, slots=True)
class WorkingSpace:
    """The colour space that nodes work in: a scene-linear space `name` of an OpenColorIO `config`.

    `config` is a file's path or an `ocio://` name; empty means the pinned built-in one, and is
    recorded as such.
    """

    config: str = BUILT_IN_CONFIG
    name: str = "ACEScg"

    def __post_init__(self) -> None:
        if not self.config:
            object.__setattr__(self, "config", BUILT_IN_CONFIG)

    def to_json(self) -> dict[str, str]:
        """Return plain data."""
        return {"config": self.config, "name": self.name}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> WorkingSpace:
        """Return the space that `to_json` described."""
        return cls(str(data.get("config", "")), str(data.get("name", "ACEScg")))


def default_working_space(environment: Mapping[str, str] | None = None) -> WorkingSpace:
    """Return the space of a new project: ACEScg in the configuration that $OCIO names, else built in."""
    said = os.environ if environment is None else environment
    return WorkingSpace(said.get("OCIO", ""))


@lru_cache(maxsize=8)
def configuration(path: str) -> ocio.Config:
    """Return the OpenColorIO configuration of a path or an `ocio://` name. Raises ColourSpaceError."""
    try:
        return ocio.Config.CreateFromFile(path)
    except (ocio.Exception, ocio.ExceptionMissingFile) as error:
        hint = "Name a readable .ocio file, or leave the setting empty for the built-in configuration."
        raise ColourSpaceError(f"Open the colour configuration '{path}'", str(error), hint=hint) from error


def check_working_space(space: WorkingSpace) -> str:
    """Return the fingerprint of the space's configuration, for recipes.

    Raises ColourSpaceError where the configuration cannot be read, lacks the space or the interchange
    role, or where the space is not scene-linear, which compositing needs.
    """
    config = configuration(space.config)
    attempted = f"Work in the colour space '{space.name}'"
    if config.getColorSpace(space.name) is None:
        raise ColourSpaceError(attempted, f"the configuration '{space.config}' has no such space")
    if not config.hasRole(_INTERCHANGE):
        raise ColourSpaceError(attempted, f"the configuration '{space.config}' has no role {_INTERCHANGE}")
    if not config.isColorSpaceLinear(space.name, ocio.REFERENCE_SPACE_SCENE):
        raise ColourSpaceError(
            attempted, "it is not scene-linear", hint="Choose ACEScg or another linear one."
        )
    return str(config.getCacheID())


def _processor(space: WorkingSpace, source: str, target: str) -> Any:
    try:
        made = configuration(space.config).getProcessor(source, target)
    except (ocio.Exception, ocio.ExceptionMissingFile) as error:
        raise ColourSpaceError(f"Convert '{source}' to '{target}'", str(error)) from error
    # The faster ones approximate powers: off by a quarter of a 10-bit code.
    return made.getOptimizedCPUProcessor(ocio.OPTIMIZATION_LOSSLESS)


class Conversion(Protocol):
    """From signal (0 to 1 nominal, rows x columns x 3 float32) to working light, and back."""

    def forward(self, signal: FloatArray) -> FloatArray:
        """Return working light; `signal` may be overwritten."""

    def back(self, light: FloatArray) -> FloatArray:
        """Return signal; `light` is left as it is."""


@dataclass(frozen=True, slots=True)
class AsData:
    """No conversion: numbers that are no colour."""

    def forward(self, signal: FloatArray) -> FloatArray:
        """Return `signal` itself."""
        return signal

    def back(self, light: FloatArray) -> FloatArray:
        """Return `light` itself."""
        return light


@dataclass(frozen=True, slots=True, eq=False)
class CurveAndMatrix:
    """A transfer curve, then a matrix between primaries."""

    transfer: str
    matrix: FloatArray
    inverse: FloatArray

    def forward(self, signal: FloatArray) -> FloatArray:
        """Return working light."""
        return self.light(decode(signal, self.transfer))

    def light(self, light: FloatArray) -> FloatArray:
        """Return working light for light that is decoded but has the source's primaries."""
        return mix(light, self.matrix)

    def back(self, light: FloatArray) -> FloatArray:
        """Return signal."""
        return encode(mix(light, self.inverse), self.transfer)


@dataclass(frozen=True, slots=True, eq=False)
class ThroughConfig:
    """A colour space of the configuration itself, through OpenColorIO's CPU processors."""

    to_working: Any
    from_working: Any

    def forward(self, signal: FloatArray) -> FloatArray:
        """Return working light, in place."""
        made = np.ascontiguousarray(signal)
        self.to_working.applyRGB(made)
        return made

    def back(self, light: FloatArray) -> FloatArray:
        """Return signal."""
        made = np.array(light, np.float32, order="C")
        self.from_working.applyRGB(made)
        return made


def conversion(space: WorkingSpace, tags: ColourTags) -> Conversion:
    """Return the way between signal with these tags and the working space.

    Transfers of known curves go by curve and matrix; PQ and HLG through the configuration's display
    spaces, where diffuse white (100 nits) is 1; any other transfer may name a colour space of the
    configuration. Raises MediaError for tags that cannot be read, ColourSpaceError as
    `check_working_space` does.
    """
    return AsData() if tags.data else _conversion(space, tags.primaries, tags.transfer)


@lru_cache(maxsize=64)
def _conversion(space: WorkingSpace, primaries: str, transfer: str) -> Conversion:
    check_working_space(space)
    if has_curve(transfer):
        from_aces = np.eye(3, dtype=np.float32)
        _processor(space, _INTERCHANGE, space.name).applyRGB(from_aces)
        matrix = from_aces.T.astype(np.float64) @ to_aces(primaries)
        inverse = np.linalg.inv(matrix)
        return CurveAndMatrix(transfer, matrix.astype(np.float32), inverse.astype(np.float32))
    name = _DISPLAYS.get((transfer, primaries), transfer)
    if configuration(space.config).getColorSpace(name) is None:
        known = ", ".join([*POWERS, SRGB, CINEON, "smpte2084", "arib-std-b67"])
        raise MediaError(
            f"Read colours with the transfer '{transfer}' and the primaries '{primaries}'",
            "this combination is not known",
            hint=f"Set the transfer to one of {known}, or to a colour space of the configuration.",
        )
    return ThroughConfig(_processor(space, name, space.name), _processor(space, space.name, name))
