"""Finding a family by name: a module or folder beside this file that loads models, and no other code."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from nodes.api.errors import BadInput

from .adapter import Load

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def family(name: str) -> Load:
    """Return what loads the models of a family. Raises BadInput for a name that is none of ours."""
    attempted = f"Load a model of the family '{name}'"
    hint = "Correct the family in the model's card."
    if not _NAME.fullmatch(name) or find_spec(f"{__package__}.{name}") is None:
        raise BadInput(attempted, "there is no such family", hint=hint)
    load = getattr(import_module(f"{__package__}.{name}"), "load", None)
    if load is None:
        raise BadInput(attempted, "it loads no models", hint=hint)
    return cast(Load, load)
