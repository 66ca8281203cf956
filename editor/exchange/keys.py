"""The name under which a project keeps what a media reference was resolved to."""

from __future__ import annotations

from editor.document.model import MediaReference

from .stated import stated_path


def reference_key(reference: MediaReference) -> str:
    """Return the text under which a project stores what a reference was resolved to.

    It is the same for the same target with the same available range, wherever it is used; another target,
    numbering or range is another key.
    """
    parts = [reference.kind, reference.url or stated_path(reference) or reference.name]
    if reference.kind == "sequence":
        numbers = f"{reference.padding},{reference.first},{reference.step},{reference.rate or ''}"
        parts += [f"{reference.prefix}#{reference.suffix}", numbers]
    if reference.available is not None:
        start, duration = reference.available.to_json()
        parts.append(f"{start[0]}@{start[1]}+{duration[0]}@{duration[1]}")
    return "|".join(parts)
