"""An edit as a person asks for it, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from editor.compile.plate import media_lookup
from editor.document.layout import cut_duration, find_clip
from editor.document.model import Clip, Cut
from editor.document.opened import Project
from editor.document.project import commit
from nodes.api.errors import BadInput
from nodes.api.times import Time
from nodes.engine.client import Engine

from .said import moment

_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_MOST_FRAMES = 10**9


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did: the project as it is then, in words, whether anything changed."""

    project: Project
    verb: str
    said: str
    changed: bool = True

    def to_json(self) -> Mapping[str, Any]:
        """Return plain data."""
        duration = cut_duration(self.project.cut, media_lookup(self.project))
        return {
            "edit": self.verb,
            "said": self.said,
            "changed": self.changed,
            "revision": self.project.revision,
            "duration": duration.to_json(),
            "frames": duration.ceil().frame,
        }

    def text(self) -> str:
        """Return one line."""
        return self.said


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for: an edit, its subject (a clip, or media), its settings as they were written."""

    project: Project
    verb: str
    subject: str | None
    settings: Mapping[str, str]
    engine: Engine | None = None

    @property
    def cut(self) -> Cut:
        """The cut as it is."""
        return self.project.cut

    @property
    def attempted(self) -> str:
        """What to say that was attempted."""
        return (
            f"Edit with '{self.verb}'"
            if self.subject is None
            else f"Edit '{self.subject}' with '{self.verb}'"
        )

    def of(self, project: Project) -> Wish:
        """Return the same wish for another state of the project."""
        return replace(self, project=project)

    def clip(self) -> Clip:
        """Return the clip that is named. Raises BadInput."""
        if self.subject is None:
            raise BadInput(self.attempted, "no clip is named", hint="Name a clip, by name or id.")
        return find_clip(self.cut, self.subject)

    def need(self, key: str) -> str:
        """Return a setting that the edit cannot do without. Raises BadInput."""
        if key not in self.settings:
            raise BadInput(self.attempted, f"'{key}' is not given", hint=f"Add {key}=….")
        return self.settings[key]

    def time(self, key: str) -> Time:
        """Return a setting as cut time: a frame, or a timecode of the cut. Raises BadInput."""
        zero = self.cut.start or Time.zero(self.cut.rate)
        return moment(self.need(key), self.cut.rate, zero, f"{self.attempted}, {key}")

    def frames(self, key: str) -> Time:
        """Return a setting as a number of the cut's frames, 0 where it is not given. Raises BadInput."""
        text = self.settings.get(key, "0")
        try:
            count = int(text)
        except ValueError:
            count = _MOST_FRAMES
        if not -_MOST_FRAMES < count < _MOST_FRAMES:
            raise BadInput(self.attempted, f"{key}={text} is no number of frames", hint=f"Write {key}=12.")
        return Time(count, self.cut.rate)

    def flag(self, key: str) -> bool:
        """Return a setting as yes or no, no where it is not given. Raises BadInput."""
        text = self.settings.get(key, "no").lower()
        if text not in _YES:
            raise BadInput(self.attempted, f"{key}={text} is neither yes nor no", hint=f"Write {key}=yes.")
        return _YES[text]

    def kept(self, cut: Cut, said: str) -> Edited:
        """Keep the cut that the edit made."""
        args = {"clip": self.subject, **self.settings}
        project = commit(self.project, cut, self.verb, {k: v for k, v in args.items() if v is not None})
        changed = project.revision != self.project.revision
        return Edited(project, self.verb, said if changed else "Nothing changed.", changed)
