"""The graph's model: what is done to it is kept edit by edit, selection and search follow."""

from __future__ import annotations

import json

from editor.playback.player import News
from editor.ui.graph import changing, clipboard, connecting, items, placing
from editor.ui.graph.following import heard, learn
from editor.ui.graph.fuzzy import found, rank
from editor.ui.graph.scene import is_output
from editor.ui.graph.status import State, Status, shown_states, told
from editor.ui.graph.view import View, fitted
from editor.ui.graph.viewing import view_output, view_selected
from editor.ui.graph.walking import walk
from editor.ui.graph.wish import Wish
from editor.ui.observe import Value
from nodes.graph.canvas import canvas_of
from nodes.graph.model import Link
from nodes.models.working import Working
from tests.editor.ui.graph.working import Working as Shot
from tests.editor.ui.graph.working import specs


def chain(shot: Shot) -> list[str]:
    return [box.id for box in shot.model.boxes.value]


def test_a_node_is_added_after_the_selected_one_and_the_chain_is_kept(working: Shot) -> None:
    model = working.model
    model.add("color.grade")
    model.add("filter.blur")
    model.select("source")
    model.add("color.saturation")
    assert chain(working) == ["source", "saturation", "grade", "blur"]
    assert model.selected.value == "saturation"
    assert working.graph.outputs == {"out": Link("blur")}
    working.settle()
    project = working.session.project.value
    assert project is not None and len(project.history.done) == 3


def test_a_source_stands_beside_and_is_led_by_nothing_unasked(working: Shot) -> None:
    model = working.model
    for type, name in (("draw.solid", "solid"), ("generate.image", "image")):
        model.select("source")
        model.add(type)
        assert working.graph.nodes[name].inputs == {}
        assert working.graph.outputs == {"out": Link("source")}


def test_search_finds_by_name_family_letters_and_words_of_what_is_said() -> None:
    known = specs()
    assert found(known.values(), "gra col")[0].id == "color.grade"
    assert found(known.values(), "clgr")[0].id == "color.grade"
    assert "composite.cutout" in [spec.id for spec in found(known.values(), "premultiplied")]
    assert not found(known.values(), "no such node")
    assert len(found(known.values(), "")) == len(known)
    assert rank(known["filter.blur"], ["blur"]) < rank(known["filter.blur"], ["fil"])


def test_search_offers_only_what_fits_where_a_wire_was_let_go(working: Shot) -> None:
    model = working.model
    model.add("segment.object")
    matte = Wish("from", link=Link("object", "matte"))
    model.search(matte)
    offered = {spec.id for spec in model.offered("")}
    assert "matte.invert" in offered and "color.grade" in offered and "audio.drive" not in offered
    model.add("matte.invert")
    assert working.graph.nodes["invert"].inputs == {"matte": Link("object", "matte")}
    assert model.wish.value is None
    model.search(Wish("into", "invert", "matte"))
    assert {"segment.object", "key.luma"} <= {spec.id for spec in model.offered("")}
    assert "color.grade" not in {spec.id for spec in model.offered("")}


def test_what_does_not_fit_is_said_and_the_node_between_is_offered(working: Shot) -> None:
    model = working.model
    model.add("color.grade")
    assert not connecting.connect(model, Link("source"), ("grade", "mask", None))
    wish = model.wish.value
    assert wish is not None and wish.how == "between"
    assert wish.why.startswith("A picture cannot go into a matte.")
    assert "matte.channel" in [spec.id for spec in model.offered("")]
    model.add("matte.channel")
    assert working.graph.nodes["grade"].inputs["mask"] == Link("channel")
    assert working.graph.nodes["channel"].inputs == {"image": Link("source")}


def test_a_circle_is_refused_in_words(working: Shot) -> None:
    model = working.model
    model.add("color.grade")
    model.add("filter.blur")
    assert not connecting.connect(model, Link("blur"), ("grade", "image", None))
    assert "'grade' already feeds 'blur'" in working.session.message.value


def test_a_wire_is_selected_searched_on_and_parted(working: Shot) -> None:
    model = working.model
    model.add("color.grade")
    model.wire.set(("grade", "image", None))
    model.search()
    assert model.wish.value == Wish("on", "grade", "image")
    model.add("filter.blur")
    assert chain(working) == ["source", "blur", "grade"]
    model.wire.set(("grade", "image", None))
    changing.remove(model)
    assert working.graph.nodes["grade"].inputs == {}
    assert [box.problem for box in model.boxes.value if box.id == "grade"] == ["image: it needs a frame"]


