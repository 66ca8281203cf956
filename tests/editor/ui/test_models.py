"""The view-models on the sample cut with the real engine, without a window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from editor.document.layout import by_id
from editor.document.model import Clip
from editor.document.project import open_project
from editor.ui.badges import Badges
from editor.ui.graph import changing
from editor.ui.graph.model import GraphModel
from editor.ui.queue.model import Queue
from editor.ui.session import Session
from editor.ui.start.model import Import, StartModel
from editor.ui.takes.model import TakesModel
from editor.ui.work import Work
from editor.verbs.asking import Wishes
from nodes.api import Time
from tests.editor.ui.posted import Posted


class Models:
    """What a desk holds, but for the player."""

    def __init__(self) -> None:
        self.posted = Posted()
        self.session = Session(self.posted)
        self.work = Work(self.posted)
        self.queue = Queue(self.posted)
        self.takes = TakesModel(self.session, self.work, self.queue)
        self.graph = GraphModel(self.session, self.work)
        self.badges = Badges(self.session, self.work)
        self.start = StartModel(self.session, self.work, self.queue)

    def open(self, path: Path) -> None:
        self.start.open(path)
        self.posted.until(lambda: self.session.project.value is not None)
        self.graph.fetch_specs()
        self.posted.until(lambda: self.graph.specs.value)

    def settle(self) -> None:
        def kept() -> bool:
            project = self.session.project.value
            return project is not None and project.cut is self.session.cut.value

        self.posted.until(kept)
        self.posted.until(lambda: not self.queue.tasks.value)

    def select(self, id: str) -> None:
        self.session.selection.set(frozenset({id}))

    def clip(self, id: str) -> Clip:
        assert self.session.cut.value is not None
        here = by_id(self.session.cut.value, id)
        assert here is not None and isinstance(here.item, Clip)
        return here.item

    def close(self) -> None:
        self.queue.close()
        self.session.close()
        self.work.close()


@pytest.fixture
def models() -> Iterator[Models]:
    made = Models()
    yield made
    made.close()


def test_nodes_are_found_added_set_bypassed_and_removed_edit_by_edit(models: Models, project: Path) -> None:
    models.open(project)
    models.select("sh010")
    graph = models.graph
    assert [box.id for box in graph.boxes.value] == ["source"]
    assert next(spec.id for spec in graph.offered("gra col")) == "color.grade"
    assert not graph.offered("no such node")
    graph.add("color.grade")
    assert [box.id for box in graph.boxes.value] == ["source", "grade"]
    assert graph.selected.value == "grade"
    graph.set_param("gain", [2.0, 1.0, 1.0])
    changing.bypass(graph)
    assert graph.boxes.value[1].bypass
    changing.remove(graph)
    assert [box.id for box in graph.boxes.value] == ["source"]
    models.settle()
    kept = models.session.project.value
    assert kept is not None
    assert len(kept.history.done) == 4
    for _ in range(4):
        models.session.undo()
    models.posted.until(lambda: (kept := models.session.project.value) and not kept.history.done)
    models.settle()
    assert models.clip("sh010").graph is None


def test_what_is_tried_shows_and_is_not_kept(models: Models, project: Path) -> None:
    models.open(project)
    models.select("sh010")
    models.graph.add("color.grade")
    models.settle()
    for gain in (1.1, 1.2, 1.3):
        models.graph.try_param("gain", [gain] * 3)
    node = models.graph.node
    assert node is not None and node.params["gain"] == [1.3] * 3
    assert models.session.project.value is not None
    assert len(models.session.project.value.history.done) == 1
    models.graph.set_param("gain", [1.4] * 3)
    models.settle()
    assert len(models.session.project.value.history.done) == 2


def test_a_value_that_does_not_fit_is_told_and_changes_nothing(models: Models, project: Path) -> None:
    models.open(project)
    models.select("sh010")
    models.graph.add("color.grade")
    before = models.session.cut.value
    models.graph.set_param("gain", "much")
    assert "gain" in models.session.message.value
    assert models.session.cut.value is before


def test_takes_are_made_marked_and_removed(models: Models, project: Path) -> None:
    models.open(project)
    models.select("sh010")
    models.takes.make()
    assert not models.queue.tasks.value, "a shot without a graph has nothing to make"
    models.graph.add("color.grade")
    models.graph.set_param("gain", [1.5] * 3)
    models.takes.make()
    assert models.queue.tasks.value[0].about == "sh010"
    models.posted.until(lambda: [row.id for row in models.takes.rows.value] == ["t001"])
    models.takes.circle()
    assert models.clip("sh010").circled == "t001"
    models.posted.until(lambda: models.badges.texts.value == {"sh010": "t001"})
    models.posted.until(lambda: models.takes.rows.value[0].circled)
    models.graph.set_param("gain", [0.5] * 3)
    models.posted.until(lambda: models.badges.texts.value == {"sh010": "t001 stale"})
    models.posted.until(lambda: models.takes.rows.value[0].stale)
    models.takes.make()
    models.posted.until(lambda: [row.id for row in models.takes.rows.value] == ["t001", "t002"])
    assert models.takes.chosen.value == "sh010/t002"
    models.takes.star()
    assert models.clip("sh010").starred == ("t002",)
    models.posted.until(lambda: models.takes.rows.value[1].starred)
    models.takes.rate(4)
    models.takes.note("the dark one")
    models.posted.until(lambda: models.takes.rows.value[1].note == "the dark one")
    assert models.takes.rows.value[1].rating == 4
    models.posted.until(lambda: all("warp" in row.measures for row in models.takes.rows.value))
    models.takes.trash()
    models.posted.until(lambda: [row.key for row in models.takes.shown.value] == ["sh010/t001"])
    assert models.clip("sh010").starred == ()
    assert not (project / "takes" / "sh010" / "t002").exists()
    models.settle()
    models.session.undo()
    models.posted.until((project / "takes" / "sh010" / "t002").exists)
    models.session.undo()
    models.posted.until(lambda: models.clip("sh010").starred == ("t002",))
    models.session.redo()
    models.session.redo()
    models.posted.until(lambda: not (project / "takes" / "sh010" / "t002").exists())
    models.settle()
    assert models.clip("sh010").starred == ()


def test_takes_of_one_wish_are_tasks_of_their_own(models: Models, project: Path) -> None:
    models.open(project)
    models.select("sh010")
    models.graph.add("color.grade")
    models.settle()
    models.queue.pause(True)
    models.takes.wish_for(Wishes(draft=True, vary=("grade.gain=0.8,1.0,1.2",)))
    models.posted.until(lambda: len(models.takes.shown.value) == 3)
    tiles = models.takes.shown.value
    assert [tile.words for tile in tiles] == [f"sh010, draft, gain {gain}" for gain in ("0.8", "1.0", "1.2")]
    models.takes.choose(tiles[1].key)
    assert models.takes.can_cancel.value
    models.takes.cancel()
    assert [tile.key for tile in models.takes.shown.value] == [tiles[0].key, tiles[2].key]
    models.queue.pause(False)
    models.posted.until(lambda: models.takes.glimpse.value is not None)
    models.posted.until(lambda: len(models.takes.rows.value) == 2)
    assert [row.varied for row in models.takes.rows.value] == ["gain 0.8", "gain 1.2"]
    assert sorted(each.outcome for each in models.queue.ended.value) == ["cancelled", "done", "done"]

    models.queue.clear_ended()
    models.takes.make(4, draft=True)
    models.posted.until(lambda: len(models.takes.rows.value) == 3)
    assert len(models.queue.ended.value) == 1, "no node takes a seed: the others would be the same"
    assert "none of its nodes takes a seed" in models.session.message.value

    models.graph.add("restyle.prompt")
    models.settle()
    models.queue.clear_ended()
    models.takes.make(5, draft=True)
    models.settle()
    outcomes = [each.outcome for each in models.queue.ended.value]
    assert sorted(outcomes) == ["cancelled", "cancelled", "cancelled", "failed", "failed"]
    assert "3 more takes were not tried" in models.session.message.value


def test_a_take_that_is_dropped_is_circled_or_laid_as_a_copy_of_its_clip(
    models: Models, project: Path
) -> None:
    from editor.ui.takes.dropping import Place, drop

    models.open(project)
    models.select("sh010")
    models.graph.add("color.grade")
    models.graph.set_param("gain", [1.5] * 3)
    models.takes.make(draft=True)
    models.posted.until(lambda: [row.id for row in models.takes.rows.value] == ["t001"])
    rows = models.takes.rows.value
    assert rows[0].take.is_draft
    cut = models.session.cut.value
    assert cut is not None
    drop(models.session, rows, Place(models.clip("sh010"), "V1", Time(10, cut.rate)))
    assert models.clip("sh010").circled == "t001"
    drop(models.session, rows, Place(None, "V1", Time(132, cut.rate)))
    models.settle()
    cut = models.session.cut.value
    assert cut is not None
    shown = [item for item in cut.stack.items[0].items if isinstance(item, Clip)]
    assert [clip.name for clip in shown if clip.circled == "t001"] == ["sh010", "sh010"]
    assert len({clip.id for clip in shown}) == len(shown)
    models.session.undo()
    models.session.undo()
    models.posted.until(lambda: models.clip("sh010").circled is None)
    models.settle()


def test_a_take_shows_small_pictures_while_it_is_made(models: Models, project: Path) -> None:
    models.open(project)
    models.select("sh010")
    models.graph.add("color.grade")
    models.graph.set_param("gain", [0.0, 1.0, 0.0])
    models.takes.make()
    models.posted.until(lambda: models.takes.glimpse.value is not None)
    seen = models.takes.glimpse.value
    assert seen is not None
    pixels = np.frombuffer(seen.rgb, np.uint8).reshape(seen.height, seen.width, 3).astype(int)
    assert (seen.about, pixels.shape) == (models.clip("sh010").id, (126, 224, 3))
    assert pixels[..., 1].mean() > pixels[..., 2].mean() + 20
    models.posted.until(lambda: not models.queue.tasks.value)
    assert models.takes.glimpse.value is None
    models.settle()


def test_a_cancelled_take_leaves_nothing(models: Models, project: Path) -> None:
    models.open(project)
    models.select("sh010")
    models.graph.add("color.grade")
    models.graph.set_param("gain", [1.5] * 3)
    models.takes.make()
    models.posted.until(lambda: models.queue.tasks.value[0].done > 0)
    models.queue.cancel_running()
    models.posted.until(lambda: not models.queue.tasks.value)
    assert models.session.message.value == ""
    left = [path for path in (project / "takes").rglob("*") if path.is_file()]
    assert not left
    assert models.takes.rows.value == ()
    models.settle()


def test_a_cut_from_elsewhere_is_asked_about_conformed_and_opened(
    models: Models, sample: Path, tmp_path: Path
) -> None:
    models.start.open(sample)
    models.posted.until(lambda: models.start.asking.value == sample)
    models.start.bring_in(Import(sample, tmp_path / "project"))
    models.posted.until(lambda: models.session.project.value is not None)
    assert "4 clips, 0 offline" in models.start.report.value
    models.posted.until(lambda: [each.folder for each in models.start.recent.value] == [tmp_path / "project"])


def test_a_cut_that_is_none_is_told_in_full(models: Models, tmp_path: Path) -> None:
    (tmp_path / "cut.edl").write_text("TITLE: X\n")
    models.start.bring_in(Import(tmp_path / "cut.edl", tmp_path / "project"))
    models.posted.until(lambda: models.session.message.value)
    assert "EDL" in models.session.message.value
    assert not (tmp_path / "project").exists()


@pytest.mark.slow
def test_the_demo_is_made_in_a_folder_of_its_own_and_opened(models: Models, tmp_path: Path) -> None:
    (tmp_path / "workprint-demo").mkdir()
    models.start.make_demo(tmp_path)
    models.posted.until(lambda: models.session.project.value is not None, seconds=900)
    assert models.session.project.value is not None
    assert models.session.project.value.folder == tmp_path / "workprint-demo-2" / "project"


def test_media_that_is_dropped_goes_into_the_cut_as_one_edit(
    models: Models, project: Path, sample: Path
) -> None:
    models.open(project)
    models.start.take_in([sample.with_name("sh030.mp4")])
    models.posted.until(
        lambda: models.session.project.value is not None and models.session.project.value.history.done
    )
    models.settle()
    models.session.close()
    with open_project(project) as there:
        names = [item.name for item in there.cut.stack.items[0].items]
    assert names[-1] == "sh030.mp4"


def test_a_project_of_another_writer_is_told_and_what_is_open_stays(
    models: Models, project: Path, tmp_path: Path
) -> None:
    models.open(project)
    models.start.open(tmp_path / "nothing")
    models.posted.until(lambda: models.session.message.value)
    assert "there is no such folder" in models.session.message.value
    models.select("sh010")
    models.graph.add("color.grade")
    models.settle()
    assert models.clip("sh010").graph is not None
