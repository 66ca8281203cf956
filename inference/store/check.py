"""Whether a model's files are what its card says, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from inference.cards.card import Card, ModelFile
from inference.cards.errors import UnsafeModel
from inference.cards.paths import check_path

from .errors import DamagedModel
from .folder import inside
from .hashing import sha256_of
from .trust import check_folder

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of a model's files: whole, missing, or other than the card says, each with a reason."""

    whole: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    damaged: dict[str, str] = field(default_factory=dict)
    unsafe: str = ""

    @property
    def ok(self) -> bool:
        """Whether the model can be used."""
        return not (self.missing or self.damaged or self.unsafe)

    def __str__(self) -> str:
        if self.ok:
            return f"{len(self.whole)} files are as they should be"
        said = [f"'{path}' is missing" for path in self.missing]
        said += [f"'{path}' {why}" for path, why in self.damaged.items()]
        return "; ".join([*said, *([self.unsafe] if self.unsafe else [])])


def check_model(card: Card, folder: Path, told: Told | None = None) -> Checked:
    """Return what a folder has of a card's files; each is read whole and its digest compared.

    `told` hears (bytes read, of all). What lies outside the folder is not read.
    """
    attempted = f"Check the model '{card.name}' in '{folder}'"
    whole, missing, damaged, unsafe = [], [], {}, []
    total, read = sum(file.size or 0 for file in card.files), 0

    def count(piece: int) -> None:
        nonlocal read
        read += piece
        if told is not None:
            told(read, max(total, read))

    for file in card.files:
        try:
            wrong = _wrong(file, inside(folder, check_path(file.path, attempted), attempted), count)
        except FileNotFoundError:
            missing.append(file.path)
        except UnsafeModel as error:
            unsafe.append(error.why)
        except OSError as error:
            damaged[file.path] = error.strerror or str(error)
        else:
            damaged |= {file.path: wrong} if wrong else {}
            whole += [] if wrong else [file.path]
    if not (missing or damaged or unsafe):
        try:
            check_folder(card, folder)
        except (UnsafeModel, DamagedModel) as error:
            unsafe.append(error.why)
    return Checked(tuple(whole), tuple(missing), damaged, "; ".join(unsafe))


def _wrong(file: ModelFile, real: Path, count: Callable[[int], None]) -> str:
    """Return what is wrong with a file, nothing where it is whole. Raises OSError."""
    size = real.stat().st_size
    if file.size is not None and size != file.size:
        return f"has {size} bytes, not {file.size}"
    if file.sha256 and sha256_of(real, count) != file.sha256:
        return "has the right size and other content"
    return ""
