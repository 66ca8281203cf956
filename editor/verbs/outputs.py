"""Where results go: a file or a folder that a person names, and the codec that fits it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from editor.document.aside import aside_folder, sweep_asides
from editor.document.atomic import flush_files, flush_folder, save_failed, write_new
from nodes.api.errors import BadInput
from nodes.engine.job import Bound
from nodes.media.errors import MediaNotWritten
from nodes.media.movie_kinds import MOVIE_KINDS, USUAL_KINDS
from nodes.media.refs import FileRef

from .said import place_of

_ASIDE = ".rendering-"
PICTURES = ("png", "exr", "jpeg", "tiff", "dpx")
_ENDINGS: Mapping[str, tuple[str, ...]] = {
    **{name: kind.endings for name, kind in MOVIE_KINDS.items()},
    "png": (".png",),
    "exr": (".exr",),
    "jpeg": (".jpg", ".jpeg"),
    "tiff": (".tif", ".tiff"),
    "dpx": (".dpx",),
}
_USUAL = {ending: codec for codec in PICTURES for ending in _ENDINGS[codec]} | dict(USUAL_KINDS)
"""The codec of an ending that is not said."""
_WITH_ALPHA = {".mov": "prores4444", ".mxf": "prores4444"}
"""The same where there is to be alpha and the usual codec has none."""


@dataclass(frozen=True, slots=True)
class Output:
    """A place for a result: one file, or a folder of numbered pictures."""

    path: Path
    is_folder: bool


def output_path(path: str | Path, attempted: str) -> Path:
    """Return where a result goes, absolute. Raises BadInput where its folder does not exist."""
    place = place_of(path)
    if "\0" in str(path):
        raise BadInput(attempted, "no file can have that name", hint="Choose another name.")
    if not os.path.isdir(place.parent):
        raise BadInput(attempted, f"there is no folder '{place.parent}'", hint="Make that folder first.")
    return place


def output_of(path: str | Path, attempted: str) -> Output:
    """Return the file or folder that a person names: a folder has no ending, ends with / or is there.

    Raises BadInput where its folder does not exist, and for a folder that is not empty.
    """
    place = output_path(path, attempted)
    is_folder = str(path).endswith("/") or place.is_dir() or not place.suffix
    if is_folder and place.exists() and not place.is_dir():
        raise BadInput(attempted, "there is a file of that name", hint="Name a new folder.")
    if is_folder and place.is_dir() and any(place.iterdir()):
        raise BadInput(attempted, "the folder is not empty", hint="Name a new folder, or a file in it.")
    return Output(place, is_folder)


def chosen_codec(
    output: Output, codec: str | None, frames: int, plain: str, attempted: str, *, alpha: bool = False
) -> str:
    """Return the codec for an output: as said, else by its ending; in a folder EXR or PNG by `plain`.

    `plain` is the codec of a take; with `alpha` it is one that has some, where the ending has. Raises
    BadInput where codec, ending and number of frames do not go together.
    """
    if output.is_folder:
        if codec is not None and codec not in PICTURES:
            raise BadInput(attempted, f"{codec} goes into a file, not a folder", hint="Name a file.")
        return codec or ("exr" if plain == "exr" else "png")
    ending = output.path.suffix.lower()
    chosen = codec or (_WITH_ALPHA.get(ending) if alpha else None) or _USUAL.get(ending)
    if chosen is None:
        hint = f"It knows {', '.join(_USUAL)}; a folder's name ends with /."
        raise BadInput(attempted, f"it does not know files that end in '{ending}'", hint=hint)
    if chosen not in _ENDINGS:
        raise BadInput(attempted, f"there is no codec '{chosen}'", hint=f"It knows {', '.join(_ENDINGS)}.")
    if ending not in _ENDINGS[chosen]:
        fitting = " or ".join(_ENDINGS[chosen])
        raise BadInput(attempted, f"{chosen} does not go into '{ending}'", hint=f"End it in {fitting}.")
    if chosen in PICTURES and frames != 1:
        hint = "Name a folder, or one frame with --range N-N."
        raise BadInput(attempted, f"{frames} frames do not fit into one picture", hint=hint)
    return chosen


def refuse_source(output: Output, media: Iterable[Bound], attempted: str) -> None:
    """Raise BadInput where an output would replace a file that is read for it."""
    if output.is_folder or not output.path.exists():
        return
    for bound in media:
        ref = bound.info.ref
        if isinstance(ref, FileRef) and Path(ref.path).exists() and output.path.samefile(ref.path):
            raise BadInput(attempted, "that is media which is read for it", hint="Name another file.")


@contextmanager
def placed(output: Output, attempted: str) -> Iterator[Path]:
    """Give a path to write to and move what is there into place; nothing is left where that fails.

    What is written lies in a folder beside the output until it is whole; what a kill left there goes with
    the next output. Raises SaveFailed.
    """
    place = output.path
    try:
        sweep_asides(place.parent, _ASIDE)
        with aside_folder(place.parent, _ASIDE) as aside:
            made = aside / place.name
            if output.is_folder:
                made.mkdir()
            yield made
            flush_files(made)
            if output.is_folder and place.is_dir():
                place.rmdir()
            os.replace(made, place)
    except MediaNotWritten as error:
        # Told of the place that was asked for, not of the folder aside.
        raise type(error)(attempted, error.why, hint=error.hint) from error
    except OSError as error:
        raise save_failed(attempted, error) from error
    flush_folder(place.parent)


def write_output(place: Path, data: bytes, attempted: str) -> None:
    """Write a small file that a person named, whole or not at all. Raises SaveFailed."""
    with placed(Output(place, False), attempted) as made:
        write_new(made, data)
