"""The Clip menu's edits among neighbours, on a small cut: each is one edit, and taken back as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from editor.document.layout import shots
from editor.document.model import Cut
from editor.document.project import create_project
from editor.document.settings import Settings
from editor.ui.clip.actions import actions
from editor.ui.clip.model import ClipModel
from editor.ui.timeline.actions import actions_of
from editor.ui.timeline.model import TimelineModel
from tests.editor.document.made import RATE, clip, cut, gap, names, track, transition
from tests.editor.ui.timeline.opened import Opened, Posts


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    made = cut(track(clip("a"), clip("b"), clip("c"), gap("g", 6), transition("d", 0, 2), clip("e")))
    create_project(tmp_path / "show", made, Settings(RATE, 64, 36)).close()
    here = Opened(Posts())
    here.open(tmp_path / "show")
    yield here
    here.session.close()


@pytest.fixture
def run(opened: Opened) -> Callable[..., Cut]:
    """Run an action of the Clip menu on a selection, and return the cut that is kept then."""
    model, timeline = ClipModel(opened.session), TimelineModel(opened.session)

    def act(what: str, *selected: str) -> Cut:
        opened.session.selection.set(frozenset(f"id-{name}" for name in selected))
        every = (*actions(model, opened.session), *actions_of(timeline))
        action = next(each for each in every if each.id == f"clip.{what}")
        assert action.enabled is not None and action.enabled.value
        action.run()
        opened.settle()
        return opened.cut

    return act


def at(cut: Cut) -> dict[str, tuple[int, int, int]]:
    """Where each clip begins, how long it lasts, which frame of its media comes first."""
    found = {}
    for each in shots(cut):
        assert each.clip.source is not None
        found[each.clip.name] = (
            each.range.start.frame,
            each.range.duration.frame,
            each.clip.source.start.frame,
        )
    return found


BEFORE = {"a": (0, 24, 100), "b": (24, 24, 100), "c": (48, 24, 100), "e": (78, 24, 100)}


@pytest.mark.parametrize(
    ("what", "selected", "changed"),
    [
        ("slip_on", "b", {"b": (24, 24, 101)}),
        ("slip_back", "b", {"b": (24, 24, 99)}),
        ("roll_on", "b", {"b": (24, 25, 100), "c": (49, 23, 101)}),
        ("roll_back", "b", {"b": (24, 23, 100), "c": (47, 25, 99)}),
        ("slide_on", "b", {"a": (0, 25, 100), "b": (25, 24, 100), "c": (49, 23, 101)}),
        ("slide_back", "b", {"a": (0, 23, 100), "b": (23, 24, 100), "c": (47, 25, 99)}),
        ("extract", "a", {"b": (0, 24, 100), "c": (24, 24, 100), "e": (54, 24, 100)}),
    ],
)
def test_a_clip_is_moved_by_one_edit_that_undo_takes_back(
    run: Callable[..., Cut],
    opened: Opened,
    what: str,
    selected: str,
    changed: dict[str, tuple[int, int, int]],
) -> None:
    before = opened.cut
    assert at(before) == BEFORE
    there = at(run(what, selected))
    assert there == {name: changed.get(name, place) for name, place in BEFORE.items() if name in there}
    assert opened.session.project.value is not None
    assert len(opened.session.project.value.history.done) == 1
    opened.session.undo()
    opened.settle()
    assert opened.cut == before


def test_several_clips_are_extracted_or_nested_at_once(run: Callable[..., Cut], opened: Opened) -> None:
    assert names(run("extract", "a", "c")) == ["b", "gap", "transition", "e"]
    opened.session.undo()
    opened.settle()
    nested = run("nest", "c", "a")
    assert names(nested) == ["stack", "gap", "transition", "e"]
    assert at(nested) == BEFORE


def test_a_clip_swaps_with_the_next_and_the_last_has_none(run: Callable[..., Cut], opened: Opened) -> None:
    assert names(run("swap", "a"))[:3] == ["b", "a", "c"]
    run("swap", "e")
    assert "no clip stands behind it" in opened.session.message.value
    run("roll_on", "e")
    assert "nothing stands behind it" in opened.session.message.value


def test_nothing_is_offered_without_a_clip(opened: Opened) -> None:
    model = ClipModel(opened.session)
    opened.session.selection.set(frozenset())
    assert not any(each.enabled.value for each in actions(model, opened.session) if each.enabled)
    opened.session.selection.set(frozenset(("id-a", "id-b")))
    offered = {each.id for each in actions(model, opened.session) if each.enabled and each.enabled.value}
    assert offered == {"clip.nest"}
