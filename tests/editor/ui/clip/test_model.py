"""The clip panel on the sample cut: what it shows, and the one edit that each setting becomes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from editor.document.edits import set_look
from editor.document.layout import by_id, walk
from editor.document.model import Clip, Transition
from editor.document.retimes import retime_of
from editor.ui.clip.model import ClipModel
from editor.ui.session import Session
from nodes.api.curves import Curve, Key
from nodes.api.times import Time
from tests.editor.ui.posted import Posted


class Panel:
    """A clip model on an open project."""

    def __init__(self, folder: Path) -> None:
        self.posted = Posted()
        self.session = Session(self.posted)
        self.model = ClipModel(self.session)
        self.session.open(folder)
        self.posted.until(lambda: self.session.project.value is not None)

    def select(self, id: str) -> None:
        self.session.selection.set(frozenset({id}))

    def settle(self) -> None:
        def kept() -> bool:
            project = self.session.project.value
            return project is not None and project.cut is self.session.cut.value

        self.posted.until(kept)

    def clip(self, id: str) -> Clip:
        assert self.session.cut.value is not None
        here = by_id(self.session.cut.value, id)
        assert here is not None and isinstance(here.item, Clip)
        return here.item

    def shown(self) -> dict[str, Any]:
        return {field.name: field.value for field in self.model.fields.value}

    def edits(self) -> int:
        project = self.session.project.value
        assert project is not None
        return len(project.history.done)


@pytest.fixture
def panel(project: Path) -> Iterator[Panel]:
    made = Panel(project)
    yield made
    made.session.close()


def test_a_picture_and_a_sound_show_what_fits_them(panel: Panel) -> None:
    assert not panel.shown() and not panel.model.can_change.value
    panel.select("sh010")
    assert panel.shown() == {
        "opacity": 1.0, "blend": "normal", "translate": [0.0, 0.0], "scale": [1.0, 1.0], "rotate": 0.0,
        "crop": [0.0] * 4, "fade_in": 0, "fade_out": 0, "speed": 1.0, "mode": "nearest",
    }  # fmt: skip
    panel.select("music")
    assert {"level", "pan", "fade_in"} <= set(panel.shown()) and "opacity" not in panel.shown()


@pytest.mark.parametrize(
    ("name", "value", "made"),
    [
        ("opacity", 0.5, lambda clip: clip.opacity == 0.5),
        ("blend", "screen", lambda clip: clip.blend == "screen"),
        ("translate", [12.5, -3.0], lambda clip: clip.transform.translate == (12.5, -3.0)),
        ("crop", [1.0, 2.0, 3.0, 4.0], lambda clip: clip.crop.bottom == 4.0),
        ("fade_in", 6, lambda clip: clip.fade_in.frame == 6),
        ("speed", -1.0, lambda clip: retime_of(clip.effects).speed == -1),
        ("mode", "blend", lambda clip: retime_of(clip.effects).mode == "blend"),
    ],
)
def test_a_setting_is_one_edit_and_one_undo(panel: Panel, name: str, value: Any, made: Any) -> None:
    panel.select("sh010")
    before = panel.clip("sh010")
    if name == "mode":
        panel.model.set("speed", 0.5)
        before = panel.clip("sh010")
    count = panel.edits()
    panel.model.set(name, value)
    panel.settle()
    assert made(panel.clip("sh010")), panel.session.message.value
    assert panel.shown()[name] == value
    panel.session.undo()
    panel.posted.until(lambda: panel.clip("sh010") == before)
    panel.settle()
    assert panel.edits() == count + (name == "mode")


def test_a_value_that_is_dragged_shows_and_is_not_kept(panel: Panel) -> None:
    panel.select("sh010")
    panel.model.try_value("opacity", 0.25)
    assert panel.clip("sh010").opacity == 0.25
    assert panel.session.project.value is not None
    kept = by_id(panel.session.project.value.cut, "sh010")
    assert kept is not None and isinstance(kept.item, Clip) and kept.item.opacity == 1.0
    panel.model.set("opacity", 0.75)
    panel.settle()
    assert panel.clip("sh010").opacity == 0.75 and panel.edits() == 1


def test_keyframes_show_at_the_playhead_and_get_a_key_there(panel: Panel) -> None:
    panel.select("sh010")
    rate = panel.session.cut.value.rate  # type: ignore[union-attr]
    start = panel.clip("sh010").source.start  # type: ignore[union-attr]
    curve = Curve((Key(start, 0.0), Key(start + Time(10, rate), 1.0)))
    panel.session.edit("set", lambda cut, media: set_look(cut, "sh010", media, opacity=curve), {})
    panel.session.playhead.set(Time(5, rate))
    (opacity,) = (field for field in panel.model.fields.value if field.name == "opacity")
    assert opacity.value == 0.5 and opacity.moved == "2 keyframes" and opacity.changed
    panel.model.set("opacity", 0.9)
    made = panel.clip("sh010").opacity
    assert isinstance(made, Curve) and len(made.keys) == 3
    assert made.at(start + Time(5, rate)) == 0.9
    panel.model.reset("opacity")
    assert panel.clip("sh010").opacity == 1.0
    panel.settle()


def test_what_cannot_be_is_told_and_changes_nothing(panel: Panel) -> None:
    panel.select("sh010")
    before = panel.session.cut.value
    panel.model.set("fade_in", 100_000)
    assert "fades are longer" in panel.session.message.value
    panel.model.try_value("speed", 99999.0)
    assert "no speed" in panel.session.message.value
    assert panel.session.cut.value is before


def test_a_dissolve_is_put_in_and_taken_out_again(panel: Panel) -> None:
    def changes() -> list[Transition]:
        cut = panel.session.cut.value
        assert cut is not None
        return [here.item for here in walk(cut) if isinstance(here.item, Transition)]

    there = len(changes())
    panel.select("sh010")
    panel.model.dissolve()
    assert len(changes()) == there + 1
    made = next(each for each in changes() if each.kind == "SMPTE_Dissolve" and each.before.frame)
    rate = panel.session.cut.value.rate  # type: ignore[union-attr]
    assert made.before.frame + made.after.frame == round(rate.fraction / 2)
    panel.model.dissolve()
    assert len(changes()) == there
    panel.settle()


def test_a_speed_is_exact_to_four_places(panel: Panel) -> None:
    panel.select("sh010")
    panel.model.set("speed", 0.3333)
    made = retime_of(panel.clip("sh010").effects)
    assert made is not None and made.speed == Fraction(3333, 10000)
    panel.settle()
