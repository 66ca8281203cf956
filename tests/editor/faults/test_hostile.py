"""What wants to hang, crash, fill or escape: met by a message within ten seconds and a bounded memory."""

from __future__ import annotations

import copy
import itertools
import json
import os
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO as oiio
import pytest

from editor.document.project import open_project
from editor.engine import start_engine
from editor.takes.store import takes_of
from editor.verbs import info, render, takes
from nodes.api import WorkprintError
from nodes.process.errors import ChildBug
from tests.support.commands import Ran, run_command, told

pytestmark = pytest.mark.slow

LONGEST = 10.0
MEMORY = 3 << 30

TIMELINE = '{"OTIO_SCHEMA": "Timeline.1", "tracks": %s}'
STACK = '{"OTIO_SCHEMA": "Stack.1", "children": ['
CHILD = TIMELINE % (STACK + '{"OTIO_SCHEMA": "%s"}]}')
KILLERS = {
    "null tracks": TIMELINE % "null",
    "abstract child": CHILD % "Composable.1",
    "unknown child": CHILD % "UnknownSchema.1",
    "arrays": "[" * 100_000 + "]" * 100_000,
    "stacks": TIMELINE % (STACK * 20_000 + "]}" * 20_000),
    "metadata": '{"OTIO_SCHEMA": "Timeline.1", "metadata": ' + '{"a":' * 100_000 + "1" + "}" * 100_001,
    "digits": TIMELINE % ("9" * 1_000_000),
    "exponent": TIMELINE % "1e999999999",
}


def child_of(cut: Path) -> Any:
    return json.loads(cut.read_text("utf-8"))["tracks"]["children"][0]["OTIO_SCHEMA"]


def bounded(*words: object, **how: Any) -> Ran:
    """Run a command that may neither take long nor much memory."""
    ran = run_command(*words, timeout=30, memory=MEMORY, **how)
    assert ran.seconds < LONGEST, f"{words}: {ran.seconds:.1f} s"
    assert "fault" not in ran.err, ran.err
    assert "Traceback" not in ran.err, ran.err
    return ran


@pytest.mark.parametrize("name", KILLERS)
def test_timelines_that_kill_other_programs_are_met(tmp_path: Path, name: str) -> None:
    path = tmp_path / "cut.otio"
    path.write_text(KILLERS[name])
    if name not in ("abstract child", "unknown child"):
        told(bounded("info", path), 2, str(path))
        return
    assert bounded("new", tmp_path / "p", "--from", path).code == 0
    assert bounded("export", tmp_path / "p", "-o", tmp_path / "out.otio").code == 0
    assert child_of(tmp_path / "out.otio") == child_of(path), "what it does not know is handed on as it is"


SLOWLY = [pytest.param(kind, marks=pytest.mark.slow) for kind in ("/dev/zero", "/dev/full", "loop", "folder")]


@pytest.mark.parametrize("kind", ["pipe", *SLOWLY])
def test_what_is_no_file_is_refused_wherever_a_file_is_meant(
    project: Path, tmp_path: Path, kind: str
) -> None:
    place = tmp_path / "odd"
    match kind:
        case "pipe":
            os.mkfifo(place)
        case "loop":
            place.symlink_to(place)
        case "folder":
            place.mkdir()
        case _:
            place.symlink_to(kind)
    for words in (
        ("info", place),
        ("new", tmp_path / "p", "--from", place),
        ("run", "color.grade", place, "-o", tmp_path / "out.png"),
        ("edit", project, "insert", place),
        ("shot", project, "sh010", "--graph", place),
        ("info", place / "cut.otio"),
    ):
        told(bounded(*words), 2, str(place))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, data: bytes = b"\0" * 99) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(data, 1)) + chunk(b"IEND", b"")


def exr(folder: Path, size: int) -> bytes:
    path = folder / "small.exr"
    output = oiio.ImageOutput.create(str(path))
    output.open(str(path), oiio.ImageSpec(16, 16, 3, "half"))
    output.write_image(np.zeros((16, 16, 3), np.float16))
    output.close()
    data = bytearray(path.read_bytes())
    for window in (b"dataWindow\0box2i\0", b"displayWindow\0box2i\0"):
        at = data.find(window) + len(window) + 4
        data[at : at + 16] = struct.pack("<iiii", 0, 0, size, size)
    path.unlink()
    return bytes(data)


