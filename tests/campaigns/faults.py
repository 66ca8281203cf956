"""Let every n-th write, fsync and rename of a command fail, one after another, and look at what is left.

`python -m tests.campaigns.faults [--kinds KIND …] [--most N] [--report FILE]`: each command runs once
to see which calls it makes below its folder, itself and its engine; then once for every call, which
fails with "no space left" or "input/output error", alone or with all later ones. Afterwards the project
must open, for reading and for writing, in its old or its new state; takes that are listed must be whole,
what is written outside absent, as it was, or whole; the message must be one of ours; and the command
must succeed when it is run again.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import platform
import random
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nodes.api.errors import WorkprintError
from tests.campaigns.kills import LEFTOVERS
from tests.campaigns.state import State, changed_takes, lost, state_of
from tests.campaigns.works import MAKERS, Bench, Work, bench_of
from tests.support.commands import ROOT, Ran, run_command
from tests.support.sample import make_sample_project, make_small_sample

SITE = Path(__file__).with_name("failing")
_BY_FFMPEG = ("mp4",)
"""Commands whose writing is FFmpeg's, as another's is already."""

_CODES = (errno.ENOSPC, errno.EIO)


@dataclass(frozen=True, slots=True)
class Fault:
    """A call that was made to fail: whose, which, how, and what was found wrong."""

    kind: str
    who: str
    number: int
    call: str
    how: str
    code: int
    came: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bed:
    """A command on a bench that is put back before each run, and the state it is in then."""

    bench: Bench
    work: Work
    before: State | None
    kept: Path

    def put_back(self) -> None:
        """Put the bench back as it was."""
        shutil.rmtree(self.bench.folder)
        shutil.copytree(self.kept, self.bench.folder)


def beds(folder: Path, cut: Path, project: Path, kinds: Sequence[str] = ()) -> Iterator[Bed]:
    """Yield a bed for every kind of command that writes with calls of Python's."""
    for make in dict.fromkeys(MAKERS):
        name = make.__name__.removeprefix("_")
        if name in _BY_FFMPEG or (kinds and name not in kinds):
            continue
        bench = bench_of(folder / f"bench-{name}", cut, project)
        work = make(bench, random.Random(1))
        kept = folder / f"kept-{name}"
        shutil.copytree(bench.folder, kept)
        yield Bed(bench, work, state_of(work.project), kept)
        shutil.rmtree(bench.folder)
        shutil.rmtree(kept)


def failing(
    bed: Bed, who: str, number: int, log: Path, *, code: int = errno.EIO, sticky: bool = False
) -> Ran:
    """Run the command of a bed with a call that fails; what it called is in the log."""
    log.unlink(missing_ok=True)
    said = {"who": who, "number": number, "code": code, "sticky": sticky, "log": str(log)}
    env = {
        "PYTHONPATH": f"{SITE}{os.pathsep}{ROOT}",
        "WORKPRINT_FAIL": json.dumps(said | {"folder": str(bed.bench.folder)}),
    }
    return run_command(*bed.work.words, env=env, timeout=120)


def calls_of(bed: Bed, who: str, log: Path) -> list[str]:
    """Return the calls that the command makes when none fails."""
    bed.put_back()
    done = failing(bed, who, 0, log)
    assert done.code == 0, done.err
    return log.read_text("utf-8").splitlines() if log.exists() else []


def fail_once(bed: Bed, who: str, number: int, call: str, log: Path) -> Fault:
    """Let one call fail and say what was found."""
    bed.put_back()
    code, sticky = _CODES[number % 2], number % 3 == 0
    ran = failing(bed, who, number, log, code=code, sticky=sticky)
    faults = []
    if "Traceback" in ran.err or "fault in Workprint" in ran.err:
        faults.append(f"it said: {ran.err[-300:]}")
    if ran.code not in (0, 1, 2) or (ran.code and "workprint: " not in ran.err):
        faults.append(f"it ended with {ran.code}: {ran.err[-300:]}")
    came = ""
    try:
        state_of(bed.work.project)
        after = state_of(bed.work.project, write=True)
    except (WorkprintError, AssertionError) as error:
        faults.append(f"it does not open: {error}")
    else:
        came = "old" if after == bed.before else "new"
        faults += _judged(bed, ran, after)
    how = f"{errno.errorcode[code]}{' from then on' if sticky else ''}"
    return Fault(bed.work.kind, who, number, call, how, ran.code, came, tuple(faults))


