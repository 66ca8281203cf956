from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from editor.compile.pool import Piece
from editor.ui.session import Session
from editor.ui.work import Work
from nodes.api import Format, Rate, Time
from nodes.media.info import MediaInfo, SoundInfo
from nodes.media.refs import FileRef, SequenceRef
from tests.editor.ui.posted import Posted

pytestmark = pytest.mark.qt

RATE = Rate(24, 1)


def a_movie(name: str, **changes: Any) -> Piece:
    ref = FileRef(f"/m/{name}")
    info = MediaInfo(ref, "movie", "h264", Time(0, RATE), 48, Format(640, 360, RATE), timecode="01:00:00:00")
    return replace(Piece((name,), name, ref, info, "f", uses=("c1",)), **changes)


PIECES = (
    a_movie("a.mov"),
    a_movie("b.mov", uses=(), bin="Day 1"),
    a_movie("gone.mov", there=False),
    Piece(("s",), "s.[1-9].exr", SequenceRef("/m", "s.", ".exr", 4, 1, 9), None, "", uses=("c2",)),
)


@pytest.fixture
def dock(app: Any) -> Iterator[Any]:
    """Return the dock over a model that was told what media there is, without a project."""
    from qtpy.QtWidgets import QWidget

    from editor.ui.buttons import Handle
    from editor.ui.media.actions import actions
    from editor.ui.media.model import MediaModel
    from editor.ui.media.pictures import Pictures
    from editor.ui.media.widget import MediaDock

    posted = Posted()
    session, work = Session(posted), Work(posted)
    model, window = MediaModel(session, work), QWidget()
    handles = {action.id: Handle(action, window) for action in actions(model, window)}
    dock = MediaDock(model, Pictures(session, lambda: work.engine, posted, window), handles, window)
    model.bins.set(("Day 1",))
    model.pieces.set(PIECES)
    yield dock
    dock.forget()
    for handle in handles.values():
        handle.forget()
    session.close()
    work.close()
    window.deleteLater()


def shown(table: Any) -> list[list[str]]:
    return [[table.data(table.index(row, column)) for column in range(7)] for row in range(table.rowCount())]


def test_what_media_is_stands_in_words(dock: Any) -> None:
    rows = shown(dock.table)
    assert rows[0] == ["a.mov", "movie", "640×360", "24", "00:00:02:00", "01:00:00:00", "1 clip"]
    assert rows[1][6] == "unused"
    assert [row[1] for row in rows] == ["movie", "movie", "offline", "offline"]
    sound = MediaInfo(FileRef("/m/m.wav"), "sound", "pcm", Time(0, Rate(48000, 1)), 48000 * 61)
    sound = replace(sound, sound=SoundInfo(48000, 2, 48000 * 61, "pcm"))
    dock._model.pieces.set((Piece(("m",), "m.wav", sound.ref, sound, "f"),))
    assert shown(dock.table) == [["m.wav", "sound", "", "48 kHz", "00:01:01", "", "unused"]]


def test_what_is_dragged_names_files_and_patterns(dock: Any) -> None:
    table = dock.table
    mime = table.mimeData([table.index(row, 0) for row in (0, 3)])
    paths = ["/m/a.mov", "/m/s.%04d.exr"]
    assert json.loads(bytes(mime.data("application/x-workprint-media").data())) == paths
    assert [url.toLocalFile() for url in mime.urls()] == paths


def test_bins_are_a_tree_with_what_is_unused_and_what_is_offline(dock: Any) -> None:
    bins, model = dock.bins, dock._model
    rows = [bins.topLevelItem(place).text(0) for place in range(bins.topLevelItemCount())]
    assert rows == ["All media  (4)", "Day 1  (1)", "Unused  (1)", "Offline  (2)"]
    bins.setCurrentItem(bins.topLevelItem(1))
    assert model.bin.value == "Day 1" and len(shown(dock.table)) == 1
    model.bins.set(())
    assert model.bin.value == ""


def test_what_is_chosen_stays_chosen_in_another_order(dock: Any) -> None:
    model = dock._model
    model.choose(["/m/b.mov"])
    dock._follow()
    model.backwards.set(True)
    assert [index.row() for index in dock.chosen.selectedRows()] == [2]
    dock.chosen.clearSelection()
    assert model.chosen.value == frozenset()


def test_the_list_stays_where_it_is_while_only_the_uses_change(dock: Any) -> None:
    resets: list[None] = []
    dock.table.modelReset.connect(lambda: resets.append(None))
    dock._model.pieces.set((replace(PIECES[0], uses=("c1", "c2")), *PIECES[1:]))
    assert shown(dock.table)[0][6] == "2 clips" and not resets
    dock._model.pieces.set(PIECES[1:])
    assert resets


def test_an_empty_list_says_what_to_do(dock: Any) -> None:
    model = dock._model
    model.search.set("xyz")
    assert "another bin" in dock.pages.currentWidget().text()
    model.pieces.set(())
    assert "Drop files" in dock.pages.currentWidget().text()


def test_pictures_and_list_are_turned_by_the_action_too(dock: Any) -> None:
    from editor.ui.media.actions import actions

    turn = next(each for each in actions(dock._model, dock) if each.id == "media.as_tiles")
    turn.run()
    assert dock.as_tiles.isChecked() and dock.pages.currentWidget() is dock.tiles
    dock.as_tiles.setChecked(False)
    assert not dock._model.as_tiles.value and dock.pages.currentWidget() is dock.list
