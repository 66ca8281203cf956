from __future__ import annotations

import random
from pathlib import Path

import pytest

from editor.document.atomic import SaveFailed
from editor.document.journal import Journal, append, body_of, digest, read_journal, rewritten, take_back
from nodes.api import BadInput, Failed
from tests.editor.document.faults import FaultyDisk

DOCUMENT = digest(b"a document")


def written(path: Path, count: int) -> Journal:
    journal = Journal(path)
    for number in range(count):
        text = "x\nwp1 y" * number
        journal, _ = append(journal, "edit", {"verb": "trim", "number": number, "text": text}, DOCUMENT)
    return journal


def test_what_was_appended_is_read_back(tmp_path: Path) -> None:
    journal = written(tmp_path / "log", 5)
    again = read_journal(tmp_path / "log")
    assert again == journal
    assert [body_of(again, record)["number"] for record in again.records] == [0, 1, 2, 3, 4]
    assert [record.sequence for record in again.records] == [1, 2, 3, 4, 5]
    assert again.records[0].document == DOCUMENT


def test_a_journal_cut_off_at_any_byte_keeps_every_whole_record(tmp_path: Path) -> None:
    whole = written(tmp_path / "log", 4)
    data = (tmp_path / "log").read_bytes()
    ends = [record.offset + record.length + 1 for record in whole.records]
    for length in range(len(data)):
        (tmp_path / "cut").write_bytes(data[:length])
        journal = read_journal(tmp_path / "cut")
        assert len(journal.records) == sum(end <= length for end in ends)
        assert journal.end + journal.torn == length
        assert not journal.holed


def test_a_torn_record_is_cut_off_by_the_next_one(tmp_path: Path) -> None:
    path = tmp_path / "log"
    journal = written(path, 3)
    path.write_bytes(path.read_bytes()[:-10])
    torn = read_journal(path)
    assert (len(torn.records), torn.torn > 0) == (2, True)
    grown, record = append(torn, "undo", {"of": 2}, None)
    assert record.sequence == 3
    again = read_journal(path)
    assert again == grown
    assert again.torn == 0
    assert journal.records[2] != again.records[2]


def test_any_flipped_byte_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "log"
    whole = written(path, 3)
    data = path.read_bytes()
    chance = random.Random(3)
    for _ in range(200):
        at = chance.randrange(len(data))
        flipped = bytearray(data)
        flipped[at] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        journal = read_journal(path)
        assert len(journal.records) < 3
        for record in journal.records:
            assert record in whole.records


def test_damage_in_the_middle_leaves_what_follows(tmp_path: Path) -> None:
    path = tmp_path / "log"
    whole = written(path, 5)
    data = bytearray(path.read_bytes())
    data[whole.records[2].offset + 3] ^= 255
    path.write_bytes(data)
    journal = read_journal(path)
    assert journal.holed
    assert [record.sequence for record in journal.records] == [4, 5]


def test_an_append_that_fails_at_any_call_leaves_the_journal_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "log"
    journal = written(path, 2)
    for number in range(1, 50):
        faulty = FaultyDisk(number, 28)
        try:
            append(journal, "edit", {"verb": "x"}, DOCUMENT, faulty.disk)
        except SaveFailed:
            assert read_journal(path).records == journal.records, faulty.calls
        else:
            break
    assert number > 4


def test_a_record_can_be_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "log"
    journal = written(path, 2)
    append(journal, "edit", {"verb": "x"}, DOCUMENT)
    take_back(journal)
    assert read_journal(path) == journal


def test_an_old_value_does_not_overwrite_what_came_after_it(tmp_path: Path) -> None:
    journal = written(tmp_path / "log", 2)
    append(journal, "edit", {"verb": "newer"}, DOCUMENT)
    with pytest.raises(Failed, match="changed since"):
        append(journal, "edit", {"verb": "from the old value"}, DOCUMENT)


def test_rewriting_keeps_records_and_numbers(tmp_path: Path) -> None:
    journal = written(tmp_path / "log", 6)
    keep = journal.records[2:5]
    bodies = [body_of(journal, record) for record in keep]
    small = rewritten(journal, keep, ("cursor", {"undone": 1}, DOCUMENT))
    assert [record.sequence for record in small.records] == [3, 4, 5, 7]
    assert [body_of(small, record) for record in small.records[:3]] == bodies
    assert small.end < journal.end


def test_what_is_no_journal_is_told_apart(tmp_path: Path) -> None:
    assert read_journal(tmp_path / "none").records == ()
    (tmp_path / "folder").mkdir()
    with pytest.raises(BadInput):
        read_journal(tmp_path / "folder")
    (tmp_path / "noise").write_bytes(random.Random(1).randbytes(100_000))
    assert read_journal(tmp_path / "noise").records == ()
    (tmp_path / "traps").write_bytes(b"\nwp1 " * 100_000)
    assert read_journal(tmp_path / "traps").records == ()
