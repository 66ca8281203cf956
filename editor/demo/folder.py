"""The demo's folder: new and empty, and never one that holds something else."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from editor.document.atomic import save_failed
from editor.exchange.sniff import read_file
from editor.verbs.outputs import output_path
from nodes.api.errors import BadInput

_MARK = ".workprint-demo"


def leave_alone(folder: Path, cut: Path, media: Sequence[Path]) -> None:
    """Raise BadInput for what is no cut, and where making the demo anew would remove the cut or its media."""
    read_file(cut.expanduser())
    place = folder.expanduser().resolve()
    for path in (cut, *media):
        if path.expanduser().resolve().is_relative_to(place):
            hint = "Name another folder with --out."
            raise BadInput(f"Put the demo into '{folder}'", f"'{path}' lies in it", hint=hint)


def emptied(folder: Path) -> Path:
    """Return the demo's folder, new and empty. Raises BadInput where it holds anything but a demo."""
    attempted = f"Put the demo into '{folder}'"
    place = output_path(folder, attempted)
    try:
        if place.is_dir() and any(place.iterdir()):
            if not (place / _MARK).is_file():
                hint = "Name another with --out."
                raise BadInput(attempted, "the folder holds something else", hint=hint)
            shutil.rmtree(place)
        place.mkdir(exist_ok=True)
        (place / _MARK).write_text("Made by workprint demo; removed and made anew by the next.\n", "utf-8")
    except OSError as error:
        raise save_failed(attempted, error) from error
    return place
