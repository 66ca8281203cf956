"""Kill commands at random moments of their work and look at what is left.

`python -m tests.campaigns.kills [--count N] [--seed S] [--resume FILE] [--report FILE]`: each kill is a
command of the command line as a real process, killed with SIGKILL (itself, its engine, or both) at a
moment drawn from the time it takes or from the files it begins to write. Afterwards the project must
open with all but the edit in flight, list only whole takes, hold no half-written file; nothing may run
on, and the same command, run again, must succeed and leave nothing lying about. With `--resume` each
kill is a line of FILE, and those that are there already are not done again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from nodes.api.errors import WorkprintError
from tests.campaigns.killing import aimed, killed
from tests.campaigns.outcome import Kill, line_of, report
from tests.campaigns.state import changed_takes, lost, state_of
from tests.campaigns.works import MAKERS, Bench, Work, bench_of
from tests.support.commands import run_command
from tests.support.sample import make_sample_project

LEFTOVERS = (".making-*", ".rendering-*", ".*workprint-*", "*.partial")


def usual_times(bench: Bench) -> dict[str, float]:
    """Return how long each kind of command takes when nobody disturbs it."""
    times = {}
    for make in dict.fromkeys(MAKERS):
        work = make(bench, random.Random(0))
        done = run_command(*work.words, timeout=120)
        assert done.code == 0, f"{work.kind}: {done.err}"
        times[work.kind] = done.seconds
    return times


def kill_once(
    bench: Bench, number: int, seed: str, times: Mapping[str, float], looks: dict[str, str]
) -> Kill:
    """Do the kill of that number and say what was found."""
    chance = random.Random(f"{seed}-{number}")
    work = MAKERS[number % len(MAKERS)](bench, chance)
    before = state_of(work.project)
    old = _content(work.output)
    shot = aimed(work, times[work.kind], chance)
    command, met = killed(work, shot)
    with command:
        faults = [f"processes {left} live on" for left in [command.survivors(_patience(shot.victim))] if left]
        ran = command.end()
    if "Traceback" in ran.err or "fault in Workprint" in ran.err:
        faults.append(f"it said: {ran.err[-300:]}")
    acknowledged = ran.out.rstrip().endswith("\n}") and "error" not in ran.document
    try:
        seen = state_of(work.project)
        after = state_of(work.project, write=True)
    except (WorkprintError, AssertionError) as error:
        return Kill(number, work.kind, str(shot), met, ran.code, "", (*faults, f"it does not open: {error}"))
    came = "nothing"
    if seen is not None and after is not None:
        if (seen.cut, seen.edits) != (after.cut, after.edits):
            faults.append("it opens otherwise for reading than for writing")
        if before is not None:
            faults += lost(before, after, work, acknowledged=acknowledged)
            came = "edit" if len(after.edits) > len(before.edits) else came
            came = "take" if len(after.takes) > len(before.takes) else came
        faults += changed_takes(before, after, looks)
        came = "project" if before is None else came
    new = _content(work.output)
    if work.output is not None and new not in (None, old):
        came = "output"
        if not work.whole(work.output):
            faults.append(f"{work.output.name} is half written")
    if work.output is not None and new is None and old is not None:
        faults.append(f"{work.output.name} is gone")
    faults += _afterwards(bench, work)
    return Kill(number, work.kind, str(shot), met, ran.code, came, tuple(faults))


def _patience(victim: str) -> float:
    """Return how long anything may run on: a command whose engine was killed goes on with another."""
    return 90.0 if victim == "engine" else 2.0


def _content(place: Path | None) -> str | None:
    if place is None or not place.exists():
        return None
    files = sorted(place.iterdir()) if place.is_dir() else [place]
    made = hashlib.blake2b()
    for file in files:
        made.update(file.name.encode() + file.read_bytes())
    return made.hexdigest()


def _afterwards(bench: Bench, work: Work) -> Iterator[str]:
    """Yield what is wrong once the same command was run to its end: an edit, which is not, is looked at."""
    if work.output is not None and work.output.is_dir():
        shutil.rmtree(work.output)
    made = work.kind == "new" and work.project.exists()
    again = ("info", str(work.project)) if work.verb or made else work.words
    done = run_command(*again, timeout=120)
    if done.code:
        yield f"{' '.join(again)} then fails: {done.err[-300:]}"
    if work.output is not None and not work.whole(work.output):
        yield f"{work.output.name} is not whole after another go"
    left = [path for pattern in LEFTOVERS for path in bench.folder.rglob(pattern)]
    runs = Path(os.environ["XDG_CACHE_HOME"]) / "workprint" / "run"
    left += [path for path in runs.iterdir() if path.name != "lock"] if runs.is_dir() else []
    if left:
        yield f"left behind: {', '.join(str(path) for path in left)}"
    for path in left:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def campaign(bench: Bench, numbers: range, seed: str, log: Path | None = None) -> list[Kill]:
    """Do the kills of those numbers, but for those that `log` tells of already, and return them all."""
    known = {}
    if log is not None and log.exists():
        for line in log.read_text("utf-8").splitlines():
            data = json.loads(line)
            known[data["number"]] = Kill(**data | {"faults": tuple(data["faults"])})
    times = usual_times(bench)
    looks: dict[str, str] = {}
    for number in numbers:
        if number in known:
            continue
        known[number] = done = kill_once(bench, number, seed, times, looks)
        if log is not None:
            with log.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(done)) + "\n")
        print(line_of(done), flush=True)
    return [known[number] for number in numbers]


def main() -> int:
    """Run the campaign and return 1 where anything was found."""
    parser = argparse.ArgumentParser(description="Kill commands at random moments and look at what is left.")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--resume", type=Path, metavar="FILE", help="a line a kill, kept between runs")
    parser.add_argument("--report", type=Path, metavar="FILE", help="also write the result as a table")
    args = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="workprint-kills-") as name:
        folder = Path(name)
        os.environ |= {"HOME": name, "XDG_CACHE_HOME": str(folder / "cache")}
        done = run_command("demo", "--short", "--out", folder / "demo", timeout=300)
        assert done.code == 0, done.err
        cut = folder / "demo" / "sample" / "sample.otio"
        make_sample_project(folder / "project", cut)
        bench = bench_of(folder / "bench", cut, folder / "project")
        kills = campaign(bench, range(args.count), args.seed, args.resume)
    text = report(kills, args.seed, time.monotonic() - begun)
    print(text)
    if args.report is not None:
        args.report.write_text(text, "utf-8")
    return int(any(kill.faults for kill in kills))


if __name__ == "__main__":
    raise SystemExit(main())
