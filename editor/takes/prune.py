"""Removing takes that nobody wants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from editor.document.edits.takes import shot_of
from editor.document.keep import writable
from editor.document.layout import walk
from editor.document.model import Clip, Cut
from editor.document.opened import Project
from editor.document.tree import ours
from editor.exchange.sniff import read_file
from nodes.api.errors import BadInput

from .store import remove, sweep, takes_of


def prune(project: Project, clips: Sequence[Clip]) -> tuple[str, ...]:
    """Remove the takes of the clips' shots that no clip circles or stars; return which (`shot/take`).

    Every cut in the project folder counts. Takes of clips that were lifted are left alone, so that an
    undo finds them. Raises Failed for a project that is not open for writing, SaveFailed.
    """
    writable(project, "Prune takes")
    sweep(project.folder)
    used = used_takes(project)
    gone = []
    for shot in dict.fromkeys(shot_of(clip) for clip in clips):
        for take in takes_of(project.folder, shot):
            if (shot, take.id) not in used:
                remove(take)
                gone.append(f"{shot}/{take.id}")
    return tuple(gone)


def used_takes(project: Project) -> frozenset[tuple[str, str]]:
    """Return shot and take of every take that a cut of the project circles or stars."""
    return frozenset(_used(project))


def _used(project: Project) -> Iterator[tuple[str, str]]:
    """Yield shot and take of every reference to a take in the project's cuts."""
    for cut in (project.cut, *_other_cuts(project)):
        for here in walk(cut):
            for reference in here.item.references.values() if isinstance(here.item, Clip) else ():
                block = ours(reference.metadata)
                if "take" in block:
                    yield str(block.get("shot")), str(block["take"])


def _other_cuts(project: Project) -> Iterator[Cut]:
    for path in sorted(project.folder.glob("*.otio")):
        if path != project.cut_path:
            try:
                yield read_file(path)
            except BadInput:
                # No cut that could refer to anything.
                continue
