"""A shot whose graph cannot be made is left out with its reason; the rest of the cut is shown as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from editor import open_project
from editor.compile.cut import Live, cut_job
from editor.compile.refuse import CannotRender
from editor.document import edits
from editor.document.layout import find_clip
from editor.document.model import Cut
from editor.document.opened import Project
from editor.engine import start_engine
from editor.exchange.read import read_cut
from editor.exchange.tokens import dumps
from editor.playback.reel import reel_of
from editor.playback.refused import refused_in
from editor.playback.source import DISPLAY
from nodes.api import Range, Rate
from nodes.api.errors import WorkprintError
from nodes.engine.client import Engine
from nodes.engine.view import Watching
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.serialise import to_json
from tests.editor import show as made

PLATE = made.external("plate.mkv", made.span(86400, made.FRAMES))
RATE = Rate(24)
EACH = 4
NODES = '''
from collections.abc import Iterator
from pathlib import Path
from nodes.api import At, Clip, Frame, NodeError, Time, node

@node("test.sometimes")
def sometimes(image: Frame, time: Time, fails: int = 0) -> Frame:
    """Fail at one frame."""
    if time.frame == fails:
        raise NodeError("Look closely", "it is too dark here", hint="Use more light.")
    return image

@node("test.slow")
def slow(shot: Clip[Frame], log: str = "") -> Iterator[At[Frame]]:
    """Fail after much work, and note each time."""
    with open(log, "a") as file:
        file.write("tried ")
    raise NodeError("Learn", "nothing is left to learn from")
    yield
'''


def graph(type: str, **params: Any) -> dict[str, Any]:
    """A graph of one node between the shot's media and what it shows."""
    port = "shot" if type == "test.slow" else "image"
    inputs = {} if type == "composite.over" else {port: Link("source")}
    work = GraphNode("work", type, label="Bright sky", params=params, inputs=inputs)
    return to_json(Graph({"source": GraphNode("source", "source.shot"), "work": work}, {"out": Link("work")}))


def cut_with(**graphs: Any) -> Cut:
    """A cut of clips of so many frames that have these graphs."""
    clips = [
        made.clip(name, PLATE, made.span(86400 + EACH * place, EACH)) for place, name in enumerate(graphs)
    ]
    cut = read_cut(dumps(made.timeline(made.track(*clips))), where="here")
    for name, each in graphs.items():
        cut = edits.with_own_graph(cut, find_clip(cut, name).id, each)
    return cut


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    nodes = tmp_path_factory.mktemp("nodes") / "failing.py"
    nodes.write_text(NODES)
    with start_engine(nodes=[nodes]) as engine:
        engine.specs()  # started here, since it outlives the test that would ask first
        yield engine


@pytest.fixture(scope="module")
def project(made_show: Path) -> Iterator[Project]:
    with open_project(made_show) as opened:
        yield opened


Seen = list[tuple[np.ndarray, tuple[Any, ...]]]


def played(engine: Engine, project: Project, cut: Cut, frames: Range | None = None, step: int = 1) -> Seen:
    """Each frame's pixels and what it does without, as a viewer plays them live."""
    reel = reel_of(project, cut, "live")
    name = engine.load(reel.job)
    found = []
    for loan in engine.play(name, frames or reel.range, DISPLAY, step=step).frames():
        meta = loan.meta
        found.append((loan.copy()["plane0"], refused_in(cut, meta)))
    return found


