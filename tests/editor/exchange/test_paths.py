from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.exchange.paths import Said, map_path, readings


@pytest.mark.parametrize(
    ("target", "kind", "path"),
    [
        (r"C:\Users\x\a.mov", "drive", "C:/Users/x/a.mov"),
        ("C:/x/a#1 100%.mov", "drive", "C:/x/a#1 100%.mov"),
        ("c:/x/a.mov", "drive", "c:/x/a.mov"),
        (r"C:\plates\sh010/tif\\", "drive", "C:/plates/sh010/tif"),
        ("C:/.../plates/X\\\\", "drive", "C:/.../plates/X"),
        (r"\\server\share\a.mov", "share", "//server/share/a.mov"),
        ("//server/share/a.mov", "share", "//server/share/a.mov"),
        ("/mnt/a%20b.mov", "absolute", "/mnt/a%20b.mov"),
        ("/mnt/a b#1?.mov", "absolute", "/mnt/a b#1?.mov"),
        ("/mnt//x///a.mov/", "absolute", "/mnt/x/a.mov"),
        ("/", "absolute", "/"),
        ("file:///mnt/a%20b.mov", "absolute", "/mnt/a b.mov"),
        ("file:///mnt/100%.mov", "absolute", "/mnt/100%.mov"),
        ("file:///mnt/a#1.mov", "absolute", "/mnt/a#1.mov"),
        ("file:/mnt/a.mov", "absolute", "/mnt/a.mov"),
        ("FILE:///mnt/a.mov", "absolute", "/mnt/a.mov"),
        ("file://localhost/mnt/a.mov", "absolute", "/mnt/a.mov"),
        ("file://localhost/D%3a/media/a.mov", "drive", "D:/media/a.mov"),
        ("file:///D:/media/a b.mov", "drive", "D:/media/a b.mov"),
        ("file:///D:%5Cmedia%5Ca.mov", "drive", "D:/media/a.mov"),
        ("file://D:/a.mov", "drive", "D:/a.mov"),
        ("file://server/share/a.mov", "share", "//server/share/a.mov"),
        ("file:////server/share/a.mov", "share", "//server/share/a.mov"),
        ("a.mov", "relative", "a.mov"),
        ("./media/a.mov", "relative", "./media/a.mov"),
        ("../media/", "relative", "../media"),
        (r"media\a.mov", "relative", "media/a.mov"),
        ("file:a.mov", "relative", "a.mov"),
        ("01:00:00:00 take.mov", "relative", "01:00:00:00 take.mov"),
        ("shot:1.mov", "relative", "shot:1.mov"),
        ("http://host/a.mov", "remote", "http://host/a.mov"),
        ("smb://server/share/a.mov", "remote", "smb://server/share/a.mov"),
        ("  /mnt/a.mov\n", "absolute", "/mnt/a.mov"),
    ],
)
def test_the_likeliest_reading_of_a_target(target: str, kind: str, path: str) -> None:
    said = readings(target)[0]
    assert (said.kind, said.path) == (kind, path)


@pytest.mark.parametrize(
    ("target", "second"),
    [
        ("/mnt/a%20b.mov", "/mnt/a b.mov"),
        ("file:///mnt/a%20b.mov", "/mnt/a%20b.mov"),
        (r"media\a.mov", r"media\a.mov"),
        ("C:/a%20b.mov", "C:/a b.mov"),
    ],
)
def test_the_other_reading_comes_second(target: str, second: str) -> None:
    assert readings(target)[1].path == second


@pytest.mark.parametrize("target", ["", "   ", "/mnt/\0.mov"])
def test_what_says_no_path_has_no_reading(target: str) -> None:
    assert readings(target) == ()


@given(st.text(max_size=30))
def test_any_text_has_readings_without_repeats(target: str) -> None:
    found = readings(target)
    assert len(set(found)) == len(found)
    for said in found:
        assert said.path
        assert said.kind == "remote" or said.path == "/" or not said.path.endswith("/")


@pytest.mark.parametrize(
    ("target", "old", "new", "path"),
    [
        (r"P:\Show\sh010\a.mov", "p:/show", "/mnt/show", "/mnt/show/sh010/a.mov"),
        (r"P:\Show\a.mov", "P:\\", "/mnt/p/", "/mnt/p/Show/a.mov"),
        (r"\\SERVER\share\a.mov", "//server/share/", "/mnt/s", "/mnt/s/a.mov"),
        ("smb://server/share/a.mov", "smb://Server/share", "/mnt/s", "/mnt/s/a.mov"),
        ("file:///D:/x/a.mov", r"D:\x", "/x", "/x/a.mov"),
        ("/Volumes/raid/a.mov", "/Volumes/raid", "/mnt", "/mnt/a.mov"),
        ("/Volumes/raid/a.mov", "/", "/mnt", "/mnt/Volumes/raid/a.mov"),
        ("/Volumes/raid/a.mov", "/Volumes/raid/a.mov", "/b.mov", "/b.mov"),
        ("P:/a/İß/b.mov", "p:/A", "/x", "/x/İß/b.mov"),
        ("media/a.mov", "media", "/mnt/media", "/mnt/media/a.mov"),
    ],
)
def test_a_root_is_mapped_in_any_spelling(target: str, old: str, new: str, path: str) -> None:
    assert map_path(readings(target)[0], [("/nothing", "/x"), (old, new)]) == [path]


@pytest.mark.parametrize(
    ("target", "old"),
    [
        ("/Volumes/raid2/a.mov", "/Volumes/raid"),
        ("/volumes/raid/a.mov", "/Volumes"),
        ("C:/a.mov", "/"),
        ("P:/show2/a", "P:/show"),
    ],
)
def test_a_root_that_only_looks_alike_is_not_mapped(target: str, old: str) -> None:
    assert map_path(readings(target)[0], [(old, "/x")]) == []


def test_the_parts_of_a_path_leave_out_drive_root_and_dots() -> None:
    assert Said("C:/a/../b.mov", "drive").parts == ("a", "b.mov")
    assert Said("//server/share/b.mov", "share").parts == ("server", "share", "b.mov")
