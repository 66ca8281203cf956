from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document.layout import walk
from editor.document.model import (
    SOURCE,
    Clip,
    Cut,
    Effect,
    Gap,
    Item,
    Marker,
    MediaReference,
    Stack,
    Track,
    Transition,
    Unknown,
)
from editor.exchange.read import item_from_json, read_cut
from editor.exchange.tokens import decode, dumps, loads
from editor.exchange.write import item_to_json, write_cut
from nodes.api import BadInput, Range, Rate, Time
from tests.editor.exchange.made import clip, file_reference, read, span, time, timeline, track

RATE = Rate(24)


def items(cut: Cut) -> list[Item]:
    holder = cut.stack.items[0]
    assert isinstance(holder, Track)
    return list(holder.items)


def first_clip(cut: Cut) -> Clip:
    found = items(cut)[0]
    assert isinstance(found, Clip)
    return found


def with_first(cut: Cut, item: Item) -> Cut:
    holder = cut.stack.items[0]
    assert isinstance(holder, Track)
    changed = replace(holder, items=(item, *holder.items[1:]))
    return replace(cut, stack=replace(cut.stack, items=(changed, *cut.stack.items[1:])))


def without_ours(value: Any) -> Any:
    """Return JSON without Workprint's blocks, and without metadata that is empty then."""
    if isinstance(value, list):
        return [without_ours(each) for each in value]
    if not isinstance(value, dict):
        return value
    plain = {key: without_ours(each) for key, each in value.items() if key != "workprint"}
    return {key: each for key, each in plain.items() if not (key == "metadata" and each == {})}


def timelines(shared_data: Path) -> list[Path]:
    folder = shared_data / "timelines"
    return [*sorted(folder.rglob("*.otio")), folder / "ayon" / "timeline" / "timeline.json"]


def test_real_timelines_come_back_token_for_token_and_equal_themselves(shared_data: Path) -> None:
    found = timelines(shared_data)
    assert len(found) == 29
    for path in found:
        text = decode(path.read_bytes(), where="it")
        cut = read_cut(text, where="it")
        written = write_cut(cut, portable=False)
        assert dumps(without_ours(loads(written, where="it"))) == dumps(
            without_ours(loads(text, where="it"))
        ), path
        again = read_cut(written, where="it")
        assert again == cut, path
        assert write_cut(again, portable=False) == written, path


def test_foreign_numbers_and_strings_keep_their_spelling_in_every_field() -> None:
    text = dumps(timeline(track(clip(source=span(48, 24))), metadata={"studio": {"gain": 1.5}}))
    text = (
        text.replace("48", "4.8e1")
        .replace("24.0", "24.000")
        .replace("1.5", "1.50E0")
        .replace('"c"', r'"\u0063"')
    )
    assert dumps(without_ours(loads(write_cut(read(text), portable=False), where="it"))) == dumps(
        without_ours(loads(text, where="it"))
    )


def test_only_what_an_edit_changes_is_spelled_anew() -> None:
    cut = read(dumps(timeline(track(clip(source=span(48, 24, 23.98))))).replace("48", "4.8e1"))
    shot = first_clip(cut)
    assert shot.source == Range.frames_of(48, 24, Rate(24000, 1001))
    moved = replace(shot, source=Range(shot.source.start, Time(12, shot.source.start.rate)))
    text = write_cut(with_first(cut, moved), portable=False)
    assert '"value": 4.8e1' in text
    assert '"value": 12.0' in text
    assert text.count("23.98") == 2
    assert "23.976" not in text


@pytest.mark.parametrize(
    ("spelled", "rate"),
    [
        (23.98, "24000/1001"),
        (23.976024627685547, "24000/1001"),
        (29.97, "30000/1001"),
        (24, "24"),
        (59.94, "60000/1001"),
        (12.5, "25/2"),
    ],
)
def test_rates_are_canonical_when_read_and_as_spelled_when_written(spelled: float, rate: str) -> None:
    cut = read(timeline(track(clip(source=span(0, 10, spelled)))))
    assert str(cut.rate) == rate
    assert write_cut(cut, portable=False).count(f'"rate": {spelled}') == 2


