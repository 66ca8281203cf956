"""What can be wrong with a model on this machine."""

from __future__ import annotations

from nodes.api.errors import BadInput, Failed


class DamagedModel(BadInput):
    """Files of a model are missing, or are not what its card says."""


class UnknownModel(BadInput):
    """There is no card of that name, or no card that fits."""


class NotAccepted(BadInput):
    """The terms of a model have to be accepted before it is loaded or fetched."""


class FetchFailed(Failed):
    """A model, or a part of it, could not be fetched; what came is kept and gone on from."""
