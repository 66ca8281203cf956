"""Versions of the cut beside each other: in one picture, in step, under the mouse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qtpy.QtCore import QPoint, Qt
from qtpy.QtTest import QTest

from editor.document.project import open_project
from editor.ui.session import Session
from editor.ui.viewer.comparing import Comparing
from editor.ui.viewer.model import PlayerModel
from editor.ui.viewer.widget import Viewer
from editor.verbs import shot, take
from nodes.api import Range
from tests.editor.ui.posted import Posted
from tests.editor.ui.viewer.drawing import no_engine, pixels_of
from tests.editor.ui.viewer.viewing import RATE, Viewing, noise, silent

WIDE, HIGH = 700, 520


def flat(code: int) -> np.ndarray:
    made = np.full((36, 64, 4), code, np.uint8)
    made[..., 3] = 255
    return made


@pytest.fixture
def viewer(app: Any) -> Iterator[Viewer]:
    posted = Posted()
    session = Session(posted)
    model = PlayerModel(session, no_engine, posted, silent)
    made = Viewer(session, model)
    made.resize(WIDE, HIGH)
    made.show()
    QTest.qWait(20)
    yield made
    made.forget()
    model.close()
    session.close()
    made.deleteLater()


def put_up(viewer: Viewer, mode: str, *codes: int) -> None:
    sources = ("circled", "live", "source", "a/t001")[: len(codes)]
    viewer.model.comparing.begin(sources, mode)  # type: ignore[arg-type]
    first, *others = (flat(code) for code in codes)
    viewer.model.picture.set(replace(noise(), pixels=first, beside=tuple(others)))


def drawn(viewer: Viewer) -> np.ndarray:
    return pixels_of(viewer.canvas.grab().toImage())


@pytest.mark.qt
def test_a_wipe_shows_a_left_of_its_line_and_b_right_of_it(viewer: Viewer) -> None:
    put_up(viewer, "wipe", 60, 180)
    row = drawn(viewer)[viewer.canvas.height() // 2 + 60]
    assert tuple(row[100]) == (60, 60, 60) and tuple(row[WIDE - 100]) == (180, 180, 180)
    viewer.model.comparing.turn(180)
    row = drawn(viewer)[viewer.canvas.height() // 2 + 60]
    assert tuple(row[100]) == (180, 180, 180) and tuple(row[WIDE - 100]) == (60, 60, 60)
    viewer.model.comparing.turn(-90)
    column = drawn(viewer)[:, 100]
    middle = viewer.canvas.height() // 2
    assert tuple(column[middle - 60]) == (60, 60, 60) and tuple(column[middle + 60]) == (180, 180, 180)


@pytest.mark.qt
def test_the_wipe_s_line_is_dragged_and_everything_else_still_pans(viewer: Viewer) -> None:
    put_up(viewer, "wipe", 60, 180)
    canvas, left, none = viewer.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    middle = QPoint(WIDE // 2, canvas.height() // 2 + 40)
    QTest.mousePress(canvas, left, none, middle)
    QTest.mouseMove(canvas, QPoint(WIDE // 4, middle.y()))
    QTest.mouseRelease(canvas, left, none, QPoint(WIDE // 4, middle.y()))
    assert viewer.model.comparing.line.value[0] == pytest.approx(0.25, abs=0.01)
    row = drawn(viewer)[canvas.height() // 2 + 90]
    assert tuple(row[WIDE // 4 - 30]) == (60, 60, 60) and tuple(row[WIDE // 4 + 40]) == (180, 180, 180)
    viewer.model.framing.zoom.set(8.0)
    before = viewer.model.framing.pan.value
    QTest.mousePress(canvas, left, none, QPoint(600, 300))
    QTest.mouseMove(canvas, QPoint(560, 300))
    QTest.mouseRelease(canvas, left, none, QPoint(560, 300))
    assert viewer.model.framing.pan.value != before


@pytest.mark.qt
def test_pictures_lie_side_by_side_and_zoom_and_are_read_together(viewer: Viewer) -> None:
    put_up(viewer, "side", 40, 90, 140, 200)
    canvas = drawn(viewer)
    width, height = viewer.canvas.width(), viewer.canvas.height()
    centres = [(width // 4, height // 4), (width * 3 // 4, height // 4)]
    centres += [(x, height * 3 // 4) for x in (width // 4, width * 3 // 4)]
    assert [int(canvas[y, x, 0]) for x, y in centres] == [40, 90, 140, 200]
    viewer.model.framing.zoom_to(viewer.model.picture.value, 8.0, centres[3])
    canvas = drawn(viewer)
    assert [int(canvas[y + 20, x, 0]) for x, y in centres] == [40, 90, 140, 200]
    QTest.mouseMove(viewer.canvas, QPoint(centres[2][0] + 2, centres[2][1]))
    QTest.mouseMove(viewer.canvas, QPoint(*centres[2]))
    assert "R 140  G 140  B 140" in viewer.model.pixel.value


@pytest.mark.qt
def test_an_onion_skin_is_both_by_shares(viewer: Viewer) -> None:
    put_up(viewer, "blend", 100, 200)
    viewer.model.comparing.mix.set(0.25)
    middle = drawn(viewer)[viewer.canvas.height() // 2, WIDE // 2]
    assert abs(int(middle[0]) - 125) <= 1


def test_flipping_shows_each_alone_in_turn_and_a_mode_shows_all_again() -> None:
    comparing = Comparing()
    comparing.flip()
    assert comparing.front.value is None
    comparing.begin(["circled", "a/t001", "a/t002", "live", "source"], "side")
    assert comparing.sources.value == ("circled", "a/t001", "a/t002", "live")
    seen = []
    for _ in range(5):
        comparing.flip()
        seen.append(comparing.front.value)
    assert seen == [0, 1, 2, 3, 0]
    assert comparing.name(1) == "B  Take t001"
    comparing.show_as("blend")
    assert comparing.front.value is None
    comparing.swap()
    assert comparing.sources.value[0] == "a/t001"
    comparing.begin(["circled"], "wipe")
    assert not comparing.is_on


@pytest.fixture
def viewing(project: Path) -> Iterator[Viewing]:
    opened = open_project(project, write=True)
    shot(opened, "sh010", add=[["color.grade", "gain=0.5"]])
    take(open_project(project, write=False), ["sh010"], handles=0)
    opened.close()
    made = Viewing()
    made.open(project)
    yield made
    made.close()


def test_a_take_the_graph_and_the_source_are_looked_at_in_step(viewing: Viewing) -> None:
    player = viewing.player
    plain = viewing.seek(10)
    player.compare(["source", "t001", "live"], "side")
    viewing.posted.until(lambda: len(beside(viewing)) == 2)
    made, lively = beside(viewing)
    assert np.array_equal(pixels(viewing), plain)
    assert made[..., :3].mean() < plain[..., :3].mean() * 0.85
    assert np.abs(made[..., :3].astype(int) - lively[..., :3]).max() <= 4
    seen: list[int] = []
    player.picture.watch(lambda picture: seen.append(len(picture.beside) if picture else -1))
    viewing.session.marked.set(Range.frames_of(8, 12, RATE))
    player.play(1)
    viewing.posted.until(lambda: not player.playing.value)
    assert set(seen) == {2}
    player.comparing.show_as("difference")
    viewing.posted.until(lambda: not beside(viewing))
    apart = np.abs(viewing_at(viewing, "source") - viewing_at(viewing, "t001")) * 4
    player.compare(["source", "t001"], "difference")
    viewing.posted.until(lambda: abs(int(pixels(viewing)[90, 160, 0]) - apart[90, 160, 0]) <= 6)
    player.compare(["source", "t099"], "wipe")
    viewing.posted.until(lambda: "t099" in viewing.session.message.value)
    assert not player.comparing.is_on


def pixels(viewing: Viewing) -> np.ndarray:
    picture = viewing.player.picture.value
    assert picture is not None
    return picture.pixels


def beside(viewing: Viewing) -> tuple[np.ndarray, ...]:
    picture = viewing.player.picture.value
    assert picture is not None
    return picture.beside


def viewing_at(viewing: Viewing, source: str) -> np.ndarray:
    """What a source shows alone at the playhead."""
    before = viewing.player.picture.value
    viewing.player.compare([source, source], "wipe")
    viewing.posted.until(lambda: viewing.player.picture.value is not before and len(beside(viewing)) == 1)
    return pixels(viewing)[..., :3].astype(int)
