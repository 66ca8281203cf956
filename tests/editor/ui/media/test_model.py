from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.document.layout import shots
from editor.ui.media.model import OFFLINE, UNUSED, MediaModel
from editor.ui.session import Session
from editor.ui.work import Work
from tests.editor.ui.posted import Posted


class Media:
    """The dock's model at a project, with the real engine."""

    def __init__(self, project: Path) -> None:
        self.posted = Posted()
        self.session, self.work = Session(self.posted), Work(self.posted)
        self.model = MediaModel(self.session, self.work)
        self.session.open(project)
        self.posted.until(lambda: self.model.pieces.value)

    def names(self) -> list[str]:
        return [piece.name for piece in self.model.shown.value]

    def choose(self, *names: str) -> None:
        self.model.choose(piece.path for piece in self.model.pieces.value if piece.name in names)

    def until(self, so: object) -> None:
        self.posted.until(so)  # type: ignore[arg-type]
        assert not self.session.message.value

    def clips(self) -> list[str]:
        assert self.session.project.value is not None
        return [shot.clip.name for shot in shots(self.session.project.value.cut)]


@pytest.fixture
def media(project: Path) -> Iterator[Media]:
    made = Media(project)
    yield made
    made.session.close()
    made.work.close()


def test_media_is_listed_sorted_into_bins_and_found(media: Media) -> None:
    model = media.model
    first, kind = media.names()[-1], "movie"
    assert media.names() == sorted(media.names()) and all(piece.uses for piece in model.pieces.value)
    model.new_bin("Day 1")
    media.until(lambda: model.bin.value == "Day 1" and model.bins.value == ("Day 1",))
    assert media.names() == []
    model.new_bin("Selects")
    media.until(lambda: model.bins.value == ("Day 1", "Day 1/Selects"))
    model.bin.set("")
    media.choose(first)
    model.move([piece.path for piece in model.picked()], "Day 1/Selects")
    media.until(lambda: any(piece.bin for piece in model.pieces.value))
    model.bin.set("Day 1")
    assert media.names() == [first]
    model.rename_bin("Tuesday")
    media.until(lambda: model.bin.value == "Tuesday" and "Tuesday/Selects" in model.bins.value)
    assert media.names() == [first]
    model.remove_bin()
    media.until(lambda: model.bins.value == () and model.bin.value == "")
    model.search.set(f"{first[:4]} {kind}")
    assert first in media.names()
    model.search.set("")
    session = media.session
    session.undo()
    media.until(lambda: model.bins.value == ("Tuesday", "Tuesday/Selects"))
    session.undo()
    session.undo()
    media.until(lambda: not any(piece.bin for piece in model.pieces.value))
    assert model.bins.value == ("Day 1", "Day 1/Selects")
    session.undo()
    session.undo()
    media.until(lambda: model.bins.value == ())
    assert session.project.value is not None and not session.project.value.history.done
    model.search.set("nothing of that name")
    assert media.names() == [] and not model.picked()


def test_media_is_added_put_into_the_cut_and_taken_off_the_list(media: Media, tmp_path: Path) -> None:
    model, session = media.model, media.session
    before = media.clips()
    source = Path(next(piece.path for piece in model.pieces.value if piece.name.endswith(".mp4")))
    added = shutil.copy(source, tmp_path / "added.mp4")
    model.add([Path(added)])
    media.until(lambda: "added.mp4" in media.names())
    assert media.clips() == before
    model.bin.set(UNUSED)
    assert media.names() == ["added.mp4"] and model.has_unused.value
    media.choose("added.mp4")
    model.put("append")
    media.until(lambda: "added.mp4" in media.clips())
    model.bin.set("")
    session.undo()
    media.until(lambda: media.clips() == before)
    media.until(lambda: model.has_unused.value)
    model.remove_unused()
    media.until(lambda: "added.mp4" not in media.names())
    session.undo()
    media.until(lambda: "added.mp4" in media.names())
    session.undo()
    media.until(lambda: "added.mp4" not in media.names())
    session.redo()
    media.until(lambda: "added.mp4" in media.names())


def test_media_that_moved_is_offline_until_every_clip_is_relinked(media: Media, tmp_path: Path) -> None:
    model, session = media.model, media.session
    assert session.project.value is not None
    source = Path(next(piece.path for piece in model.pieces.value if piece.name.endswith(".mp4")))
    added, elsewhere = Path(shutil.copy(source, tmp_path / "a.mp4")), tmp_path / "b.mp4"
    model.add([added])
    media.until(lambda: "a.mp4" in media.names())
    media.choose("a.mp4")
    model.put("append")
    model.put("append")
    media.until(lambda: media.clips().count("a.mp4") == 2)
    added.rename(elsewhere)
    model.look_again()
    media.until(lambda: any(piece.offline for piece in model.pieces.value))
    model.bin.set(OFFLINE)
    assert media.names() == ["a.mp4"]
    media.choose("a.mp4")
    assert model.has_offline.value
    model.relink(elsewhere)
    media.until(lambda: not any(piece.offline for piece in model.pieces.value))
    (moved,) = [piece for piece in model.pieces.value if piece.path == str(elsewhere)]
    assert len(moved.uses) == 2
    session.undo()
    media.until(lambda: any(piece.offline for piece in model.pieces.value))
