"""`new`: make a project from a cut, find its media, tell what became of every clip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from editor.document.atomic import write_whole
from editor.document.model import Cut, Stack, Track
from editor.document.opened import Project
from editor.document.project import create_project
from editor.document.settings import MediaEntry, Settings
from editor.document.tree import new_id
from editor.exchange.conform import Conformed, conform
from editor.exchange.report import report_csv, report_json, report_text
from editor.exchange.sniff import read_file
from nodes.api.errors import BadInput, WorkprintError
from nodes.api.times import Rate
from nodes.engine.client import Engine
from nodes.media.info import MediaInfo
from nodes.media.refs import MediaRef

from .support import Progress, an_engine, telling, untold

_RATE, _SIZE = Rate(24), (1920, 1080)
_MOST_HANDLES = 10_000


@dataclass(frozen=True, slots=True)
class New:
    """A new project, open for writing, and the report of its conform (None where it began empty)."""

    project: Project
    conformed: Conformed | None
    notes: tuple[str, ...] = ()

    def to_json(self) -> Mapping[str, Any]:
        """Return plain data."""
        settings = self.project.settings
        return {
            "project": str(self.project.folder),
            "settings": settings.format.to_json() | {"handles": settings.handles},
            "conform": None if self.conformed is None else report_json(self.conformed),
            "notes": list(self.notes),
        }

    def text(self) -> str:
        """Return the report for people."""
        settings = self.project.settings
        shape = f"{settings.width}x{settings.height}, {settings.rate} fps, handles {settings.handles}"
        lines = [f"{self.project.folder}: {shape}"]
        if self.conformed is not None:
            lines += ["", report_text(self.conformed)]
        return "\n".join([*lines, *(f"note: {note}" for note in self.notes)])


def new(
    folder: Path,
    *,
    cut: Path | Cut | None = None,
    media: Sequence[Path] = (),
    rate: str | Rate | None = None,
    size: str | tuple[int, int] | None = None,
    handles: int = 12,
    maps: Sequence[str] = (),
    report: Path | None = None,
    working_space: str = "ACEScg",
    config: str = "",
    engine: Engine | None = None,
    progress: Progress = untold,
) -> New:
    """Make a project folder from a cut (a file or a value) or empty, and return it open for writing.

    The cut's media is searched as written, by `maps` ("OLD=NEW"), beside the cut, and below the folders
    `media`. Without `rate` and `size` the cut has its own rate and the first picture's size (24 and
    1920x1080 where nothing says). `report` also gets the conform report, as .csv, .json or text.
    Raises BadInput; a clip whose media is missing is told, not refused.
    """
    attempted = f"Make the project '{folder}'"
    if not 0 <= handles <= _MOST_HANDLES:
        raise BadInput(attempted, f"{handles} frames of handles make no sense", hint="Give 0 or more.")
    chosen = None if rate is None else read_rate(rate, attempted)
    pixels = None if size is None else read_size(size, attempted)
    value, where = _cut(folder, cut, chosen)
    if chosen is not None and chosen != value.rate:
        value = replace(value, rate=chosen)
    conformed: Conformed | None = None
    entries: dict[str, MediaEntry] = {}
    if cut is not None:
        with an_engine(engine) as running:
            conformed = _conformed(running, value, where, media, maps, progress)
            entries = _entries(running, conformed, progress)
    first = _first_picture(conformed)
    notes = []
    if pixels is None and first is not None and first.format is not None:
        pixels = (first.format.width, first.format.height)
    aspect = first.format.pixel_aspect if first and first.format and size is None else 1
    width, height = pixels or _SIZE
    settings = Settings(
        rate=value.rate,
        width=width,
        height=height,
        handles=handles,
        working_space=working_space,
        config=config,
    )
    settings = replace(settings, pixel_aspect=settings.pixel_aspect * aspect)
    project = create_project(folder, value, settings, entries)
    if report is not None and conformed is not None:
        _write_report(report, conformed)
    elif report is not None:
        notes.append("there is no conform report: the project began without a cut")
    return New(project, conformed, tuple(notes))


def read_rate(rate: str | Rate, attempted: str) -> Rate:
    """Return the rate a person wrote. Raises BadInput."""
    try:
        return Rate.of(rate)
    except ValueError as error:
        hint = "Write 24, 23.976 or 30000/1001."
        raise BadInput(attempted, f"the rate '{rate}' is no rate: {error}", hint=hint) from error


def read_size(size: str | tuple[int, int], attempted: str) -> tuple[int, int]:
    """Return width and height that a person wrote as `1920x1080`. Raises BadInput."""
    if isinstance(size, str):
        width, cross, height = size.lower().partition("x")
        if not (cross and width.isdigit() and height.isdigit()):
            raise BadInput(attempted, f"the size '{size}' is no size", hint="Write 1920x1080.")
        size = int(width), int(height)
    if not all(1 <= side <= 65536 for side in size):
        raise BadInput(attempted, f"{size[0]}x{size[1]} is no size of a picture", hint="Write 1920x1080.")
    return size


def _cut(folder: Path, cut: Path | Cut | None, rate: Rate | None) -> tuple[Cut, Path]:
    """Return the cut to start from, and the file it is said to lie in."""
    if isinstance(cut, Cut):
        return cut, folder / "cut.otio"
    if cut is not None:
        return read_file(cut.expanduser()), cut.expanduser()
    tracks = (Track(new_id(), "V1", "Video"), Track(new_id(), "A1", "Audio"))
    return Cut(folder.name, rate or _RATE, Stack(new_id(), "tracks", tracks)), folder / "cut.otio"


def _conformed(
    engine: Engine,
    cut: Cut,
    where: Path,
    media: Sequence[Path],
    maps: Sequence[str],
    progress: Progress,
) -> Conformed:
    def probe(refs: Sequence[MediaRef]) -> Sequence[MediaInfo | WorkprintError]:
        return engine.probe(refs, telling(progress, "looking into media"))

    return conform(cut, where=where, roots=media, maps=[_map(text) for text in maps], probe=probe)


def _map(text: str) -> tuple[str, str]:
    old, sign, new = text.partition("=")
    if not (old and sign and new):
        raise BadInput(f"Map '{text}'", "it is not OLD=NEW", hint="Write --map P:/show=/mnt/show")
    return old, new


def _entries(engine: Engine, conformed: Conformed, progress: Progress) -> dict[str, MediaEntry]:
    """Return what the project keeps of all media that was found, fingerprinted."""
    found = {
        key: each for key, each in conformed.media.items() if each.ref is not None and each.info is not None
    }
    refs = list(dict.fromkeys(each.ref for each in found.values() if each.ref is not None))
    prints = dict(zip(refs, engine.fingerprints(refs, telling(progress, "reading media")), strict=True))
    entries = {}
    for key, each in found.items():
        assert each.ref is not None
        fingerprint = prints[each.ref]
        if isinstance(fingerprint, str):
            entries[key] = MediaEntry(each.ref, each.info, fingerprint, each.offset)
    return entries


def _first_picture(conformed: Conformed | None) -> MediaInfo | None:
    for row in conformed.rows if conformed else ():
        if row.found.info is not None and row.found.info.format is not None:
            return row.found.info
    return None


def _write_report(path: Path, conformed: Conformed) -> None:
    import json

    ending = path.suffix.lower()
    if ending == ".csv":
        text = report_csv(conformed)
    elif ending == ".json":
        text = json.dumps(report_json(conformed), indent=2)
    else:
        text = report_text(conformed)
    write_whole(path.expanduser().absolute(), text.encode())
