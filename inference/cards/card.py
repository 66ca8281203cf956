"""One model as a value: what it can do, its files, its terms, and the sizes and lengths it was made for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from nodes.api.times import Rate


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of a model: its path in the model's folder (with `/`), its bytes, its SHA-256 in hex.

    A size of None and an empty digest are not known yet; the first fetch records them.
    """

    path: str
    size: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Licence:
    """The terms of a model's weights.

    `id` as SPDX spells it where it does; `commercial` whether they are free for any commercial work in
    every territory; `limits` what they forbid or ask for, in words; with `must_accept` nothing is loaded
    before the person has accepted them.
    """

    id: str
    title: str = ""
    link: str = ""
    commercial: bool = False
    limits: str = ""
    must_accept: bool = False

    @property
    def text_hash(self) -> str:
        """A digest of the terms as shown: an acceptance holds for these words only."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Lora:
    """Low-rank weights that are added to a model: a safetensors file of its folder, and how strongly."""

    file: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Lengths:
    """How many frames one window holds: `step`·n + 1, at most `most`; windows share `overlap` frames."""

    step: int = 1
    most: int = 1
    overlap: int = 0

    def fitting(self, frames: int) -> int:
        """Return the smallest length of a window, at most `most`, that holds so many frames."""
        wanted = min(max(1, frames), self.most)
        return min(-(-(wanted - 1) // self.step) * self.step + 1, self.most)


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that is said of one model; of plain values, so that it can be sent and hashed.

    `family` names the module of `inference.families` that loads it. It comes from `repository` at
    `revision` (a commit of a model hub; empty until the first fetch) or lies in `folder`. `dtype` is the
    type it is best computed in, by torch's name; `memory` the bytes of all weights by such a name, `parts`
    how many numbers each component's weights have. `sizes` are (width, height) it was trained on,
    `multiple` what both sides must divide by; `rate` the frames a second of what it makes. `sigmas`, where
    given, are used instead of `steps`. `tricks` change what is made; `options` are free for each family.
    """

    name: str
    family: str
    capabilities: tuple[str, ...]
    licence: Licence
    title: str = ""
    repository: str = ""
    revision: str = ""
    folder: str = ""
    files: tuple[ModelFile, ...] = ()
    dtype: str = "float32"
    memory: Mapping[str, int] = field(default_factory=dict)
    parts: Mapping[str, int] = field(default_factory=dict)
    sizes: tuple[tuple[int, int], ...] = ()
    multiple: int = 1
    lengths: Lengths = Lengths()
    rate: Rate | None = None
    steps: int = 1
    guidance: float = 1.0
    sigmas: tuple[float, ...] = ()
    loras: tuple[Lora, ...] = ()
    tricks: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    notes: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return plain data, which `from_json` reads back."""
        data = asdict(self) | {"rate": None if self.rate is None else str(self.rate)}
        plain: dict[str, Any] = json.loads(json.dumps(data))
        return plain

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Card:
        """Return the card that plain data describes, as a card's TOML holds it or `to_json` wrote it.

        Raises BadCard, which names card and key, for what cannot be read; UnsafeModel for a card that asks
        for pickled weights, for code of its own or for a file outside its folder.
        """
        from .reading import read_card

        return read_card(data)

    @property
    def digest(self) -> str:
        """A digest of all of the card that decides what the model makes; words and places leave it alone."""
        told = ("title", "notes", "licence", "folder", "memory", "parts")
        data = {name: value for name, value in self.to_json().items() if name not in told}
        return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
