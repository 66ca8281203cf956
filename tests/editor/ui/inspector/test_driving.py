"""The sound that a parameter follows, beneath its curve and in time with it."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from editor.ui.inspector.driving import WAVE, driving
from editor.ui.inspector.keying import Strip
from editor.ui.inspector.model import InspectorModel
from editor.ui.timeline.film import Film
from nodes.graph import edits
from nodes.graph.model import Link
from tests.editor.kit import done
from tests.editor.ui.test_models import Models

RATE = 48_000
BEGIN, END = 0.75, 0.875
"""When the sound is loud, in seconds: the shot shows 0.42 to 1.25 s of it."""


class Desk(Models):
    """The models that the inspector stands on, and itself with what draws sounds."""

    def __init__(self) -> None:
        super().__init__()
        self.film = Film(self.session, lambda: self.work.engine, self.posted)
        self.inspector = InspectorModel(self.session, self.work, self.graph, self.film)

    def drive(self, source: str, **set: object) -> str:
        """Have the blur's size follow a sound; return the node that the sound comes from."""
        assert self.graph.graph.value is not None
        self.graph.add("audio.drive")
        drive = str(self.graph.selected.value)
        made = edits.connect(self.graph.graph.value, drive, "sound", Link(source))
        made = edits.set_params(made, drive, set)
        self.graph.change(edits.drive(made, "blur", "size", Link(drive)), "drive", {})
        self.graph.select("blur")
        return drive

    def strip(self) -> Strip:
        """The curve, once the sound beneath it is there."""

        def came() -> bool:
            strip = self.inspector.strip("size")
            return strip is not None and bool(strip.wave)

        self.posted.until(came)
        strip = self.inspector.strip("size")
        assert strip is not None
        return strip


@pytest.fixture
def song(tmp_path: Path) -> Path:
    """A wave file that is silent but for a moment, and there half as loud on the left."""
    samples = np.zeros((2 * RATE, 2), np.int16)
    samples[int(BEGIN * RATE) : int(END * RATE)] = (4000, -8000)
    path = tmp_path / "song.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return path


@pytest.fixture
def desk(show: Path, song: Path) -> Iterator[Desk]:
    made = Desk()
    made.open(show)
    (clip,) = (each for each in done("info", show)["clips"] if each["name"] == "plate")
    made.select(clip["id"])
    made.graph.add("filter.blur")
    made.graph.add("source.sound")
    made.inspector.set_file("file", song)
    made.posted.until(lambda: any(field.labels for field in made.inspector.fields.value))
    yield made
    made.inspector.forget()
    made.film.close()
    made.close()


def loud(strip: Strip) -> list[int]:
    """The places at which something is heard."""
    return [number for number, (least, most) in enumerate(strip.wave) if most - least > 0.5]


def test_the_sound_lies_beneath_its_curve_in_time_with_it(desk: Desk) -> None:
    # The plate's timecode begins at an hour; frame 10 of it is the shot's first.
    drive = desk.drive("sound", offset=3600.0, feature="band")
    strip = desk.strip()
    assert Path(strip.sound).name == "song.wav" and len(strip.wave) == WAVE
    first, seconds = 10 / 24, 20 / 24
    expected = [(moment - first) / seconds * WAVE for moment in (BEGIN, END)]
    places = loud(strip)
    assert [places[0], places[-1] + 1] == pytest.approx(expected, abs=3)
    assert places == list(range(places[0], places[-1] + 1))
    # Its loudest sample fills the strip, and the other channel half of the other side.
    least, most = strip.wave[places[len(places) // 2]]
    assert (least, most) == (-1, pytest.approx(0.5, abs=0.01))
    # What the curve makes of it rises where it is heard.
    (line,) = strip.lines
    assert line[np.argmax(line)] == strip.high
    assert abs(np.argmax(line) / len(line) - places[0] / WAVE) < 0.12
    # A curve that comes later takes its sound along.
    graph = desk.graph.graph.value
    assert graph is not None
    desk.graph.change(edits.set_params(graph, drive, {"offset": 3600.125}), "set", {})
    moved = loud(desk.strip())
    assert moved[0] - places[0] == pytest.approx(0.125 / (20 / 24) * WAVE, abs=3)


def test_the_sound_nearest_upstream_is_the_one_that_is_followed(desk: Desk, show: Path) -> None:
    graph, clip = desk.graph.graph.value, desk.graph.clip.value
    project = desk.session.project.value
    assert graph is not None and clip is not None and project is not None
    assert driving(project, clip, graph, Link("blur")) is None
    assert driving(project, clip, graph, Link("gone")) is None
    found = driving(project, clip, graph, Link("sound"))
    assert found is not None and found.later == 0
    missing = edits.set_params(graph, "sound", {"file": "nowhere"})
    assert driving(project, clip, missing, Link("sound")) is None
    # A shot's own sound, and what offsets add up to on the way.
    (shot,) = (each for each in done("info", show)["clips"] if each["name"] == "shot")
    desk.select(shot["id"])
    desk.graph.add("source.shot_sound")
    own = str(desk.graph.selected.value)
    desk.graph.add("audio.drive")
    drive = str(desk.graph.selected.value)
    graph, project = desk.graph.graph.value, desk.session.project.value
    assert graph is not None and project is not None
    made = edits.set_params(edits.connect(graph, drive, "sound", Link(own)), drive, {"offset": -0.25})
    found = driving(project, desk.clip(shot["id"]), made, Link(drive))
    assert found is not None and found.later == Fraction(-1, 4)
    assert Path(found.bound.info.ref.label).name == "shot.mp4"
