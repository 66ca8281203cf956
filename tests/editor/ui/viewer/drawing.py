"""Draws pictures with one of the canvases and stores what is on the screen; also run by itself, on a display.

`python -m tests.editor.ui.viewer.drawing OUT.npz` prints which canvas drew.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from qtpy.QtCore import QCoreApplication, QEvent
from qtpy.QtGui import QImage
from qtpy.QtTest import QTest

from editor.playback.ring import Picture
from editor.ui.post import WindowPost
from editor.ui.session import Session
from editor.ui.viewer.model import PlayerModel
from editor.ui.viewer.widget import Viewer
from nodes.api import ColourTags, Frame, Rate, Time
from nodes.engine.shader import Shader
from nodes.engine.shading import display_shader
from nodes.engine.view import PLAIN, View
from nodes.engine.viewed import viewed
from nodes.media.working import WorkingSpace
from tests.editor.ui.viewer.viewing import noise, silent, waves

SIZE = (700, 520)
VIEWS = {
    "view-gain": View(gain=-1.5, gamma=1.3),
    "view-red": View(gain=0.5, channel="red"),
    "view-luma": View(gain=-1.0, channel="luma"),
    "view-aces": View(transform="ACES 2.0 - SDR 100 nits (Rec.709)"),
    "view-all": View(gain=1.0, gamma=0.8, transform="Un-tone-mapped", channel="green"),
}
"""Ways to look that a graphics processor works out by itself."""
VIEWED = (96, 256)
"""Rows and columns of what is looked at."""


def pixels_of(image: QImage) -> np.ndarray:
    """The image's samples, (rows, columns, 3)."""
    plain = image.convertToFormat(QImage.Format.Format_RGBX8888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 4].reshape(plain.height(), plain.width(), 4)[..., :3].copy()


def shots() -> tuple[str, dict[str, np.ndarray]]:
    """Draw and return the canvas's name and each picture's canvas by name."""
    post = WindowPost()
    session = Session(post)
    model = PlayerModel(session, no_engine, post, silent)
    viewer = Viewer(session, model)
    viewer.resize(*SIZE)
    viewer.show()
    QTest.qWait(50)
    canvas: Any = viewer.canvas
    made = {}
    for name, picture, zoom in (
        ("actual", noise(320, 180), 1.0),
        ("near", noise(64, 36), 8.0),
        ("close", noise(640, 360, seed=2), 4.0),
        ("fit", waves(), "fit"),
        ("smaller", waves(1280, 720), "fit"),
    ):
        model.picture.set(picture)
        model.framing.pan.set((0.5, 0.5))
        model.framing.zoom.set(zoom)
        QTest.qWait(30)
        drawn = canvas.grabFramebuffer() if hasattr(canvas, "grabFramebuffer") else canvas.grab().toImage()
        made[name] = pixels_of(drawn)
    for name, view in VIEWS.items():
        model.looking.view.set(view)
        model.framing.zoom.set(1.0)
        model.picture.set(exposed(model, view))
        QTest.qWait(30)
        drawn = canvas.grabFramebuffer() if hasattr(canvas, "grabFramebuffer") else canvas.grab().toImage()
        made[name] = pixels_of(drawn)
    viewer.forget()
    model.close()
    session.close()
    post.close()
    viewer.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return type(canvas).__name__, made


def exposed(model: PlayerModel, view: View) -> Picture:
    """Light from black to far beyond white in all hues, as the engine sends it to this canvas."""
    space, (rows, columns) = WorkingSpace(), VIEWED
    level = np.geomspace(0.004, 6, columns, dtype=np.float32)[None, :, None]
    hue = 0.25 + 0.75 * np.abs(np.sin(np.arange(rows)[:, None, None] / 30 + np.arange(3) * 2.1))
    light = np.float16(level * hue)
    frame = Frame.of_pixels(light.astype(np.float32), Time(0, Rate(24)))
    deep = model.looking.is_deep
    (pixels,) = viewed([frame], PLAIN if deep else view, ColourTags("rgb", "full", "bt709", "bt709"), space)
    if deep:
        text, tables = display_shader(space, view.transform)
        model.looking.shader.set(Shader.of(view.transform, space.to_json(), text, tables))
    full = np.dstack([light, np.ones((rows, columns), np.float16)])
    return Picture(pixels, Time(0, Rate(24)), {"pixel_aspect": "1"}, light=full if deep else None)


def no_engine() -> Any:
    """Refuse: pictures are put in by hand."""
    raise AssertionError("no engine is needed to draw")


def main() -> None:
    from editor.ui.app import make_app

    make_app()
    name, made = shots()
    np.savez(Path(sys.argv[1]), **made)  # type: ignore[arg-type]
    print(name)


if __name__ == "__main__":
    main()
