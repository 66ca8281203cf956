"""The legend of false colour: its colours and figures are those that the engine paints by."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.qt
pytest.importorskip("qtpy.QtWidgets")

from qtpy.QtCore import QRectF  # noqa: E402
from qtpy.QtGui import QColor, QImage, QPainter  # noqa: E402
from qtpy.QtWidgets import QApplication  # noqa: E402

from editor.ui.viewer.legend import draw_legend, rows_of, zones  # noqa: E402
from nodes.engine.exposed import MARKED  # noqa: E402
from nodes.engine.view import View  # noqa: E402

GROUND = QColor(90, 90, 90)
EXPOSED = View(marks="exposure")


def painted(view: View, width: int = 700, height: int = 400) -> tuple[QImage, QRectF | None]:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(GROUND)
    painter = QPainter(image)
    place = draw_legend(painter, view, QRectF(0, 0, width, height))
    painter.end()
    return image, place


def test_each_code_of_the_engine_has_the_colour_of_the_zone_it_lies_in() -> None:
    for code in range(256):
        zone = next(zone for zone in reversed(zones()) if code / 255 < zone.high)
        assert tuple(MARKED[code][:3]) == (zone.colour or (code, code, code)), code


def test_figures_go_from_clipping_down_and_light_is_told_of_plain_pictures_alone() -> None:
    rows = rows_of(EXPOSED)
    assert [row[0] for row in rows][0::5] == ["clipped", "crushed"]
    assert rows[0][1] == "≥ 98.5" and rows[-1][1] == "0–2.5"
    grey = next(row for row in rows if row[0] == "middle grey")
    assert grey[1:] == ("38–44", "0.098–0.14", "-0.3 … +0.2")
    assert all(len(row) == 2 for row in rows_of(View(marks="exposure", gain=1.0)))


def test_it_is_drawn_in_the_corner_only_while_false_colour_is_looked_at(app: QApplication) -> None:
    image, place = painted(EXPOSED)
    assert place is not None and place.right() == 690 and place.bottom() == 390
    found = {
        image.pixelColor(x, y).rgb()
        for x in range(int(place.left()), 690)
        for y in range(int(place.top()), 390)
    }
    assert {QColor(*zone.colour).rgb() for zone in zones() if zone.colour} <= found
    assert image.pixelColor(50, 50) == GROUND
    for view in (View(), View(marks="clipping")):
        plain, nowhere = painted(view)
        assert nowhere is None and plain.pixelColor(680, 380) == GROUND
    assert painted(EXPOSED, 160, 90)[1] is None, "no room: the picture comes first"
