from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from editor.document.model import SOURCE, Cut
from editor.exchange.conform import Conformed, Row, conform
from editor.exchange.keys import reference_key
from editor.exchange.report import report_csv, report_json, report_text
from editor.exchange.sniff import read_file
from nodes.api import BadInput, Rate, Time
from nodes.media.errors import UnreadableMedia
from nodes.media.refs import FileRef, SequenceRef
from tests.editor.exchange.made import (
    clip,
    file_reference,
    read,
    sequence_reference,
    span,
    time,
    timeline,
    track,
)
from tests.editor.exchange.media import answering, info, looking

TRIVIAL = answering(info())


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def report(cut: Cut, folder: Path, *roots: Path, probe: Any = TRIVIAL, maps: Any = ()) -> Conformed:
    return conform(cut, where=folder / "cut.otio", roots=roots, maps=maps, probe=probe)


def only(found: Conformed) -> Row:
    (row,) = found.rows
    return row


def with_media(url: str = "a.mov", **more: Any) -> Cut:
    available = more.pop("available", span(0, 100))
    return read(timeline(track(clip(media_references={SOURCE: file_reference(url, available)}, **more))))


def test_a_clip_s_record_source_and_media_are_told(tmp_path: Path) -> None:
    touch(tmp_path / "a.mov")
    cut = read(
        timeline(
            track(
                {"OTIO_SCHEMA": "Gap.1", "source_range": span(0, 12)},
                clip(source=span(5, 20), media_references={SOURCE: file_reference("a.mov", span(0, 100))}),
            ),
            global_start_time=time(86400),
        )
    )
    row = only(report(cut, tmp_path, probe=answering(info(FileRef(str(tmp_path / "a.mov")), start=1000))))
    assert (row.record.start.value, row.record.duration.value) == (12, 20)
    assert row.used is not None
    assert (row.used.start.value, row.used.duration.value) == (1005, 20)
    assert row.found.offset == Time(1000, Rate(24))
    assert (row.found.how, row.found.confidence) == ("relative", 0.95)
    assert row.notes == ()
    told = report_json(report(cut, tmp_path, probe=answering(info())))["rows"][0]
    assert told["record"] == {
        "in": 12,
        "out": 32,
        "in_timecode": "01:00:00:12",
        "out_timecode": "01:00:01:08",
    }
    assert told["source"] == {"in": "5", "out": "25", "rate": "24"}


def test_missing_media_is_offline_and_says_what_was_looked_for(tmp_path: Path) -> None:
    found = report(with_media(r"C:\gone\a.mov"), tmp_path)
    row = only(found)
    assert row.found.ref is None
    assert row.notes == (r"offline: C:\gone\a.mov was not found",)
    assert "1 clips, 1 offline" in report_text(found)
    assert "not a file on this machine" in only(report(with_media("http://x/a.mov"), tmp_path)).notes[0]


def test_media_that_cannot_be_read_is_told_with_its_reason(tmp_path: Path) -> None:
    touch(tmp_path / "a.mov")
    damaged = answering(UnreadableMedia("Read 'a.mov'", "it is cut short"))
    row = only(report(with_media(), tmp_path, probe=damaged))
    assert row.found.ref == FileRef(str(tmp_path / "a.mov"))
    assert row.found.info is None
    assert row.notes == ("unreadable: it is cut short",)


def test_two_files_of_one_name_are_reported_and_not_guessed(tmp_path: Path) -> None:
    touch(tmp_path / "one" / "a.mov", tmp_path / "two" / "a.mov")
    cut = with_media("/gone/a.mov")
    row = only(report(cut, tmp_path / "cut", tmp_path, probe=answering(info())))
    assert row.found.ref is None
    assert row.notes[0].startswith("ambiguous: ")
    assert "one/a.mov" in row.notes[0]
    assert "two/a.mov" in row.notes[0]


def test_of_two_files_of_one_name_duration_or_timecode_decide(tmp_path: Path) -> None:
    touch(tmp_path / "one" / "a.mov", tmp_path / "two" / "a.mov")
    second = info(FileRef(str(tmp_path / "two" / "a.mov")))
    row = only(
        report(
            with_media("/gone/a.mov"), tmp_path / "cut", tmp_path, probe=answering(info(frames=300), second)
        )
    )
    assert row.found.ref == second.ref
    assert row.found.confidence > 0.5
    assert "one/a.mov of that name refused" in row.notes[0]
    tall = with_media("/gone/a.mov", source=span(90_000, 10), available=None)
    by_timecode = info(FileRef(str(tmp_path / "two" / "a.mov")), start=89_990, timecode="01:02:29:14")
    assert (
        only(report(tall, tmp_path / "cut", tmp_path, probe=answering(info(), by_timecode))).found.info
        == by_timecode
    )


