"""What can be wrong with media that somebody handed us."""

from __future__ import annotations

from nodes.api.errors import BadInput, Failed


class MediaError(BadInput):
    """A piece of media cannot be used as it is."""


class MissingMedia(MediaError):
    """The file, or a picture of the sequence, is not there."""


class UnreadableMedia(MediaError):
    """The file is there but damaged, empty, or of a kind that is not read."""


class MediaNotWritten(Failed):
    """A movie, picture or sound could not be written."""


class DiskFull(MediaNotWritten):
    """There was no room left to write to."""
