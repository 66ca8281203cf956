"""A node viewed in its clip's place: its pixels there, everything else as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from editor import open_project
from editor.compile.viewed import Viewed
from editor.document.edits import with_own_graph
from editor.document.layout import find_clip, shots
from editor.document.model import Cut
from editor.document.opened import Project
from editor.engine import start_engine
from editor.playback.reel import reel_of
from editor.playback.source import DISPLAY
from nodes.engine.client import Engine
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.serialise import to_json

GRAPH = Graph(
    {
        "source": GraphNode("source", "source.shot"),
        "key": GraphNode("key", "key.luma", inputs={"image": Link("source")}),
        "grade": GraphNode("grade", "color.grade", params={"gain": 0.0}, inputs={"image": Link("source")}),
    },
    {"out": Link("grade")},
)


@pytest.fixture
def engine() -> Iterator[Engine]:
    with start_engine() as running:
        yield running


def pixels(engine: Engine, project: Project, cut: Cut, viewed: Viewed | None, at: Any) -> np.ndarray:
    reel = reel_of(project, cut, "circled", viewed)
    with engine.frame(engine.load(reel.job), at, DISPLAY) as loan:
        return np.array(loan.array[..., :3], np.float64)


def test_a_viewed_node_stands_in_its_clips_place_alone(project: Path, engine: Engine) -> None:
    with open_project(project) as opened:
        clip = find_clip(opened.cut, "sh010")
        cut = with_own_graph(opened.cut, clip.id, to_json(GRAPH))
        here = next(shot for shot in shots(cut) if shot.clip.id == clip.id)
        other = next(shot for shot in shots(cut) if shot.clip.id != clip.id)
        inside = here.range.start
        shown = pixels(engine, opened, cut, None, inside)
        source = pixels(engine, opened, cut, Viewed(clip.id, Link("source")), inside)
        assert np.array_equal(shown, source) and shown.mean() > 5
        assert pixels(engine, opened, cut, Viewed(clip.id, Link("grade")), inside).max() <= 1
        matte = pixels(engine, opened, cut, Viewed(clip.id, Link("key", "matte"), True), inside)
        assert np.array_equal(matte[..., 0], matte[..., 1]) and matte.max() > matte.min()
        beside = other.range.start
        assert np.array_equal(
            pixels(engine, opened, cut, None, beside),
            pixels(engine, opened, cut, Viewed(clip.id, Link("grade")), beside),
        )
        gone = Viewed(clip.id, Link("nothing"))
        assert np.array_equal(pixels(engine, opened, cut, gone, inside), shown)
