"""Which takes are shown, and in which order."""

from __future__ import annotations

import json
import os
from pathlib import Path

from editor.takes.remarks import remark
from editor.ui.takes.arranged import RATING, Wish, arranged
from editor.ui.takes.rows import Remembered, Row
from tests.editor.ui.takes.made import made_row, made_take

ROWS = (
    made_row(1, rating=2, note="too bright"),
    made_row(2, starred=True),
    made_row(3, rating=5, circled=True),
    made_row(10, draft=True, stale=True),
    made_row(4, trashed=True),
)


def ids(rows: tuple[Row, ...]) -> list[str]:
    return [row.id for row in rows]


def test_what_is_wanted_is_shown_and_the_trash_alone_when_asked_for() -> None:
    assert ids(arranged(ROWS, Wish())) == ["t001", "t002", "t003", "t010"]
    assert ids(arranged(ROWS, Wish("starred"))) == ["t002"]
    assert ids(arranged(ROWS, Wish("circled"))) == ["t003"]
    assert ids(arranged(ROWS, Wish("draft"))) == ["t010"]
    assert ids(arranged(ROWS, Wish("stale"))) == ["t010"]
    assert ids(arranged(ROWS, Wish("trash"))) == ["t004"]
    assert ids(arranged(ROWS, Wish(rated=2))) == ["t001", "t003"]
    assert ids(arranged(ROWS, Wish(text="BRIGHT sh010"))) == ["t001"]


def test_names_rise_as_numbers_ratings_fall_and_of_a_measure_the_better_comes_first() -> None:
    assert ids(arranged(ROWS, Wish(order="name", turned=True))) == ["t010", "t003", "t002", "t001"]
    assert ids(arranged(ROWS, Wish(order=RATING))) == ["t003", "t001", "t002", "t010"]
    assert ids(arranged(ROWS, Wish(order="warp"))) == ["t010", "t003", "t002", "t001"]
    assert ids(arranged(ROWS, Wish(order="detail"))) == ["t010", "t003", "t002", "t001"]
    assert ids(arranged(ROWS, Wish(order="seconds"))) == ["t001", "t002", "t003", "t010"]


def test_what_was_not_measured_comes_last_whichever_way_it_is_turned() -> None:
    assert ids(arranged(ROWS, Wish(order="edge"))) == ["t001", "t002", "t003", "t010"]
    assert ids(arranged(ROWS, Wish(order="edge", turned=True))) == ["t001", "t002", "t003", "t010"]


def test_a_take_is_read_again_only_where_its_folder_changed(tmp_path: Path) -> None:
    take = made_take(1, folder=tmp_path)
    take.folder.mkdir()
    (take.folder / "take.mkv").touch()
    media = take.media.to_json()
    media["ref"]["path"] = "take.mkv"
    (take.folder / "recipe.json").write_text(json.dumps(take.recipe.to_json()))
    (take.folder / "record.json").write_text(json.dumps({"media": media}))
    read = Remembered()
    first = read(take.folder, "sh010")
    assert first is not None
    assert read(take.folder, "sh010") is first
    remark(take.folder, rating=3)
    os.utime(take.folder, ns=(1, 1))
    again = read(take.folder, "sh010")
    assert again is not None
    assert again.remarks.rating == 3
    assert read(tmp_path / "gone", "sh010") is None
