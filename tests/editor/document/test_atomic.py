from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from editor.document.atomic import SaveFailed, sweep, write_whole
from tests.editor.document.faults import FaultyDisk


def test_a_file_is_written_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "cut.otio"
    write_whole(path, b"one")
    write_whole(path, b"two" * 10_000_000)
    assert path.stat().st_size == 30_000_000
    assert [p.name for p in tmp_path.iterdir()] == ["cut.otio"]


def test_at_every_failing_call_the_old_file_stays_or_the_new_one_is_in_place(tmp_path: Path) -> None:
    path = tmp_path / "cut.otio"
    for number in range(1, 100):
        path.write_bytes(b"old")
        faulty = FaultyDisk(number, errno.ENOSPC)
        try:
            write_whole(path, b"new" * 1000, faulty.disk)
        except SaveFailed as error:
            assert path.read_bytes() == (b"new" * 1000 if error.landed else b"old"), faulty.calls
            assert [p.name for p in tmp_path.iterdir()] == ["cut.otio"], faulty.calls
        else:
            assert not faulty.struck
            assert number > 6
            return
    pytest.fail("the loop never came to an end")


def test_short_writes_are_carried_on(tmp_path: Path) -> None:
    def short(handle: int, data: bytes) -> int:
        return os.write(handle, data[:7])

    faulty = FaultyDisk(0, 0)
    write_whole(tmp_path / "a", b"x" * 100, faulty.with_write(short))
    assert (tmp_path / "a").read_bytes() == b"x" * 100


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "read-only disk"),
        (errno.EACCES, "no permission"),
        (errno.EIO, "reported an error"),
    ],
)
def test_the_message_names_the_file_the_reason_and_what_to_do(tmp_path: Path, number: int, why: str) -> None:
    path = tmp_path / "cut.otio"
    with pytest.raises(SaveFailed, match=why) as caught:
        write_whole(path, b"new", FaultyDisk(2, number).disk)
    assert str(path) in str(caught.value)
    assert caught.value.hint
    assert caught.value.exit_code == 1


def test_leftovers_of_a_kill_are_swept_and_nothing_else(tmp_path: Path) -> None:
    kept = [tmp_path / name for name in ("cut.otio", ".hidden", "workprint-aside-1")]
    for path in kept:
        path.touch()
    left = tmp_path / ".cut.otio.workprint-aside-1234abcd"
    left.touch()
    assert sweep(tmp_path) == (left,)
    assert all(path.exists() for path in kept)


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path) -> None:
    def interrupted(handle: int, data: bytes) -> int:
        raise KeyboardInterrupt

    stop: Callable[[int, bytes], int] = interrupted
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a", b"x", FaultyDisk(0, 0).with_write(stop))
    assert list(tmp_path.iterdir()) == []
