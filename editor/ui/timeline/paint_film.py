"""Drawing small pictures on the clips."""

from __future__ import annotations

from qtpy.QtGui import QPainter

from .film import Wish
from .scene import Lane, Scene
from .strips import cells_of, strips_of

_PALE = 0.35


def draw_film(painter: QPainter, scene: Scene, lanes: list[Lane]) -> list[Wish]:
    """Draw what pictures there are; return those that are to be seen and not there, from the top."""
    film = scene.film
    if film is None or film.pictures.value == "off":
        return []
    media, strips = strips_of(scene, film, lanes)
    if strips is None or not media:
        return []
    ratio = painter.device().devicePixelRatioF()
    ready = [scene.cells.of(medium.tall, ratio, film.era) for medium in media]
    heights = [round(medium.tall * ratio) for medium in media]
    wishes: list[Wish] = []
    faded = False
    for number, picture, at, room, top, pale in cells_of(scene, media, strips, film.pictures.value):
        medium = media[number]
        wish = (medium.bound.fingerprint, picture)
        image = ready[number].get(wish)
        if image is None:
            pixels = film.picture(wish)
            if pixels is None:
                wishes.append(wish)
                continue
            image = scene.cells.add(wish, pixels, medium.tall)
        if pale != faded:
            faded = pale
            painter.setOpacity(_PALE if pale else 1)
        # Too wide a picture shows its middle.
        wide = image.width()
        shown = min(round(room * ratio), wide)
        painter.drawPixmap(at, top, image, (wide - shown) // 2, 0, shown, heights[number])
    painter.setOpacity(1)
    return list(dict.fromkeys(wishes))
