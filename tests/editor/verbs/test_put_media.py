"""Media put into a cut with its sound: linked, on the tracks it belongs to, as one edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.document import edits
from editor.document.layout import shots
from editor.document.model import Cut
from editor.document.project import open_project
from tests.editor.kit import done, refused

pytestmark = pytest.mark.usefixtures("one_engine")


def cut_of(show: Path) -> Cut:
    with open_project(show) as project:
        return project.cut


def new(before: Cut, after: Cut) -> list[tuple[str, int, int]]:
    old = {shot.clip.id for shot in shots(before)}
    return [
        (shot.track.kind if shot.track else "", shot.range.start.frame, shot.range.duration.frame)
        for shot in shots(after)
        if shot.clip.id not in old
    ]


def test_a_movie_goes_in_with_its_sound_and_both_are_linked(show: Path, media: Path) -> None:
    before = cut_of(show)
    told = done("edit", show, "append", media / "shot.mp4", "frames=10")
    assert told["said"].endswith("at frame 62.")
    after = cut_of(show)
    assert [kind for kind, *_ in new(before, after)] == ["Video", "Audio"]
    assert {place[1:] for place in new(before, after)} == {(62, 10)}
    old = {shot.clip.id for shot in shots(before)}
    fresh = {shot.clip.id for shot in shots(after) if shot.clip.id not in old}
    assert edits.linked(after, [min(fresh)]) == fresh
    assert edits.late(after) == {}
    done("edit", show, "undo")
    assert cut_of(show) == before


def test_sound_is_left_or_gets_a_track_of_its_own_where_that_is_asked(show: Path, media: Path) -> None:
    before = cut_of(show)
    done("edit", show, "overwrite", media / "shot.mp4", "at=0", "frames=5", "sound=no")
    alone = cut_of(show)
    assert [place for place in new(before, alone) if place[1:] == (0, 5)] == [("Video", 0, 5)]
    done("edit", show, "track")
    done("edit", show, "insert", media / "shot.mp4", "track=V2", "at=0", "frames=5", "sound=yes")
    after = cut_of(show)
    assert [item.name for item in after.stack.items][-1] == "A2"
    assert sorted(kind for kind, start, count in new(alone, after) if (start, count) == (0, 5)) == [
        "Audio",
        "Video",
    ]
    error = refused("edit", show, "append", media / "plate.mkv", "source=0-3", "frames=4")
    assert "source and frames are both given" in error
