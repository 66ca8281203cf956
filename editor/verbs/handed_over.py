"""A cut whose paths hold from where its file will lie."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from editor.compile.media import entry_for, place_of
from editor.document.model import Clip, Cut, Item, MediaReference, Stack, Track, Unknown
from editor.document.opened import Project
from editor.document.tree import ours
from editor.exchange.paths import readings

from .urls import url_of


def handed_over(project: Project, folder: Path, losses: list[str], *, active_only: bool) -> Cut:
    """Return the project's cut with paths that hold in `folder`; `losses` gets what a reader will not see.

    A path that another program wrote and that holds there is left as it was written. `active_only`
    leaves alternate references out.
    """
    stack = _rebuilt(project, project.cut.stack, folder, active_only, losses)
    assert isinstance(stack, Stack)
    return replace(project.cut, stack=stack)


def _rebuilt(project: Project, root: Item, folder: Path, active_only: bool, losses: list[str]) -> Item:
    """Return the tree with every clip's references as the file is to have them; depth is the file's own."""
    finished: dict[int, Item] = {}
    waiting: list[tuple[Item, bool]] = [(root, False)]
    while waiting:
        item, ready = waiting.pop()
        if isinstance(item, Clip):
            finished[id(item)] = _clip(project, item, folder, active_only, losses)
        elif not isinstance(item, Track | Stack):
            finished[id(item)] = item
            if isinstance(item, Unknown):
                losses.append(f"'{item.name}': plain readers of OTIO do not know its schema {item.schema}")
        elif ready:
            made = tuple(finished[id(child)] for child in item.items)
            same = all(one is other for one, other in zip(made, item.items, strict=True))
            finished[id(item)] = item if same else replace(item, items=made)
        else:
            waiting.append((item, True))
            waiting.extend((child, False) for child in reversed(item.items))
    return finished[id(root)]


def _clip(project: Project, clip: Clip, folder: Path, active_only: bool, losses: list[str]) -> Clip:
    references = {key: _reachable(project, reference, folder) for key, reference in clip.references.items()}
    if active_only and len(references) > 1 and clip.active in references:
        dropped = len(references) - 1
        losses.append(f"{named(clip)}: {dropped} alternate media references left out")
        references = {clip.active: references[clip.active]}
    same = all(references.get(key) is value for key, value in clip.references.items())
    return clip if same else replace(clip, references=references)


def _reachable(project: Project, reference: MediaReference, folder: Path) -> MediaReference:
    """Return a reference whose path holds from the file's folder; one that already does is left as it is."""
    target = _target(project, reference)
    if target is None:
        return reference
    if _points_at(reference.url, folder, target):
        return reference
    return replace(reference, url=url_of(target, folder, is_folder=reference.kind == "sequence"))


def _target(project: Project, reference: MediaReference) -> Path | None:
    """Return where a reference's media really is, None where that is not known."""
    entry = entry_for(project, reference)
    if entry is not None:
        return Path(place_of(entry.ref))
    if "take" in ours(reference.metadata):
        places = [project.folder / said.path for said in readings(reference.url)]
        return next((place for place in places if place.exists()), None)
    return None


def _points_at(url: str, folder: Path, target: Path) -> bool:
    places = (folder / said.path for said in readings(url) if said.kind in ("absolute", "relative"))
    return any(place.resolve() == target.resolve() for place in places)


def named(clip: Clip) -> str:
    """Return what to call a clip in a message."""
    return f"clip '{clip.name}' ({clip.id})"
