"""On which terms the takes of a cut were made: the licences of the models that made them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from editor.document.edits.takes import shot_of
from editor.document.model import Clip
from editor.document.opened import Project
from editor.exchange.tokens import plain
from editor.takes.store import Take, takes_of

from .handed_over import named


@dataclass(frozen=True, slots=True)
class Terms:
    """A clip's take that a model helped to make, and that model's licence."""

    clip: str
    take: str
    model: str
    licence: Mapping[str, Any]

    @property
    def is_free(self) -> bool:
        """Whether the model is free for any commercial work."""
        return self.licence.get("commercial") is True

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {"clip": self.clip, "take": self.take, "model": self.model, "licence": dict(self.licence)}

    def text(self) -> str:
        """Return a line for people: the clip, the take, the model and its terms."""
        said = self.licence.get("title") or self.licence.get("id") or "unstated terms"
        limits = (
            "" if self.is_free else f"; {self.licence.get('limits') or 'not free for all commercial work'}"
        )
        return f"{self.clip}: take {self.take} was made with {self.model} ({said}{limits})"


def terms_of(project: Project, clips: Iterable[Clip]) -> Iterator[Terms]:
    """Yield the terms of the takes that go into an export: those that are circled or starred."""
    for clip in clips:
        wanted = {clip.circled, *clip.starred}
        for take in takes_of(project.folder, shot_of(clip)):
            if take.id in wanted:
                yield from _of_take(clip, take)


def _of_take(clip: Clip, take: Take) -> Iterator[Terms]:
    told = plain(take.record.get("models"))
    licences = {
        str(each["model"]): each["licence"]
        for each in (told if isinstance(told, list) else ())
        if isinstance(each, Mapping) and isinstance(each.get("licence"), Mapping)
    }
    for model, licence in sorted(licences.items()):
        yield Terms(named(clip), take.id, model, licence)
