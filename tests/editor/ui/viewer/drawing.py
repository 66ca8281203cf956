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

from editor.ui.post import WindowPost
from editor.ui.session import Session
from editor.ui.viewer.model import PlayerModel
from editor.ui.viewer.widget import Viewer
from tests.editor.ui.viewer.viewing import noise, silent, waves

SIZE = (700, 520)


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
    viewer.forget()
    model.close()
    session.close()
    post.close()
    viewer.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return type(canvas).__name__, made


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
