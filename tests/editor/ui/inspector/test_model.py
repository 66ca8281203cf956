"""The inspector's view-model on a small project, with the real engine, without a window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO as oiio
import pytest

from editor.ui.inspector.keying import strip_of
from editor.ui.inspector.model import InspectorModel
from editor.ui.inspector.offers import offers
from nodes.api.times import Time
from nodes.graph import edits
from nodes.graph.model import Keys, Link
from nodes.graph.wells import fed_files
from nodes.models.bound import OWN_ENGINES
from tests.editor.kit import done
from tests.editor.ui.test_models import Models


class Desk(Models):
    """The models that the inspector stands on, and itself."""

    def __init__(self) -> None:
        super().__init__()
        self.inspector = InspectorModel(self.session, self.work, self.graph)

    def field(self, name: str) -> Any:
        return next(field for field in self.inspector.fields.value if field.name == name)

    def keys(self, name: str) -> Keys:
        assert self.graph.node is not None
        found = self.graph.node.drives[name]
        assert isinstance(found, Keys)
        return found

    def go(self, frame: int) -> None:
        """Put the playhead on a frame of the plate, the first clip of the cut."""
        start = self.inspector._running.place.start
        self.session.playhead.set(start + Time(frame, start.rate))


@pytest.fixture
def desk(show: Path) -> Iterator[Desk]:
    made = Desk()
    made.open(show)
    (clip,) = (each for each in done("info", show)["clips"] if each["name"] == "plate")
    made.select(clip["id"])
    made.graph.add("filter.blur")
    made.settle()
    yield made
    made.inspector.forget()
    made.close()


def test_keys_are_set_at_the_playhead_eased_stepped_to_and_undone(desk: Desk) -> None:
    inspector = desk.inspector
    desk.go(2)
    assert desk.field("size").can_key and not desk.field("size").key
    inspector.toggle_key("size")
    first = inspector.at.value
    desk.go(10)
    inspector.set("size", 30.0)
    second = inspector.at.value
    assert [time for time, _ in desk.keys("size").keys] == [first, second]
    assert desk.keys("size").keys[1][1] == 30.0
    desk.go(6)
    assert desk.field("size").value == pytest.approx((desk.keys("size").keys[0][1] + 30) / 2)
    inspector.step_key("size", -1)
    assert inspector.at.value == first and desk.field("size").key
    inspector.ease("size", "hold")
    desk.go(6)
    assert desk.field("size").value == desk.keys("size").keys[0][1]
    inspector.step_key("size", 1)
    inspector.toggle_key("size")
    assert len(desk.keys("size").keys) == 1
    inspector.reset("size")
    assert not desk.field("size").moved
    desk.settle()
    project = desk.session.project.value
    assert project is not None and len(project.history.done) == 6
    for _ in range(5):
        desk.session.undo()
    desk.posted.until(lambda: desk.session.project.value is not None and not desk.field("size").moved)


def test_a_dragged_key_passes_over_others_and_is_kept_once(desk: Desk) -> None:
    inspector = desk.inspector
    for frame, value in ((0, 1.0), (5, 2.0), (10, 3.0)):
        desk.go(frame)
        if frame == 0:
            inspector.toggle_key("size")
        inspector.set("size", value)
    desk.settle()
    project = desk.session.project.value
    assert project is not None
    before = len(project.history.done)
    times = [time for time, _ in desk.keys("size").keys]
    inspector.move_key("size", times[0], times[1], 9.0, keep=False)
    assert len(desk.keys("size").keys) == 2
    between = times[1] + Time(2, times[1].rate)
    inspector.move_key("size", times[0], between, 9.0, keep=False)
    inspector.move_key("size", times[0], between, 9.0)
    assert [value for _, value in desk.keys("size").keys] == [2.0, 9.0, 3.0]
    desk.settle()
    project = desk.session.project.value
    assert project is not None and len(project.history.done) == before + 1


def test_a_curve_is_drawn_over_the_shot_with_its_keys_and_the_playhead(desk: Desk) -> None:
    inspector = desk.inspector
    desk.go(0)
    inspector.toggle_key("size")
    desk.go(10)
    inspector.set("size", 20.0)
    strip = inspector.strip("size")
    assert strip is not None and strip.now is not None and inspector.span.value is not None
    (line,) = strip.lines
    assert (line[0], strip.high) == (strip.keys[0][2][0], 20.0)
    assert [place for place, *_ in strip.keys][1] == pytest.approx(strip.now)
    assert strip.time_at(strip.keys[1][0]) == strip.keys[1][1]
    assert inspector.strip("mix") is None
    param = desk.graph.spec and desk.graph.spec.param("size")
    assert param is not None and strip_of(param, Keys(()), inspector.span.value, None) is None


def test_what_another_node_drives_is_drawn_as_it_makes_it_or_told_why_not(desk: Desk, media: Path) -> None:
    inspector, graph = desk.inspector, desk.graph
    blur = str(graph.selected.value)

    def driven_by(source: str) -> None:
        graph.add(source)
        if source == "source.sound":
            inspector.set_file("file", media / "tone.wav")
            desk.posted.until(lambda: desk.field("file").labels)
            assert Path(desk.field("file").labels[0]).name == "tone.wav"
        sound = str(graph.selected.value)
        graph.add("audio.drive")
        drive = str(graph.selected.value)
        assert graph.graph.value is not None
        made = edits.connect(graph.graph.value, drive, "sound", Link(sound))
        graph.change(edits.drive(made, blur, "size", Link(drive)), "drive", {})
        graph.select(blur)

    driven_by("source.shot_sound")
    assert desk.field("size").control == "shown" and "driven by" in desk.field("size").moved
    assert inspector.strip("size") is None
    desk.posted.until(lambda: "it has no sound" in desk.field("size").moved)
    driven_by("source.sound")
    desk.posted.until(lambda: inspector.strip("size"))
    strip = inspector.strip("size")
    assert strip is not None and not strip.keys and strip.high > strip.low
    inspector.let_go("size")
    assert desk.field("size").control == "number"


def test_stills_become_a_board_and_leave_it_again(desk: Desk, tmp_path: Path) -> None:
    inspector, graph = desk.inspector, desk.graph
    for name in ("a.png", "b.png"):
        oiio.ImageBuf(np.full((8, 8, 3), 0.5, np.float32)).write(str(tmp_path / name), "uint8")
    graph.add("restyle.reference")
    node = graph.selected.value
    assert desk.field("references").control == "board"
    inspector.set_files("references", [tmp_path / "a.png", tmp_path / "b.png"])
    desk.posted.until(lambda: len(desk.field("references").labels) == 2 or desk.session.message.value)
    assert [Path(label).name for label in desk.field("references").labels] == ["a.png", "b.png"]
    assert graph.graph.value is not None and node is not None
    files = fed_files(graph.graph.value, node, "references")
    assert files is not None
    inspector.set_files("references", files[1:])
    desk.posted.until(lambda: len(desk.field("references").labels) == 1)
    readers = [each for each in graph.graph.value.nodes.values() if each.type == "source.media"]
    assert len(readers) == 1
    inspector.reset("references")
    desk.posted.until(lambda: "references" in desk.session.message.value)
    assert len(desk.field("references").labels) == 1, "a look needs a still at least"


def test_models_are_offered_in_plain_words_and_what_is_not_here_cannot_be_had() -> None:
    free = {"title": "Apache 2.0", "id": "Apache-2.0", "commercial": True}
    documents = [
        {
            "name": "sam",
            "title": "SAM",
            "capabilities": ["VideoSegmenter"],
            "state": "ready",
            "memory": {"float16": 2_500_000_000, "float32": 5_000_000_000},
            "licence": free,
        },
        {
            "name": "far",
            "title": "",
            "capabilities": ["VideoSegmenter"],
            "state": "to be fetched",
            "memory": {},
            "licence": {**free, "commercial": False},
        },
    ]
    made = offers("VideoSegmenter", documents, "gone")
    assert [each.value for each in made] == [None, "own", "sam", "far", "gone"]
    assert [each.here for each in made] == [True, True, True, False, False]
    assert made[0].about == "sam"
    assert made[2].about == "about 2.5 GB of memory, Apache 2.0 (free for commercial work)"
    assert made[3].about == "to be fetched; Apache 2.0 (not free for all work)"
    for capability in ("VideoSegmenter", "Inpaint", "KeyframeStyle", "TextToVideo", "Matting"):
        has_own = any(each.value == "own" for each in offers(capability, (), None))
        assert has_own == (capability in OWN_ENGINES)


def test_models_are_asked_for_when_a_node_has_one(desk: Desk) -> None:
    desk.graph.add("segment.object")
    desk.posted.until(lambda: desk.inspector.models.value is not None)
    desk.posted.until(lambda: desk.field("model").offers)
    assert desk.field("model").offers[1].value == "own"