def test_several_nodes_are_bypassed_kept_and_removed_in_one_edit_each(working: Shot) -> None:
    model = working.model
    for type in ("color.grade", "filter.blur", "color.saturation"):
        model.add(type)
    model.pick(["grade", "blur", "source"])
    changing.bypass(model)
    assert [box.bypass for box in model.boxes.value] == [False, True, True, False]
    changing.bypass(model)
    assert not any(box.bypass for box in model.boxes.value)
    changing.keep(model)
    assert [working.graph.nodes[id].keep for id in chain(working)] == [None, True, True, None]
    changing.remove(model)
    assert chain(working) == ["source", "saturation"]
    assert working.graph.nodes["saturation"].inputs == {"image": Link("source")}
    working.settle()
    assert working.session.project.value is not None
    assert len(working.session.project.value.history.done) == 7


def test_the_arrows_walk_along_connections(working: Shot) -> None:
    model = working.model
    model.add("color.grade")
    model.add("composite.over")
    walk(model, 0, -1)
    assert model.selected.value == "grade"
    walk(model, 0, -1)
    assert model.selected.value == "source"
    walk(model, 0, 1, more=True)
    assert model.picked.value == {"source", "grade"}
    walk(model, 0, 1)
    walk(model, 0, 1)
    assert model.selected.value is not None and is_output(model.selected.value)


def test_copied_text_is_pasted_into_another_clip(working: Shot) -> None:
    model = working.model
    model.add("color.grade")
    model.add("filter.blur")
    model.pick(["grade", "blur"])
    text = clipboard.copy_text(model)
    assert [node["id"] for node in json.loads(text)["nodes"]] == ["grade", "blur"]
    working.session.selection.set(frozenset({"sh020"}))
    clipboard.paste_text(model, text)
    assert set(chain(working)) == {"source", "grade", "blur"}
    assert model.picked.value == {"grade", "blur"}
    clipboard.duplicate(model)
    assert model.picked.value == {"grade2", "blur2"}
    before = working.graph
    clipboard.paste_text(model, "no graph at all")
    assert "no graph of Workprint" in working.session.message.value
    assert working.graph is before


def test_groups_are_entered_left_and_unfolded(working: Shot) -> None:
    model = working.model
    for type in ("color.grade", "filter.blur", "color.saturation"):
        model.add(type)
    model.pick(["grade", "blur"])
    items.group(model)
    (card,) = [card for card in model.scene.value.cards if card.sort == "group"]
    assert (card.about, [slot.port for slot in card.ins]) == ("2 nodes", ["image"])
    assert {card.id for card in model.scene.value.cards} == {"source", "saturation", card.id, "\0out"}
    items.enter(model)
    assert {card.id for card in model.scene.value.cards} == {"grade", "blur"}
    assert model.path() == [(card.id, "Group of 2")]
    grade = model.scene.value.card("grade")
    assert grade is not None and grade.ins[0].away == "source"
    model.select("grade")
    model.add("color.cdl")
    assert model.scene.value.card("cdl") is not None
    items.leave(model)
    assert model.selected.value == card.id
    items.fold(model)
    (frame,) = model.scene.value.backdrops
    assert (frame.id, frame.title) == (card.id, "Group of 2")
    assert set(placing.carried_here(model, [card.id])) == {card.id, "grade", "blur", "cdl"}
    assert model.scene.value.card("grade") is not None
    items.fold(model)
    assert model.scene.value.card("grade") is None
    items.ungroup(model)
    assert len(model.scene.value.cards) == 6 and not canvas_of(working.graph).groups


def test_backdrops_move_what_lies_on_them_and_notes_stay_written(working: Shot) -> None:
    model = working.model
    model.add("color.grade")
    model.pick(["grade"])
    items.add_backdrop(model)
    ground = model.selected.value
    assert ground is not None
    items.change_item(model, ground, title="Sky", colour="blue")
    moved = placing.carried_here(model, [ground])
    assert set(moved) == {ground, "grade"}
    placing.move(model, {id: (x + 40, y) for id, (x, y) in moved.items()})
    there = canvas_of(working.graph)
    assert there.backdrops[ground].title == "Sky" and there.backdrops[ground].colour == "blue"
    assert working.graph.nodes["grade"].position == (moved["grade"][0] + 40, moved["grade"][1])
    items.add_note(model, "why")
    assert [note.text for note in canvas_of(working.graph).notes.values()] == ["why"]
    changing.remove(model)
    assert not canvas_of(working.graph).notes


def test_laying_out_puts_cards_below_one_another_and_is_one_edit(working: Shot) -> None:
    model = working.model
    for type in ("color.grade", "filter.blur"):
        model.add(type)
    placing.move(model, {"grade": (700.0, 900.0)})
    placing.lay_out(model)
    places = [working.graph.nodes[id].position for id in chain(working)]
    assert places == [(0.0, 0.0), (0.0, 80.0), (0.0, 160.0)]