def test_a_rate_that_says_nothing_counts_at_the_cut_s_and_stays_as_it_was() -> None:
    for nothing in (0.0, -24.0, float("inf"), float("nan")):
        still = clip(
            "still",
            span(0, 120, nothing),
            media_references={SOURCE: file_reference(available=span(0, 9, 0.0))},
        )
        cut = read(timeline(track(clip(), still)))
        shot = items(cut)[1]
        assert isinstance(shot, Clip)
        assert shot.source == Range.frames_of(0, 120, RATE)
        assert shot.references[SOURCE].available is None
        again = loads(write_cut(cut, portable=False), where="it")["tracks"]["children"][0]["children"][1]
        assert dumps(again["source_range"]) == dumps(still["source_range"])
        assert again["media_references"][SOURCE]["available_range"] == span(0, 9, 0.0)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (span(0, -5), "negative"),
        (span(0, 10, 1e300), "absurd"),
        (span(0, 10, 1e-300), "absurd"),
        (span(float("nan"), 10), "absurd"),
        (span(0, float("inf")), "absurd"),
        (span(0, 1e300), "absurd"),
        (span(0, 10**30), "absurd"),
        ({"OTIO_SCHEMA": "TimeRange.1"}, "null stands"),
        (span("0", 1), "'0' stands"),
        (span(True, 1), "true or false stands"),
        (5, "a number stands"),
        (time(5), "'RationalTime.1' stands"),
    ],
)
def test_a_source_range_that_cannot_be_is_refused_by_its_place(source: Any, why: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read(timeline(track(clip(), clip(source=source))))
    assert "tracks.children[0].children[1].source_range" in str(refusal.value)
    assert why in str(refusal.value)


@given(
    st.fractions(min_value=0, max_value=10**6, max_denominator=10**4),
    st.sampled_from(
        [Rate(24), Rate(25), Rate(24000, 1001), Rate(30000, 1001), Rate(48000), Rate(44100), Rate(25, 2)]
    ),
)
def test_an_exact_time_of_ours_survives_being_written(value: Fraction, rate: Rate) -> None:
    shot = Clip(
        "c1", "c", Range(Time(value, rate), Time(10, rate)), {SOURCE: MediaReference("file", url="a.mov")}
    )
    read_back = item_from_json(loads(dumps(item_to_json(shot)), where="it"), RATE)
    assert read_back == shot
    assert isinstance(read_back, Clip)
    assert read_back.source is not None
    assert read_back.source.start.value == value
    assert read_back.source.start.rate == rate


def test_everything_workprint_makes_equals_itself_when_read_again() -> None:
    effect = Effect("LinearTimeWarp", "fast", 2.0, {"note": [1, 2.5]})
    marker = Marker("look", Range.frames_of(3, 1, RATE), "GREEN", "here", {"by": "me"})
    references = {
        SOURCE: MediaReference("file", "a", "a.mov", Range.frames_of(0, 100, RATE), metadata={"k": "v"}),
        "take-1": MediaReference("sequence", "t", "takes/", None, "p.", ".exr", 4, 1001, 1, RATE),
        "lost": MediaReference("missing", "gone"),
        "bars": MediaReference("generator", "bars"),
    }
    shot = Clip(
        *("c1", "sh010", Range.frames_of(5, 50, RATE), references, "take-1", False, "g1", "t1", ("t1", "t2")),
        effects=(effect, Effect("FreezeFrame", "", 0.0), Effect("Effect", "blur")),
        markers=(marker,),
        metadata={"studio": {"a": None}},
    )
    change = Transition("x1", "dissolve", "SMPTE_Dissolve", Time(5, RATE), Time(7, RATE))
    gap = Gap("g1x", Time(12, RATE), "slug", markers=(marker,))
    inner = Stack(
        "s2", "nest", (Track("t2", "inner", "Video", (replace(shot, id="c2"),), Range.frames_of(0, 4, RATE)),)
    )
    sound = Track("t3", "A1", "Audio", enabled=False)
    stack = Stack("s1", "tracks", (Track("t1", "V1", "Video", (shot, change, gap, inner)), sound))
    cut = Cut("cut", RATE, stack, Time(86400, RATE), {"g1": {"nodes": [1, 2.0]}}, {"other": 1})
    for portable in (True, False):
        assert read(write_cut(cut, portable=portable)) == cut


def test_ids_are_kept_made_where_absent_and_unique() -> None:
    named = clip(
        metadata={"workprint": {"id": "abc", "circled": "t1", "starred": ["t1", "../x"], "later": 7}}
    )
    cut = read(timeline(track(named, named, clip(metadata={"workprint": {"id": "../../etc"}}), clip())))
    ids = [here.item.id for here in walk(cut)]
    assert len(set(ids)) == len(ids) == 6
    assert items(cut)[0].id == "abc"
    assert all("/" not in each for each in ids)
    shot = first_clip(cut)
    assert (shot.circled, shot.starred, shot.metadata) == ("t1", ("t1",), {})
    assert read(write_cut(cut, portable=False)) == cut
    own = loads(write_cut(cut, portable=False), where="it")["tracks"]["children"][0]["children"][0][
        "metadata"
    ]["workprint"]
    assert own == {"id": "abc", "circled": "t1", "starred": ["t1"], "later": 7}


def test_metadata_of_that_name_by_others_is_not_lost() -> None:
    cut = read(timeline(track(clip(metadata={"workprint": "theirs"}))))
    assert '"foreign": "theirs"' in write_cut(cut, portable=True)
    assert read(write_cut(cut, portable=True)) == cut


def test_a_clip_of_the_first_version_stays_one_until_it_gets_a_take() -> None:
    old = clip() | {"OTIO_SCHEMA": "Clip.1", "media_reference": file_reference()}
    for key in ("media_references", "active_media_reference_key"):
        del old[key]
    cut = read(timeline(track(old)))
    assert first_clip(cut).references[SOURCE].url == "a.mov"
    assert '"Clip.1"' in write_cut(cut, portable=False)
    shot = first_clip(cut)
    circled = replace(
        shot, references={**shot.references, "t1": MediaReference("file", url="t.mkv")}, active="t1"
    )
    written = loads(write_cut(with_first(cut, circled), portable=False), where="it")["tracks"]["children"][0][
        "children"
    ][0]
    assert written["OTIO_SCHEMA"] == "Clip.2"
    assert "media_reference" not in written
    assert list(written["media_references"]) == [SOURCE, "t1"]
    assert written["active_media_reference_key"] == "t1"


def test_null_and_absent_references_and_keys_are_kept() -> None:
    odd = clip(
        media_references={SOURCE: None, "b": file_reference("b.mov")}, active_media_reference_key="nowhere"
    )
    cut = read(timeline(track(odd, clip(active_media_reference_key=None))))
    shot = first_clip(cut)
    assert shot.active == "nowhere"
    assert shot.references[SOURCE].kind == "missing"
    written = loads(write_cut(cut, portable=False), where="it")["tracks"]["children"][0]["children"]
    assert without_ours(written[0]) == without_ours(odd)
    assert written[1]["active_media_reference_key"] is None


def test_unknown_and_newer_schemas_come_back_as_they_were() -> None:
    foreign = {
        "OTIO_SCHEMA": "Foo.7",
        "name": "f",
        "source_range": span(0, 8),
        "deep": {"OTIO_SCHEMA": "UnknownSchema.1"},
    }
    newer = clip("new") | {"OTIO_SCHEMA": "Clip.3", "extra": [1]}
    old = clip("old", effects=[{"OTIO_SCHEMA": "Blur.2", "r": 1}], markers=[{"OTIO_SCHEMA": "Marker.9"}])
    old["media_references"] = {SOURCE: {"OTIO_SCHEMA": "Cloud.1", "bucket": "x"}}
    document = timeline(
        track(foreign, newer, {"OTIO_SCHEMA": "Composable.1"}, {"OTIO_SCHEMA": "UnknownSchema.1"}, old)
    )
    cut = read(document)
    found = items(cut)
    assert [type(each) for each in found] == [Unknown] * 4 + [Clip]
    assert isinstance(found[0], Unknown)
    assert (found[0].schema, found[0].duration) == ("Foo.7", Time(8, RATE))
    shot = found[4]
    assert isinstance(shot, Clip)
    assert (shot.effects[0].schema, shot.references[SOURCE].kind) == ("Blur", "unknown")
    for portable in (True, False):
        again = read(write_cut(cut, portable=portable))
        assert again == cut
        assert without_ours(loads(write_cut(again, portable=False), where="it")) == without_ours(document)


def test_a_collection_of_one_timeline_is_a_cut_and_comes_back_as_a_collection() -> None:
    note = {"OTIO_SCHEMA": "Foo.1", "name": "bin"}
    document = {
        "OTIO_SCHEMA": "SerializableCollection.1",
        "name": "all",
        "children": [note, timeline(track(clip()))],
    }
    cut = read(document)
    assert cut.name == "t"
    assert without_ours(loads(write_cut(cut, portable=False), where="it")) == without_ours(document)
    portable = write_cut(cut, portable=True)
    assert loads(portable, where="it")["OTIO_SCHEMA"] == "Timeline.1"
    again = read(portable)
    assert again == cut
    assert write_cut(again, portable=False) == write_cut(cut, portable=False)
    with pytest.raises(BadInput, match="2 timelines: 'a', 'b'"):
        read({**document, "children": [timeline(name="a"), timeline(name="b")]})
    with pytest.raises(BadInput, match="0 timelines"):
        read({**document, "children": [note]})


def test_the_cut_s_rate_comes_from_pictures_and_is_kept() -> None:
    sound = track(clip(source=span(0, 48000, 48000)), kind="Audio")
    assert read(timeline(sound)).rate == Rate(24)
    assert read(timeline(sound, track(clip(source=span(0, 10, 25))))).rate == Rate(25)
    assert read(timeline(sound, global_start_time=time(86400, 30))).rate == Rate(30)
    assert read(timeline(track(clip(source=span(24 * 1001, 48 * 1001, 24000))))).rate == Rate(24000, 1001)
    cut = replace(read(timeline(sound)), rate=Rate(30000, 1001))
    assert read(write_cut(cut, portable=True)).rate == Rate(30000, 1001)


def test_a_rate_in_our_own_metadata_that_is_none_is_not_counted_on() -> None:
    for rate in ("1e999999999", "0", "24/0", "-24", "٢٤", 24, None):
        assert read(
            timeline(track(clip(source=span(0, 1, 30))), metadata={"workprint": {"rate": rate}})
        ).rate == Rate(30)


def test_a_cut_of_a_newer_workprint_is_refused() -> None:
    with pytest.raises(BadInput, match="newer Workprint"):
        read(timeline(metadata={"workprint": {"format": 99}}))


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (timeline() | {"tracks": None}, "tracks"),
        (timeline(track(None)), "tracks.children[0].children[0]"),
        (timeline(track() | {"children": None}), "tracks.children[0].children"),
        (timeline(track(clip(effects=[None]))), "tracks.children[0].children[0].effects[0]"),
        (timeline(track(clip(markers=5))), "tracks.children[0].children[0].markers"),
        (timeline(track(clip(name=5))), "tracks.children[0].children[0].name"),
        (timeline(track(clip(enabled="no"))), "tracks.children[0].children[0].enabled"),
        (
            timeline(track(clip(media_references={"a": 5}))),
            "tracks.children[0].children[0].media_references.a",
        ),
        (timeline(track({"name": "x"})), "tracks.children[0].children[0].OTIO_SCHEMA"),
        (timeline(metadata=[]), "metadata"),
        (timeline() | {"OTIO_SCHEMA": 5}, "OTIO_SCHEMA"),
        ([], "the whole document"),
    ],
)
def test_what_is_wrong_is_named_by_its_place_in_the_document(document: Any, place: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read(document)
    assert str(refusal.value).startswith(f"Read 'a.otio', {place}: ")


@pytest.mark.parametrize("schema", ["Clip.2", "Track.1", "Stack.1", "Timeline.2", "Foo.1"])
def test_other_documents_are_refused_by_their_schema(schema: str) -> None:
    with pytest.raises(BadInput, match=schema):
        read({"OTIO_SCHEMA": schema, "name": "x"})


def test_stacks_as_deep_as_json_may_be_are_read_written_and_compared() -> None:
    item: Any = clip()
    for _ in range(90):
        item = {"OTIO_SCHEMA": "Stack.1", "name": "s", "children": [item]}
    cut = read(timeline(track(item)))
    assert read(write_cut(cut, portable=True)) == cut
    text = '{"OTIO_SCHEMA": "Stack.1", "children": [' * 10_000 + "]}" * 10_000
    with pytest.raises(BadInput, match="nested deeper"):
        read(text)