def _judged(bed: Bed, ran: Ran, after: State | None) -> Iterator[str]:
    work = bed.work
    if bed.before is not None and after is not None:
        yield from lost(bed.before, after, work, acknowledged=ran.code == 0)
    if after is not None:
        yield from changed_takes(bed.before, after, {})
    if work.output is not None and work.output.exists() and not work.whole(work.output):
        yield f"{work.output.name} is half written"
    again = work.words
    if (work.kind == "new" and work.project.exists()) or work.verb:
        again = ("info", str(work.project))
    if work.output is not None and work.output.is_dir():
        shutil.rmtree(work.output)
    done = run_command(*again, timeout=120)
    if done.code:
        yield f"{' '.join(again)} then fails: {done.err[-300:]}"
    if left := [str(path) for pattern in LEFTOVERS for path in bed.bench.folder.rglob(pattern)]:
        yield f"left behind: {', '.join(left)}"


def campaign(folder: Path, kinds: Sequence[str] = (), most: int | None = None) -> Iterator[Fault]:
    """Let every call of every kind of command fail, or `most` of each, spread over it; `folder` is new."""
    folder.mkdir(parents=True, exist_ok=True)
    cut = make_small_sample(folder / "sample")
    make_sample_project(folder / "project", cut)
    for bed in beds(folder, cut, folder / "project", kinds):
        yield from failures(bed, folder / "log", most)


def failures(bed: Bed, log: Path, most: int | None = None) -> Iterator[Fault]:
    """Let every call of one command fail, or `most` of them, spread over it."""
    for who in ("cli", "engine"):
        calls = calls_of(bed, who, log)
        step = 1 if most is None else max(1, -(-len(calls) // most))
        for number in range(1, len(calls) + 1, step):
            yield fail_once(bed, who, number, calls[number - 1], log)


def main() -> int:
    """Run the campaign and return 1 where anything was found."""
    parser = argparse.ArgumentParser(description="Let every n-th write, fsync and rename fail.")
    parser.add_argument("--kinds", nargs="*", default=())
    parser.add_argument("--most", type=int, metavar="N", help="calls of each, spread over it")
    parser.add_argument("--report", type=Path, metavar="FILE", help="also write the result as a table")
    args = parser.parse_args()
    begun = time.monotonic()
    found = []
    with tempfile.TemporaryDirectory(prefix="workprint-faults-") as name:
        os.environ |= {"HOME": name, "XDG_CACHE_HOME": str(Path(name) / "cache")}
        for fault in campaign(Path(name) / "work", args.kinds, args.most):
            found.append(fault)
            print(
                *(fault.kind, fault.who, fault.number, fault.call, fault.how, fault.code, fault.came), end=" "
            )
            print(*fault.faults, flush=True)
    text = report(found, time.monotonic() - begun)
    print(text)
    if args.report is not None:
        args.report.write_text(text, "utf-8")
    return int(any(fault.faults for fault in found))


def report(found: Sequence[Fault], seconds: float) -> str:
    """Return the result as Markdown: a row for each command and process, then every fault."""
    rows = []
    for kind, who in dict.fromkeys((fault.kind, fault.who) for fault in found):
        ours = [fault for fault in found if (fault.kind, fault.who) == (kind, who)]
        calls = [sum(fault.call.startswith(call) for fault in ours) for call in ("write", "fsync", "rename")]
        states = [sum(fault.came == came for fault in ours) for came in ("old", "new")]
        cells = (kind, who, len(ours), *calls, sum(fault.code == 0 for fault in ours), *states)
        rows.append("| " + " | ".join(map(str, (*cells, sum(bool(fault.faults) for fault in ours)))) + " |")
    bad = [fault for fault in found if fault.faults]
    lines = [
        "# Failing calls",
        "",
        f"`python -m tests.campaigns.faults`: {len(found)} writes, fsyncs and renames failed, each in a run",
        f"of its own, {len(bad)} of them with anything wrong afterwards; {seconds / 60:.0f} minutes on",
        f"{platform.system()}, Python {platform.python_version()}.",
        "",
        'A call failed with "no space left" or "input/output error", alone or with all later ones. After',
        "each the project opens, for reading and for writing, in its old or its new state; every take",
        "that is listed decodes to its end; what is written outside is absent or whole; the message is one",
        "of ours; the command, run again, succeeds, and nothing is left lying about. *done*: the command",
        "succeeded all the same.",
        "",
        "| command | process | runs | write | fsync | rename | done | old | new | faults |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        *rows,
        "",
        *(f"    {fault.kind} {fault.who} {fault.number} {fault.call}: {fault.faults}" for fault in bad),
    ]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
