"""Objects followed by a tiny model on disk, through the worker, by the same rule as without a model."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from inference.worker import entry
from nodes.api import (
    Click,
    ColourSpace,
    Format,
    Frame,
    Lock,
    MattePrompt,
    Prompts,
    Range,
    Rate,
    Time,
    node,
)
from nodes.engine.cache import FrameCache
from nodes.engine.job import Job
from nodes.engine.run import Run
from nodes.graph.model import Graph, GraphNode, Link
from nodes.library.segment.tracker import Anchor
from nodes.models.bound import BoundModel
from nodes.models.following import Following, asked
from nodes.models.line import Line
from nodes.models.segmenter import ModelSegmenter, ModelTracker
from nodes.models.worker import Worker
from nodes.models.worker_entry import WorkerEntry
from nodes.vision.pointed import Pointed
from tests.inference.families import tiny_sam2 as tiny
from tests.nodes.engine.kit import ready

pytest.importorskip("transformers", reason="needs the extra models")
pytestmark = pytest.mark.model

RATE = Rate(24)
COLUMNS, ROWS, COUNT = 72, 48, 11
SPACE = ColourSpace("ocio://default", "ACEScg")


def at(number: int) -> Time:
    return Time(number, RATE)


@dataclass(frozen=True)
class Moving:
    """A bright square over a dark ground, in clip frames from 5 on."""

    seen: list[int] = field(default_factory=list)

    @property
    def range(self) -> Range:
        return Range.frames_of(5, COUNT, RATE)

    @property
    def format(self) -> Format:
        return Format(COLUMNS, ROWS, RATE)

    def frame(self, time: Time) -> Frame:
        self.seen.append(time.frame)
        return drawn(time)

    def frames(self, range: Range) -> Iterator[Frame]:
        return map(self.frame, range.frames())


def drawn(time: Time) -> Frame:
    light = np.full((ROWS, COLUMNS, 3), 0.05, np.float32)
    light[14:32, 4 * time.frame - 12 : 4 * time.frame + 6] = (0.6, 0.4, 0.1)
    return Frame.of_pixels(light, time)


class Early(Moving):
    """The same, its first frames."""

    @property
    def range(self) -> Range:
        return Range.frames_of(0, 3, RATE)


@node("test.moving")
def moving(time: Time) -> Frame:
    """Draw the square."""
    return drawn(time)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> BoundModel:
    folder = tiny.saved(tmp_path_factory.mktemp("sam2"))
    return BoundModel("tiny-sam2", "weights-1", tiny.CARD.to_json(), str(folder))


@pytest.fixture
def segmenter(torch_worker: Worker, model: BoundModel) -> ModelSegmenter:
    return ModelSegmenter(Line(torch_worker, SPACE), model)


@pytest.fixture(scope="module")
def painted(tmp_path_factory: pytest.TempPathFactory) -> dict[int, str]:
    folder = tmp_path_factory.mktemp("painted")
    made = {}
    for number in (5, 10, 15):
        mask = np.zeros((ROWS, COLUMNS), np.uint8)
        mask[14:32, 4 * number - 12 : 4 * number + 6] = 255
        made[number] = str(folder / f"{number}.png")
        cv2.imwrite(made[number], mask)
    return made


def followed(segmenter: ModelSegmenter, clip: Moving, prompts: Prompts, **more: Any) -> dict[int, np.ndarray]:
    with segmenter.open(clip) as session:
        session.add(prompts)
        return {time.frame: matte.pixels for time, matte, _ in session.propagate(clip.range, **more)}


def test_what_is_painted_or_locked_stays_and_a_click_changes_nothing_beyond_its_neighbours(
    segmenter: ModelSegmenter, painted: dict[int, str]
) -> None:
    prompts = Prompts(mattes=tuple(MattePrompt(at(each), painted[each]) for each in painted))
    before = followed(segmenter, Moving(), prompts)
    assert list(before) == list(range(5, 16))
    locked = Prompts(locks=(Lock(at(8), painted[5]),))
    x, y = next(  # where the tiny model is wrong, whatever it thinks
        (x, y) for y in range(8, ROWS - 8) for x in range(8, COLUMNS - 8) if before[13][y, x] < 0.2
    )
    after = followed(segmenter, Moving(), prompts.joined(locked).joined(Prompts((Click(at(13), x, y),))))
    for number, path in painted.items():
        wanted = cv2.imread(path, cv2.IMREAD_GRAYSCALE) / np.float32(255)
        np.testing.assert_array_equal(before[number], wanted)
        np.testing.assert_array_equal(after[number], wanted)
    np.testing.assert_array_equal(after[8], cv2.imread(painted[5], cv2.IMREAD_GRAYSCALE) / np.float32(255))
    for number in (6, 7, 9):
        np.testing.assert_array_equal(after[number], before[number])
    assert after[13][y, x] > 0.5
    assert any(not np.array_equal(after[each], before[each]) for each in (11, 12, 14))


def test_a_click_that_the_matte_agrees_with_changes_nothing_in_its_frame(
    segmenter: ModelSegmenter,
) -> None:
    tracker = ModelTracker(segmenter._line, segmenter._model)
    picture = tracker.shown(drawn(at(9)), (COLUMNS, ROWS))
    mask = np.zeros((ROWS, COLUMNS), bool)
    mask[14:32, 24:42] = True
    assert tracker.corrected(picture, mask, Pointed(inside=[(30, 20)], outside=[(60, 40)])) is mask
    made = tracker.corrected(picture, mask, Pointed(inside=[(60, 40)], outside=[(30, 20)]))
    assert made[40, 60]
    assert not made[20, 30]


def test_a_session_that_is_lost_is_begun_anew_and_gives_the_same(
    torch_worker: Worker, model: BoundModel
) -> None:
    line = Line(torch_worker, SPACE)
    tracker = ModelTracker(line, model)
    mask = np.zeros((ROWS, COLUMNS), bool)
    mask[14:32, 28:46] = True

    def see(number: int) -> np.ndarray:
        return tracker.shown(drawn(at(number)), (COLUMNS, ROWS))

    whole = [step.found for step in tracker.away_from(see, Anchor(10, mask, 1.0), 6)]
    with closing(Following(line, model, see, Anchor(10, mask, 1.0), -1)) as following:
        for number, wanted in zip((9, 8, 7, 6), whole, strict=True):
            if number == 7:
                asked(line, model, "close", {"session": following._name}, {})
            found = following.follow(number)
            np.testing.assert_array_equal(found.odds, wanted.odds)
            assert found.sure == wanted.sure


@pytest.mark.slow
def test_a_worker_that_dies_changes_nothing(
    model: BoundModel, painted: dict[int, str], tmp_path: Path
) -> None:
    worker = Worker(WorkerEntry(str(entry.__file__), (str(tmp_path / "kept"),), str(tmp_path), spare=False))
    segmenter = ModelSegmenter(Line(worker, SPACE), model)
    prompts = Prompts(mattes=(MattePrompt(at(5), painted[5]),))
    try:
        whole = followed(segmenter, Moving(), prompts)
        clip, made = Moving(), {}
        with segmenter.open(clip) as session:
            session.add(prompts)
            for time, matte, _ in session.propagate(clip.range):
                made[time.frame] = matte.pixels
                if time.frame == 9:
                    os.kill(worker.pid or 0, signal.SIGKILL)
        assert worker.deaths == 1
    finally:
        worker.stop()
    assert list(made) == list(whole)
    for number, matte in whole.items():
        np.testing.assert_array_equal(made[number], matte)


def test_a_graph_follows_with_the_model_and_goes_on_with_the_matte(
    torch_worker: Worker, model: BoundModel, tmp_path: Path
) -> None:
    prompts = Prompts((Click(at(0), 10, 20), Click(at(0), 40, 40, False)))
    graph = Graph(
        {
            "shot": GraphNode("shot", "test.moving"),
            "roto": GraphNode(
                "roto",
                "segment.object",
                params={"prompts": prompts.to_json(), "model": model.name},
                inputs={"image": Link("shot")},
            ),
            "soft": GraphNode("soft", "matte.invert", inputs={"matte": Link("roto", "matte")}),
        },
        {"out": Link("soft"), "matte": Link("roto", "matte")},
    )
    format = Format(COLUMNS, ROWS, RATE)
    job = Job(
        graph,
        format,
        {},
        {"config": SPACE.config, "name": SPACE.name},
        domains={"shot": Range.frames_of(0, 3, RATE)},
        models={f"VideoSegmenter={model.name}": model},
    )
    prepared = ready(job, moving)
    with Run(prepared, FrameCache(1 << 24), scratch=lambda: tmp_path, worker=torch_worker) as running:
        made = [running.frame(at(number)) for number in range(3)]
    whole = followed(ModelSegmenter(Line(torch_worker, SPACE), model), Early(), prompts)
    assert [frame.rgb.shape for frame in made] == [(ROWS, COLUMNS, 3)] * 3
    for number, frame in enumerate(made):
        np.testing.assert_allclose(frame.rgb[..., 0], 1 - whole[number], atol=1e-6)
    assert whole[0][20, 10] > 0.5
