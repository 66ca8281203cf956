"""What can go wrong with a model, told as what the person can do about it."""

from __future__ import annotations

import traceback
from typing import Any

from nodes.api.errors import Failed


class OutOfRoom(Failed):
    """Memory ran out with every plan there is."""


class ModelFault(Failed):
    """A model, or a library that runs it, raised what is no error of ours; `traceback` says where."""

    traceback: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the error as a bug of the child, which its traceback belongs to."""
        return super().to_json() | {"error": "Bug", "traceback": self.traceback[-20_000:]}


def not_loaded(name: str, error: BaseException) -> Failed:
    """Return what to say when a model's files do not give a model."""
    hint = f"`workprint models check {name}` compares its files with what they should be."
    return Failed(f"Load the model '{name}'", first_line(error), hint=hint)


def fault(name: str, method: str, error: BaseException) -> ModelFault:
    """Return what to say when a model broke while it worked."""
    found = ModelFault(f"Run '{method}' of the model '{name}'", first_line(error))
    found.traceback = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    return found


def first_line(error: BaseException) -> str:
    """Return the kind of an error and the first line of what it says."""
    said = str(error).strip().splitlines()
    return f"{type(error).__name__}{': ' + said[0][:300] if said else ''}"
