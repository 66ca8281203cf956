"""The views of a display that the project's OpenColorIO configuration offers, as tables that are quick.

A view such as the ACES output takes OpenColorIO seconds for a picture of HD. Looking at one goes through a
table of 65 x 65 x 65 in the shape of ACEScct instead, read tetrahedrally: of light at random anywhere in the
working space 99 in 100 values are within 1.5 8-bit codes, the mean is 0.1 off; greys are within 0.5. What is
but matrices and curves goes OpenColorIO's own way.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import PyOpenColorIO as ocio

from nodes.api.errors import BadInput
from nodes.api.frames import FloatArray
from nodes.media.working import WorkingSpace, configuration

DISPLAYS = ("Rec.1886 Rec.709 - Display", "Rec.709", "sRGB - Display", "sRGB")
"""Displays that stand for the one that a viewer draws on, in the order in which they are looked for."""
EDGE = 65
"""Points of the table each way."""
_RAW = "Raw"
_LINEAR_BELOW = 0.0078125
_SLOPE, _OFFSET = 10.5402377416545, 0.0729055341958355
_MOST_LIGHT = 65504.0


def display_of(space: WorkingSpace) -> str:
    """Return the display whose views are offered: a Rec.709 one, else the configuration's own default."""
    config = configuration(space.config)
    there = tuple(config.getDisplays())
    return next((name for name in DISPLAYS if name in there), config.getDefaultDisplay())


def views_of(space: WorkingSpace) -> tuple[str, ...]:
    """Return the names of the views by which the working space can be shown."""
    config = configuration(space.config)
    return tuple(name for name in config.getViews(display_of(space)) if name != _RAW)


def display_processor(space: WorkingSpace, view: str) -> ocio.Processor:
    """Return OpenColorIO's way from working light to a view's signal. Raises BadInput for no such view."""
    if view not in views_of(space):
        known = ", ".join(views_of(space))
        raise BadInput(f"Show by the view '{view}'", "the configuration has none of this name", hint=known)
    made = ocio.DisplayViewTransform(src=space.name, display=display_of(space), view=view)
    return configuration(space.config).getProcessor(made)


@lru_cache(maxsize=4)
def view_transform(space: WorkingSpace, view: str) -> Callable[[FloatArray], FloatArray]:
    """Return the way from working light (rows, columns, 3) to a view's signal. Raises BadInput."""
    return _applied(quick_processor(space, view))


@lru_cache(maxsize=4)
def quick_processor(space: WorkingSpace, view: str) -> ocio.Processor:
    """Return the way by which a view is looked at: its own, or the table's where that is costly."""
    exact = display_processor(space, view)
    if not is_costly(exact):
        return exact
    table = ocio.Lut3DTransform(EDGE)
    table.setData(np.ascontiguousarray(view_table(space, view).transpose(2, 1, 0, 3)))
    table.setInterpolation(ocio.INTERP_TETRAHEDRAL)
    log = ocio.LogCameraTransform(linSideBreak=[_LINEAR_BELOW] * 3)
    log.setLogSideSlopeValue([1 / 17.52] * 3)
    log.setLogSideOffsetValue([9.72 / 17.52] * 3)
    return ocio.Config.CreateRaw().getProcessor(ocio.GroupTransform([log, table]))


@lru_cache(maxsize=4)
def view_table(space: WorkingSpace, view: str) -> FloatArray:
    """Return a view's signal over `unshaped` light: (65, 65, 65, 3), indexed by blue, green, red."""
    steps = unshaped(np.linspace(0, 1, EDGE, dtype=np.float32))
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    light = np.stack([red, green, blue], axis=-1).reshape(1, -1, 3)
    return _applied(display_processor(space, view))(light).reshape(EDGE, EDGE, EDGE, 3)


def is_costly(processor: ocio.Processor) -> bool:
    """Return whether a way holds more than matrices and curves."""
    steps = processor.createGroupTransform()
    return any(isinstance(step, ocio.FixedFunctionTransform | ocio.Lut3DTransform) for step in steps)


def unshaped(shaped: FloatArray) -> FloatArray:
    """Return the light that ACEScct codes stand for (Academy S-2016-001, 4.4)."""
    curve = np.exp2(shaped * np.float32(17.52) - np.float32(9.72))
    line = (shaped - np.float32(_OFFSET)) / np.float32(_SLOPE)
    made: FloatArray = np.where(shaped > 0.155251141552511, curve, line).astype(np.float32)
    return np.minimum(made, np.float32(_MOST_LIGHT))


def _applied(processor: ocio.Processor) -> Callable[[FloatArray], FloatArray]:
    cpu = processor.getDefaultCPUProcessor()

    def shown(light: FloatArray) -> FloatArray:
        made = np.array(light, np.float32, order="C")
        cpu.applyRGB(made)
        return made

    return shown
