"""Which clips have no media, as the project knows it."""

from __future__ import annotations

from collections.abc import Mapping

from editor.document.model import Clip, MediaReference
from editor.document.rules import source_reference
from editor.document.settings import MediaEntry
from editor.exchange.conform import reference_key


class Offline:
    """Says of a clip whether its own source is offline; references are looked up once each."""

    def __init__(self) -> None:
        self._media: Mapping[str, MediaEntry] | None = None
        self._known: dict[int, tuple[MediaReference, bool]] = {}

    def look_at(self, media: Mapping[str, MediaEntry] | None) -> bool:
        """Answer from this media from now on; return whether it is other than before."""
        if media is self._media:
            return False
        self._media, self._known = media, {}
        return True

    def __call__(self, clip: Clip) -> bool:
        """Return whether the clip has no media; without a project nothing is said to be offline."""
        if self._media is None:
            return False
        reference = source_reference(clip)
        if reference is None or reference.kind in ("missing", "generator", "unknown"):
            return True
        known = self._known.get(id(reference))
        if known is None:
            entry = self._media.get(reference_key(reference))
            known = reference, entry is None or entry.info is None or entry.fingerprint is None
            self._known[id(reference)] = known
        return known[1]
