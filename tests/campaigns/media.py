"""Read damaged media of every kind through the engine's process and look at what comes of it.

`python -m tests.campaigns.media [--count N] [--seed S] [--state FOLDER] [--report FILE]`: each case is a
small movie, sound or picture that was truncated, bit-flipped, spliced and the like; it is probed, its
first, middle and last picture are shown, sound is heard at both ends and drawn. Nothing may die, no
question may take longer than 10 s, and whatever cannot be read must be refused with a message. With
`--state` each case is a line of a file there, those that are there are not done again, and files that
something was wrong with are kept beside it.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from nodes.engine.client import Engine
from tests.campaigns.media_damage import damaged
from tests.campaigns.media_look import LIMIT, Look, Looker
from tests.campaigns.media_seeds import make_seeds

_TOLD = 100


@dataclass(frozen=True, slots=True)
class Case:
    """A damaged file: its number, what it was made of, how it was damaged."""

    number: int
    name: str
    how: str
    data: bytes


def cases(seeds: Mapping[str, Path], numbers: range, seed: str) -> Iterator[Case]:
    """Yield the cases of those numbers; each depends on its number and the seed alone."""
    held = {name: path.read_bytes() for name, path in seeds.items()}
    names = sorted(held)
    for number in numbers:
        chance = random.Random(f"{seed}-{number}")
        name = names[number % len(names)]
        data, how = damaged(held[name], held[chance.choice(names)], chance)
        yield Case(number, name, how, data)


def campaign(
    folder: Path, numbers: range, seed: str, known: Mapping[int, Look]
) -> Iterator[tuple[Case, Look]]:
    """Look at every case but those that are known; yield each with what came of it."""
    seeds = make_seeds(folder / "seeds")
    with Engine(folder / "run", cache_bytes=64 << 20) as engine:
        looker = Looker(engine, folder / "waveforms")
        for case in cases(seeds, numbers, seed):
            if case.number in known:
                continue
            path = folder / f"case{case.number}{Path(case.name).suffix}"
            path.write_bytes(case.data)
            look = looker.look(path)
            if look.faults:
                (folder / "kept").mkdir(exist_ok=True)
                (folder / "kept" / path.name).write_bytes(case.data)
            path.unlink()
            for drawn in (folder / "waveforms").glob("*"):
                drawn.unlink()
            yield case, look


def main() -> int:
    """Run the campaign and return 1 where anything was found."""
    parser = argparse.ArgumentParser(description="Read damaged media and look at what comes of it.")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--state", type=Path, metavar="FOLDER", help="kept between runs")
    parser.add_argument("--report", type=Path, metavar="FILE", help="also write the result as a table")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="workprint-media-") as name:
        folder = args.state or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        log = folder / f"cases-{args.seed}.jsonl"
        done = _known(log)
        begun = time.monotonic()
        with log.open("a", encoding="utf-8") as file:
            for case, look in campaign(
                folder, range(args.count), args.seed, {number: look for number, (_, _, look) in done.items()}
            ):
                done[case.number] = (case.name, case.how, look)
                line = {"number": case.number, "name": case.name, "how": case.how, **asdict(look)}
                file.write(json.dumps(line) + "\n")
                if look.faults or case.number % _TOLD == 0:
                    file.flush()
                    print(case.number, case.name, case.how, look.came, *look.faults, flush=True)
        text = report({n: done[n] for n in sorted(done) if n < args.count}, args.seed)
    print(text, f"{time.monotonic() - begun:.0f} s")
    if args.report is not None:
        args.report.write_text(text, "utf-8")
    return int(any(look.faults for _, _, look in done.values()))


def _known(log: Path) -> dict[int, tuple[str, str, Look]]:
    known = {}
    for line in log.read_text("utf-8").splitlines() if log.exists() else ():
        try:
            data = json.loads(line)
        except ValueError:
            # The run before was ended in the middle of a line.
            continue
        look = Look(data["came"], data["why"], data["seconds"], data["deaths"], tuple(data["faults"]))
        known[data["number"]] = (data["name"], data["how"], look)
    return known


def report(done: Mapping[int, tuple[str, str, Look]], seed: str) -> str:
    """Return the result as Markdown: a row for each kind of file, then every fault."""
    kinds: dict[str, list[Look]] = {}
    for name, _, look in done.values():
        kinds.setdefault(Path(name).suffix.removeprefix("."), []).append(look)
    rows = []
    for kind, looks in sorted(kinds.items()):
        counts = [sum(look.came == came for look in looks) for came in ("read", "refused", "fault")]
        deaths = sum(look.deaths for look in looks)
        slowest = max(look.seconds for look in looks)
        rows.append(
            f"| {kind} | {len(looks)} | {counts[0]} | {counts[1]} | {deaths} | {slowest:.1f} | {counts[2]} |"
        )
    bad = [(number, *found) for number, found in done.items() if found[2].faults]
    lines = [
        "# Damaged media",
        "",
        f"`python -m tests.campaigns.media --count {len(done)} --seed {seed}`: {len(done)} damaged files,",
        f"{len(bad)} of them with anything wrong; {platform.system()}, Python {platform.python_version()}.",
        "",
        "Each was probed, its first, middle and last picture shown, its sound heard at both ends and drawn",
        "by the engine's process. *read*: all of it came; *refused*: some of it did not, with a message;",
        f"*slowest*: seconds of the slowest question, {LIMIT:.0f} at most; *faults*: the engine died, or a",
        "question took longer, or an error was none of ours or had no message.",
        "",
        "| kind | files | read | refused | deaths | slowest | faults |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *rows,
        "",
        *(f"    {number} {name} {how}: {'; '.join(look.faults)[:400]}" for number, name, how, look in bad),
    ]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
