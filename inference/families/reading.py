"""Reading a model's parts from a local folder: safetensors only, nothing fetched, no code of the folder's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nodes.api.errors import BadInput


def settings_of(file: Path) -> dict[str, Any]:
    """Return the JSON object that a file of a model's folder holds. Raises BadInput where it holds none."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise _refusal(file, error.strerror or str(error)) from error
    except ValueError as error:
        raise _refusal(file, f"it is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise _refusal(file, "it holds no JSON object")
    return found


def weights(folder: Path, part: str, classes: Mapping[str, Any], dtype: Any) -> Any:
    """Return a part (`transformer`, `vae`, `text_encoder` …) of a diffusers folder, ready to be used.

    `classes` are those that the part may be of, by the name its config gives. The part is on the CPU, in
    `dtype`, in evaluation mode. Raises BadInput for another class, for weights that are missing, damaged
    or of other shapes; MemoryError passes.
    """
    place = folder / part
    said = settings_of(place / "config.json")
    names = [said.get("_class_name"), *said.get("architectures", ())]
    found = next((classes[name] for name in names if name in classes), None)
    if found is None:
        known = ", ".join(classes)
        named = next((name for name in names if name), "nothing")
        raise _refusal(place, f"it says it is {named}, this family takes {known}")
    if not any(place.glob("*.safetensors")):
        raise _refusal(place, "it holds no safetensors, and weights in other files are not read")
    kind = "dtype" if found.__module__.startswith("transformers") else "torch_dtype"
    with quiet(), told(place):
        made, seen = found.from_pretrained(
            place, local_files_only=True, use_safetensors=True, output_loading_info=True, **{kind: dtype}
        )
        if missing := sorted(seen["missing_keys"]):
            raise _refusal(place, f"{len(missing)} of its weights are missing, the first {missing[0]}")
    return made.eval().requires_grad_(False)


def tokenizer_in(place: Path) -> Any:
    """Return the tokenizer of a folder. Raises BadInput for files that are missing or damaged."""
    from transformers import AutoTokenizer

    with quiet(), told(place):
        return AutoTokenizer.from_pretrained(place, local_files_only=True, trust_remote_code=False)


@contextmanager
def told(place: Path) -> Iterator[None]:
    """Turn what libraries raise over damaged or unfitting files into a BadInput that names the place."""
    from safetensors import SafetensorError
    from torch import OutOfMemoryError

    try:
        yield
    except OutOfMemoryError:
        raise
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        said = str(error).strip().partition("\n")[0]
        raise _refusal(place, said or type(error).__name__) from error


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the libraries' progress bars out of the log."""
    from diffusers.utils import logging as diffusers
    from transformers.utils import logging as transformers

    diffusers.disable_progress_bar()
    transformers.disable_progress_bar()
    yield


def _refusal(place: Path, why: str) -> BadInput:
    return BadInput(
        f"Read {place}", why, hint="`workprint models check` names every file that is not as it should be."
    )
