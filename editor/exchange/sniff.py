"""Opening a timeline file: what it is, judged by its content and never by its name."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from editor.document.model import Cut
from nodes.api.errors import BadInput

from .read import read_cut
from .tokens import MAX_BYTES, decode

_HEAD = 64 * 1024
_MAGIC = (
    (b"PK\x03\x04", "an OTIOZ bundle or another zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an AAF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x76\x2f\x31\x01", "an EXR picture"),
    (b"\x1a\x45\xdf\xa3", "a Matroska movie"),
    (b"RIFF", "a WAV or AVI file"),
    (b"OggS", "an Ogg file"),
    (b"\x1f\x8b", "a gzip archive"),
)
_ROOTS = {
    "xmeml": "a Final Cut Pro 7 XML timeline",
    "fcpxml": "an FCPXML timeline",
    "mlt": "an MLT timeline",
}
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_EVENT = re.compile(r"^\s*\d{1,6}\s+\S+\s+(?:V|A\d?|AA|AA/V|B|NONE|V\d)\S*\s+[CDWK]\S*\s", re.MULTILINE)
_UNPACK = "Unpack it and open the content.otio inside."
_EXPORT = "Export the timeline as OpenTimelineIO (.otio), or convert it with otioconvert."


def read_file(path: Path) -> Cut:
    """Return the cut in an OTIO file.

    Raises BadInput where the file is missing, empty, too large or cannot be read, is of another format, or
    holds no single timeline: the message names the format or schema and what to do.
    """
    doing = f"Open '{path}'"
    data = _contents(path, doing)
    kind = kind_of(data[:_HEAD])
    if kind != "otio":
        hint = _UNPACK if "zip" in kind else _EXPORT
        raise BadInput(doing, f"it is {kind}, not an OTIO timeline", hint=hint)
    return read_cut(decode(data, where=f"'{path}'"), where=f"'{path}'")


def kind_of(head: bytes) -> str:
    """Return "otio" for what begins like JSON, else the name of the format that a file begins with.

    >>> kind_of(b'  {"OTIO_SCHEMA": "Timeline.1"}'), kind_of(b"TITLE: REEL 1\\nFCM: NON-DROP FRAME\\n")
    ('otio', 'an EDL')
    """
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head[4:8] == b"ftyp" or head[4:8] in {b"moov", b"mdat", b"wide"}:
        return "a QuickTime or MP4 movie"
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in head and not wide:
        return "binary data" if not head.lstrip().startswith((b"{", b"[")) else "otio"
    text = head.decode("utf-16" if wide else "utf-8", errors="replace").lstrip("\ufeff \t\r\n")
    if text.startswith(("{", "[")):
        return "otio"
    if text.startswith("<"):
        return _xml_kind(text)
    if text.startswith("Heading") and "FIELD_DELIM" in text:
        return "an ALE log"
    if text.startswith("TITLE:") or _EVENT.search(text):
        return "an EDL"
    return "plain text" if "\ufffd" not in text else "binary data"


def _xml_kind(text: str) -> str:
    if text.lower().startswith(("<!doctype html", "<html")):
        return "an HTML page"
    found = _ROOT.search(text)
    root = found[1] if found else ""
    if root == "mlt" and "kdenlive" in text:
        return "a Kdenlive project"
    return _ROOTS.get(root, f"XML with the root <{root}>" if root else "XML")


def _contents(path: Path, doing: str) -> bytes:
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise BadInput(doing, "it is no regular file", hint="Name a .otio file.")
            if found.st_size > MAX_BYTES:
                why = f"it has {found.st_size / 2**20:.0f} MiB, the limit is {MAX_BYTES // 2**20}"
                raise BadInput(doing, why, hint="Export one timeline or one reel a file.")
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise BadInput(doing, "there is no such file", hint="Check the path.") from None
    except IsADirectoryError:
        inside = path / "content.otio"
        hint = f"Open '{inside}'." if inside.is_file() else "Name a .otio file."
        raise BadInput(doing, "it is a folder", hint=hint) from None
    except OSError as error:
        why = f"it cannot be read: {error.strerror}"
        raise BadInput(doing, why, hint="Check its permissions and the disk.") from None
    except ValueError as error:
        raise BadInput(doing, f"no file can have that name: {error}", hint="Check the path.") from None
    if not data:
        raise BadInput(doing, "it is empty", hint="Export the timeline again.")
    return data


def _without_waiting(path: str, flags: int) -> int:
    """Open a file, without waiting for the other end where it is a pipe."""
    return os.open(path, flags | os.O_NONBLOCK)
