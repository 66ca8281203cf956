"""The row above the picture, guides, full screen and frames saved as seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QImage
from qtpy.QtTest import QTest
from qtpy.QtWidgets import QDoubleSpinBox, QPushButton, QToolButton, QWidget

from editor.playback.refused import Refused
from editor.ui.viewer.guided import SHAPES
from editor.ui.viewer.guides import inset, shaped
from editor.ui.viewer.saving import save_as_seen
from tests.editor.ui.viewer.drawing import pixels_of
from tests.editor.ui.viewer.put_up import PutUp, viewer_put_up
from tests.editor.ui.viewer.viewing import noise

pytestmark = pytest.mark.qt


@pytest.fixture
def shown(app: Any) -> Iterator[PutUp]:
    with viewer_put_up() as made:
        made.model.picture.set(noise())
        yield made


def test_the_fields_and_keys_change_how_the_picture_is_looked_at(shown: PutUp) -> None:
    assert shown.viewer.bar is not None
    gain, gamma = shown.viewer.bar.findChildren(QDoubleSpinBox)
    gain.setValue(1.5)
    gamma.setValue(2.2)
    looking = shown.model.looking
    assert (looking.view.value.gain, looking.view.value.gamma) == (1.5, 2.2)
    assert looking.badge == "+1.5 stops, gamma 2.2"
    shown.handles["picture.darker"].trigger()
    assert gain.value() == 1.0
    QTest.keyClick(shown.viewer, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert looking.view.value.channel == "red"
    assert shown.viewer.bar.buttons["channel"].text() == "Red"
    QTest.keyClick(shown.viewer, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert looking.badge == "" and gain.value() == 0.0 and gamma.value() == 1.0


def parts(bar: QWidget) -> list[Any]:
    return [*bar.findChildren(QToolButton), *bar.findChildren(QDoubleSpinBox)]


def test_everything_on_the_bar_is_within_it_or_in_its_last_menu(shown: PutUp) -> None:
    bar = shown.viewer.bar
    assert bar is not None
    shown.model.looking.matte("overlay")
    counts = []
    for width in (1200, 700, 420, 240):
        shown.window.resize(width, 500)
        QTest.qWait(20)
        seen = [each for each in parts(bar) if each.isVisible()]
        assert all(each.x() >= 0 and each.geometry().right() < bar.width() for each in seen), width
        counts.append(len(seen))
    assert counts == sorted(counts, reverse=True) and counts[0] > counts[-1]
    more = [each for each in seen if each.text() == "More"]
    assert len(more) == 1 and more[0].menu().actions()


def test_every_part_has_a_name_and_a_place_for_the_keyboard(shown: PutUp) -> None:
    assert shown.viewer.bar is not None
    for part in parts(shown.viewer.bar):
        assert part.accessibleName() and part.toolTip()
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_safe_areas_and_shapes_lie_where_the_standards_put_them() -> None:
    picture = QRectF(0, 0, 1920, 1080)
    action, title = inset(picture, 0.93), inset(picture, 0.90)
    assert (action.left(), action.top(), action.width(), action.height()) == pytest.approx(
        (67.2, 37.8, 1785.6, 1004.4)
    )
    assert (title.left(), title.top()) == pytest.approx((96, 54))
    for name, shape in SHAPES.items():
        kept = shaped(picture, shape)
        assert kept.width() / kept.height() == pytest.approx(float(shape)), name
        assert kept.width() <= 1920 and kept.height() <= 1080 and kept.center() == picture.center()
    assert shaped(picture, Fraction(1)).height() == 1080


def test_guides_are_drawn_and_a_shape_darkens_what_lies_outside(shown: PutUp) -> None:
    canvas = shown.viewer.canvas
    flat = np.full((36, 64, 4), 200, np.uint8)
    flat[..., 3] = 255
    shown.model.picture.set(replace(noise(), pixels=flat))
    before = pixels_of(canvas.grab().toImage())
    QTest.keyClick(
        shown.viewer, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    lined = pixels_of(canvas.grab().toImage())
    assert 0 < (lined != before).any(axis=2).mean() < 0.1
    shown.handles["picture.shape_1_1"].trigger()
    masked = pixels_of(canvas.grab().toImage())
    middle = masked.shape[0] // 2
    assert masked[middle, 30, 0] < 80 and masked[middle, masked.shape[1] // 2 + 20, 0] == 200
    shown.handles["picture.guides"].trigger()
    assert np.array_equal(pixels_of(canvas.grab().toImage()), before)


def test_the_picture_fills_the_screen_and_comes_back(shown: PutUp) -> None:
    viewer, canvas = shown.viewer, shown.viewer.canvas
    shown.handles["picture.fullscreen"].trigger()
    QTest.qWait(20)
    alone = canvas.window()
    assert alone is not shown.window and alone.isFullScreen()
    QTest.keyClick(alone, Qt.Key.Key_G, Qt.KeyboardModifier.ShiftModifier)
    assert shown.model.looking.view.value.channel == "green"
    QTest.keyClick(alone, Qt.Key.Key_Escape)
    QTest.qWait(20)
    assert canvas.window() is shown.window and canvas.isVisible()
    assert viewer.layout().indexOf(canvas) == 1


def test_a_frame_is_saved_as_it_is_seen(shown: PutUp, tmp_path: Path) -> None:
    picture = noise()
    save_as_seen(shown.model, shown.desk.work, tmp_path / "one.png")
    shown.posted.until(lambda: "one.png" in shown.model.session.message.value)
    assert np.array_equal(pixels_of(QImage(str(tmp_path / "one.png"))), picture.pixels[..., :3])
    shown.model.comparing.begin(("circled", "source"), "wipe")
    dark = np.zeros_like(picture.pixels)
    shown.model.picture.set(replace(picture, beside=(dark,)))
    save_as_seen(shown.model, shown.desk.work, tmp_path / "two.png")
    shown.posted.until(lambda: "two.png" in shown.model.session.message.value)
    saved = pixels_of(QImage(str(tmp_path / "two.png")))
    assert np.array_equal(saved[:, :32], picture.pixels[:, :32, :3]) and not saved[:, 32:].any()
    save_as_seen(shown.model, shown.desk.work, tmp_path / "no" / "where.png")
    shown.posted.until(lambda: "where.png" in shown.model.session.message.value)
    assert shown.model.session.message.value.startswith("Save")


def test_missing_media_offers_to_be_relinked(shown: PutUp) -> None:
    button = shown.viewer.canvas.findChild(QPushButton)
    assert button is not None and not button.isVisible()
    shown.model.slate.set("sh020\noffline")
    shown.model.missing.set("c2")
    assert button.isVisible() and shown.viewer.canvas.rect().contains(button.geometry())
    shown.model.missing.set("")
    assert not button.isVisible()


def test_a_graph_that_fails_offers_the_way_to_its_node(shown: PutUp) -> None:
    relink, node = shown.viewer.canvas.findChildren(QPushButton)
    assert not node.isVisible()
    shown.model.slate.set("sh020\nIts node sky cannot be made")
    shown.model.refused.set((Refused("sh020", "sky", "sh020", "sky", "it is dark"),))
    assert node.isVisible() and not relink.isVisible()
    assert shown.viewer.canvas.rect().contains(node.geometry()) and node.toolTip()
    shown.model.refused.set(())
    assert not node.isVisible()
