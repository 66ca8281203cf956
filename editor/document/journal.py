"""The journal: every edit as one record, appended and flushed before the cut itself is written.

A record is a line `wp1 CHECKSUM SEQUENCE KIND DOCUMENT LENGTH` and LENGTH bytes of JSON. DOCUMENT is the
digest of the `cut.otio` that goes with it, `-` where none was to be written. The checksum covers the rest,
so that a record torn by a crash is recognised and dropped.

Kinds: `base` (a document to start from: nothing before it can be undone), `edit`, `sort` (an edit of the
bins, and perhaps of the cut), `undo`, `redo`, `save` (the document was written without a change), `snapshot`
(a copy of the document lies beside the journal), `cursor` (the last `undone` edits before it are undone; what
compaction leaves).
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from editor.exchange.tokens import MAX_BYTES, dumps, loads
from nodes.api import BadInput, Failed

from .atomic import UNSURE, SaveFailed, flush_folder, save_failed, write_all, write_whole
from .changes import WHERE
from .disk import DISK, Disk
from .folder import open_regular
from .model import Json

KINDS = ("base", "edit", "sort", "undo", "redo", "save", "snapshot", "cursor")
EDITS = ("edit", "sort")
"""Kinds that are steps of the history."""
_HEADER = re.compile(rb"wp1 ([0-9a-f]{32}) ([0-9]{1,15}) ([a-z]{1,12}) ([0-9a-f]{64}|-) ([0-9]{1,12})\n")
_LONGEST_HEADER = 160
_START = b"\nwp1 "
_LARGEST = 4 * 2**30
_MISSES = 100


@dataclass(frozen=True, slots=True)
class Record:
    """One entry: its number, its kind, the digest of the document that goes with it, where it lies."""

    sequence: int
    kind: str
    document: str | None
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal as it was read. `end` is where the next record goes; `torn` bytes after it are dropped.

    `holed` says that records in its middle are damaged; only what follows the damage is listed.
    """

    path: Path
    records: tuple[Record, ...] = ()
    end: int = 0
    torn: int = 0
    holed: bool = False

    @property
    def sequence(self) -> int:
        """The number of the last record, 0 before the first."""
        return self.records[-1].sequence if self.records else 0


def digest(document: bytes) -> str:
    """Return what names a document's exact bytes."""
    return hashlib.sha256(document).hexdigest()


def read_journal(path: Path) -> Journal:
    """Return the journal in a file, empty where there is none; damage is told, never raised.

    Raises BadInput where the file cannot be read at all.
    """
    try:
        handle = open_regular(path, _LARGEST)
    except FileNotFoundError:
        return Journal(path)
    except OSError as error:
        raise BadInput(f"Read '{path}'", error.strerror or str(error)) from error
    with open(handle, "rb") as file:
        return _scan(path, file, os.fstat(handle).st_size)


def _scan(path: Path, file: BinaryIO, size: int) -> Journal:
    records: list[Record] = []
    offset = end = 0
    holed = False
    misses = 0
    while offset < size and misses < _MISSES:
        record, after = _read_record(file, offset, size)
        if record is not None and record.sequence > (records[-1].sequence if records else 0):
            records.append(record)
            offset = end = after
            continue
        misses += 1
        following = _next_start(file, offset + 1)
        if following is None:
            break
        if _read_record(file, following, size)[0] is not None:
            records, holed = [], True
        offset = following
    return Journal(path, tuple(records), end, size - end, holed)


def _read_record(file: BinaryIO, offset: int, size: int) -> tuple[Record | None, int]:
    file.seek(offset)
    header = file.readline(_LONGEST_HEADER)
    match = _HEADER.fullmatch(header)
    if match is None or match[3].decode() not in KINDS:
        return None, offset
    length = int(match[5])
    start = offset + len(header)
    if length > MAX_BYTES or start + length + 1 > size:
        return None, offset
    body = file.read(length + 1)
    if body[-1:] != b"\n" or _checksum(header[37:], body[:-1]) != match[1]:
        return None, offset
    document = None if match[4] == b"-" else match[4].decode()
    return Record(int(match[2]), match[3].decode(), document, start, length), start + length + 1


def _next_start(file: BinaryIO, offset: int) -> int | None:
    file.seek(offset)
    position, kept = offset, b""
    while chunk := file.read(2**20):
        found = (kept + chunk).find(_START)
        if found >= 0:
            return position - len(kept) + found + 1
        position += len(chunk)
        kept = (kept + chunk)[-len(_START) + 1 :]
    return None


