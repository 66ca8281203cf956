from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import edits
from editor.document.changes import applied, difference
from editor.document.keep import encoded
from editor.document.layout import by_id
from editor.document.model import Cut, Stack
from editor.document.tree import put
from editor.exchange.read import read_cut
from nodes.api import BadInput, Rate
from tests.editor.document.made import clip, cut, cuts, frames, long_cut, reference, track, transition
from tests.editor.document.random_edits import random_edit


def check(before: Cut, after: Cut) -> None:
    """The change goes both ways, to the byte, also between cuts that were written and read again."""
    changes = difference(before, after)
    assert encoded(applied(before, changes)) == encoded(after)
    assert encoded(applied(after, changes, back=True)) == encoded(before)
    reread_before, reread_after = (read_cut(encoded(c).decode(), where="test") for c in (before, after))
    assert encoded(applied(reread_before, changes)) == encoded(after)
    assert encoded(applied(reread_after, changes, back=True)) == encoded(before)


@given(cuts(), st.randoms(use_true_random=False))
def test_any_edit_goes_forth_and_back_to_the_byte(before: Cut, chance: object) -> None:
    after, _ = random_edit(before, chance)  # type: ignore[arg-type]
    check(before, after)


@given(cuts(), cuts())
def test_any_two_cuts_differ_by_changes_that_go_both_ways(before: Cut, after: Cut) -> None:
    check(before, after)


def test_nothing_differs_between_a_cut_and_itself() -> None:
    document = long_cut(10)
    assert difference(document, document) == []


def test_only_what_an_edit_touched_is_listed() -> None:
    before = long_cut(1000)
    after = edits.ripple_by(before, "id-sh00500", head=frames(2))
    changes = difference(before, after)
    assert [set(change["items"]) for change in changes] == [{"id-sh00500"}]
    assert "at" not in changes[0]


def test_two_far_apart_clips_do_not_list_all_between() -> None:
    before = long_cut(1000)
    after = before
    for name in ("id-sh00001", "id-sh00998"):
        after = edits.circle(after, name, "t001", reference(), "take t001")
    (change,) = difference(before, after)
    assert set(change["items"]) == {"id-sh00001", "id-sh00998"}
    check(before, after)


def test_nested_holders_tracks_graphs_and_the_cuts_own_fields_go_both_ways() -> None:
    inner = Stack("s", "inner", (track(clip("deep"), name="N"),))
    before = cut(track(clip("a"), inner, transition("d", 1, 1), clip("b")), track(name="V2"))
    after = edits.trim_by(before, "id-deep", tail=frames(3))
    after = edits.with_graph(edits.with_graph(after, "g1", {"nodes": [1]}), "g2", {"nodes": [2]})
    place = by_id(after, "id-V2")
    assert place is not None
    after = put(after, place, track(clip("new"), name="V2", enabled=False))
    after = dataclasses.replace(after, name="renamed", start=frames(86400), rate=Rate(25))
    check(before, after)
    check(after, edits.with_graph(after, "g1", None))
    whole = dataclasses.replace(after, stack=dataclasses.replace(after.stack, items=after.stack.items[::-1]))
    check(after, whole)


def test_changes_of_another_cut_are_refused() -> None:
    before = long_cut(5)
    changes = difference(before, edits.lift(before, "id-sh00002"))
    with pytest.raises(BadInput, match="changed from outside"):
        applied(cut(track(clip("other"))), changes)
    wrong: list[dict[str, Any]] = [
        {},
        {"in": "id-V1"},
        {"id": "id-V1", "after": 3},
        {"cut": 1, "after": {}},
        {"graphs": []},
    ]
    for nonsense in wrong:
        with pytest.raises(BadInput):
            applied(before, [nonsense])


def test_two_objects_with_one_id_are_not_kept() -> None:
    before = cut(track(clip("a")))
    with pytest.raises(BadInput, match="share an id"):
        difference(before, cut(track(clip("a", count=3), clip("a", count=4))))
