"""Whether a model's folder may be loaded: nothing in it is read before it is known to hold no code."""

from __future__ import annotations

import stat
from pathlib import Path, PurePosixPath

from inference.cards.card import Card
from inference.cards.errors import UnsafeModel
from inference.cards.paths import CODE, PICKLED, check_ending, check_path

from .errors import DamagedModel
from .folder import inside, read_config, walked

WEIGHTS = ".safetensors"
_CONFIGS = ("config.json", "model_index.json")
_INDEX = ".index.json"
_ADAPTER = "adapter_config.json"
_CODE_KEYS = ("auto_map", "trust_remote_code", "custom_pipelines")
_NO_CODE = "Workprint runs no code that comes with a model."
_MEND = "`workprint models check` tells all, `workprint models fetch` mends."


def check_folder(card: Card, folder: Path) -> None:
    """Return if a model's folder may be given to a loader.

    The card's files are there in their size and inside the folder (or inside the `blobs` of the hub's cache
    that the folder is a snapshot of). Where a config is among them, loaders look for themselves at what
    lies beside it, so all of the folder is looked at: no code, no config that asks for some, no pickled
    weights in the place of safe ones. Nothing but configs is opened. Raises UnsafeModel for what must not be
    loaded, DamagedModel for what is missing.
    """
    attempted = f"Load the model '{card.name}' from '{folder}'"
    for file in card.files:
        _check_listed(check_path(file.path, attempted), file.size, folder, attempted)
    for lora in card.loras:
        _check_listed(check_path(lora.file, attempted), None, folder, attempted)
    if not card.files or any(file.path.endswith(".json") for file in card.files):
        check_whole(folder, attempted)


def check_whole(folder: Path, attempted: str) -> None:
    """Return if a folder holds no code and asks for none, whatever is in it. Raises as `check_folder`."""
    names = list(walked(folder, attempted))
    safe = {path.parent for path in names if path.suffix == WEIGHTS}
    for path in names:
        ending = path.suffix.lower()
        if ending in CODE or (ending in PICKLED and path.parent not in safe):
            check_ending(str(path), attempted)
        if path.name == _ADAPTER:
            why = f"'{path}' makes it an addition to another model"
            raise UnsafeModel(attempted, why, hint="Add the whole model, and name the addition in its card.")
    for path in names:
        if path.suffix == WEIGHTS:
            inside(folder, path, attempted)
        elif path.name.endswith(_INDEX):
            _check_shards(folder, path, attempted)
        elif path.name.endswith(_CONFIGS):
            _check_config(folder, path, attempted)


def _check_listed(path: PurePosixPath, size: int | None, folder: Path, attempted: str) -> None:
    real = inside(folder, path, attempted)
    try:
        found = real.stat()
    except FileNotFoundError as error:
        raise DamagedModel(attempted, f"'{path}' is missing", hint=_MEND) from error
    except OSError as error:
        raise DamagedModel(attempted, f"'{path}': {error.strerror or error}") from error
    if not stat.S_ISREG(found.st_mode):
        raise UnsafeModel(attempted, f"'{path}' is no plain file")
    if size is not None and found.st_size != size:
        raise DamagedModel(attempted, f"'{path}' has {found.st_size} bytes, not {size}", hint=_MEND)


def _check_shards(folder: Path, path: PurePosixPath, attempted: str) -> None:
    """Raise UnsafeModel where weights in several files lie, by their index, outside the folder."""
    shards = read_config(folder, path, attempted).get("weight_map", {})
    if not isinstance(shards, dict):
        raise DamagedModel(attempted, f"'{path}' is no index of weights", hint="Get it anew.")
    for shard in sorted({str(shard) for shard in shards.values()}):
        inside(folder, path.parent / check_path(shard, attempted), attempted)


def _check_config(folder: Path, path: PurePosixPath, attempted: str) -> None:
    config = read_config(folder, path, attempted)
    for key in _CODE_KEYS:
        if config.get(key):
            raise UnsafeModel(attempted, f"'{path}' asks for code to be run ('{key}')", hint=_NO_CODE)
    whole = config.get("_class_name", "")
    if not isinstance(whole, str):
        raise UnsafeModel(attempted, f"'{path}' names a class of its own code ({whole})", hint=_NO_CODE)
