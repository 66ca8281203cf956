"""Kill the window at random moments of somebody's work and look at what its next start finds.

`python -m tests.campaigns.window_kills [--count N] [--seed S] [--resume FILE] [--report FILE]`: each kill is
a real window (drawn nowhere) in which edits follow one another 3 to 60 ms apart (`window_session`), killed
with SIGKILL up to three seconds after the project was open. Then the project must open for reading and for
writing with one of the cuts that were on the screen, that was kept or a later one: at most the newest edit
may be lost. The next kill goes on with the project as it was found. With `--resume` each kill is a line of
FILE, and those that are there already are not done again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from editor.document.journal import digest
from editor.document.keep import encoded
from editor.document.project import open_project
from nodes.api.errors import WorkprintError
from tests.support.commands import run_command

LONGEST = 3.0
"""Seconds of work before the kill, at most."""
_AHEAD = 40
"""So many lines before the last that tells of something kept an undo may have been asked for."""


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: how many edits were shown and kept by then, how many are lost, what was found wrong."""

    number: int
    seconds: float
    shown: int
    kept: int
    lost: int
    faults: tuple[str, ...]


def kill_once(project: Path, number: int, seed: str, longest: float = LONGEST) -> Kill:
    """Do the kill of that number and say what was found."""
    seconds = random.Random(f"{seed}-{number}").uniform(0.0, longest)
    words = [sys.executable, "-m", "tests.campaigns.window_session", str(project), f"{seed}-{number}"]
    said: list[tuple[str, str]] = []
    opened = threading.Event()
    with subprocess.Popen(
        words,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as window:
        reader = threading.Thread(target=_hear, args=(window, said, opened))
        reader.start()
        try:
            came = opened.wait(120)
            time.sleep(seconds)
        finally:
            # Its children go with it: what runs on is another campaign's matter.
            os.killpg(window.pid, signal.SIGKILL)
            reader.join()
            errors = window.stderr.read() if window.stderr is not None else ""
    faults = [] if came else ["it never opened"]
    if "Traceback" in errors:
        faults.append(f"it said: {errors[-300:]}")
    shown, kept, lost, wrong = judged(project, said)
    return Kill(number, round(seconds, 3), shown, kept, lost, (*faults, *wrong))


def _hear(window: subprocess.Popen[str], said: list[tuple[str, str]], opened: threading.Event) -> None:
    assert window.stdout is not None
    for line in window.stdout:
        what, _, found = line.strip().partition(" ")
        # The last line may be cut short.
        if what in ("open", "shown", "kept", "asked") and line.endswith("\n"):
            said.append((what, found))
            if what == "open":
                opened.set()
    opened.set()


def judged(project: Path, said: Sequence[tuple[str, str]]) -> tuple[int, int, int, list[str]]:
    """Return how many edits were shown, kept and lost, and what is wrong with what is found."""
    found = []
    try:
        for write in (False, True):
            with open_project(project, write=write) as opened:
                found.append(digest(encoded(opened.cut)))
    except (WorkprintError, AssertionError) as error:
        return 0, 0, 0, [f"it does not open: {error}"]
    on_screen = [cut for what, cut in said if what in ("open", "shown")]
    kept = [cut for what, cut in said if what == "kept"]
    faults = [] if found[0] == found[1] else ["it opens otherwise for reading than for writing"]
    last_kept = max((place for place, (what, _) in enumerate(said) if what == "kept"), default=0)
    later = (
        [cut for what, cut in said[last_kept:] if what == "shown" and cut != kept[-1]] if kept else on_screen
    )
    asked = any(what == "asked" for what, _ in said[max(0, last_kept - _AHEAD) :])
    lost = 0
    if found[1] in later:
        lost = len(later) - 1 - max(place for place, cut in enumerate(later) if cut == found[1])
    elif kept and found[1] == kept[-1]:
        lost = len(later)
    elif not asked:
        # An undo that was asked for may be kept and not be told of yet; nothing else may.
        faults.append("it opens with a cut that nobody saw")
    if lost > 1:
        faults.append(f"{lost} edits are lost")
    return max(0, len(on_screen) - 1), len(kept), lost, faults


def campaign(project: Path, numbers: range, seed: str, log: Path | None = None) -> list[Kill]:
    """Do the kills of those numbers, but for those that `log` tells of already, and return them all."""
    known = {}
    if log is not None and log.exists():
        for line in log.read_text("utf-8").splitlines():
            data = json.loads(line)
            known[data["number"]] = Kill(**data | {"faults": tuple(data["faults"])})
    for number in numbers:
        if number in known:
            continue
        known[number] = done = kill_once(project, number, seed)
        if log is not None:
            with log.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(done)) + "\n")
        print(line_of(done), flush=True)
    return [known[number] for number in numbers]


def line_of(done: Kill) -> str:
    """Return one line of a kill."""
    faults = "; ".join(done.faults)
    told = f"{done.number:4} after {done.seconds:5.3f} s: {done.shown:3} shown, {done.kept:3} kept"
    return f"{told}, {done.lost} lost {faults}".rstrip()


def report(kills: Sequence[Kill], seed: str) -> str:
    """Return the result as Markdown."""
    shown, lost = sum(kill.shown for kill in kills), sum(kill.lost for kill in kills)
    bad = [kill for kill in kills if kill.faults]
    lines = [
        "# Kills of the window",
        "",
        f"`python -m tests.campaigns.window_kills --count {len(kills)} --seed {seed}`: {len(kills)} windows",
        f"killed with SIGKILL in the midst of {shown} edits, 3 to 60 ms apart; {len(bad)} of them with",
        "anything wrong afterwards.",
        "",
        "After each the project opens, for reading and for writing, with a cut that was on the screen (or an",
        "undo that was asked for and had not come there yet); no edit that was kept is lost, and at most the",
        f"newest that was shown: that happened {lost} times.",
        "",
        *(f"- {line_of(kill)}" for kill in bad),
    ]
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """Run the campaign and return 1 where anything was found."""
    parser = argparse.ArgumentParser(
        description="Kill the window at random moments and look at what is left."
    )
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--resume", type=Path, metavar="FILE", help="a line a kill, kept between runs")
    parser.add_argument("--report", type=Path, metavar="FILE", help="also write the result as a table")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="workprint-kills-") as name:
        homes = {"HOME": name, "XDG_CACHE_HOME": f"{name}/cache", "XDG_CONFIG_HOME": f"{name}/config"}
        os.environ |= homes
        done = run_command("demo", "--short", "--out", Path(name) / "demo", timeout=600)
        assert done.code == 0, done.err
        kills = campaign(Path(name) / "demo" / "project", range(args.count), args.seed, args.resume)
    text = report(kills, args.seed)
    if args.report is not None:
        args.report.write_text(text, "utf-8")
    print(text)
    return 1 if any(kill.faults for kill in kills) else 0


if __name__ == "__main__":
    sys.exit(main())
