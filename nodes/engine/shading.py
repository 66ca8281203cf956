"""OpenColorIO's shaders for a viewer that has a graphics processor, by the same steps as `views` goes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import PyOpenColorIO as ocio

from nodes.api import ColourTags
from nodes.media.colour_curves import POWERS
from nodes.media.working import CurveAndMatrix, WorkingSpace, conversion
from nodes.process.child import Call

from .shader import FUNCTION
from .views import quick_processor

DISPLAY_TAGS = ColourTags("rgb", "full", "bt709", "bt709")
Tables = dict[str, npt.NDArray[np.float32]]


def display_shader(space: WorkingSpace, view: str) -> tuple[str, Tables]:
    """Return GLSL 1.30 and its tables by sampler; "" is the colorimetric view. Raises BadInput, Failed."""
    described = ocio.GpuShaderDesc.CreateShaderDesc(
        language=ocio.GPU_LANGUAGE_GLSL_1_3, functionName=FUNCTION
    )
    processor = quick_processor(space, view) if view else _colorimetric(space)
    processor.getDefaultGPUProcessor().extractGpuShaderInfo(described)
    tables = {
        each.samplerName: np.asarray(each.getValues(), np.float32).reshape(*[each.edgeLen] * 3, 3)
        for each in described.get3DTextures()
    }
    return described.getShaderText(), tables


def answer_shader(call: Call) -> str:
    """Send the tables of a shader and return its text."""
    text, tables = display_shader(WorkingSpace.from_json(call.args["colour"]), call.args["view"])
    if tables:
        call.send_frame(tables)
    return text


def answer_to_display(call: Call) -> list[list[float]]:
    """Return the matrix from a working space's light to that of the display. Raises ColourSpaceError."""
    way = conversion(WorkingSpace.from_json(call.args), DISPLAY_TAGS)
    assert isinstance(way, CurveAndMatrix)
    rows: list[list[float]] = way.inverse.astype(float).tolist()
    return rows


def _colorimetric(space: WorkingSpace) -> ocio.Processor:
    way = conversion(space, DISPLAY_TAGS)
    assert isinstance(way, CurveAndMatrix)
    matrix = np.eye(4)
    matrix[:3, :3] = way.inverse
    power = [1 / POWERS[DISPLAY_TAGS.transfer]] * 3
    steps = [
        ocio.MatrixTransform(matrix.ravel().tolist()),
        ocio.ExponentTransform([*power, 1.0], ocio.NEGATIVE_MIRROR),
    ]
    return ocio.Config.CreateRaw().getProcessor(ocio.GroupTransform(steps))
