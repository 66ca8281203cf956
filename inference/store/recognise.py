"""From a folder to a card: what it holds, by its configs and the beginnings of its weights."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any

from inference.cards.card import Card, Lora
from inference.cards.errors import BadCard
from inference.cards.paths import check_path
from inference.cards.reading import read_card

from .errors import UnknownModel
from .families import MODELS, PIPELINES, Make
from .folder import inside, read_config, walked
from .hashing import sha256_of, untold
from .headers import dtype_of, header, memory_of, parts_of
from .terms import terms_in
from .trust import WEIGHTS, check_whole
from .wanted import INDEX, model_files


def recognised(
    folder: Path,
    name: str | None = None,
    told: Callable[[int, int], None] | None = None,
    loras: tuple[Lora, ...] = (),
) -> Card:
    """Return the card of a diffusers or transformers folder, with the digest of each of its files.

    What the model is its configs say, how large its parts are the beginnings of its safetensors files; the
    terms are those that a README's header names. `loras` are files of the folder that are added to its
    weights. `told` hears (bytes read, of all). Raises UnknownModel for a folder of no make that is known
    here, UnsafeModel and DamagedModel as `trust.check_folder`.
    """
    attempted = f"Add the model in '{folder}'"
    check_whole(folder, attempted)
    names = [str(path) for path in walked(folder, attempted)]
    index = read_config(folder, PurePosixPath(INDEX), attempted) if INDEX in names else None
    files = [PurePosixPath(path) for path in model_files(names, index)]
    weights = {path: header(folder, path, attempted) for path in files if path.suffix == WEIGHTS}
    configs = _configs(folder, files, index, attempted)
    make = _make(index is not None, configs, attempted)
    if not weights:
        raise UnknownModel(attempted, "it holds no weights", hint="Its safetensors files are needed.")
    additions = [check_path(lora.file, attempted) for lora in loras]
    for path in additions:
        header(folder, path, attempted)
    parts = parts_of(weights)
    said: dict[str, Any] = {
        "name": name or name_of(folder),
        "title": folder.name,
        "family": make.family,
        "capabilities": list(make.capabilities),
        "licence": terms_in(folder, attempted),
        "folder": str(folder.resolve()),
        "dtype": dtype_of(weights.values()),
        "parts": parts,
        "memory": memory_of(parts),
        "loras": [asdict(lora) for lora in loras],
    }
    card = read_card(said | make.said(configs))
    files = list(dict.fromkeys((*files, *additions)))
    return read_card(card.to_json() | {"files": _hashed(folder, files, attempted, told)})


def name_of(folder: Path) -> str:
    """Return a card's name made from a folder's, or from the repository's where it is a hub's snapshot."""
    resolved = folder.resolve()
    said = resolved.name
    if resolved.parent.name == "snapshots" and resolved.parent.parent.name.startswith("models--"):
        said = resolved.parent.parent.name.rpartition("--")[2]
    slug = re.sub(r"[^a-z0-9._-]+", "-", said.lower()).strip("-._")
    slug = re.sub(r"\.{2,}", ".", slug)[:100]
    if not slug:
        raise BadCard(f"Name the model in '{folder}'", "its folder's name has no letter", hint="Add --name.")
    return slug


def _configs(
    folder: Path, files: list[PurePosixPath], index: Mapping[str, Any] | None, attempted: str
) -> dict[str, Mapping[str, Any]]:
    """Return the configs of the parts by their folders; "" is the whole's own."""
    named = [path for path in files if path.name in ("config.json", "scheduler_config.json")]
    found: dict[str, Mapping[str, Any]] = {
        str(path.parent) if len(path.parts) > 1 else "": read_config(folder, path, attempted)
        for path in named
    }
    return found if index is None else found | {"": index}


def _make(is_pipeline: bool, configs: Mapping[str, Mapping[str, Any]], attempted: str) -> Make:
    said = configs.get("", {}).get("_class_name" if is_pipeline else "model_type")
    make = (PIPELINES if is_pipeline else MODELS).get(str(said))
    if make is not None:
        return make
    known = ", ".join([*PIPELINES, *MODELS])
    why = f"it says it is '{said}', which is none of {known}" if said else "nothing in it says what it is"
    hint = "A folder as `save_pretrained` of diffusers or transformers writes it is needed."
    raise UnknownModel(attempted, why, hint=hint)


def _hashed(
    folder: Path, files: list[PurePosixPath], attempted: str, told: Callable[[int, int], None] | None
) -> list[dict[str, Any]]:
    places = {path: inside(folder, path, attempted) for path in files}
    sizes = {path: place.stat().st_size for path, place in places.items()}
    whole, read = sum(sizes.values()), 0

    def count(piece: int) -> None:
        nonlocal read
        read += piece
        if told is not None:
            told(read, whole)

    hear = count if told is not None else untold
    return [
        {"path": str(path), "size": sizes[path], "sha256": sha256_of(place, hear)}
        for path, place in places.items()
    ]
