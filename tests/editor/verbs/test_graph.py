"""`workprint graph`: layout, backdrops, notes and groups from the command line, each an edit; pixels stay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.editor.kit import done, refused


def canvas(show: Path, *words: object) -> Any:
    return done("graph", show, "plate", *words)


def test_a_canvas_is_laid_out_written_on_and_taken_back(show: Path) -> None:
    done("shot", show, "plate", "--add", "filter.blur", "--add", "color.grade", "gain=1.2")
    before = done("shot", show, "plate", "--show")["graph"]
    canvas(show, "move", "blur", "grade", "at=600,0")
    ground = canvas(show, "backdrop", "Look", "under=blur,grade", "colour=blue")["backdrops"][0]
    assert ground["title"] == "Look" and ground["size"][0] == 240
    note = canvas(show, "note", "warm it", "beside=grade")["notes"][0]
    moved = canvas(show, "move", ground["id"], "by=0,400")
    where = {node["id"]: node["at"] for node in moved["nodes"]}
    assert where["blur"] == [600, 400] and where["source"] == [0, 0]
    assert canvas(show, "change", note["id"], "text=cool it")["notes"][0]["text"] == "cool it"
    laid = {node["id"]: node["at"] for node in canvas(show, "layout")["nodes"]}
    assert laid["source"][1] < laid["blur"][1] < laid["grade"][1] and laid["blur"][0] == laid["grade"][0]
    gone = canvas(show, "remove", ground["id"], note["id"])
    assert not gone["backdrops"] and not gone["notes"]
    done("edit", show, "undo")
    assert canvas(show)["notes"][0]["text"] == "cool it"
    after = done("shot", show, "plate", "--show")["graph"]
    assert [{**node, "position": None} for node in after["nodes"]] == [
        {**node, "position": None} for node in before["nodes"]
    ]
    assert "no backdrop and no note" in refused("graph", show, "plate", "remove", "blur")
    assert "no such colour" in refused("graph", show, "plate", "backdrop", "colour=pink")
    assert "X,Y" in refused("graph", show, "plate", "move", "blur", "at=here")
    assert "no such verb" in refused("graph", show, "plate", "fly")


def test_a_group_shows_parameters_that_are_set_on_it_and_told_in_the_recipe(show: Path) -> None:
    done("shot", show, "plate", "--add", "filter.blur", "--add", "color.grade")
    (group,) = canvas(show, "group", "blur", "grade", "title=Look")["groups"]
    canvas(show, "expose", "blur.size", "title=Softness")
    shown = canvas(show, "expose", "grade.gain", "group=Look", "place=0")["groups"][0]["parameters"]
    assert [each["name"] for each in shown] == ["gain", "Softness"]
    done("shot", show, "plate", "--set", "Look", "softness=7", "gain=1.5")
    nodes = {node["id"]: node for node in done("shot", show, "plate", "--show")["graph"]["nodes"]}
    assert nodes["blur"]["params"] == {"size": 7.0} and nodes["grade"]["params"]["gain"] is not None
    done("take", show, "plate")
    assert "Softness (size) 7" in json.dumps(done("takes", show, "plate"))
    assert "no such parameter" in refused("graph", show, "plate", "expose", "blur.nothing")
    assert "It shows: gain, Softness" in refused("shot", show, "plate", "--set", "Look", "amount=3")
    hidden = canvas(show, "hide", "grade.gain", f"group={group['id']}")["groups"][0]["parameters"]
    assert [each["node"] for each in hidden] == ["blur"]
    assert not canvas(show, "ungroup", "Look")["groups"]
