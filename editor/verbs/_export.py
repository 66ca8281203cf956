"""`export`: the cut for another suite, and what it could not carry."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from editor.compile.plate import Offline, plate_of
from editor.document.edits.takes import key_of
from editor.document.layout import walk
from editor.document.model import Clip, Cut, Item, MediaReference, Stack, Track, Unknown
from editor.document.opened import Project
from editor.exchange.conform import reference_key
from editor.exchange.paths import readings
from editor.exchange.write import write_cut
from editor.takes.circled import staleness
from nodes.api.errors import BadInput
from nodes.engine.client import Engine
from nodes.media.refs import FileRef

from .outputs import output_path, write_output
from .support import an_engine

_KNOWN_ENDINGS = (".otio",)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, what the file could not carry, and what the person should know."""

    output: Path
    clips: int
    takes: int
    losses: tuple[str, ...]
    warnings: tuple[str, ...]

    def to_json(self) -> Mapping[str, Any]:
        """Return plain data."""
        return {
            "output": str(self.output),
            "clips": self.clips,
            "takes": self.takes,
            "losses": list(self.losses),
            "warnings": list(self.warnings),
        }

    def text(self) -> str:
        """Return a line, and one for each loss."""
        lines = [f"{self.output}: {self.clips} clips, {self.takes} of them show a take"]
        lines += [f"lost: {loss}" for loss in self.losses] or ["nothing was lost"]
        return "\n".join(lines)


def export(
    project: Project,
    output: str | Path,
    *,
    active_only: bool = False,
    check_stale: bool = True,
    engine: Engine | None = None,
) -> Exported:
    """Write the cut as OTIO: circled takes active, sources and starred takes as alternates.

    What other programs wrote is put back as it was. Paths of media that was found are written so that
    they hold from where the file lies; `active_only` leaves alternates out, for readers that keep one
    reference. Stale takes are exported as they are and warned of. Raises BadInput for another ending.
    """
    attempted = f"Export to '{output}'"
    place = output_path(output, attempted)
    if place == project.cut_path or (place.exists() and place.samefile(project.cut_path)):
        raise BadInput(attempted, "that is the project's own cut", hint="Name another file.")
    if place.suffix.lower() not in _KNOWN_ENDINGS:
        raise BadInput(
            attempted, f"'{place.suffix}' cannot be written yet", hint="Name a file that ends in .otio."
        )
    losses: list[str] = []
    stack = _rebuilt(project, project.cut.stack, place.parent, active_only, losses)
    assert isinstance(stack, Stack)
    cut: Cut = replace(project.cut, stack=stack)
    write_output(place, write_cut(cut, portable=False).encode(), attempted)
    clips = [here.item for here in walk(project.cut) if isinstance(here.item, Clip)]
    warnings = list(_offline(project, clips))
    if check_stale:
        warnings += _stale(project, clips, engine)
    shown = sum(clip.circled is not None for clip in clips)
    return Exported(place, len(clips), shown, tuple(losses), tuple(warnings))


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
            waiting.extend((child, False) for child in item.items)
    return finished[id(root)]


def _clip(project: Project, clip: Clip, folder: Path, active_only: bool, losses: list[str]) -> Clip:
    references = {key: _reachable(project, reference, folder) for key, reference in clip.references.items()}
    if active_only and len(references) > 1 and clip.active in references:
        dropped = len(references) - 1
        losses.append(f"{_named(clip)}: {dropped} alternate media references left out")
        references = {clip.active: references[clip.active]}
    same = all(references.get(key) is value for key, value in clip.references.items())
    return clip if same else replace(clip, references=references)


def _reachable(project: Project, reference: MediaReference, folder: Path) -> MediaReference:
    """Return a reference whose path holds from the file's folder; one that already does is left as it is."""
    target = _target(project, reference)
    if target is None:
        return reference
    is_folder = reference.kind == "sequence"
    if _points_at(reference.url, folder, target):
        return reference
    inside = target.is_relative_to(folder)
    url = os.path.relpath(target, folder) if inside else str(target)
    return replace(reference, url=url + "/" if is_folder else url)


def _target(project: Project, reference: MediaReference) -> Path | None:
    """Return where a reference's media really is, None where that is not known."""
    entry = project.media.get(reference_key(reference))
    if entry is not None:
        return Path(entry.ref.path if isinstance(entry.ref, FileRef) else entry.ref.folder)
    ours = reference.metadata.get("workprint")
    if isinstance(ours, Mapping) and "take" in ours:
        return project.folder / reference.url
    return None


def _points_at(url: str, folder: Path, target: Path) -> bool:
    places = (folder / said.path for said in readings(url) if said.kind in ("absolute", "relative"))
    return any(place.resolve() == target.resolve() for place in places)


def _offline(project: Project, clips: list[Clip]) -> Iterator[str]:
    for clip in clips:
        try:
            plate_of(project, clip)
        except Offline as error:
            yield f"{_named(clip)}: {error.why}"


def _stale(project: Project, clips: list[Clip], engine: Engine | None) -> list[str]:
    circled = [clip for clip in clips if clip.circled is not None and key_of(clip, clip.circled)]
    if not circled:
        return []
    found = []
    with an_engine(engine) as running:
        for clip in circled:
            state = staleness(project, clip, running)
            if state.is_stale is None:
                found.append(f"{_named(clip)}: whether its take {clip.circled} is stale cannot be told")
            elif state.is_stale:
                found.append(f"{_named(clip)}: its take {clip.circled} is stale: {state.why}")
    return found


def _named(clip: Clip) -> str:
    return f"clip '{clip.name}' ({clip.id})"
