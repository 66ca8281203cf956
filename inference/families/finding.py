"""Finding a family by name: a module or folder beside this file that loads models, and no other code."""

from __future__ import annotations

import re
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

from nodes.api.errors import BadInput, Failed

from .adapter import Adapter, Load

if TYPE_CHECKING:
    from inference.cards.card import Card
    from inference.memory.plan import Plan

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LIBRARIES = ("torch", "safetensors", "diffusers", "transformers", "accelerate", "ftfy", "sentencepiece")


def family(name: str) -> Load:
    """Return what loads the models of a family. Raises BadInput for a name that is none of ours.

    What is returned raises Failed where a library of the extras that models need is not installed.
    """
    attempted = f"Load a model of the family '{name}'"
    hint = "Correct the family in the model's card."
    if not _NAME.fullmatch(name) or find_spec(f"{__package__}.{name}") is None:
        raise BadInput(attempted, "there is no such family", hint=hint)
    load = getattr(import_module(f"{__package__}.{name}"), "load", None)
    if load is None:
        raise BadInput(attempted, "it loads no models", hint=hint)
    return _helped(cast(Load, load))


def _helped(load: Load) -> Load:
    @wraps(load)
    def helped(card: Card, folder: Path, plan: Plan) -> Adapter:
        try:
            return load(card, folder, plan)
        except ModuleNotFoundError as error:
            # A missing module of our own is a fault of ours, which no installing mends.
            if (error.name or "").partition(".")[0] not in _LIBRARIES:
                raise
            hint = "Install what models need: pip install 'workprint[inference,models]'"
            raise Failed(
                f"Load the model '{card.name}'", f"'{error.name}' is not installed", hint=hint
            ) from error

    return helped
