"""`export`: the cut for another suite, and what it could not carry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from editor.compile.plate import Offline, plate_of
from editor.document.edits.takes import key_of
from editor.document.layout import walk
from editor.document.model import Clip
from editor.document.opened import Project
from editor.exchange.write import write_cut
from editor.takes.circled import draft_note, staleness
from nodes.api.errors import BadInput
from nodes.engine.client import Engine

from .handed_over import handed_over, named
from .licences import Terms, terms_of
from .outputs import output_path, write_output
from .support import an_engine

_KNOWN_ENDINGS = (".otio",)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, what the file could not carry, and what the person should know.

    `terms` are those of the models that made what is handed over.
    """

    output: Path
    clips: int
    takes: int
    losses: tuple[str, ...]
    warnings: tuple[str, ...]
    terms: tuple[Terms, ...] = ()

    def to_json(self) -> Mapping[str, Any]:
        """Return plain data."""
        return {
            "output": str(self.output),
            "clips": self.clips,
            "takes": self.takes,
            "losses": list(self.losses),
            "warnings": list(self.warnings),
            "licences": [each.to_json() for each in self.terms],
        }

    def text(self) -> str:
        """Return a line, and one for each loss and warning."""
        lines = [f"{self.output}: {self.clips} clips, {self.takes} of them show a take"]
        lines += [f"lost: {loss}" for loss in self.losses] or ["nothing was lost"]
        lines += [f"licence: {each.text()}" for each in self.terms]
        lines += [f"warning: {warning}" for warning in self.warnings]
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
    cut = handed_over(project, place.parent, losses, active_only=active_only)
    write_output(place, write_cut(cut, portable=False).encode(), attempted)
    clips = [here.item for here in walk(project.cut) if isinstance(here.item, Clip)]
    warnings = list(_offline(project, clips))
    warnings += [f"{named(clip)}: {note}" for clip in clips if (note := draft_note(project, clip))]
    if check_stale:
        warnings += _stale(project, clips, engine)
    shown = sum(clip.circled is not None for clip in clips)
    terms = tuple(terms_of(project, clips))
    warnings += [f"not free for all commercial work: {each.text()}" for each in terms if not each.is_free]
    return Exported(place, len(clips), shown, tuple(losses), tuple(warnings), terms)


def _offline(project: Project, clips: list[Clip]) -> Iterator[str]:
    for clip in clips:
        try:
            plate_of(project, clip)
        except Offline as error:
            yield f"{named(clip)}: {error.why}"


def _stale(project: Project, clips: list[Clip], engine: Engine | None) -> list[str]:
    circled = [clip for clip in clips if clip.circled is not None and key_of(clip, clip.circled)]
    if not circled:
        return []
    found = []
    with an_engine(engine) as running:
        for clip in circled:
            state = staleness(project, clip, running)
            if state.is_stale is None:
                found.append(f"{named(clip)}: whether its take {clip.circled} is stale cannot be told")
            elif state.is_stale:
                found.append(f"{named(clip)}: its take {clip.circled} is stale: {state.why}")
    return found