def _checksum(rest: bytes, body: bytes) -> bytes:
    state = hashlib.blake2b(rest, digest_size=16)
    state.update(body)
    return state.hexdigest().encode()


def _spelled(sequence: int, kind: str, document: str | None, body: bytes) -> bytes:
    rest = f"{sequence} {kind} {document or '-'} {len(body)}\n".encode()
    return b"wp1 " + _checksum(rest, body) + b" " + rest + body + b"\n"


def body_of(journal: Journal, record: Record) -> dict[str, Json]:
    """Return what a record says. Raises Failed where the file is gone, BadInput where it is no JSON."""
    try:
        with open(journal.path, "rb") as file:
            file.seek(record.offset)
            text = file.read(record.length).decode()
    except OSError as error:
        raise Failed(f"Read '{journal.path}'", error.strerror or str(error)) from error
    body = loads(text, where=WHERE)
    return body if isinstance(body, dict) else {}


def append(
    journal: Journal,
    kind: str,
    body: dict[str, Json],
    document: str | None,
    disk: Disk = DISK,
) -> tuple[Journal, Record]:
    """Add a record and flush it; torn bytes at the end are cut off first.

    Raises SaveFailed, the journal on disk being as it was unless the error's `landed` is set.
    Raises Failed where another value of this journal has gone on since.
    """
    sequence = journal.sequence + 1
    data = dumps({"time": datetime.now(UTC).isoformat(timespec="seconds"), **body}, indent=0).encode()
    spelled = _spelled(sequence, kind, document, data)
    try:
        _put(journal, spelled, disk)
    except OSError as error:
        failed = save_failed(f"Write '{journal.path}'", error)
        try:
            _shortened(journal.path, journal.end, disk)
        except FileNotFoundError:
            pass  # It was never made.
        except OSError:
            failed.landed, failed.hint = True, UNSURE
        raise failed from error
    header = len(spelled) - len(data) - 1
    record = Record(sequence, kind, document, journal.end + header, len(data))
    if journal.end == 0:
        flush_folder(journal.path.parent, disk)
    grown = replace(journal, records=(*journal.records, record), end=journal.end + len(spelled), torn=0)
    return grown, record


def _put(journal: Journal, spelled: bytes, disk: Disk) -> None:
    handle = disk.open(journal.path, os.O_RDWR | os.O_CREAT)
    try:
        if os.fstat(handle).st_size != journal.end:
            _cut_back(journal, handle, disk)
        os.lseek(handle, journal.end, os.SEEK_SET)
        write_all(handle, spelled, disk)
        disk.fsync(handle)
    finally:
        disk.close(handle)


def _cut_back(journal: Journal, handle: int, disk: Disk) -> None:
    size = os.fstat(handle).st_size
    with open(os.dup(handle), "rb") as file:
        stale = size < journal.end or _read_record(file, journal.end, size)[0] is not None
    if stale:
        raise Failed(
            "Keep the edit",
            "the project was changed since this value of it was read",
            hint="Open the project again.",
        )
    disk.truncate(handle, journal.end)


def take_back(journal: Journal, disk: Disk = DISK) -> None:
    """Cut the file back to where `journal` ends, for a record whose document could not be written.

    Raises SaveFailed.
    """
    try:
        _shortened(journal.path, journal.end, disk)
    except OSError as error:
        raise save_failed(f"Write '{journal.path}'", error) from error


def _shortened(path: Path, end: int, disk: Disk) -> None:
    handle = disk.open(path, os.O_RDWR)
    try:
        if os.fstat(handle).st_size > end:
            disk.truncate(handle, end)
            disk.fsync(handle)
    finally:
        disk.close(handle)


def rewritten(
    journal: Journal,
    keep: tuple[Record, ...],
    last: tuple[str, dict[str, Json], str | None],
    disk: Disk = DISK,
) -> Journal:
    """Write the journal anew with the records to keep, as they are, and one more; old or new after a crash.

    Raises SaveFailed.
    """
    pieces: list[bytes] = []
    with open(journal.path, "rb") as file:
        for record in keep:
            file.seek(record.offset)
            pieces.append(_spelled(record.sequence, record.kind, record.document, file.read(record.length)))
    kind, body, document = last
    data = dumps(body, indent=0).encode()
    pieces.append(_spelled(journal.sequence + 1, kind, document, data))
    try:
        write_whole(journal.path, b"".join(pieces), disk)
    except SaveFailed as error:
        if not error.landed:
            raise
    return read_journal(journal.path)
