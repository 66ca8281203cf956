"""Somebody points at a disc in the window: clicks, box, brush, curve, corrections, following, undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nodes.api import Click, Lock, Time
from nodes.vision.agreement import area_agreement

from .disc import CLIP, COLUMNS, FIRST, RATE, ROWS, middle, true

pytestmark = pytest.mark.qt


AIMED = (middle(FIRST)[0] + 3.0, middle(FIRST)[1] - 5.0)


class Finger:
    """A person in a window of the disc's project who points at it."""

    def __init__(self, person: Any, project: Path) -> None:
        self.person, self.window = person, person.window
        self.pointing = person.desk.pointing
        self.model, self.mattes = self.pointing.model, self.pointing.mattes
        person.open(project)
        person.session.selection.set(frozenset({CLIP}))
        person.wait(lambda: person.desk.player.picture.value is not None, "a picture")

    def at(self, x: float, y: float) -> Any:
        """Return where a place in the media is on the canvas."""
        from qtpy.QtCore import QPoint

        from editor.ui.pointing.view import Through

        place = Through(self.window.viewer.tools.surface, self.model.seen.value).on_canvas(x, y)
        return QPoint(round(place.x()), round(place.y()))

    def drag(self, *places: tuple[float, float]) -> None:
        self.person.hands.drag(self.window.viewer.canvas, [self.at(*place) for place in places])
        self.person.rest()

    def keys(self, keys: str) -> None:
        self.person.keys(keys, self.window.viewer)

    def seek(self, frame: int) -> None:
        """Go to a frame of the media."""
        self.model.go_to(Time(frame, RATE))
        self.person.wait(lambda: self.model.seen.value.time == Time(frame, RATE), f"frame {frame}")
        self.person.wait(lambda: not self.person.desk.player.busy.value, "the picture")

    def matte(self) -> np.ndarray:
        """Return the matte of what is on screen, once it is there."""
        self.person.wait(lambda: not self.mattes.busy.value, "the matte")
        assert not self.mattes.failed.value
        made = np.zeros((ROWS, COLUMNS), bool)
        for laid in self.mattes.laid.value:
            made |= laid.matte.levels > 127
        return made

    def pixel(self, x: float, y: float) -> tuple[int, int, int]:
        """Return the colour of the canvas over a place in the media."""
        colour = self.window.viewer.canvas.grab().toImage().pixelColor(self.at(x, y))
        return colour.red(), colour.green(), colour.blue()

    @property
    def prompts(self) -> Any:
        return self.model.target.value.prompts


@pytest.fixture
def finger(windows: Callable[[], Any], disc_project: Path) -> Iterator[Finger]:
    made = Finger(windows(), disc_project)
    made.person.press("clip.roto")
    yield made


def frame(number: int) -> Time:
    return Time(number, RATE)


def test_a_click_on_the_disc_gives_its_matte_at_once_and_all_is_undone_and_made_again(finger: Finger) -> None:
    person, beside = finger.person, (150.0, 6.0)
    x, y = middle(FIRST)
    red, ground = finger.pixel(x + 8, y), finger.pixel(*beside)
    finger.drag((x, y))
    (click,) = finger.prompts.everything
    assert (click.time, click.obj, click.positive) == (frame(FIRST), 1, True)
    assert (click.x, click.y) == pytest.approx((x, y), abs=0.6)
    assert area_agreement(finger.matte(), true(FIRST)) > 0.9
    tinted = finger.pixel(x + 8, y)
    assert tinted != red, "the overlay lies over the disc"
    assert tinted[2] > red[2] + 40, "in the blue of the first object"
    assert finger.pixel(*beside) == ground, "and nowhere else"
    finger.keys("2")
    finger.drag((x - 22, y - 22), (x + 10, y), (x + 22, y + 22))
    finger.keys("6")
    for place in ((10, 10), (30, 10), (30, 30)):
        finger.drag(place, (place[0] + 4, place[1] - 3))
    finger.keys("Return")
    assert [type(each).__name__ for each in finger.prompts.everything] == [
        "Click",
        "BoxPrompt",
        "ShapePrompt",
    ]
    assert finger.prompts.shapes[0].curved
    person.settle()
    after = person.session.cut.value
    for _ in range(4):
        person.press("edit.undo")
        person.settle()
    assert finger.model.target.value is None
    for _ in range(4):
        person.press("edit.redo")
        person.settle()
    assert person.session.cut.value == after


def zoomed_clicks(finger: Finger) -> Iterator[tuple[Click, float]]:
    """Yield the click at one place of the disc, made at several zooms, and how near it has to be."""
    framing, picture = finger.person.desk.player.framing, finger.person.desk.player.picture
    for zoom, pan in (("fit", None), (4.0, (30, -12)), (8.0, (-40, 25))):
        framing.zoom_to(picture.value, zoom)
        if pan is not None:
            framing.pan_by(picture.value, *pan)
        finger.person.rest()
        finger.drag(AIMED)
        yield finger.prompts.clicks[-1], 0.6 if zoom == "fit" else 0.2
        finger.keys("Backspace")
    framing.zoom_to(picture.value, "fit")
    finger.person.rest()


