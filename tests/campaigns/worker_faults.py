"""What can befall the torch worker: faults drawn by chance, each with what must come of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from inference.cards.card import Card
from tests.support import tiny_family
from tests.support.tiny_bench import Bench

STEPS = 6
HELD_EVERY = 100
"""Every so many faults the interpreter itself is held, which its parent notices after `silent_seconds`."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: how it is described, how the call is made, and what must come of it.

    `says` is what the message must hold, None where the pictures must come as if nothing had been.
    `kill_at` is the number of the event after which the worker is killed from outside, `cancel` whether the
    call is cancelled after its first step, `damaged` whether the model's folder was changed.
    """

    kind: str
    where: str
    card: Card
    settings: Mapping[str, Any] = field(default_factory=dict)
    picture: Any = None
    says: str | None = None
    kill_at: int | None = None
    cancel: bool = False
    damaged: bool = False

    def __str__(self) -> str:
        return f"{self.kind}, {self.where}"


Maker = Callable[[Bench, random.Random, Path], Fault]
_FAULTY = ("load", "begin", "step", "preview", "picture", "end")


def drawn(bench: Bench, number: int, seed: str) -> Fault:
    """Return the fault of that number; every twenty of them hold each kind in its share."""
    chance = random.Random(f"{seed}-{number}")
    mark = bench.folder / f"mark-{number}"
    mark.unlink(missing_ok=True)
    make = _held if number % HELD_EVERY == HELD_EVERY // 2 else _SHARES[number % len(_SHARES)]
    fault = make(bench, chance, mark)
    # Each has a model of its own, so that memory which ran out for one is not remembered of the next.
    return replace(fault, card=replace(fault.card, name=f"tiny-{number}"))


def _inside(
    bench: Bench, chance: random.Random, mark: Path, kind: str, says: str | None, *, once: bool
) -> Fault:
    stage = chance.choice(_FAULTY)
    trouble = {"kind": kind, "stage": stage, "mark": str(mark) if once else None}
    if stage == "step":
        trouble["after"] = chance.randrange(STEPS)
    where = f"{stage}{'' if once else ', each time'}"
    if stage == "load":
        card = replace(bench.card, options={**bench.card.options, "trouble": trouble})
        return Fault(kind, where, card, says=says)
    return Fault(kind, where, bench.card, {"trouble": trouble}, says=says)


def _killed(bench: Bench, chance: random.Random, mark: Path) -> Fault:
    once, kind = chance.random() < 0.7, chance.choice(("kill", "abort"))
    signal = {"kill": "SIGKILL", "abort": "SIGABRT"}[kind]
    return _inside(bench, chance, mark, kind, None if once else f"ended by {signal}", once=once)


def _killed_outside(bench: Bench, chance: random.Random, mark: Path) -> Fault:
    at = chance.randrange(1, STEPS + 2)
    return Fault("killed from outside", f"event {at}", bench.card, kill_at=at)


def _hung(bench: Bench, chance: random.Random, mark: Path) -> Fault:
    once, after = chance.random() < 0.7, chance.randrange(3, STEPS)
    trouble = {"kind": "hang", "stage": "step", "after": after, "mark": str(mark) if once else None}
    says = None if once else "did not end"
    return Fault("hang", f"step{'' if once else ', each time'}", bench.card, {"trouble": trouble}, says=says)


def _deaf(bench: Bench, chance: random.Random, mark: Path) -> Fault:
    trouble = {"kind": "hang", "stage": "step", "after": chance.randrange(1, STEPS)}
    return Fault("hang", "cancelled", bench.card, {"trouble": trouble}, says="it was cancelled", cancel=True)


def _held(bench: Bench, chance: random.Random, mark: Path) -> Fault:
    trouble = {"kind": "hold", "stage": "step", "after": 1, "mark": str(mark)}
    return Fault("hang", "interpreter held", bench.card, {"trouble": trouble})


def _raised(bench: Bench, chance: random.Random, mark: Path) -> Fault:
    return _inside(bench, chance, mark, "raise", "ValueError: the network broke", once=False)


def _short(bench: Bench, chance: random.Random, mark: Path) -> Fault:
    kind = chance.choice(("device out", "memory out", "really out"))
    once = chance.random() < 0.7
    return _inside(bench, chance, mark, kind, None if once else "memory ran out", once=once)


def _corrupt(bench: Bench, chance: random.Random, mark: Path) -> Fault:
    path = bench.folder / "model" / tiny_family.WEIGHTS
    whole = bytearray(path.read_bytes())
    how = chance.choice(("cut", "empty", "header", "longer"))
    if how == "cut":
        del whole[chance.randrange(1, len(whole)) :]
    elif how == "empty":
        whole.clear()
    elif how == "header":
        whole[: chance.randrange(9, 40)] = chance.randbytes(chance.randrange(9, 40))
    else:
        whole += chance.randbytes(chance.randrange(1, 4096))
    path.write_bytes(whole)
    known = chance.random() < 0.5
    card = bench.card if known else replace(bench.card, files=())
    where = f"{how}{'' if known else ', size unknown'}"
    return Fault("corrupt weights", where, card, says="Load the model", damaged=True)


def _missing(bench: Bench, chance: random.Random, mark: Path) -> Fault:
    path = bench.folder / "model" / tiny_family.WEIGHTS
    how = chance.choice(("file", "folder", "folder in its place", "link to nowhere"))
    path.unlink()
    if how == "folder":
        path.parent.rmdir()
    elif how == "folder in its place":
        path.mkdir()
    elif how == "link to nowhere":
        path.symlink_to(mark.with_name("nowhere"))
    known = chance.random() < 0.5
    card = bench.card if known else replace(bench.card, files=())
    return Fault("missing files", how, card, says="Load the model", damaged=True)


def _wrong_weights(bench: Bench, chance: random.Random, mark: Path) -> Fault:
    width = chance.choice((1, 8, 31, 33, 64))
    card = replace(bench.card, options={**bench.card.options, "width": width})
    return Fault("wrong shapes", "weights", card, says="Load the model")


def _wrong_pictures(bench: Bench, chance: random.Random, mark: Path) -> Fault:
    shape = chance.choice(((24, 32, 4), (23, 32, 3), (24, 32), (2, 24, 32, 3), (0, 32, 3)))
    picture = np.zeros(shape, np.float32)
    return Fault("wrong shapes", "pictures", bench.card, picture=picture, says="RuntimeError: ")


def _wrong_sizes(bench: Bench, chance: random.Random, mark: Path) -> Fault:
    settings = chance.choice(({"width": 0}, {"height": -3}, {"width": "wide"}, {"frames": 1 << 40}))
    said = "memory ran out" if "frames" in settings else "generate" if "width" in settings else "no size"
    said = "no size" if settings.get("width") == 0 else said
    return Fault("wrong shapes", "settings", bench.card, settings, says=said)


_SHARES: tuple[Maker, ...] = (
    _short,
    _killed,
    _raised,
    _corrupt,
    _hung,
    _missing,
    _wrong_weights,
    _killed_outside,
    _short,
    _wrong_pictures,
    _raised,
    _short,
    _missing,
    _killed,
    _corrupt,
    _short,
    _deaf,
    _wrong_sizes,
    _killed_outside,
    _short,
)
