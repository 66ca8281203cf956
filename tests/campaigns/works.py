"""What is killed: each kind of command on a project, and where it writes."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from editor.document.layout import find_clip
from editor.document.project import open_project
from tests.campaigns.whole import is_whole_cut, is_whole_movie, is_whole_sequence
from tests.support.commands import run_command

GAINS = ("0.8", "1.1", "1.3", "1.6")
SHOTS = ("sh010", "sh020", "sh030")
Seen = tuple[tuple[Path, str], ...]


@dataclass(frozen=True, slots=True)
class Work:
    """A command to be killed.

    `watched` are folders and patterns of what appears or changes when it writes; `verb` the journal's word
    for the edit that it makes, "" for a command that makes none; `output` what it writes outside the
    project, and `whole` whether that is as it should be.
    """

    kind: str
    words: tuple[str, ...]
    project: Path
    watched: Seen
    verb: str = ""
    output: Path | None = None
    whole: Callable[[Path], bool] = Path.exists


@dataclass(frozen=True, slots=True)
class Bench:
    """A sample cut, a project of it for edits, one for takes and renders, and a place for what is made."""

    folder: Path
    cut: Path

    @property
    def edited(self) -> Path:
        """The project whose cut is edited."""
        return self.folder / "edited"

    @property
    def rendered(self) -> Path:
        """The project whose shots are taken, and which is exported and rendered."""
        return self.folder / "rendered"


def ran(*words: object) -> None:
    """Run a command that must succeed."""
    done = run_command(*words, timeout=120)
    assert done.code == 0, f"{' '.join(map(str, words))}: {done.err}"


def bench_of(folder: Path, cut: Path, project: Path) -> Bench:
    """Make a bench in a new folder, of a cut and a project of it as `make_sample_project` makes them."""
    folder.mkdir()
    bench = Bench(folder, cut)
    for place in (bench.edited, bench.rendered):
        shutil.copytree(project, place)
    return bench


def _new(bench: Bench, chance: random.Random) -> Work:
    place = bench.folder / "made"
    if place.exists():
        shutil.rmtree(place)
    aside = (".workprint-new-*", ".workprint-new-*/made/*", ".workprint-new-*/made/journal/*", "made")
    seen = tuple((bench.folder, pattern) for pattern in aside)
    return Work("new", ("new", str(place), "--from", str(bench.cut)), place, seen)


def _journaled(bench: Bench) -> Seen:
    return (bench.edited, "lock"), (bench.edited / "journal", "log"), (bench.edited, "cut.otio")


def _edit(bench: Bench, verb: str, *words: str) -> Work:
    command = ("edit", str(bench.edited), verb, *words)
    return Work(f"edit {verb}", command, bench.edited, _journaled(bench), verb)


def _other_clip(bench: Bench) -> str:
    """Put a clip of a name of its own at the head of the cut and return the name."""
    name = f"other{uuid4().hex}"
    ran("edit", bench.edited, "insert", bench.cut.parent / f"{SHOTS[2]}.mp4", f"name={name}", "at=0")
    return name


def _insert(bench: Bench, chance: random.Random) -> Work:
    media = str(bench.cut.parent / f"{chance.choice(SHOTS)}.mp4")
    return _edit(bench, "insert", media, f"at={chance.randrange(60)}", f"name=new{uuid4().hex}")


def _trim(bench: Bench, chance: random.Random) -> Work:
    return _edit(bench, "trim", _other_clip(bench), f"head={chance.randrange(1, 40)}")


def _split(bench: Bench, chance: random.Random) -> Work:
    return _edit(bench, "split", _other_clip(bench), f"at={chance.randrange(1, 90)}")


def _lift(bench: Bench, chance: random.Random) -> Work:
    return _edit(bench, "lift", _other_clip(bench))


def _undo(bench: Bench, chance: random.Random) -> Work:
    _other_clip(bench)
    return _edit(bench, "undo")


def _redo(bench: Bench, chance: random.Random) -> Work:
    _other_clip(bench)
    ran("edit", bench.edited, "undo")
    return _edit(bench, "redo")


def _shot(bench: Bench, chance: random.Random) -> Work:
    words = ("shot", str(bench.edited), SHOTS[0], "--set", "grade", f"gamma={chance.uniform(0.5, 2)}")
    return Work("shot", words, bench.edited, _journaled(bench), "shot")


def _circle(bench: Bench, chance: random.Random) -> Work:
    with open_project(bench.edited) as project:
        bare = find_clip(project.cut, SHOTS[0]).circled is None
    words = ("takes", str(bench.edited), SHOTS[0], "--circle", "t001" if bare else "none")
    return Work("circle", words, bench.edited, _journaled(bench), "circle" if bare else "uncircle")


def _take(bench: Bench, chance: random.Random) -> Work:
    shot, project = chance.choice(SHOTS[:2]), bench.rendered
    ran("shot", project, shot, "--set", "grade", f"gain={chance.choice(GAINS)}")
    ran("takes", project, shot, "--prune")
    place = project / "takes" / shot
    aside = (".making-*/take.mkv", ".making-*/poster.jpg", ".making-*/re*", "t*")
    seen = tuple((place, pattern) for pattern in aside)
    return Work("take", ("take", str(project), shot), project, seen)


def _export(bench: Bench, chance: random.Random) -> Work:
    place = bench.folder / "out.otio"
    words = ("export", str(bench.rendered), "-o", str(place))
    seen = tuple((bench.folder, pattern) for pattern in (".rendering-*", ".rendering-*/*", "out.otio"))
    return Work("export", words, bench.rendered, seen, "", place, is_whole_cut)


def _render(bench: Bench, name: str, last: int, whole: Callable[[Path], bool]) -> Work:
    place = bench.folder / name
    words = ("render", str(bench.rendered), "--range", f"0-{last}", "-o", str(place))
    aside = (".rendering-*/*", name) if "." in name else (".rendering-*/*/*", name)
    seen = tuple((bench.folder, pattern) for pattern in aside)
    return Work(f"render {name}", words, bench.rendered, seen, "", place, whole)


def _mkv(bench: Bench, chance: random.Random) -> Work:
    return _render(bench, "out.mkv", 119, lambda path: is_whole_movie(path, 120, sound=True))


def _mp4(bench: Bench, chance: random.Random) -> Work:
    return _render(bench, "out.mp4", 119, lambda path: is_whole_movie(path, 120, sound=True))


def _pictures(bench: Bench, chance: random.Random) -> Work:
    place = bench.folder / "pictures"
    if place.exists():
        shutil.rmtree(place)
    return _render(bench, "pictures", 23, lambda path: is_whole_sequence(path, 24))


MAKERS: tuple[Callable[[Bench, random.Random], Work], ...] = (
    _take, _new, _insert, _take, _mkv, _trim, _take, _split, _export, _take, _lift, _mp4, _take, _undo,
    _shot, _take, _redo, _pictures, _take, _circle,
)  # fmt: skip
"""Every kind of command, those that write longest more often; the numbers of kills go round them."""
