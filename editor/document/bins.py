"""The bins of a project: what lies in which, under which name. Edits of what `project.json` says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from nodes.api import BadInput

from .settings import Facts, MediaEntry

LONGEST = 200
"""Letters that a bin's path or a name may have."""


def bin_path(text: str) -> str:
    """Return a bin's path as it is kept: names without blanks around them, a slash between.

    Raises BadInput for none, for one that is too long and for one with an empty name in it.

    >>> bin_path(" Day 1 / Selects ")
    'Day 1/Selects'
    """
    parts = [part.strip() for part in text.split("/")]
    if not all(parts) or len(text) > LONGEST or not all(part.isprintable() for part in parts):
        hint = f"Give it a name of 1 to {LONGEST} letters; a slash puts it into another bin."
        raise BadInput(f"Call a bin '{text[:LONGEST]}'", "that is no name", hint=hint)
    return "/".join(parts)


def with_bin(facts: Facts, bin: str) -> Facts:
    """Add a bin, and those it lies in. Raises BadInput for a path that is none."""
    parts = bin_path(bin).split("/")
    wanted = ["/".join(parts[: length + 1]) for length in range(len(parts))]
    fresh = [path for path in wanted if path not in facts.bins]
    return replace(facts, bins=tuple(sorted((*facts.bins, *fresh), key=str.casefold))) if fresh else facts


def renamed_bin(facts: Facts, old: str, new: str) -> Facts:
    """Call a bin otherwise, or put it into another; what lies in it goes along.

    Raises BadInput for a bin that there is not, a name that is none or taken, and a bin within itself.
    """
    _there(facts, old, f"Rename the bin '{old}'")
    path = bin_path(new)
    if path == old:
        return facts
    if path in facts.bins or path.startswith(f"{old}/"):
        why = "there is one of that name" if path in facts.bins else "it would lie in itself"
        raise BadInput(f"Rename the bin '{old}' to '{path}'", why, hint="Choose another name.")
    bins = tuple(_moved(bin, old, path) for bin in facts.bins)
    media = {key: replace(entry, bin=_moved(entry.bin, old, path)) for key, entry in facts.media.items()}
    return with_bin(replace(facts, bins=tuple(sorted(bins, key=str.casefold)), media=media), path)


def without_bin(facts: Facts, bin: str) -> Facts:
    """Take a bin and those in it away; their media lies where the bin lay. Raises BadInput."""
    _there(facts, bin, f"Remove the bin '{bin}'")
    above = bin.rpartition("/")[0]
    media = {
        key: replace(entry, bin=above) if _within(entry.bin, bin) else entry
        for key, entry in facts.media.items()
    }
    return replace(facts, bins=tuple(path for path in facts.bins if not _within(path, bin)), media=media)


def put_in(facts: Facts, keys: Collection[str], bin: str) -> Facts:
    """Put media into a bin, "" for none; a bin that there is not is made."""
    facts = with_bin(facts, bin) if bin else facts
    path = bin_path(bin) if bin else ""
    return replace(facts, media=_changed(facts.media, keys, bin=path))


def called(facts: Facts, keys: Collection[str], name: str) -> Facts:
    """Call media otherwise, "" for its file's name. Raises BadInput for a name that is too long."""
    if len(name) > LONGEST or not name.isprintable():
        hint = f"Give it 1 to {LONGEST} letters."
        raise BadInput(f"Call media '{name[:LONGEST]}'", "that is no name", hint=hint)
    return replace(facts, media=_changed(facts.media, keys, name=name.strip()))


def listed(facts: Facts, keys: Collection[str]) -> Facts:
    """Put media on the list."""
    return replace(facts, media=_changed(facts.media, keys, listed=True))


def unlisted(facts: Facts, keys: Collection[str]) -> Facts:
    """Take media out of the bins. What is known of it stays, for a clip that an undo brings back."""
    return replace(facts, media=_changed(facts.media, keys, listed=False, bin=""))


def _changed(
    media: Mapping[str, MediaEntry], keys: Collection[str], **changes: str | bool
) -> Mapping[str, MediaEntry]:
    return {
        key: replace(entry, **changes) if key in keys else entry  # type: ignore[arg-type]
        for key, entry in media.items()
    }


def _within(path: str, bin: str) -> bool:
    return path == bin or path.startswith(f"{bin}/")


def _moved(path: str, old: str, new: str) -> str:
    return new + path[len(old) :] if _within(path, old) else path


def _there(facts: Facts, bin: str, attempted: str) -> None:
    if bin not in facts.bins:
        known = ", ".join(facts.bins)
        raise BadInput(attempted, "there is no such bin", hint=f"There are: {known}." if known else "")