@pytest.mark.slow
def test_a_correction_on_a_later_frame_starts_from_what_was_followed(finger: Finger) -> None:
    person, tracked = finger.person, finger.pointing.tracked
    finger.drag(middle(FIRST))
    finger.matte()
    person.press("clip.track_both")
    person.wait(lambda: not tracked.running.value, "it to be followed")
    assert set(tracked.sureness) == set(range(FIRST - 1, FIRST + 9)), "the clip and its handles"
    finger.seek(FIRST + 6)
    before = finger.matte()
    assert finger.mattes.laid.value[0].current
    assert area_agreement(before, true(FIRST + 6)) > 0.85
    finger.drag((12.0, 12.0))
    after = finger.matte()
    assert after[12, 12]
    assert (after & true(FIRST + 6)).sum() > 0.9 * (before & true(FIRST + 6)).sum(), "the disc stays"
    finger.seek(FIRST + 3)
    finger.matte()
    assert not finger.mattes.laid.value[0].current, "what was followed before is shown as such"
    person.press("edit.undo")
    person.settle()
    finger.seek(FIRST + 6)
    assert np.array_equal(finger.matte(), before), "what is kept is found again"


def test_hand_and_keys_point_alike_at_any_zoom_choose_move_and_remove(finger: Finger) -> None:
    finger.window.viewer.setFocus()
    for click, near in zoomed_clicks(finger):
        assert (click.x, click.y) == pytest.approx(AIMED, abs=near)
    assert finger.prompts.is_empty
    finger.keys("Return")
    (click,) = finger.prompts.everything
    assert (click.x, click.y) == (COLUMNS / 2, ROWS / 2)
    finger.keys("Alt+Right")
    finger.keys("Alt+Shift+Down")
    finger.keys("Alt+Return")
    assert finger.prompts.clicks[-1] == Click(frame(FIRST), COLUMNS / 2 + 1, ROWS / 2 + 10, False, 1)
    finger.keys("3")
    finger.keys("]")
    assert (finger.model.tool.value, finger.model.width.value) == ("brush", 30.0)
    finger.model.chosen.set(finger.prompts.clicks[-1])
    finger.keys("Alt+Left")
    assert finger.prompts.clicks[-1].x == COLUMNS / 2
    finger.keys("Backspace")
    assert len(finger.prompts.everything) == 1
    finger.keys("Escape")
    assert not finger.model.on.value
    finger.keys("Right")
    assert finger.person.session.playhead.value == frame(1), "the viewer's keys are its own again"


@pytest.mark.slow
def test_what_was_followed_before_it_was_stopped_is_gone_on_from(finger: Finger) -> None:
    person, tracked = finger.person, finger.pointing.tracked
    finger.drag(middle(FIRST))
    finger.matte()
    finger.keys("T")
    person.wait(lambda: tracked.sureness, "the first frame to be followed")
    finger.keys("T")
    person.wait(lambda: not tracked.running.value and not person.desk.queue.tasks.value, "it to stop")
    done = dict(tracked.sureness)
    assert done
    assert set(done) <= set(range(FIRST, FIRST + 9)), "forwards only"
    finger.keys("Ctrl+T")
    person.wait(lambda: len(tracked.sureness) == 10, "all to be followed")
    assert {frame: tracked.sureness[frame] for frame in done} == done
    finger.model.on.set(False)
    finger.model.on.set(True)
    person.wait(lambda: len(tracked.sureness) == 10, "what is kept to be told")


@pytest.mark.slow
def test_a_locked_frame_keeps_the_matte_that_was_seen(finger: Finger) -> None:
    person = finger.person
    finger.drag(middle(FIRST))
    seen = finger.matte()
    person.press("clip.matte_lock")
    person.wait(lambda: finger.prompts.locks, "the lock")
    (lock,) = finger.prompts.locks
    assert isinstance(lock, Lock)
    assert lock.path.startswith("assets/")
    finger.drag((12.0, 12.0))
    assert area_agreement(finger.matte(), seen) > 0.98, "a further click changes nothing there"


@pytest.mark.slow
def test_views_show_matte_cut_out_and_source(finger: Finger) -> None:
    x, y = middle(FIRST)
    finger.drag((x, y))
    finger.matte()
    found = {}
    for view in ("matte", "black", "source"):
        finger.keys("V")
        assert finger.model.view.value == view
        finger.matte()
        found[view] = (finger.pixel(x + 8, y), finger.pixel(150, 6))
    assert found["matte"] == ((255, 255, 255), (0, 0, 0))
    assert found["black"][1] == (0, 0, 0)
    assert found["black"][0] == pytest.approx(found["source"][0], abs=2)
    assert found["source"][1] != (0, 0, 0)


@pytest.mark.slow
def test_a_grade_inside_the_matte_is_seen_inside_alone(finger: Finger) -> None:
    person, player = finger.person, finger.person.desk.player
    x, y = middle(FIRST)
    finger.drag((x, y))
    finger.matte()
    person.press("clip.track_both")
    person.wait(lambda: not finger.pointing.tracked.running.value, "it to be followed")
    person.press("clip.grade_inside")
    person.desk.graph.set_param("gain", [0.1, 1.0, 4.0])
    person.settle()
    before = player.picture.value
    person.press("view.live")
    person.wait(lambda: player.picture.value is not before and not player.busy.value, "the graded picture")
    plain, graded = before.pixels[..., :3].astype(int), player.picture.value.pixels[..., :3].astype(int)
    assert graded[y, x, 2] > plain[y, x, 2] + 30
    assert graded[y, x, 0] < plain[y, x, 0] - 60
    far = ~true(FIRST)
    far[y - 24 : y + 25, x - 24 : x + 25] = False
    assert np.array_equal(graded[far], plain[far]), "outside not a code value changes"
