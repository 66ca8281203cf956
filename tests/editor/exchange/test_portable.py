"""The project's own form of a cut, judged by the library in a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from editor.document.layout import walk
from editor.document.model import SOURCE, Clip, Cut, Gap, Transition, Unknown
from editor.exchange.read import read_cut
from editor.exchange.tokens import decode, dumps, loads
from editor.exchange.write import write_cut
from nodes.api import BadInput, Range
from tests.editor.exchange.made import clip, file_reference, read, span, time, timeline, track
from tests.editor.exchange.mutations import mutate
from tests.editor.exchange.oracle import ask

MUTATED = (
    *("otio-core/screening_example.otio", "tlrender/Markers.otio", "kdenlive-native/test-transitions.otio"),
    *("otio-core/nested_example.otio", "fcp7xml/img_seq_media_reference.otio", "otio-core/transition.otio"),
    *("otio-core/generator_reference_test.otio", "tlrender/LinearTimeWarp.otio"),
)


def numbers(span: Range | None) -> list[float] | None:
    if span is None:
        return None
    ends = (span.start, span.duration)
    return [part for end in ends for part in (float(end.value), float(end.rate))]


def told(cut: Cut) -> dict[str, Any]:
    """Return what the library should say of a cut."""
    found = [here.item for here in walk(cut)]
    clips = [each for each in found if isinstance(each, Clip)]
    return {
        "clips": sorted([each.name, numbers(each.source)] for each in clips),
        "gaps": sum(isinstance(each, Gap | Unknown) for each in found),
        "transitions": sum(isinstance(each, Transition) for each in found),
        "active": sorted(each.active for each in clips),
        "references": sorted(sorted(each.references) for each in clips),
    }


def said(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the same of what the library says."""
    assert "error" not in answer, answer["error"]
    return {
        "clips": sorted([name, span and canonical(span)] for name, span in answer["clips"]),
        "gaps": len(answer["gaps"]),
        "transitions": answer["transitions"],
        "active": sorted(answer["active"]),
        "references": sorted(answer["references"]),
    }


def canonical(span: list[float]) -> list[float]:
    again = read(
        timeline(
            track(
                clip(
                    source={
                        "OTIO_SCHEMA": "TimeRange.1",
                        "start_time": time(*span[:2]),
                        "duration": time(*span[2:]),
                    }
                )
            )
        )
    )
    shot = next(here.item for here in walk(again) if isinstance(here.item, Clip))
    return numbers(shot.source) or []


def opened(folder: Path, texts: dict[str, str]) -> dict[str, dict[str, Any]]:
    paths = {name: folder / f"{index}.otio" for index, name in enumerate(texts)}
    for name, path in paths.items():
        path.write_text(texts[name], encoding="utf-8")
    answers = ask(paths.values())
    return {name: answers[path] for name, path in paths.items()}


