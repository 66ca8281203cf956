"""The viewer under a person's hands, in the window."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from nodes.api.times import Rate, Time

if TYPE_CHECKING:
    from tests.editor.ui.acting import Person

pytestmark = pytest.mark.qt

RATE = Rate(24)


@pytest.fixture
def person(windows: Callable[[], Person], project: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setenv("WORKPRINT_SOUND", "off")
    made = windows()
    made.open(project)
    made.wait(lambda: made.desk.player.picture.value is not None, "a picture")
    return made


def seek(person: Person, frame: int) -> None:
    player = person.desk.player
    player.seek(Time(frame, RATE))

    def is_there() -> bool:
        picture = player.picture.value
        return picture is not None and picture.time.frame == frame

    person.wait(is_there, f"frame {frame}")


def wheel(canvas: Any, at: tuple[int, int], notches: int) -> None:
    from qtpy.QtCore import QPoint, QPointF, Qt
    from qtpy.QtGui import QWheelEvent
    from qtpy.QtWidgets import QApplication

    where = QPointF(*at)
    event = QWheelEvent(
        where,
        QPointF(canvas.mapToGlobal(QPoint(*at))),
        QPoint(0, 0),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def test_the_wheel_zooms_about_the_cursor_and_a_drag_pans(person: Person) -> None:
    from qtpy.QtCore import QPoint, Qt
    from qtpy.QtTest import QTest

    seek(person, 20)
    player, canvas = person.desk.player, person.window.viewer.canvas
    at = QPoint(canvas.width() // 3, canvas.height() // 2)
    QTest.mouseMove(canvas, at)
    person.rest()
    read = player.pixel.value
    assert read.startswith("x ")
    wheel(canvas, (at.x(), at.y()), 3)
    QTest.mouseMove(canvas, at + QPoint(0, 1))
    QTest.mouseMove(canvas, at)
    person.rest()
    zoom = player.zoom.value
    assert zoom > 4
    assert near(player.pixel.value, read)
    middle = player.framing.pan.value
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    QTest.mouseMove(canvas, at + QPoint(64, 32))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at + QPoint(64, 32))
    moved = player.framing.pan.value
    assert (middle[0] - moved[0]) * 320 * zoom == pytest.approx(64)
    assert (middle[1] - moved[1]) * 180 * zoom == pytest.approx(32)
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert player.zoom.value == "fit"


def near(one: str, other: str) -> bool:
    """Whether two readouts are of pixels side by side at most."""
    places = [
        [int(word) for word in text.partition("\n")[0].split() if word.isdigit()][:2] for text in (one, other)
    ]
    return all(abs(first - second) <= 1 for first, second in zip(*places, strict=True))


def test_the_readout_is_the_frame_s_own_value_at_any_zoom(person: Person) -> None:
    from qtpy.QtCore import QPoint
    from qtpy.QtTest import QTest

    seek(person, 20)
    player, canvas = person.desk.player, person.window.viewer.canvas
    pixels = player.picture.value.pixels
    for zoom in ("fit", 0.5, 4.0):
        player.framing.zoom.set(zoom)
        placement = player.framing.placement(player.picture.value)
        at = QPoint(canvas.width() // 2 + 7, canvas.height() // 2 - 5)
        QTest.mouseMove(canvas, at + QPoint(3, 3))
        QTest.mouseMove(canvas, at)
        person.rest()
        column, row = placement.pixel_at(at.x(), at.y())
        red, green, blue, _ = pixels[row, column]
        assert player.pixel.value.partition("\n")[0] == f"x {column}  y {row}   R {red}  G {green}  B {blue}"


def test_dragging_the_bar_scrubs_and_stops_what_plays(person: Person) -> None:
    from editor.ui.viewer.scrub import ScrubBar

    player = person.desk.player
    bar = person.window.viewer.findChild(ScrubBar)
    player.play(1)
    person.rest(0.2)
    for share, frame in ((48.5 / 192, 48), (144.5 / 192, 144), (1.5, 191)):
        drag_to(bar, share)
        person.wait(lambda frame=frame: player.picture.value.time.frame == frame, f"frame {frame}")
        assert not player.playing.value
        assert person.session.playhead.value == Time(frame, RATE)


def drag_to(bar: Any, share: float) -> None:
    from qtpy.QtCore import QPoint, Qt
    from qtpy.QtTest import QTest

    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    x = 6 + round(share * (bar.width() - 12))
    QTest.mousePress(bar, left, none, QPoint(bar.width() // 2, 9))
    QTest.mouseMove(bar, QPoint(x, 9))
    QTest.mouseRelease(bar, left, none, QPoint(x, 9))


def test_space_plays_without_keeping_the_window_s_thread(person: Person) -> None:
    player = person.desk.player
    shown: list[int] = []
    person.rest(1.0)
    person.stretches.longest = person.stretches.longest_wall = 0.0
    player.picture.watch(lambda picture: shown.append(picture.time.frame))
    player.play(1)
    person.rest(3.0)
    player.stop()
    longest, wall = person.stretches.longest, person.stretches.longest_wall
    print(f"{len(shown)} frames, {player.dropped.value} dropped, longest task {longest * 1e3:.1f} ms,")
    print(f"{wall * 1e3:.1f} ms by the wall")
    assert len(shown) > 40
    assert longest < 0.05


def test_a_killed_engine_is_drawn_as_a_badge_while_playing_goes_on(person: Person) -> None:
    from tests.editor.ui.viewer.drawing import pixels_of

    player, canvas = person.desk.player, person.window.viewer.canvas
    player.loop.set(True)
    player.play(1)
    person.rest(0.5)
    os.kill(player.player.engine_pid, signal.SIGKILL)
    person.wait(lambda: player.state.value == "engine restarted", "the badge")
    badge = pixels_of(canvas.grab().toImage())[10:40, 10:120].astype(int)
    # Its words are amber: much red, some green, little blue.
    assert ((badge[..., 0] > 180) & (badge[..., 2] < 120) & (badge[..., 1] > 120)).sum() > 20
    before = player.player.on_screen.beat
    person.wait(lambda: player.player.on_screen.beat > before + 12, "playing to go on")
    player.stop()


def test_a_slate_says_what_is_missing_and_why(person: Person) -> None:
    from tests.editor.ui.viewer.drawing import pixels_of

    player, canvas = person.desk.player, person.window.viewer.canvas
    before = pixels_of(canvas.grab().toImage())
    player.slate.set("sh020\noffline: the cut names a missing reference 'lost'")
    person.rest()
    slate = pixels_of(canvas.grab().toImage())
    assert not np.array_equal(before, slate)
    values, counts = np.unique(slate.reshape(-1, 3), axis=0, return_counts=True)
    assert tuple(values[counts.argmax()]) == (0x30, 0x30, 0x30)
    assert (slate.min(axis=2) > 200).sum() > 50
