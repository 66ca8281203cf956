from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.document.bins import bin_path, called, put_in, renamed_bin, unlisted, with_bin, without_bin
from editor.document.settings import Facts, MediaEntry, Settings, read_facts, write_facts
from nodes.api import BadInput, Rate
from nodes.media.refs import FileRef

MEDIA = {key: MediaEntry(FileRef(f"/m/{key}.mov")) for key in "abc"}
FACTS = Facts(Settings(Rate(24, 1), 640, 360), MEDIA)
NAMES = st.sampled_from(["Day 1", "Day 1/Selects", "Day 2", "Day 1/Selects/Best"])


def where(facts: Facts) -> dict[str, str]:
    return {key: entry.bin for key, entry in facts.media.items()}


def test_a_bin_in_a_bin_makes_both() -> None:
    assert with_bin(FACTS, "Day 1/Selects").bins == ("Day 1", "Day 1/Selects")
    assert with_bin(FACTS, " b ").bins == ("b",)


@pytest.mark.parametrize("name", ["", " ", "/", "a//b", "a/", "x" * 300, "a\nb"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(BadInput):
        bin_path(name)


def test_what_lies_in_a_bin_goes_along_when_it_is_renamed() -> None:
    facts = put_in(FACTS, ["a"], "Day 1/Selects")
    moved = renamed_bin(facts, "Day 1", "Tuesday")
    assert moved.bins == ("Tuesday", "Tuesday/Selects")
    assert where(moved) == {"a": "Tuesday/Selects", "b": "", "c": ""}
    with pytest.raises(BadInput, match="itself"):
        renamed_bin(facts, "Day 1", "Day 1/in it")
    with pytest.raises(BadInput, match="no such bin"):
        renamed_bin(facts, "Day 3", "x")
    with pytest.raises(BadInput, match="of that name"):
        renamed_bin(with_bin(facts, "b"), "b", "Day 1")


def test_what_lies_in_a_bin_stays_when_it_is_removed() -> None:
    facts = put_in(put_in(FACTS, ["a"], "Day 1/Selects"), ["b"], "Day 1")
    assert where(without_bin(facts, "Day 1/Selects"))["a"] == "Day 1"
    bare = without_bin(facts, "Day 1")
    assert bare.bins == () and set(where(bare).values()) == {""}


def test_what_is_taken_off_the_list_stays_known() -> None:
    facts = unlisted(put_in(FACTS, ["a"], "b"), ["a"])
    assert not facts.media["a"].listed and facts.media["a"].ref == MEDIA["a"].ref


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(NAMES, st.sampled_from("abc"))), st.lists(NAMES))
def test_media_always_lies_in_a_bin_that_there_is_and_all_is_read_back(
    puts: list[tuple[str, str]], gone: list[str]
) -> None:
    facts = FACTS
    for bin, key in puts:
        facts = called(put_in(facts, [key], bin), [key], f"{key} {bin}")
    for bin in gone:
        if bin in facts.bins:
            facts = without_bin(facts, bin)
    assert set(where(facts).values()) <= {"", *facts.bins}
    assert all(bin.rpartition("/")[0] in ("", *facts.bins) for bin in facts.bins)
    assert read_facts(write_facts(facts).decode(), "here") == facts