def test_undo_brings_back_the_graph_and_a_selection_that_exists(working: Shot) -> None:
    model = working.model
    model.add("color.grade")
    model.add("filter.blur")
    working.settle()
    working.session.undo()
    working.settle()
    assert chain(working) == ["source", "grade"]
    assert model.selected.value == "grade" and model.picked.value == {"grade"}


def test_a_node_is_viewed_output_by_output_until_it_is_gone(working: Shot) -> None:
    model = working.model
    model.add("key.luma")
    view_selected(model)
    viewed = model.viewed.value
    assert viewed is not None and (viewed.link, viewed.is_matte) == (Link("luma", "image"), False)
    view_selected(model)
    viewed = model.viewed.value
    assert viewed is not None and (viewed.link, viewed.is_matte) == (Link("luma", "matte"), True)
    assert model.viewed_here() == "luma"
    changing.remove(model)
    assert model.viewed.value is None
    model.add("source.sound", Wish("beside"))
    view_selected(model)
    assert "no picture to view" in working.session.message.value
    view_output(model)
    assert model.viewed.value is None


def test_states_are_learnt_from_reports_and_a_changed_node_is_stale() -> None:
    class Clip:
        id = "c"

    status = Status(Value(Clip()))  # type: ignore[arg-type]
    report = {"calls": 2, "seconds": 0.5, "key": "k1", "results": 0, "spilled": 0, "memory": {"values": 2}}
    status.learn("c", {"grade": report})
    assert told(status.of("grade")) == "250 ms a frame; 2 frames made"
    status.learn("c", {"grade": report | {"key": "k2", "calls": 0, "memory": {"values": 0}}})
    assert status.of("grade").held == "stale"
    status.works("c", "grade", Working(1, 4, "step", 3.0))
    assert told(status.of("grade")).startswith("step: 25%; about 3 s left")
    status.rest()
    assert status.of("grade").progress is None
    status.fails("c", "grade", "no memory")
    assert status.of("grade").error == "no memory"
    status.learn("c", {"grade": report | {"key": "k3", "results": 4}})
    assert status.of("grade") == State(seconds=0.25, held="kept", frames=4, key="k3")


def test_zooming_keeps_what_is_under_the_pointer() -> None:
    view = View(10, 20, 0.5)
    for factor in (1.3, 0.2, 100, 0.0001):
        zoomed = view.zoomed(factor, 300, 200)
        assert abs(zoomed.to_canvas(300, 200)[0] - view.to_canvas(300, 200)[0]) < 1e-9
    all_of_it = fitted((-50, -50), (4000, 1000), (800, 600))
    assert all_of_it.to_pixel((-50, -50))[0] >= 0 and all_of_it.to_pixel((3950, 950))[0] <= 800


def test_what_the_viewer_and_the_takes_tell_comes_to_the_cards(working: Shot) -> None:
    model = working.model
    model.add("color.grade")
    clip = model.clip.value
    assert clip is not None
    told_of = {"calls": 1, "seconds": 0.1, "key": "k", "results": 0, "spilled": 0, "memory": {"values": 1}}
    report = {
        f"{clip.id}/grade": told_of | {"type": "color.grade"},
        "track/0": told_of | {"type": "cut.track"},
    }
    learn(model.status, report | {f"{clip.id}/fit": told_of | {"type": "cut.fit"}})
    assert set(model.status.states.value) == {"grade"}
    heard(model.status, News("working", "", f"{clip.id}/grade", Working(1, 2)))
    assert model.status.of("grade").progress == 0.5
    heard(model.status, News("failed", "it broke", f"{clip.id}/grade"))
    assert model.status.of("grade") == State(error="it broke", seconds=0.1, held="made", frames=1, key="k")


def test_what_is_wrong_with_the_selected_node_can_be_told(working: Shot) -> None:
    model = working.model
    model.add("composite.over")
    assert model.trouble == "Foreground: it needs a frame."
    clip = model.clip.value
    assert clip is not None
    model.status.fails(clip.id, "over", "It ran out of memory.")
    assert model.trouble == "It ran out of memory."
    model.select("source")
    assert model.trouble == ""


def test_a_folded_group_tells_of_the_nodes_in_it(working: Shot) -> None:
    model = working.model
    model.add("filter.blur")
    model.add("color.grade")
    model.pick(["blur", "grade"])
    items.group(model)
    (group,) = canvas_of(working.graph).groups
    states = {
        "source": State(seconds=1.0),
        "blur": State(seconds=0.5, held="kept", frames=9, progress=0.25, doing="learning"),
        "grade": State(seconds=0.25, held="made", frames=3, error="it broke"),
    }
    shown = shown_states(model.scene.value.homes, states)
    assert shown[group] == State(0.25, "learning", None, 0.75, "made", 3, "grade: it broke")
    assert shown["source"] is states["source"]
    model.look_into(group)
    assert shown_states(model.scene.value.homes, states) is states
