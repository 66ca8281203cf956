"""Getting one file from a hub: gone on with where it broke off, and kept only if its digest is right."""

from __future__ import annotations

import errno
import hashlib
import os
import time
import urllib.error
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from ssl import SSLError
from typing import IO, Any

from nodes.api.errors import Failed, WorkprintError

from .errors import FetchFailed
from .hashing import PIECE
from .hub import Hub, Remote, refusal, unreachable
from .web import opened

WAITS = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds before each further try while nothing comes; who got something begins with the first again."""

_AGAIN = (408, 416, 429, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a file comes from: a hub, a repository and its commit."""

    hub: Hub
    repository: str
    commit: str


def get(
    source: Source,
    remote: Remote,
    target: Path,
    told: Callable[[int], None],
    waits: tuple[float, ...] = WAITS,
) -> str:
    """Bring a file to its place and return its SHA-256; `told` hears how many bytes more there are.

    What came of an earlier try lies beside it as `.part` and is gone on with. A lost connection is tried
    again. Raises FetchFailed where that does not help or other bytes came than the hub promised (which are
    thrown away), BadInput where the hub refuses, Failed where the disk does.
    """
    attempted = f"Fetch '{remote.path}' of '{source.repository}'"
    part = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("ab+") as file:
            found = _filled(source, remote, file, told, waits, attempted)
        if not found.is_(remote):
            part.unlink()
            why = "what came is not what the hub says it is: its digest differs"
            raise FetchFailed(attempted, why, hint="Try again; if it stays, the hub's copy is damaged.")
        part.replace(target)
    except OSError as error:
        raise disk_refuses(error, attempted) from error
    return found.sha256.hexdigest()


def disk_refuses(error: OSError, attempted: str) -> Failed:
    """Return what to tell where a file cannot be written."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    hint = "Free some space and try again: what came is kept." if full else "Look at the folder's rights."
    return Failed(attempted, error.strerror or str(error), hint=hint)


class _Digests:
    """The digests of a file as it comes: SHA-256, and the one that git gives it."""

    def __init__(self, size: int) -> None:
        self.sha256, self.size = hashlib.sha256(), 0
        # No safeguard against anybody: it is how git names small files, which have no other digest there.
        self.git = hashlib.sha1(f"blob {size}\0".encode(), usedforsecurity=False)

    def update(self, piece: bytes) -> None:
        self.size += len(piece)
        self.sha256.update(piece)
        self.git.update(piece)

    def is_(self, remote: Remote) -> bool:
        if self.size != remote.size:
            return False
        if remote.sha256:
            return self.sha256.hexdigest() == remote.sha256
        return not remote.git or self.git.hexdigest() == remote.git


def _filled(
    source: Source,
    remote: Remote,
    file: IO[bytes],
    told: Callable[[int], None],
    waits: tuple[float, ...],
    attempted: str,
) -> _Digests:
    """Fill a file up to its size and return its digests; lost connections are tried again."""
    digests = _there(remote, file, told)
    tries = 0
    while digests.size < remote.size:
        before = digests.size
        try:
            _more(source, remote, file, digests, told)
            lost: Exception = ConnectionError("the connection ended early")
        except urllib.error.HTTPError as error:
            with error:
                if error.code not in _AGAIN:
                    raise refusal(error, source.hub, source.repository, attempted) from error
            lost = error
        except (urllib.error.URLError, HTTPException, ConnectionError, TimeoutError, SSLError) as error:
            lost = error
        if digests.size < remote.size:
            tries = 0 if digests.size > before else tries + 1
            if tries > len(waits):
                raise _given_up(lost, source, attempted) from lost
            time.sleep(waits[max(0, tries - 1)])
    file.flush()
    os.fsync(file.fileno())
    return digests


def _given_up(lost: Exception, source: Source, attempted: str) -> WorkprintError:
    if isinstance(lost, urllib.error.HTTPError):
        return refusal(lost, source.hub, source.repository, attempted)
    return unreachable(lost, attempted)


def _there(remote: Remote, file: IO[bytes], told: Callable[[int], None]) -> _Digests:
    """Return the digests of what an earlier try brought; more than the whole file is thrown away."""
    digests = _Digests(remote.size)
    if file.seek(0, os.SEEK_END) > remote.size:
        file.truncate(0)
    file.seek(0)
    while piece := file.read(PIECE):
        digests.update(piece)
        told(len(piece))
    return digests


def _more(
    source: Source, remote: Remote, file: IO[bytes], digests: _Digests, told: Callable[[int], None]
) -> None:
    url = source.hub.file(source.repository, source.commit, remote.path)
    answer: HTTPResponse | Any
    with opened(url, token=source.hub.token, first=digests.size) as answer:
        # Who does not know of parts sends all of it: what is there already is passed over.
        skip = 0 if answer.status == 206 else digests.size
        while piece := answer.read1(PIECE):
            fresh = piece[skip:]
            skip -= len(piece) - len(fresh)
            fresh = fresh[: remote.size - digests.size]
            file.write(fresh)
            digests.update(fresh)
            told(len(fresh))
            if digests.size >= remote.size:
                return
