"""What a timeline's target says, as paths: every spelling that suites write, none of them looked up yet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

Kind = Literal["absolute", "drive", "share", "relative", "remote"]

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_DRIVE = re.compile(r"[A-Za-z]:(?=[/\\]|$)")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_SLASHES = re.compile(r"(?<!^)/{2,}")


@dataclass(frozen=True, slots=True)
class Said:
    """One reading of a target: its path with forward slashes and no trailing one, and what kind it is.

    `drive` is a Windows path, `share` a UNC path, `remote` a URL that names no file here.
    """

    path: str
    kind: Kind

    @property
    def name(self) -> str:
        """The last part."""
        return self.path.rpartition("/")[2]

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts, without the drive, the root and dots."""
        return tuple(part for part in self.path.split("/") if part not in ("", ".", "..") and part[-1] != ":")


def readings(target: str) -> tuple[Said, ...]:
    """Return what a target may mean, the likeliest first, without repeats; none for an empty one.

    A `file:` URL is percent-decoded, a bare path is taken as it is; the other way round comes second, as
    do backslashes read as part of a name. `#` and `?` never end a path: those who write them bare mean
    them, and those who mean a fragment do not name media.

    >>> readings("file://localhost/D%3a/plates/a.mov")[0]
    Said(path='D:/plates/a.mov', kind='drive')
    """
    target = target.strip()
    if not target or "\0" in target:
        return ()
    scheme = _SCHEME.match(target)
    if scheme is not None and scheme[1].lower() != "file" and target.startswith("//", scheme.end()):
        return (Said(target.rstrip("/"), "remote"),)
    if scheme is None or scheme[1].lower() != "file":
        return _unique([_bare(text) for text in _bare_texts(target)])
    rest = target[scheme.end() :].replace("\\", "/")
    decoded = unquote(rest, errors="surrogateescape")
    texts = [decoded, rest] if "%" in rest else [rest]
    return _unique([_from_url(text) for text in texts])


def map_path(said: Said, maps: Iterable[tuple[str, str]]) -> list[str]:
    """Return the paths that a table of (old, new) roots leads to, in the table's order.

    An old root is a path or URL in any spelling and ends at a whole part; drives and shares are compared
    without regard to case.

    >>> map_path(Said("P:/show/a.mov", "drive"), [("p:\\\\show", "/mnt/show")])
    ['/mnt/show/a.mov']
    """
    found = []
    for old, new in maps:
        for root in readings(old):
            rest = _below(said, root)
            if rest is not None:
                found.append((new.rstrip("/\\") + rest) or "/")
                break
    return found


def _below(said: Said, root: Said) -> str | None:
    """Return what follows `root` in the path, None where it does not lie there."""
    if root.kind != said.kind:
        return None
    parts, start = said.path.split("/"), root.path.rstrip("/").split("/")
    head = parts[: len(start)]
    if said.kind != "absolute":
        head, start = [part.casefold() for part in head], [part.casefold() for part in start]
    return "".join(f"/{part}" for part in parts[len(start) :]) if head == start else None


def _bare_texts(target: str) -> list[str]:
    is_windows = bool(_DRIVE.match(target)) or target.startswith("\\\\")
    forward = target.replace("\\", "/")
    texts = [forward] if is_windows or "\\" not in target else [forward, target]
    if _ESCAPE.search(target):
        texts.append(unquote(forward, errors="surrogateescape"))
    return texts


def _bare(text: str) -> Said:
    if _DRIVE.match(text):
        return _drive(text)
    if text.startswith("//"):
        return _share(text)
    return Said(_tidy(text), "absolute" if text.startswith("/") else "relative")


def _from_url(rest: str) -> Said:
    """Read what follows `file:`; an authority that is no host of ours is a server."""
    if not rest.startswith("//"):
        return _bare(rest)
    authority, slash, path = rest[2:].partition("/")
    if _DRIVE.match(authority + slash):
        return _drive(f"{authority}/{path}")
    if authority.lower() not in {"", "localhost", "127.0.0.1", "."}:
        return _share(f"{authority}/{path}")
    if _DRIVE.match(path.lstrip("/")):
        return _drive(path.lstrip("/"))
    return _share(path) if path.startswith("/") else Said(_tidy(f"/{path}"), "absolute")


def _drive(path: str) -> Said:
    return Said(_tidy(path.replace("\\", "/")), "drive")


def _share(path: str) -> Said:
    named = _tidy(path.lstrip("/"))
    return Said(f"//{named}", "share") if named else Said("/", "absolute")


def _tidy(path: str) -> str:
    """Drop doubled and trailing slashes."""
    tidy = _SLASHES.sub("/", path)
    return tidy.rstrip("/") or tidy[:1]


def _unique(found: list[Said]) -> tuple[Said, ...]:
    return tuple(dict.fromkeys(found))