PICTURES: dict[str, Callable[[Path], bytes]] = {
    "huge.png": lambda folder: png(2**31 - 1, 2**31 - 1),
    "bomb.png": lambda folder: png(12_000, 12_000, bytes(12_000 * 36_001)),
    "huge.exr": lambda folder: exr(folder, 10**6),
    "endless.exr": lambda folder: exr(folder, 2**31 - 1),
}


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_that_are_too_large_are_refused(project: Path, tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    place.write_bytes(PICTURES[name](tmp_path))
    told(bounded("info", place), 2, str(place))
    told(bounded("run", "color.grade", place, "-o", tmp_path / "out.exr"), 2, str(place))
    assert not (tmp_path / "out.exr").exists()


def test_media_is_found_among_folders_that_lead_in_circles(sample: Any, tmp_path: Path) -> None:
    place = tmp_path / "media"
    place.mkdir()
    for name, target in (("here", "."), ("up", ".."), ("self", "self"), ("gone", "nowhere")):
        (place / name).symlink_to(target)
    os.mkfifo(place / "sh010.mp4")
    (place / "deep").mkdir()
    (place / "deep" / "sh020.mp4").symlink_to(sample.cut.parent / "sh020.mp4")
    cut = tmp_path / "cut.otio"
    cut.write_bytes(sample.cut.read_bytes())
    ran = bounded("new", tmp_path / "p", "--from", cut, "--media", place, "--json")
    assert ran.code == 0, ran.err
    clips = bounded("info", tmp_path / "p", "--json").document["clips"]
    assert [clip["offline"] for clip in clips] == [True, False, True, True]


SOURCE = {"id": "source", "type": "source.shot"}


@pytest.mark.parametrize(
    ("graph", "why"),
    [
        ("[" * 10_000 + "]" * 10_000, "nested deeper"),
        ('{"nodes": [{"id": "a", "x": ' + "[" * 500 + "]" * 500 + "}]}", "nested deeper"),
        ('{"nodes": [], "outputs": {"out": ["a", "out"]}, "x": ' + "9" * 9_000 + "}", "larger than"),
        (json.dumps({"nodes": [SOURCE | {"version": 10**300}]}), "version"),
        ('{"nodes": [{"id": "source", "type": "source.shot", "label": "\\ud800"}]}', "out"),
    ],
)
def test_graphs_that_go_too_deep_or_too_far_are_refused(
    project: Path, tmp_path: Path, graph: str, why: str
) -> None:
    (tmp_path / "graph.json").write_text(graph)
    told(bounded("shot", project, "sh010", "--graph", tmp_path / "graph.json"), 2, why)
    assert bounded("shot", project, "sh010").code == 0


def test_a_chain_of_thousands_of_nodes_is_taken(project: Path, tmp_path: Path) -> None:
    ids = ["source", *(f"n{number}" for number in range(2_000))]
    chain = [
        {"id": id, "type": "color.grade", "inputs": {"image": [before, "out"]}}
        for before, id in itertools.pairwise(ids)
    ]
    graph = {"nodes": [SOURCE, *chain], "outputs": {"out": [ids[-1], "out"]}}
    (tmp_path / "graph.json").write_text(json.dumps(graph))
    assert bounded("shot", project, "sh020", "--graph", tmp_path / "graph.json").code == 0
    out = project.parent / "out.png"
    render = ("render", project, "--shot", "sh020", "--live", "--range", "18-18", "-o", out)
    assert bounded(*render).code == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("project.json", ""),
        ("project.json", "[1]"),
        ("project.json", '{"schema": 1, "settings": null}'),
        ("project.json", '{"schema": 1e999}'),
        ("cut.otio", '{"OTIO_SCHEMA": "Timeline.1", "tracks": null}'),
    ],
)
def test_a_damaged_project_is_told_or_mended(project: Path, name: str, text: str) -> None:
    (project / name).write_text(text)
    ran = bounded("info", project)
    if name == "cut.otio":
        assert ran.code == 0, "the journal knows it"
        assert bounded("edit", project, "trim", "sh030", "tail=2").code == 0
        assert (project / "cut.damaged-1.otio").read_text() == text
    else:
        told(ran, 2, str(project / name))


