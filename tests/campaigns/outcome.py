"""What came of a campaign of kills, as lines and as a table."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: its number, the command, whom and when, what was found wrong."""

    number: int
    kind: str
    shot: str
    met: bool
    code: int
    came: str
    faults: tuple[str, ...]


def line_of(done: Kill) -> str:
    """Return one line of a kill."""
    met, faults = "" if done.met else "too late", "; ".join(done.faults)
    return f"{done.number:4} {done.kind:15} {done.shot:32} {met:9} {done.came:8} {faults}".rstrip()


def report(kills: Sequence[Kill], seed: str, seconds: float) -> str:
    """Return the result as Markdown: a row for each kind of command, then every fault."""
    rows = []
    for kind in sorted({kill.kind for kill in kills}):
        ours = [kill for kill in kills if kill.kind == kind]
        met = [kill for kill in ours if kill.met]
        writing = sum(" ms after " in kill.shot for kill in met)
        came = sum(kill.came != "nothing" for kill in ours)
        faults = sum(bool(kill.faults) for kill in ours)
        victims = [sum(kill.shot.startswith(who) for kill in met) for who in ("command", "engine", "both")]
        cells = (kind, len(ours), len(met), writing, *victims, came, faults)
        rows.append("| " + " | ".join(map(str, cells)) + " |")
    total, bad = len(kills), sum(bool(kill.faults) for kill in kills)
    lines = [
        "# Kills",
        "",
        f"`python -m tests.campaigns.kills --count {total} --seed {seed}`: {total} commands killed with",
        f"SIGKILL, {bad} of them with anything wrong afterwards; {seconds / 60:.0f} minutes on",
        f"{platform.system()}, Python {platform.python_version()}.",
        "",
        "After each: the project opens, for reading and for writing, with every edit that was acknowledged",
        "and at most the one in flight more; every take that is listed decodes to its end and has the",
        "frames of its recipe, the same recipe the same pictures; what was exported or rendered is absent,",
        "as it was, or whole; nothing runs on after 2 s; the same command, run again, succeeds, and nothing",
        "is left lying about.",
        "",
        "*met*: the kill came before the command had ended by itself; *writing*: it was set off by a file",
        "that appeared or changed; then who was killed; *kept*: the edit, take or file in flight was there",
        "afterwards, whole.",
        "",
        "| command | kills | met | writing | command | engine | both | kept | faults |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        *rows,
        "",
        *(f"    {line_of(kill)}" for kill in kills if kill.faults),
    ]
    return "\n".join(lines).rstrip() + "\n"
