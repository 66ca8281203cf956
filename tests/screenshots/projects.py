"""The projects that are shown: each function makes one below a folder and returns where it is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from editor.document.edits.low import with_clip
from editor.document.project import commit, open_project
from editor.verbs import bins, edit, new, shot, take
from nodes.engine.client import Engine

LONG = "A very long name as some suites make them_v0012_FINAL_graded (copy of a copy)"
MANY = 400


def demo(place: Path) -> Path:
    """Return the project of the demo."""
    from editor.demo.work import demo as worked

    return worked(place / "workprint-demo").project


def empty(place: Path) -> Path:
    """Return a project with nothing in it."""
    made = new(place / "empty project")
    made.project.close()
    return made.project.folder


def graded(place: Path, name: str = "project") -> Path:
    """Return a project of three shots, the first with a grade and a take of it."""
    from tests.support.sample import make_small_sample

    cut = make_small_sample(place / "media", 320, 180)
    made = new(place / name, cut=cut)
    with made.project as project, engine() as running:
        kept = shot(project, "sh010", add=[["color.grade", "as=grade", "gain=1.2"]], engine=running).project
        take(kept, ["sh010"], engine=running)
    return made.project.folder


def named(place: Path) -> Path:
    """Return a project in which everything has a name that is far too long."""
    made = graded(place, f"Project {LONG}")
    extra = place / "media" / f"{LONG}.mp4"
    shutil.copy(place / "media" / "sh010.mp4", extra)
    with open_project(made, write=True) as project, engine() as running:
        kept = bins(project, "new", [f"Bin {LONG}"]).project
        kept = bins(kept, "add", [str(extra)], {"bin": f"Bin {LONG}"}, engine=running).project
        kept = shot(kept, "sh010", add=[["color.grade", f"as={LONG[:40].replace(' ', '_')}"]]).project
        for track in ("V1", "A1"):
            kept = edit(kept, "track", track, {"name": f"{track} {LONG}"}).project
        cut = kept.cut
        for clip in ("sh010", "sh020", "sh030"):
            cut = with_clip(cut, clip, name=f"{clip} {LONG}")
        commit(kept, cut, "rename", {})
    remarks = {"rating": 4, "note": f"A note: {LONG}, and so on, until nobody reads it any more"}
    (made / "takes" / "sh010" / "t001" / "remarks.json").write_text(json.dumps(remarks), "utf-8")
    return made


def many(place: Path) -> Path:
    """Return a project whose first shot has 400 takes, all with the first one's media."""
    made = graded(place)
    takes = made / "takes" / "sh010"
    first = takes / "t001"
    record, recipe = (json.loads((first / f"{name}.json").read_text()) for name in ("record", "recipe"))
    for number in range(2, MANY + 1):
        folder = takes / f"t{number:03d}"
        shutil.copytree(first, folder, copy_function=hard_link)
        seconds = 2 + number * 37 % 60
        made_at = f"2026-01-{1 + number // 60:02d}T10:{number % 60:02d}:00Z"
        told = {
            "record": record | {"made": made_at, "seconds": seconds},
            "recipe": recipe | {"seed": number},
            "measures": {"schema": 1, "values": {"warp": number * 17 % 101 / 2000, "detail": number / 500}},
        }
        for name, data in told.items():
            (folder / f"{name}.json").unlink(missing_ok=True)
            (folder / f"{name}.json").write_text(json.dumps(data), "utf-8")
        if number % 5 == 0:
            (folder / "remarks.json").write_text(json.dumps({"rating": number % 6}), "utf-8")
    return made


def hard_link(source: str, target: str) -> None:
    """Put a file where a copy is wanted, without its bytes."""
    Path(target).hardlink_to(source)


def missing(place: Path) -> Path:
    """Return a project whose third shot never had media, and whose second shot's was moved away."""
    from tests.support.sample import make_small_sample

    cut = make_small_sample(place / "media", 320, 180)
    (place / "elsewhere").mkdir()
    (place / "media" / "sh030.mp4").rename(place / "elsewhere" / "sh030.mp4")
    made = new(place / "project", cut=cut)
    made.project.close()
    (place / "media" / "sh020.mp4").rename(place / "elsewhere" / "sh020.mp4")
    return made.project.folder


def spoiled(place: Path) -> Path:
    """Return a project whose second shot has a grade, and media that is damaged in its midst."""
    from tests.support.sample import make_small_sample

    cut = make_small_sample(place / "media", 320, 180)
    movie = place / "media" / "sh020.mp4"
    whole = movie.read_bytes()
    third = len(whole) // 3
    movie.write_bytes(whole[:third] + bytes(third) + whole[2 * third :])
    made = new(place / "project", cut=cut)
    with made.project as project, engine() as running:
        shot(project, "sh020", add=[["color.grade", "as=grade", "gain=1.2"]], engine=running)
    return made.project.folder


def unreadable(place: Path) -> Path:
    """Return what was a project until somebody damaged it."""
    made = graded(place, "damaged project")
    (made / "project.json").write_text("{ this is no project", "utf-8")
    return made


def engine() -> Engine:
    """Return an engine of our own."""
    from editor.engine import start_engine

    return start_engine()
