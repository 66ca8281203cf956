"""Which way of drawing the picture this machine is for."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from qtpy.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext
from qtpy.QtWidgets import QWidget

from .canvas_software import SoftwareCanvas
from .model import PlayerModel

if TYPE_CHECKING:
    from .canvas_gl import GlCanvas

SETTING = "WORKPRINT_VIEWER"
"""`software` or `gl`; without it OpenGL is used where a graphics processor does it."""
_NO_OPENGL = ("offscreen", "minimal", "vnc", "linuxfb")
_RENDERER = 0x1F01
_IN_SOFTWARE = ("llvmpipe", "softpipe", "swiftshader", "software", "gdi generic")


def canvas_for(model: PlayerModel, parent: QWidget) -> SoftwareCanvas | GlCanvas:
    """Return the canvas for this machine: software also where OpenGL was asked for and there is none."""
    said = os.environ.get(SETTING, "").lower()
    if said != "software" and has_opengl(in_software_too=said == "gl"):
        from .canvas_gl import GlCanvas

        return GlCanvas(model, parent)
    return SoftwareCanvas(model, parent)


def has_opengl(*, in_software_too: bool) -> bool:
    """Return whether an OpenGL context can be made, by a graphics processor unless `in_software_too`.

    OpenGL computed by the processor is slower than Qt's own drawing and takes a hundred megabytes, so
    where no device is there it is not even tried.
    """
    if QGuiApplication.platformName() in _NO_OPENGL:
        return False
    if not in_software_too and not _has_device():
        return False
    context = QOpenGLContext()
    if not context.create():
        return False
    surface = QOffscreenSurface()
    surface.setFormat(context.format())
    surface.create()
    if not surface.isValid() or not context.makeCurrent(surface):
        return False
    renderer = str(context.functions().glGetString(_RENDERER)).lower()
    context.doneCurrent()
    surface.destroy()
    return in_software_too or not any(name in renderer for name in _IN_SOFTWARE)


def _has_device() -> bool:
    if sys.platform != "linux":
        return True
    return any(Path("/dev/dri").glob("render*")) or Path("/dev/nvidia0").exists()