def test_a_journal_of_noise_costs_undo_at_most(project: Path) -> None:
    noise = random.Random(1).randbytes(1 << 20).replace(b"w", b"\nwp1 ")
    (project / "journal" / "log").write_bytes(noise)
    assert bounded("info", project).code == 0
    assert bounded("edit", project, "trim", "sh030", "tail=2").code == 0
    assert bounded("edit", project, "undo").code == 0


def test_what_is_no_take_is_passed_over(project: Path) -> None:
    shot = project / "takes" / "sh010"
    for name in ("t002", "t003", "t004", "t005", "t006", "t0", "t99999999999999999999", "notes", ".hidden"):
        (shot / name).mkdir()
    os.mkfifo(shot / "t002" / "recipe.json")
    (shot / "t003" / "recipe.json").symlink_to("/dev/zero")
    (shot / "t004" / "recipe.json").write_text("[" * 100_000)
    (shot / "t005" / "recipe.json").write_bytes((shot / "t001" / "recipe.json").read_bytes())
    (shot / "t005" / "record.json").write_text('{"media": 3}')
    for name in ("recipe.json", "record.json"):
        (shot / "t006" / name).write_bytes((shot / "t001" / name).read_bytes())
    (shot / "t007").write_text("a file")
    (project / "takes" / "stray").write_text("a file")
    assert [take.id for take in takes_of(project, "sh010")] == ["t001"]
    for words in (("info", project), ("takes", project), ("cache", project), ("takes", project, "--prune")):
        assert bounded(*words).code == 0
    assert bounded("take", project, "sh010", "--handles", "16").code == 0
    assert [take.id for take in takes_of(project, "sh010")] == ["t001", "t008"]


def test_a_foreign_cut_puts_nothing_outside_the_project(project: Path, tmp_path: Path) -> None:
    text = (project / "cut.otio").read_text("utf-8")
    assert '"shot": "sh010"' in text or '"take": "t001"' in text
    data = json.loads(text)

    def poison(value: Any) -> None:
        if isinstance(value, dict):
            own = value.get("workprint")
            if isinstance(own, dict):
                own |= {"shot": "../../../outside", "id": "../../outside", "take": "../../t001"}
            for each in value.values():
                poison(each)
        elif isinstance(value, list):
            for each in value:
                poison(each)

    poison(data["tracks"])
    cut = tmp_path / "poisoned.otio"
    cut.write_text(json.dumps(data))
    before = {path.name for path in tmp_path.iterdir()}
    made = tmp_path / "p"
    ran = bounded("new", made, "--from", cut)
    assert ran.code in (0, 2), ran.err
    bounded("shot", made, "sh020", "--add", "color.grade", "gain=2")
    bounded("take", made, "--all")
    bounded("takes", made, "--prune")
    assert {path.name for path in tmp_path.iterdir()} <= before | {"p"}


ODD = (None, "x", -1, 0, 1e308, 10**30, [], {}, [[]], True, "9" * 5_000, "1e99999999", "../../x", "\0", "1/0")


def fields_of(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every field and element of a JSON value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield (*way, key)
        yield from fields_of(each, (*way, key))


@pytest.mark.parametrize(
    "name", ["project.json", "takes/sh010/t001/recipe.json", "takes/sh010/t001/record.json"]
)
def test_no_damaged_field_is_a_fault(project: Path, name: str) -> None:
    whole = json.loads((project / name).read_text("utf-8"))
    chance = random.Random(name)
    fields = list(fields_of(whole))
    with start_engine() as engine:
        for _ in range(40):
            damaged = copy.deepcopy(whole)
            *way, last = chance.choice(fields)
            inner = damaged
            for step in way:
                inner = inner[step]
            inner[last] = chance.choice(ODD)
            (project / name).write_text(json.dumps(damaged))
            try:
                with open_project(project) as opened:
                    info(opened, engine=engine)
                    takes(opened, "sh010").text()
                    render(opened, project.parent / "out.png", range="0-0", engine=engine)
            except WorkprintError as error:
                assert not isinstance(error, ChildBug), (way, last, inner[last], error)
