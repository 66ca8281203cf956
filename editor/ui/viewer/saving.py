"""A frame as a file: as it is seen, or as it is in the cut."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from qtpy.QtCore import QRectF
from qtpy.QtGui import QImage, QImageWriter, QPainter

from editor.document.opened import Project
from editor.ui.words import say
from editor.ui.work import Work
from nodes.api.errors import Failed
from nodes.api.times import Range, Time

from .model import PlayerModel
from .pictures import beyond, image_of, image_of_pixels
from .placement import grid_for


def seen_image(model: PlayerModel) -> QImage | None:
    """Return what is on the screen at the picture's own size, without guides and badges; None without one."""
    picture = model.picture.value
    if picture is None:
        return None
    whole, mode = image_of(picture), model.comparing.mode.value
    if not picture.beside:
        return whole.copy()
    if mode == "side":
        return _in_tiles([picture.pixels, *picture.beside])
    made, area = whole.copy(), QRectF(whole.rect())
    painter = QPainter(made)
    if mode == "wipe":
        painter.setClipPath(beyond(model, area))
    painter.setOpacity(model.comparing.mix.value if mode == "blend" else 1.0)
    for pixels in picture.beside if mode == "blend" else picture.beside[:1]:
        painter.drawImage(area, image_of_pixels(pixels))
    painter.end()
    return made


def _in_tiles(pictures: list[npt.NDArray[np.uint8]]) -> QImage:
    rows, columns = pictures[0].shape[:2]
    across, down = grid_for(len(pictures), columns / rows, 2 * columns, 2 * rows)
    made = QImage(across * columns, down * rows, QImage.Format.Format_RGBX8888)
    made.fill(0)
    painter = QPainter(made)
    for place, pixels in enumerate(pictures):
        painter.drawImage(place % across * columns, place // across * rows, image_of_pixels(pixels))
    painter.end()
    return made


def write_image(image: QImage, path: Path) -> Path:
    """Write an image as PNG, TIFF or JPEG by the path's ending; slow. Raises Failed where it cannot be."""
    writer = QImageWriter(str(path))
    if not writer.write(image):
        raise Failed(f"Save '{path}'", writer.errorString(), hint="Choose a .png in a folder of yours.")
    return path


def save_as_seen(model: PlayerModel, work: Work, path: Path) -> None:
    """Save the picture as it is on the screen, gain and all; what becomes of it is the session's message."""
    picture = model.picture.value
    if picture is not None and picture.light is not None:
        # What the graphics processor shows is worked out again by the engine, at the picture's own size.
        model.stop()
        model.see(lambda seen: _save(work, model, image_of(seen).copy(), path))
    elif (image := seen_image(model)) is not None:
        _save(work, model, image, path)


def _save(work: Work, model: PlayerModel, image: QImage, path: Path) -> None:
    _told(model, work, path, lambda: write_image(image, path))


def save_from_cut(model: PlayerModel, work: Work, path: Path) -> None:
    """Save the frame at the playhead as `workprint render --range A-A` does; in the engine's process."""
    session = model.session
    project, cut, time = session.project.value, session.cut.value, session.playhead.value
    if project is not None and cut is not None and time is not None:
        live = model.showing.value == "live"
        wanted = Range(time.at(cut.rate).floor(), Time(1, cut.rate))
        _told(model, work, path, lambda: _render(project, path, wanted, live, work))


def _render(project: Project, path: Path, wanted: Range, live: bool, work: Work) -> Path:
    from editor.verbs import render

    render(project, path, range=wanted, live=live, engine=work.engine)
    return path


def _told(model: PlayerModel, work: Work, path: Path, write: Callable[[], Path]) -> None:
    session = model.session
    work.ask(write, lambda _: session.message.set(say("Saved '{path}'.", path=path)), session.fail)
