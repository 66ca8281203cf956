"""Clips laid over, rolled, slipped, slid, swapped and nested on the command line, undone and redone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from editor.document.layout import walk
from editor.document.model import Clip, Cut, Stack
from editor.document.project import open_project
from tests.editor.kit import done, refused

pytestmark = pytest.mark.usefixtures("one_engine")


@pytest.fixture
def laid(show: Path, media: Path) -> Path:
    """A second track of three clips, 8 frames each of the middle of one film."""
    done("edit", show, "track", "kind=video", "name=W")
    for name in ("one", "two", "three"):
        done("edit", show, "append", media / "shot.mp4", "track=W", f"name={name}", "source=8-15")
    return show


def cut_of(show: Path) -> Cut:
    with open_project(show) as project:
        return project.cut


def standing(show: Path) -> dict[str, Any]:
    told = done("info", show)["clips"]
    return {each["name"]: each["record"] for each in told if each["name"] in ("one", "two", "three", "over")}


def at(first: int, count: int) -> list[list[str]]:
    return [[str(first), "24"], [str(count), "24"]]


def test_every_edit_is_one_step_that_is_undone_and_redone(laid: Path, media: Path) -> None:
    start = cut_of(laid)
    assert standing(laid) == {"one": at(0, 8), "two": at(8, 8), "three": at(16, 8)}
    for words in (
        ("overwrite", media / "shot.mp4", "track=W", "at=4", "name=over", "source=0-5"),
        ("append", media / "shot.mp4", "track=W", "name=over", "source=0-5"),
        ("extract", "two"),
        ("ripple", "one", "tail=3"),
        ("roll", "one", "by=2"),
        ("roll", "three", "by=-2", "at=head"),
        ("slip", "two", "by=-3"),
        ("slide", "two", "by=2"),
        ("swap", "one", "with=three"),
        ("nest", "one", "to=two", "name=both"),
        ("fade", "two", "in=2", "out=3"),
    ):
        told = done("edit", laid, *words)
        assert told["edit"] == words[0] and told["changed"]
        after = cut_of(laid)
        assert after != start
        done("edit", laid, "undo")
        assert cut_of(laid) == start
        done("edit", laid, "redo")
        assert cut_of(laid) == after
        done("edit", laid, "undo")


def test_what_the_edits_say_is_what_they_do(laid: Path, media: Path) -> None:
    done("edit", laid, "roll", "one", "by=2")
    assert standing(laid) == {"one": at(0, 10), "two": at(10, 6), "three": at(16, 8)}
    done("edit", laid, "slide", "two", "by=-3")
    assert standing(laid) == {"one": at(0, 7), "two": at(7, 6), "three": at(13, 11)}
    done("edit", laid, "swap", "one", "with=two")
    assert standing(laid) == {"two": at(0, 6), "one": at(6, 7), "three": at(13, 11)}
    done("edit", laid, "extract", "one")
    done("edit", laid, "overwrite", media / "shot.mp4", "track=W", "at=2", "name=over", "source=0-1")
    assert standing(laid)["three"] == at(6, 11)
    done("edit", laid, "fade", "three", "in=2", "out=4")
    told = done("edit", laid, "nest", "over", "to=three", "name=both")
    assert told["said"] == "Nested 'over' to 'three' as 'both'."
    document = cut_of(laid)
    stack = next(here for here in walk(document) if here.item.name == "both")
    assert isinstance(stack.item, Stack)
    three = next(here.item for here in walk(document) if here.item.name == "three")
    assert isinstance(three, Clip) and (three.fade_in.frame, three.fade_out.frame) == (2, 4)
    assert standing(laid)["three"] == at(6, 11)


def test_edits_that_cannot_be_are_refused_with_what_there_is(laid: Path, media: Path) -> None:
    assert "the media has 0 to" in refused("edit", laid, "slip", "two", "by=500")
    assert "nothing stands before it" in refused("edit", laid, "slide", "one", "by=1")
    assert "Trim it instead" in refused("edit", laid, "roll", "three", "by=1")
    assert "'by' is not given" in refused("edit", laid, "slip", "two")
    assert "is no number of frames" in refused("edit", laid, "slide", "two", "by=x")
    assert "at=middle is not known" in refused("edit", laid, "roll", "two", "by=1", "at=middle")
    assert "'with' is not given" in refused("edit", laid, "swap", "two")
    assert "no clip is named" in refused("edit", laid, "nest")
    assert "nothing says how" in refused("edit", laid, "fade", "two")
    assert "longer than the clip" in refused("edit", laid, "fade", "two", "in=6", "out=6")
    assert "'at' is not given" in refused("edit", laid, "overwrite", media / "shot.mp4", "track=W")
