"""`info`: what a cut, a project or a piece of media holds."""

from __future__ import annotations

from pathlib import Path

from editor.document.folder import locate
from editor.document.opened import Project
from editor.document.project import open_project
from editor.exchange.sniff import kind_of, read_file
from nodes.api.errors import BadInput
from nodes.engine.client import Engine

from .about_cut import about_cut
from .about_media import about_media, about_sound
from .about_project import about_project
from .found import Found
from .media import look_into, media_ref
from .said import place_of
from .support import Progress, an_engine, telling, untold

_HEAD = 64 * 1024
_MEDIA = ("PNG", "JPEG", "EXR", "Matroska", "WAV", "Ogg", "QuickTime", "binary")
"""Words for what media begins with; everything else is text or an archive, and some timeline's format."""


def info(
    what: str | Path | Project,
    *,
    waveform: int | None = None,
    engine: Engine | None = None,
    progress: Progress = untold,
) -> Found:
    """Tell what a project, an OTIO file or media holds; what it is, is judged by its content.

    A project's clips come with their takes and whether the circled one is stale. `waveform` asks for the
    shape of media's sound in so many parts, each the least and greatest sample and the RMS of each
    channel. Raises BadInput for what is none of these.
    """
    if isinstance(what, Project):
        return about_project(what, engine)
    path = place_of(what)
    if waveform is not None:
        with an_engine(engine) as running:
            bound = look_into(running, media_ref(path))
            return about_sound(running, bound, waveform, telling(progress, "reading sound"))
    if _is_project(path):
        with open_project(path) as project:
            return about_project(project, engine)
    if path.is_file() and not _may_be_media(path):
        return about_cut(read_file(path))
    with an_engine(engine) as running:
        return about_media(look_into(running, media_ref(path)))


def _is_project(path: Path) -> bool:
    try:
        locate(path)
    except BadInput:
        return False
    return True


def _may_be_media(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise BadInput(f"Look into '{path}'", error.strerror or str(error), hint="Check the path.") from error
    return not head or any(word in kind_of(head) for word in _MEDIA)
