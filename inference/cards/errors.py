"""What can be wrong with a model card or with the folder it describes."""

from __future__ import annotations

from nodes.api.errors import BadInput


class BadCard(BadInput):
    """A model card says something that no card can mean."""


class UnsafeModel(BadInput):
    """A card or a folder wants code run, or a file read, that a model has no need of."""
