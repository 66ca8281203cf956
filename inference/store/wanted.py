"""Which of a repository's files make up the model: what loaders read, and each weight once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from inference.cards.card import Card

from .trust import WEIGHTS

INDEX = "model_index.json"
_READ = (WEIGHTS, ".json", ".txt", ".model", ".jinja")
_VARIANT = re.compile(r"\.(fp16|bf16|fp32|fp8|non_ema)(?=[.-])")
_USUAL = ("model", "diffusion_pytorch_model")
_LIGHT = ("Scheduler", "Tokenizer", "TokenizerFast", "Processor", "ProcessorFast", "Extractor")


def wanted(card: Card, paths: Iterable[str], index: Mapping[str, Any] | None) -> list[str]:
    """Return the paths of the files that make up a card's model, in order.

    They are the card's own where it names any, else those that `model_files` finds and its additions.
    """
    if card.files:
        return [file.path for file in card.files]
    return list(dict.fromkeys((*model_files(paths, index), *(lora.file for lora in card.loras))))


def model_files(paths: Iterable[str], index: Mapping[str, Any] | None) -> list[str]:
    """Return which of a folder's files make up its model, in order.

    Of a pipeline (whose `index` is its model_index.json) those in the folders of its parts, of a single
    model those at the top: configs, words and safetensors, without second copies in other types or under
    other names.
    """
    every = [PurePosixPath(path) for path in sorted(paths)]
    every = [path for path in every if path.suffix in _READ and not path.name.startswith(".")]
    if index is None:
        chosen = [path for path in every if len(path.parts) == 1]
    else:
        folders = set(parts(index))
        chosen = [path for path in every if len(path.parts) == 2 and path.parts[0] in folders]
        chosen += [path for path in every if str(path) == INDEX]
    return sorted(str(path) for path in chosen if path.suffix != WEIGHTS or _counts(path, chosen))


def parts(index: Mapping[str, Any]) -> dict[str, str]:
    """Return the class of each part of a pipeline by its folder's name; absent parts are left out."""
    return {
        name: str(part[1])
        for name, part in index.items()
        if not name.startswith("_") and isinstance(part, list) and len(part) == 2 and None not in part
    }


def has_weights(cls: str) -> bool:
    """Say whether a part of this class has weights."""
    return not cls.endswith(_LIGHT)


def _counts(path: PurePosixPath, chosen: list[PurePosixPath]) -> bool:
    beside = [each for each in chosen if each.parent == path.parent and each.suffix == WEIGHTS]
    plain = [each for each in beside if not _VARIANT.search(each.name)]
    if plain and path not in plain:
        return False
    usual = [each for each in plain or beside if each.name.startswith(_USUAL)]
    return not usual or path in usual