def test_a_name_alone_is_refused_where_the_facts_contradict(tmp_path: Path) -> None:
    touch(tmp_path / "else" / "a.mov")
    row = only(
        report(with_media("/gone/a.mov"), tmp_path, tmp_path / "else", probe=answering(info(frames=500)))
    )
    assert row.found.ref is None
    assert "has the name but is not it: it has 500 frames, the timeline says 100" in row.notes[0]
    exact = only(
        report(with_media(str(tmp_path / "else" / "a.mov")), tmp_path, probe=answering(info(frames=500)))
    )
    assert exact.found.info is not None
    assert exact.found.confidence == 0.6
    assert "differs" in exact.notes[0]


@pytest.mark.parametrize(
    ("more", "note"),
    [
        ({"enabled": False}, "disabled"),
        ({"source": span(95, 10)}, "out of range: 5 after the media's 100 frames"),
        ({"source": span(95, 10)}, "its range lies outside what the timeline says is available"),
        ({"available": None}, "the timeline does not say what is available"),
        ({"source": span(5.5, 10)}, "starts between two frames of the media (5.500)"),
        (
            {"available": span(0, 100, 25), "source": span(0, 10, 25)},
            "rate mismatch: the timeline says 25 for media of 24",
        ),
        ({"effects": [{"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": -2.0}]}, "retime: speed -200 %"),
        ({"effects": [{"OTIO_SCHEMA": "FreezeFrame.1"}]}, "retime: freeze frame"),
        ({"effects": [{"OTIO_SCHEMA": "TimeEffect.1"}]}, "retime with varying speed"),
        (
            {"effects": [{"OTIO_SCHEMA": "Effect.1", "effect_name": "Blur"}]},
            "1 effects kept, not rendered: Blur",
        ),
        (
            {"active_media_reference_key": "x"},
            "its active reference 'x' is not there (there is: DEFAULT_MEDIA)",
        ),
    ],
)
def test_what_a_person_should_know_is_noted(more: dict[str, Any], note: str, tmp_path: Path) -> None:
    touch(tmp_path / "a.mov")
    assert any(note in each for each in only(report(with_media(**more), tmp_path)).notes)


def test_a_retimed_clip_uses_as_much_media_as_its_speed_says(tmp_path: Path) -> None:
    touch(tmp_path / "a.mov")
    fast = [{"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": 2.0}]
    row = only(report(with_media(source=span(10, 48), effects=fast), tmp_path))
    assert row.used is not None
    assert (row.used.start.value, row.used.duration.value) == (10, 96)
    assert any("out of range: 6 after" in note for note in row.notes)


def test_transitions_generators_and_unknown_things_are_noted(tmp_path: Path) -> None:
    change = {
        "OTIO_SCHEMA": "Transition.1",
        "in_offset": time(3),
        "out_offset": time(5),
        "transition_type": "SMPTE_Dissolve",
    }
    bars = {"OTIO_SCHEMA": "GeneratorReference.1", "generator_kind": "bars", "parameters": {}}
    other = {"OTIO_SCHEMA": "Cloud.1"}
    items = (clip("a", media_references={SOURCE: bars}), change, clip("b", media_references={SOURCE: other}))
    found = report(
        read(timeline(track(*items, {"OTIO_SCHEMA": "Foo.7", "name": "f"}, enabled=False))), tmp_path
    )
    first, second = (set(row.notes) for row in found.rows)
    assert {"a generator, kept, not rendered", "its track is disabled"} <= first
    assert "transition after: SMPTE_Dissolve, 8 frames" in first
    assert "transition before: SMPTE_Dissolve, 8 frames" in second
    assert "a reference of an unknown schema (Cloud.1), kept" in second
    assert found.notes == ("Foo.7 'f' is of an unknown schema: kept, not rendered",)
    assert report_json(found)["offline"] == 0


def test_missing_pictures_and_other_numbers_are_noted(tmp_path: Path) -> None:
    touch(*(tmp_path / f"p.{number:04d}.png" for number in (1001, 1002, 1005)))
    reference = sequence_reference(".", span(0, 5), first=1)
    cut = read(timeline(track(clip(source=span(0, 5), media_references={SOURCE: reference}))))
    found = SequenceRef(str(tmp_path), "p.", ".png", 4, 1001, 1005, rate=Rate(24))
    row = only(report(cut, tmp_path, probe=answering(info(found, missing=(2, 3)))))
    assert row.found.ref == found
    assert row.used is not None
    assert row.used.start.value == 1001
    assert "the sequence has other numbers than the timeline says" in row.notes
    assert "2 pictures of the sequence are missing" in row.notes