def test_graphs_that_cannot_be_compiled_checked_or_run_leave_the_other_shots_as_they_are(
    engine: Engine, project: Project
) -> None:
    good = graph("color.grade", gain=0.5)
    frame = 86400 + 4 * EACH + 1
    cut = cut_with(
        first=good,
        unread=graph("source.clip", clip="nobody"),
        unchecked=graph("composite.over"),
        unknown=graph("acme.gone"),
        sometimes=graph("test.sometimes", fails=frame),
        last=good,
    )
    sound = cut_with(**dict.fromkeys(("first", "b", "c", "d", "e", "last"), good))
    seen, whole = played(engine, project, cut), played(engine, project, sound)
    said = {
        place: [(each.title, each.node, each.called) for each in refused]
        for place, (_, refused) in enumerate(seen)
    }
    assert said == {
        place: []
        if place // EACH in (0, 5) or (place // EACH == 4 and place % EACH != 1)
        else [
            {
                1: ("unread", "", ""),
                2: ("unchecked", "work", "Bright sky"),
                3: ("unknown", "work", "Bright sky"),
                4: ("sometimes", "work", "Bright sky"),
            }[place // EACH]
        ]
        for place in range(6 * EACH)
    }
    for place in (*range(EACH), *range(5 * EACH, 6 * EACH)):
        assert (seen[place][0] == whole[place][0]).all()
    (dark,) = seen[4 * EACH + 1][1]
    assert dark.why == "it is too dark here" and dark.hint == "Use more light." and dark.key
    assert not seen[4 * EACH + 1][0][..., :3].any()
    backwards = played(engine, project, cut, step=-1)
    assert [[each.title for each in refused] for _, refused in reversed(backwards)] == [
        [each.title for each in refused] for _, refused in seen
    ]


def test_what_failed_after_long_work_is_not_tried_again_for_each_frame(
    engine: Engine, project: Project, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    cut = cut_with(good=graph("color.grade"), slow=graph("test.slow", log=str(log)))
    seen = played(engine, project, cut)
    assert [bool(refused) for _, refused in seen] == [False] * EACH + [True] * EACH
    assert log.read_text() == "tried "


def test_an_edit_that_mends_a_graph_shows_the_shot_again(engine: Engine, project: Project) -> None:
    broken, sound = graph("composite.over"), graph("color.grade", gain=0.5)
    cut = cut_with(shot=broken)
    assert all(refused for _, refused in played(engine, project, cut))
    mended = edits.with_own_graph(cut, find_clip(cut, "shot").id, sound)
    (first, *_) = played(engine, project, mended)
    assert not first[1] and first[0].any()
    assert all(refused for _, refused in played(engine, project, cut))


def test_a_render_refuses_a_graph_that_cannot_be_made(engine: Engine, project: Project) -> None:
    cut = cut_with(good=graph("color.grade"), unread=graph("source.clip", clip="nobody"))
    here = replace(project, cut=cut)
    whole = Range.frames_of(0, made.FRAMES, RATE)
    live = Live(lambda clip: 1, lambda clip: whole.moved(project.cut.start or whole.start))
    with pytest.raises(CannotRender, match="nobody"):
        cut_job(here, lambda clip: None, live=live)
    checked = cut_with(good=graph("color.grade"), unchecked=graph("composite.over"))
    job = cut_job(replace(project, cut=checked), lambda clip: None, live=live).job
    with pytest.raises(WorkprintError, match="work"):
        engine.load(job)


def test_versions_beside_each_other_tell_which_of_them_does_without_a_shot(
    engine: Engine, project: Project
) -> None:
    cut = cut_with(shot=graph("composite.over"))
    plain, live = (engine.load(reel_of(project, cut, of).job) for of in ("circled", "live"))
    first = Range.frames_of(0, 1, RATE)
    (loan,) = engine.play(plain, first, DISPLAY, watching=Watching(beside=(live,))).frames()
    found = refused_in(cut, loan.meta)
    assert loan.copy()["plane0"].any()
    assert [(each.title, each.of) for each in found] == [("shot", 1)]


def test_adjustments_and_nested_clips_that_cannot_be_shown_leave_the_rest(
    engine: Engine, project: Project
) -> None:
    lost = made.external("nowhere.mkv", made.span(0, 24))
    nest = made.stack(
        made.track(made.clip("inner", PLATE, made.span(86400, 2)), made.clip("gone", lost, made.span(0, 2))),
        name="nest",
    )
    below = made.track(made.clip("plate", PLATE, made.span(86400, EACH)), nest)
    look = made.clip("look", {"OTIO_SCHEMA": "MissingReference.1", "metadata": {}}, made.span(0, 2))
    cut = read_cut(dumps(made.timeline(below, made.track(made.gap(1), look, name="V2"))), where="here")
    cut = edits.with_own_graph(cut, find_clip(cut, "look").id, to_json(_broken_look()))
    name = engine.load(reel_of(project, cut, "circled").job)
    told = [
        [each.title for each in refused_in(cut, loan.copy() and loan.meta)]
        for loan in engine.play(name, Range.frames_of(0, 2 * EACH, RATE), DISPLAY).frames()
    ]
    assert told == [[], ["look"], ["look"], [], [], [], ["gone"], ["gone"]]


def _broken_look() -> Graph:
    """A graph on what lies beneath whose node lacks an input."""
    over = GraphNode("work", "composite.over", inputs={"background": Link("read")})
    return Graph({"read": GraphNode("read", "source.below"), "work": over}, {"out": Link("work")})
