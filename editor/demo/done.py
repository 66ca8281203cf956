"""What a demo has made, told at its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Any

from .desk import Made

CUT, MOVIE, SHEET, PROJECT, SAMPLE, STILLS = (
    "cut.otio",
    "finished.mp4",
    "takes.png",
    "project",
    "sample",
    "stills",
)
_ABOUT = {
    MOVIE: "the cut with its sound, each shot in its circled take",
    CUT: "the cut for an editing suite: the takes in it, the sources as alternates",
    SHEET: "every take beside its source, one frame of each",
    PROJECT: "the project: the graphs, the takes with their recipes, every step to undo",
    SAMPLE: "the shots, their true mattes, the music, what happens when",
    STILLS: "the still that gave a look, the frame that was painted over",
}


@dataclass(frozen=True, slots=True)
class Done:
    """Where everything of a demo is, what was left out, and what could not be done."""

    folder: Path
    project: Path
    otio: Path
    movie: Path | None
    sheet: Path | None
    made: tuple[Made, ...]
    problems: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    whole: bool = True

    @property
    def exit_code(self) -> int:
        """0 where the movie and every take were made, else 1."""
        return 0 if self.whole else 1

    def to_json(self) -> Mapping[str, Any]:
        """Return plain data."""
        return {
            "folder": str(self.folder),
            "project": str(self.project),
            "otio": str(self.otio),
            "movie": None if self.movie is None else str(self.movie),
            "sheet": None if self.sheet is None else str(self.sheet),
            "takes": [{"shot": each.shot, "take": each.take, "what": each.what} for each in self.made],
            "left_out": list(self.left_out),
            "problems": list(self.problems),
        }

    def text(self) -> str:
        """Return the takes, what lies where, and what to try next."""
        wide = max((len(each.shot) for each in self.made), default=0)
        takes = [f"  {each.shot:{wide}}  {each.take}  {each.what}" for each in self.made]
        lines = ["", "Takes, the last of each shot circled:", *takes] if takes else []
        lines += ["", f"In {self.folder}:", *self._content()]
        lines += [f"left out  {each}" for each in self.left_out]
        lines += [f"problem   {each}" for each in self.problems]
        return "\n".join([*lines, "", "Try next:", *(f"  {line}" for line in self._next())])

    def _content(self) -> Iterator[str]:
        for name, about in _ABOUT.items():
            place = self.folder / name
            if place.exists():
                yield f"  {name + ('/' if place.is_dir() else ''):13} {about}"
        if self.movie is None:
            yield "  (the movie could not be rendered, see below)"

    def _next(self) -> Iterator[str]:
        name = quote(self.made[0].shot) if self.made else "SHOT"
        project = quote(str(self.project))
        yield f"workprint {project}"
        yield f"workprint info {project}"
        yield f"workprint shot {project} {name} --add color.grade gain=0.8 gamma=1.2"
        yield f"workprint take {project} {name}"
        yield f"workprint takes {project} {name} --compare source t001 -o compare.mp4"
        yield f"workprint edit {project} undo"
