"""Takes of another project that a cut came with: they are shown, and never taken for this project's own."""

from __future__ import annotations

from dataclasses import replace

from editor.document.edits.low import with_clip
from editor.document.layout import walk
from editor.document.model import Clip, Cut, MediaReference
from editor.document.tree import ours, with_ours

_DIGITS = 8


def renamed(cut: Cut) -> Cut:
    """Return the cut with every take named by its recipe's digest instead of its number.

    A project that is made from the cut numbers its own takes from 1, so that a number would come to mean
    another take; a digest means this one everywhere.
    """
    clips = [here.item for here in walk(cut) if isinstance(here.item, Clip)]
    for clip in clips:
        names = {take: f"{take}-{digest}" for take, digest in _takes(clip) if not take.endswith(digest)}
        if names:
            cut = with_clip(
                cut,
                clip.id,
                references={
                    _key(key, value, names): _named(value, names) for key, value in clip.references.items()
                },
                active=_key(clip.active, clip.references.get(clip.active), names),
                circled=names.get(clip.circled or "", clip.circled),
                starred=tuple(names.get(take, take) for take in clip.starred),
            )
    return cut


def _takes(clip: Clip) -> list[tuple[str, str]]:
    blocks = [ours(reference.metadata) for reference in clip.references.values()]
    return [
        (str(block["take"]), str(block.get("recipe", "elsewhere"))[:_DIGITS])
        for block in blocks
        if "take" in block
    ]


def _key(key: str, reference: MediaReference | None, names: dict[str, str]) -> str:
    take = None if reference is None else ours(reference.metadata).get("take")
    return f"take {names[str(take)]}" if take is not None and str(take) in names else key


def _named(reference: MediaReference, names: dict[str, str]) -> MediaReference:
    take = ours(reference.metadata).get("take")
    if take is None or str(take) not in names:
        return reference
    return replace(reference, metadata=with_ours(reference.metadata, take=names[str(take)]))
