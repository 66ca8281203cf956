"""Reading a card from plain data: every mistake is named, nothing is guessed, nothing unsafe gets through."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nodes.api import capabilities

from . import kinds
from .card import Card, Lengths, Licence, Lora, ModelFile
from .errors import UnsafeModel
from .part import Part
from .paths import check_path

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_FAMILY = re.compile(r"[a-z][a-z0-9_]{0,49}")
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}")
_REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CODE_KEYS = ("trust_remote_code", "auto_map", "custom_pipeline", "code")


def read_card(data: Mapping[str, Any]) -> Card:
    """Return the card that plain data describes. Raises BadCard and UnsafeModel, naming card and key."""
    name = Part(data, "Read a model card").data.get("name")
    card = Part(data, f"Read the model card '{name}'")
    card.only(Card)
    _no_code(data, card.attempted)
    files = tuple(_file(part) for part in card.tables("files"))
    return Card(
        name=_matched(card, "name", NAME, "lower-case letters, digits, '.', '_' and '-'"),
        family=_matched(card, "family", _FAMILY, "the name of a family of models"),
        capabilities=_capabilities(card),
        licence=_licence(card.table("licence")),
        title=card.text("title"),
        repository=card.match("repository", _REPOSITORY, "OWNER/NAME"),
        revision=_revision(card),
        folder=card.text("folder"),
        files=files,
        dtype=card.read("dtype", kinds.dtype, "float32"),
        memory=card.read("memory", kinds.by_dtype, {}),
        parts=card.read("parts", kinds.counts, {}),
        sizes=card.read("sizes", kinds.sizes, ()),
        multiple=card.whole("multiple", 1, least=1),
        lengths=_lengths(card.table("lengths")),
        rate=card.read("rate", kinds.rate, None),
        steps=card.whole("steps", 1, least=1),
        guidance=card.read("guidance", kinds.number, 1.0),
        sigmas=card.read("sigmas", kinds.numbers, ()),
        loras=_loras(card, {file.path for file in files}),
        tricks=card.read("tricks", kinds.texts, ()),
        options=card.read("options", kinds.table, {}),
        notes=card.text("notes"),
    )


def _matched(part: Part, key: str, pattern: re.Pattern[str], meant: str) -> str:
    if not part.needed(key, kinds.text):
        raise part.wrong(key, "must not be empty")
    return part.match(key, pattern, meant)


def _capabilities(card: Part) -> tuple[str, ...]:
    named = card.needed("capabilities", kinds.texts)
    known = ", ".join(capabilities.NAMES)
    if not named:
        raise card.wrong("capabilities", f"must name at least one of {known}")
    for name in named:
        if name not in capabilities.NAMES:
            raise card.wrong("capabilities", f"holds '{name}', none of {known}")
    return named


def _licence(part: Part) -> Licence:
    part.only(Licence)
    return Licence(
        id=part.needed("id", kinds.text),
        title=part.text("title"),
        link=part.text("link"),
        commercial=part.read("commercial", kinds.yes, False),
        limits=part.text("limits"),
        must_accept=part.read("must_accept", kinds.yes, False),
    )


def _file(part: Part) -> ModelFile:
    part.only(ModelFile)
    path = part.needed("path", kinds.text)
    check_path(path, part.attempted)
    size = None if part.data.get("size") is None else part.whole("size", 0, least=0)
    return ModelFile(path, size, part.match("sha256", _SHA256, "64 hex digits"))


def _loras(card: Part, files: set[str]) -> tuple[Lora, ...]:
    """Return the additions; they are among the files, so that their digests are known too."""
    loras = tuple(_lora(part) for part in card.tables("loras"))
    for lora in loras:
        if files and lora.file not in files:
            raise card.wrong("loras", f"names '{lora.file}', which is none of the card's files")
    return loras


def _lora(part: Part) -> Lora:
    part.only(Lora)
    file = part.needed("file", kinds.text)
    check_path(file, part.attempted)
    if not file.endswith(".safetensors"):
        raise UnsafeModel(part.attempted, f"'{file}' is no safetensors file")
    return Lora(file, part.read("weight", kinds.number, 1.0))


def _lengths(part: Part) -> Lengths:
    part.only(Lengths)
    step, most = part.whole("step", 1, least=1), part.whole("most", 1, least=1)
    overlap = part.whole("overlap", 0, least=0)
    if (most - 1) % step:
        raise part.wrong("most", f"must be a multiple of {step} and one more, not {most}")
    if overlap >= most:
        raise part.wrong("overlap", f"must be less than the {most} frames of a window, not {overlap}")
    return Lengths(step, most, overlap)


def _revision(card: Part) -> str:
    revision = card.match("revision", _REVISION, "a commit, tag or branch")
    if revision and not card.data.get("repository"):
        raise card.wrong("revision", "stands without a repository")
    return revision


def _no_code(value: Any, attempted: str) -> None:
    """Raise UnsafeModel where a card, at whatever depth, asks for code to be run."""
    rest = [value]
    while rest:
        each = rest.pop()
        if isinstance(each, Mapping):
            for key in _CODE_KEYS:
                if each.get(key):
                    why = f"it asks for code to be run ('{key}')"
                    raise UnsafeModel(attempted, why, hint="Workprint runs no code that comes with a model.")
            rest += each.values()
        elif isinstance(each, list | tuple):
            rest += each