def test_plain_readers_open_every_real_timeline_and_find_the_same(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "timelines"
    paths = [*sorted(folder.rglob("*.otio")), folder / "ayon" / "timeline" / "timeline.json"]
    cuts = {str(path): read_cut(decode(path.read_bytes(), where="it"), where="it") for path in paths}
    texts = {name: write_cut(cut, portable=True) for name, cut in cuts.items()}
    for name, answer in opened(tmp_path, texts).items():
        assert said(answer) == told(cuts[name]), name
        assert read(texts[name]) == cuts[name], name


def test_what_a_plain_reader_could_not_open_stands_in_a_plain_form(tmp_path: Path) -> None:
    marker = {"OTIO_SCHEMA": "Marker.3", "name": "m", "marked_range": span(1, 1), "comment": ""}
    colour = {"OTIO_SCHEMA": "Color.1", "name": "Purple", "r": 0.5, "g": 0.0, "b": 0.5, "a": 1.0}
    shot = clip(
        effects=[{"OTIO_SCHEMA": "Blur.2"}],
        markers=[marker | {"color": colour}, marker | {"color": {**colour, "name": "", "r": 0.1, "b": 0.9}}],
        media_references={SOURCE: None, "cloud": {"OTIO_SCHEMA": "Cloud.1"}, "file": file_reference()},
        metadata={
            "a": {"OTIO_SCHEMA": "Clip.9"},
            "b": [{"OTIO_SCHEMA": "UnknownSchema.1"}],
            "c": {"OTIO_SCHEMA": "Foo.1"},
        },
        color="PINK",
    )
    foreign = {"OTIO_SCHEMA": "Foo.7", "name": "f", "source_range": span(3, 8)}
    document = timeline(track(shot, foreign, {"OTIO_SCHEMA": "Composable.1"}))
    cut = read(document)
    text = write_cut(cut, portable=True)
    answer = opened(tmp_path, {"it": text})["it"]
    assert said(answer) == told(cut)
    assert answer["markers"] == [["m", "PURPLE"], ["m", "BLUE"]]
    assert answer["gaps"][0] == [3.0, 24.0, 8.0, 24.0]
    again = read(text)
    assert again == cut
    assert loads(write_cut(again, portable=False), where="it") == loads(
        write_cut(cut, portable=False), where="it"
    )


def test_the_circled_take_is_what_a_plain_reader_sees(tmp_path: Path) -> None:
    takes = {
        SOURCE: file_reference("a.mov"),
        "t1": file_reference("takes/t1.mkv"),
        "t2": file_reference("takes/t2.mkv"),
    }
    cut = read(timeline(track(clip(media_references=takes, active_media_reference_key="t2"))))
    answer = opened(tmp_path, {"it": write_cut(cut, portable=True)})["it"]
    assert answer["urls"] == ["takes/t2.mkv"]
    assert answer["references"] == [sorted(takes)]


KILLERS = {
    "null tracks": '{"OTIO_SCHEMA": "Timeline.1", "tracks": null}',
    "a bare composable": dumps(timeline(track({"OTIO_SCHEMA": "Composable.1"}))),
    "the unknown schema itself": dumps(timeline(track({"OTIO_SCHEMA": "UnknownSchema.1"}))),
    "deep lists": "[" * 100_000 + "]" * 100_000,
    "deep stacks": dumps(timeline())[:-1].replace('"children": []', '"children": [%s]')
    % ('{"OTIO_SCHEMA": "Stack.1", "children": [' * 20_000 + "]}" * 20_000)
    + "}",
    "deep metadata": '{"OTIO_SCHEMA": "Timeline.1", "metadata": ' + '{"a": ' * 100_000 + "1" + "}" * 100_001,
}


@pytest.mark.parametrize("name", KILLERS)
def test_the_six_known_killers_are_a_cut_or_bad_input(name: str, tmp_path: Path) -> None:
    try:
        cut = read(KILLERS[name])
    except BadInput:
        assert name not in {"a bare composable", "the unknown schema itself"}
        return
    assert said(opened(tmp_path, {"it": write_cut(cut, portable=True)})["it"]) == told(cut)
    assert read(write_cut(cut, portable=False)) == cut


def test_mutations_are_a_cut_or_bad_input_and_open_anywhere(shared_data: Path, tmp_path: Path) -> None:
    texts = {}
    sources = [decode((shared_data / "timelines" / name).read_bytes(), where="it") for name in MUTATED]
    for seed in range(600):
        text = dumps(mutate(loads(sources[seed % len(sources)], where="it"), seed))
        try:
            cut = read(text)
        except BadInput as refusal:
            assert "Read 'a.otio'" in str(refusal)
            continue
        plain = write_cut(cut, portable=False)
        assert read(plain) == cut, seed
        texts[str(seed)] = write_cut(cut, portable=True)
        again = read(texts[str(seed)])
        assert again == cut, seed
        assert loads(write_cut(again, portable=False), where="it") == loads(plain, where="it"), seed
    assert len(texts) > 90
    answers = opened(tmp_path, texts)
    assert {seed: answer["error"] for seed, answer in answers.items() if "error" in answer} == {}
