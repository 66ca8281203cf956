from __future__ import annotations

import os
from pathlib import Path

import pytest

from editor.exchange.sniff import kind_of, read_file
from editor.exchange.tokens import MAX_BYTES, dumps
from nodes.api import BadInput
from tests.editor.exchange.made import clip, timeline, track


def refusal(path: Path) -> str:
    with pytest.raises(BadInput) as refused:
        read_file(path)
    assert refused.value.exit_code == 2
    assert refused.value.hint
    return str(refused.value)


def test_a_timeline_is_told_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "cut.edl"
    path.write_text("\ufeff \n" + dumps(timeline(track(clip()))), encoding="utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + dumps(timeline(track(clip()))).encode())
    assert len(read_file(path).stack.items) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b"TITLE: reel\nFCM: NON-DROP FRAME\n", "an EDL"),
        (b"001  AX       V     C        00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n", "an EDL"),
        (b"Heading\nFIELD_DELIM\tTABS\n", "an ALE log"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE xmeml>\n<xmeml version="4"/>', "Final Cut Pro 7 XML"),
        (b'<fcpxml version="1.9"/>', "FCPXML"),
        (
            b'<mlt LC_NUMERIC="C"><property name="kdenlive:docproperties.version"/></mlt>',
            "a Kdenlive project",
        ),
        (b"<mlt/>", "an MLT timeline"),
        (b"<opml/>", "XML with the root <opml>"),
        (b"<!DOCTYPE html><html>", "an HTML page"),
        (b"PK\x03\x04rest", "OTIOZ"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an AAF file"),
        (b"\x89PNG\r\n", "a PNG picture"),
        (b"\0\0\0\x18ftypmp42", "movie"),
        (b"dear diary\n", "plain text"),
        (b"\x01\x02\0\x03", "binary data"),
        (b"\xff\xfe{\0}\0", "UTF-16"),
        (b'{"OTIO_SCHEMA": "Timeline.1"\0', "line 1"),
        (b'{"name": "x"}', "the name of a schema"),
        (b"[1, 2]", "a list stands"),
        (b'{"OTIO_SCHEMA": "Clip.2"}', "a bare Clip.2"),
        (b'{"OTIO_SCHEMA": "Timel\xff', "not UTF-8"),
    ],
)
def test_what_is_no_timeline_is_refused_by_what_it_is(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "cut.otio"
    path.write_bytes(content)
    assert said in refusal(path)


def test_what_cannot_be_opened_says_why(tmp_path: Path) -> None:
    assert "there is no such file" in refusal(tmp_path / "no.otio")
    assert "it is a folder" in refusal(tmp_path)
    (tmp_path / "content.otio").touch()
    assert "content.otio" in refusal(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert "no regular file" in refusal(tmp_path / "pipe")
    assert "no regular file" in refusal(Path("/dev/null"))
    assert "no file can have that name" in refusal(Path("a\0b"))
    assert "cannot be read" in refusal(tmp_path / ("x" * 300))
    with (tmp_path / "huge.otio").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert "the limit is 256" in refusal(tmp_path / "huge.otio")


def test_an_unreadable_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "cut.otio"
    path.write_text("{}")
    path.chmod(0)
    user = os.geteuid()
    if user == 0:  # root reads through permissions
        os.seteuid(65534)
    try:
        said = refusal(path)
    finally:
        os.seteuid(user)
    assert "it cannot be read: Permission denied" in said


def test_every_real_file_is_a_cut_or_named(shared_data: Path) -> None:
    folder = shared_data / "timelines"
    wanted = {".aaf": "an AAF file", ".edl": "an EDL", ".ale": "an ALE log", ".otioz": "OTIOZ"}
    wanted |= {".fcpxml": "FCPXML", ".kdenlive": "Kdenlive", ".xml": "Final Cut Pro 7", ".mov": "movie"}
    seen = 0
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        if path.suffix == ".otio":
            read_file(path)
        elif path.suffix in wanted:
            assert wanted[path.suffix] in refusal(path), path
            seen += 1
    assert seen > 40


def test_kinds_are_known_from_the_head_alone() -> None:
    assert kind_of(b"\n\t{") == "otio"
    assert kind_of(b"RIFF1234WAVE") == "a WAV or AVI file"
