from __future__ import annotations

import os
from pathlib import Path

import pytest

from nodes.media.errors import MediaError, MissingMedia
from nodes.media.fingerprint import fingerprint
from nodes.media.refs import FileRef, SequenceRef


def sparse(path: Path, size: int, marks: dict[int, bytes]) -> FileRef:
    with path.open("wb") as file:
        file.truncate(size)
        for place, mark in marks.items():
            file.seek(place)
            file.write(mark)
    return FileRef(str(path))


def numbered(
    folder: Path, contents: dict[int, bytes], first: int, last: int, prefix: str = "a."
) -> SequenceRef:
    folder.mkdir()
    for number, content in contents.items():
        (folder / f"{prefix}{number:04d}.png").write_bytes(content)
    return SequenceRef(str(folder), prefix, ".png", 4, first, last)


def test_a_file_is_known_by_its_content_alone(tmp_path: Path) -> None:
    one, other = tmp_path / "a.mov", tmp_path / "b.bin"
    one.write_bytes(b"pictures")
    other.write_bytes(b"pictures")
    os.utime(other, (1, 1))
    assert fingerprint(FileRef(str(one))) == fingerprint(FileRef(str(other)))
    assert len(fingerprint(FileRef(str(one)))) == 64


def test_every_byte_of_a_small_file_counts(tmp_path: Path) -> None:
    base = fingerprint(sparse(tmp_path / "base", 3_000_000, {}))
    for place in (0, 1_234_567, 2_999_999):
        assert fingerprint(sparse(tmp_path / "other", 3_000_000, {place: b"\1"})) != base
    assert fingerprint(sparse(tmp_path / "other", 3_000_001, {})) != base


def test_head_tail_samples_and_size_of_a_large_file_count(tmp_path: Path) -> None:
    size = 200 << 20
    base = fingerprint(sparse(tmp_path / "base", size, {}))
    for place in (0, (1 << 20) + 10, size - 1, size - (1 << 20) - 1):
        assert fingerprint(sparse(tmp_path / "other", size, {place: b"\1"})) != base
    assert fingerprint(sparse(tmp_path / "other", size + 1, {})) != base


def test_a_sequence_is_known_by_its_pictures_in_order(tmp_path: Path) -> None:
    base = fingerprint(numbered(tmp_path / "a", {1: b"x", 2: b"y"}, 1, 2))
    assert fingerprint(numbered(tmp_path / "b", {1001: b"x", 1002: b"y"}, 1001, 1002, "plate.")) == base
    assert fingerprint(numbered(tmp_path / "c", {1: b"y", 2: b"x"}, 1, 2)) != base
    assert fingerprint(numbered(tmp_path / "d", {1: b"x", 3: b"y"}, 1, 3)) != base
    assert fingerprint(numbered(tmp_path / "e", {1: b"x"}, 1, 1)) != base


def test_media_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(MissingMedia):
        fingerprint(FileRef(str(tmp_path / "gone.mov")))
    with pytest.raises(MissingMedia):
        fingerprint(SequenceRef(str(tmp_path), "a.", ".exr", 4, 1, 5))
    with pytest.raises(MediaError):
        fingerprint(FileRef(str(tmp_path)))