def test_every_reference_is_looked_into_once_and_alternates_too(tmp_path: Path) -> None:
    touch(tmp_path / "a.mov", tmp_path / "b.mov")
    both = {SOURCE: file_reference("a.mov", span(0, 100)), "proxy": file_reference("b.mov", span(0, 100))}
    cut = read(timeline(track(*(clip(str(index), media_references=both) for index in range(50)))))
    asked: list[int] = []

    def probe(refs: Any) -> Any:
        asked.append(len(refs))
        return [info(ref) for ref in refs]

    found = report(cut, tmp_path, probe=probe)
    assert asked == [2]
    assert len(found.media) == 2
    assert {row.key for row in found.rows} == {key for key in found.media if "a.mov" in key}


def test_the_key_of_a_reference_stands_for_its_target_and_range() -> None:
    def key(**more: Any) -> str:
        cut = read(timeline(track(clip(media_references={SOURCE: file_reference(**more)}))))
        return reference_key(next(iter(cut.stack.items[0].items)).references[SOURCE])  # type: ignore[union-attr]

    assert key() == key(name="other", metadata={"a": 1})
    assert key(url="b.mov") != key()
    assert key(available=span(0, 10)) != key(available=span(86400, 10)) != key()
    assert key(available=span(0, 10, 23.98)) == key(available=span(0, 10, 23.976))


def test_a_search_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--media"):
        report(with_media(), tmp_path, tmp_path / "nothing")


def test_the_report_says_the_same_in_all_its_forms(tmp_path: Path) -> None:
    touch(tmp_path / "a.mov")
    items = [clip('sh,"1"', media_references={SOURCE: file_reference("a.mov", span(0, 100))}), clip("sh2")]
    items[1]["media_references"] = {SOURCE: file_reference("gone.mov")}
    found = report(read(timeline(track(*items))), tmp_path)
    told = json.loads(json.dumps(report_json(found)))
    lines = list(csv.DictReader(io.StringIO(report_csv(found))))
    assert [row["name"] for row in told["rows"]] == [line["clip"] for line in lines] == ['sh,"1"', "sh2"]
    assert [row["offline"] for row in told["rows"]] == [False, True]
    assert [line["offline"] for line in lines] == ["", "yes"]
    assert [line["id"] for line in lines] == [row.clip for row in found.rows]
    text = report_text(found)
    assert "    offline: gone.mov was not found\n" in text
    assert text.endswith("2 clips, 1 offline\n")


def test_the_tlrender_timelines_find_all_their_media_and_fit_it(shared_data: Path) -> None:
    folder = shared_data / "timelines" / "tlrender"
    for path in sorted(folder.glob("*.otio")):
        cut = read_file(path)
        found = conform(cut, where=path, roots=[], maps=[], probe=looking)
        assert found.rows, path
        for row in found.rows:
            assert row.found.info is not None, (path, row.notes)
            assert row.found.how == "relative"
            assert not [note for note in row.notes if "out of range" in note], (path, row.notes)


def test_davis_pictures_are_found_under_a_search_folder(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "video" / "davis480p"
    shots = {"blackswan": 50, "dog": 60}
    names = {"name_prefix": "", "name_suffix": ".jpg", "frame_zero_padding": 5}
    items = [
        clip(
            name,
            span(10, 20),
            media_references={
                SOURCE: sequence_reference(
                    f"X:\\davis\\{name}\\JPEGImages", span(0, frames), first=0, **names
                )
            },
        )
        for name, frames in shots.items()
    ]
    pictures = next(folder.rglob("00000.jpg")).parent
    for item in items:
        tail = [part for part in pictures.relative_to(folder).parts if part not in shots]
        item["media_references"][SOURCE]["target_url_base"] = "\\".join(["X:\\davis", item["name"], *tail])
    found = report(read(timeline(track(*items))), tmp_path, folder, probe=looking)
    for row, frames in zip(found.rows, shots.values(), strict=True):
        assert row.found.info is not None, row.notes
        assert row.found.info.frame_count == frames
        assert row.found.how == "tail"
        assert row.used is not None
        assert row.used.start.value == 10
