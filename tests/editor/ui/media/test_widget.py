from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from editor.compile.pool import Piece
from nodes.api import Format, Rate, Time
from nodes.media.info import MediaInfo, SoundInfo
from nodes.media.refs import FileRef, SequenceRef

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
def person(windows: Callable[[], Any]) -> Any:
    person = windows()
    person.window.layouts.begin()
    person.desk.media.bins.set(("Day 1",))
    person.desk.media.pieces.set(PIECES)
    return person


def shown(table: Any) -> list[list[str]]:
    return [[table.data(table.index(row, column)) for column in range(7)] for row in range(table.rowCount())]


def test_what_media_is_stands_in_words(person: Any) -> None:
    rows = shown(person.window.media.table)
    assert rows[0] == ["a.mov", "movie", "640×360", "24", "00:00:02:00", "01:00:00:00", "1 clip"]
    assert rows[1][6] == "unused"
    assert [row[1] for row in rows] == ["movie", "movie", "offline", "offline"]
    sound = MediaInfo(FileRef("/m/m.wav"), "sound", "pcm", Time(0, Rate(48000, 1)), 48000 * 61)
    sound = replace(sound, sound=SoundInfo(48000, 2, 48000 * 61, "pcm"))
    person.desk.media.pieces.set((Piece(("m",), "m.wav", sound.ref, sound, "f"),))
    assert shown(person.window.media.table) == [["m.wav", "sound", "", "48 kHz", "00:01:01", "", "unused"]]


def test_what_is_dragged_names_files_and_patterns(person: Any) -> None:
    table = person.window.media.table
    mime = table.mimeData([table.index(row, 0) for row in (0, 3)])
    paths = ["/m/a.mov", "/m/s.%04d.exr"]
    assert json.loads(bytes(mime.data("application/x-workprint-media").data())) == paths
    assert [url.toLocalFile() for url in mime.urls()] == paths


def test_bins_are_a_tree_with_what_is_unused_and_what_is_offline(person: Any) -> None:
    bins, model = person.window.media.bins, person.desk.media
    rows = [bins.topLevelItem(place).text(0) for place in range(bins.topLevelItemCount())]
    assert rows == ["All media  (4)", "Day 1  (1)", "Unused  (1)", "Offline  (2)"]
    bins.setCurrentItem(bins.topLevelItem(1))
    assert model.bin.value == "Day 1" and len(shown(person.window.media.table)) == 1
    model.bins.set(())
    assert model.bin.value == ""


def test_what_is_chosen_stays_chosen_in_another_order(person: Any) -> None:
    dock, model = person.window.media, person.desk.media
    model.choose(["/m/b.mov"])
    dock._follow()
    model.backwards.set(True)
    assert [index.row() for index in dock.chosen.selectedRows()] == [2]
    dock.chosen.clearSelection()
    assert model.chosen.value == frozenset()


def test_an_empty_list_says_what_to_do(person: Any) -> None:
    dock, model = person.window.media, person.desk.media
    model.search.set("xyz")
    assert "another bin" in dock.pages.currentWidget().text()
    model.pieces.set(())
    assert "Drop files" in dock.pages.currentWidget().text()
