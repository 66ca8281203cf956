"""`new`: make a project from a cut, find its media, tell what became of every clip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from editor.compile.media import way_from
from editor.document.model import Cut, Stack, Track
from editor.document.opened import Project
from editor.document.project import create_project, require_free
from editor.document.settings import MediaEntry, Settings
from editor.document.tree import new_id
from editor.exchange.conform import Conformed, conform
from editor.exchange.report import report_csv, report_json, report_text
from editor.exchange.sniff import read_file
from editor.takes.brought import renamed
from editor.takes.current import marks_of
from nodes.api.errors import BadInput, WorkprintError
from nodes.api.formats import Format
from nodes.api.times import Rate
from nodes.engine.client import Engine
from nodes.media.info import MediaInfo
from nodes.media.refs import MediaRef

from .about_project import settings_json, settings_text
from .colour import WORKING_SPACE, new_colour
from .outputs import output_path, write_output
from .said import MOST_HANDLES, between, read_rate, read_size
from .support import Progress, an_engine, telling, untold

_RATE, _SIZE = Rate(24), (1920, 1080)


@dataclass(frozen=True, slots=True)
class New:
    """A new project, open for writing, and the report of its conform (None where it began empty)."""

    project: Project
    conformed: Conformed | None

    def to_json(self) -> Mapping[str, Any]:
        """Return plain data."""
        settings = self.project.settings
        return {
            "project": str(self.project.folder),
            "settings": settings_json(settings),
            "conform": None if self.conformed is None else report_json(self.conformed),
        }

    def text(self) -> str:
        """Return the report for people."""
        report = "" if self.conformed is None else f"\n\n{report_text(self.conformed).rstrip()}"
        return f"{self.project.folder}: {settings_text(self.project.settings)}{report}"


def new(
    folder: str | Path,
    *,
    cut: str | Path | Cut | None = None,
    media: Sequence[str | Path] = (),
    rate: str | Rate | None = None,
    size: str | tuple[int, int] | None = None,
    handles: int = 12,
    maps: Sequence[str] = (),
    report: str | Path | None = None,
    working_space: str = WORKING_SPACE,
    config: str | None = None,
    engine: Engine | None = None,
    progress: Progress = untold,
) -> New:
    """Make a project folder from a cut (a file or a value) or empty, and return it open for writing.

    The cut's media is searched as written, by `maps` ("OLD=NEW"), beside the cut, and below the folders
    `media`. Takes of another project that the cut shows are shown on. Without `rate` and `size` the cut
    has its own rate and the first picture's size (24 and 1920x1080 where nothing says), without `config`
    the OpenColorIO configuration is that of $OCIO, else the built-in one. `report` also gets the conform
    report, as .csv, .json or text.
    Raises BadInput; a clip whose media is missing is told, not refused.
    """
    folder = Path(folder).expanduser().absolute()
    attempted = f"Make the project '{folder}'"
    between(handles, 0, MOST_HANDLES, attempted, "frames of handles make no sense")
    chosen = None if rate is None else read_rate(rate, attempted)
    pixels = None if size is None else read_size(size, attempted)
    place = None if report is None else output_path(report, attempted)
    if report is not None and cut is None:
        hint = "Add --from CUT, or leave --report out."
        raise BadInput(attempted, "there is no conform report without a cut", hint=hint)
    require_free(folder)
    value, where = _cut(folder, cut, chosen)
    conformed: Conformed | None = None
    entries: dict[str, MediaEntry] = {}
    with an_engine(engine) as running:
        colour = running.colour(new_colour(config, working_space))
        if cut is not None:
            conformed = _conformed(running, value, where, media, maps, progress)
            entries = _entries(running, folder, conformed, progress)
    format = _format(conformed, value.rate, pixels)
    settings = Settings(
        rate=format.rate,
        width=format.width,
        height=format.height,
        pixel_aspect=format.pixel_aspect,
        handles=handles,
        working_space=colour["name"],
        config=colour["config"],
    )
    project = create_project(folder, value, settings, entries)
    if conformed is not None and place is not None:
        try:
            _write_report(place, conformed)
        except WorkprintError:
            project.close()
            raise
    return New(project, conformed)


def _cut(folder: Path, cut: str | Path | Cut | None, rate: Rate | None) -> tuple[Cut, Path]:
    """Return the cut to start from, at `rate` where that is said, and the file it is said to lie in."""
    value, where = _said(folder, cut, rate)
    return (value if rate in (None, value.rate) else replace(value, rate=rate)), where


def _said(folder: Path, cut: str | Path | Cut | None, rate: Rate | None) -> tuple[Cut, Path]:
    if isinstance(cut, Cut):
        return cut, folder / "cut.otio"
    if cut is not None:
        path = Path(cut).expanduser()
        return renamed(read_file(path)), path
    tracks = (Track(new_id(), "V1", "Video"), Track(new_id(), "A1", "Audio"))
    return Cut(folder.name, rate or _RATE, Stack(new_id(), "tracks", tracks)), folder / "cut.otio"


def _conformed(
    engine: Engine,
    cut: Cut,
    where: Path,
    media: Sequence[str | Path],
    maps: Sequence[str],
    progress: Progress,
) -> Conformed:
    def probe(refs: Sequence[MediaRef]) -> Sequence[MediaInfo | WorkprintError]:
        return engine.probe(refs, telling(progress, "looking into media"))

    return conform(
        cut,
        where=where,
        roots=[Path(root).expanduser() for root in media],
        maps=[_map(text) for text in maps],
        probe=probe,
    )


def _map(text: str) -> tuple[str, str]:
    old, sign, new = text.partition("=")
    if not (old and sign and new):
        raise BadInput(f"Map '{text}'", "it is not OLD=NEW", hint="Write --map P:/show=/mnt/show")
    return old, new


def _entries(engine: Engine, folder: Path, conformed: Conformed, progress: Progress) -> dict[str, MediaEntry]:
    """Return what the project keeps of all media that was found, fingerprinted."""
    found = {
        key: each for key, each in conformed.media.items() if each.ref is not None and each.info is not None
    }
    refs = list(dict.fromkeys(each.ref for each in found.values() if each.ref is not None))
    marks = {ref: marks_of(ref) for ref in refs}
    prints = dict(zip(refs, engine.fingerprints(refs, telling(progress, "reading media")), strict=True))
    entries = {}
    for key, each in found.items():
        assert each.ref is not None
        fingerprint = prints[each.ref]
        if isinstance(fingerprint, str):
            way = way_from(folder, each.ref)
            entries[key] = MediaEntry(each.ref, each.info, fingerprint, each.offset, marks[each.ref], way)
    return entries


def _format(conformed: Conformed | None, rate: Rate, size: tuple[int, int] | None) -> Format:
    """Return the cut's format: of the size that was asked for, else of its first picture."""
    if size is not None:
        return Format(*size, rate)
    for row in conformed.rows if conformed else ():
        if row.found.info is not None and row.found.info.format is not None:
            return replace(row.found.info.format, rate=rate)
    return Format(*_SIZE, rate)


def _write_report(path: Path, conformed: Conformed) -> None:
    import json

    ending = path.suffix.lower()
    if ending == ".csv":
        text = report_csv(conformed)
    elif ending == ".json":
        text = json.dumps(report_json(conformed), indent=2)
    else:
        text = report_text(conformed)
    write_output(path, text.encode("utf-8", "backslashreplace"), f"Write the conform report '{path}'")
