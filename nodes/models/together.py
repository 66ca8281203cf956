"""Takes that differ in their seed only, made by one call: what comes for the others is kept for them."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from nodes.api import BadInput
from nodes.process.handed import AnyArray
from nodes.process.slots import Loan

from .arrivals import Arrivals
from .bound import MOST_SEEDS, BoundModel

TRICK = "seeds-together"
"""The trick of a card that allows it: `seeds-together=4` for at most four at once. It stands in recipes: a
take may then differ by rounding from the one that its seed makes alone."""
SEED = "seed"
"""Among arrays that a model sends, the seed that they belong to where that is not the call's own."""
METHODS = ("generate", "image")


def most_together(tricks: Sequence[str]) -> int:
    """Return how many seeds a card's tricks let one call make, 1 where they say nothing.

    Raises BadInput for a number that is none, or above 16.
    """
    for trick in tricks:
        name, _, said = trick.partition("=")
        if name == TRICK:
            if not said.isdecimal() or not 1 <= int(said) <= MOST_SEEDS:
                raise BadInput(f"Use the trick '{trick}'", f"'{said}' is no number from 1 to {MOST_SEEDS}")
            return int(said)
    return 1


def name_of(
    model: BoundModel, method: str, settings: Mapping[str, Any], arrays: Mapping[str, AnyArray]
) -> str:
    """Return a digest of what a model is asked, its seed left out."""
    said = {name: value for name, value in settings.items() if name != SEED}
    digest = hashlib.blake2b(digest_size=16)
    digest.update(json.dumps([model.fingerprint, model.folder, method, said], sort_keys=True).encode())
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(json.dumps([name, array.dtype.str, array.shape]).encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


class Others:
    """What one call makes for other seeds than its own, as it comes.

    The call's own results come last: with the first of them the others are whole. `add` is called on another
    thread than the rest.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[int, Arrivals] = {}
        self._whole = self._closed = False
        self._lock = Lock()

    def add(self, loan: Loan) -> bool:
        """Take in what belongs to another seed, and say whether it did. Raises OSError as `Arrivals.add`."""
        seed = loan.arrays.get(SEED)
        with self._lock:
            if seed is None:
                self._whole = True
                return False
            if self._whole or self._closed:  # sent once more after a retry, or wanted no more
                loan.release()
            else:
                self._made.setdefault(int(seed), Arrivals(self._folder)).add(loan)
        return True

    def begin_again(self) -> None:
        """Let go of what is not whole: it comes from the first again."""
        with self._lock:
            if not self._whole:
                self._drop()

    def close(self) -> dict[int, Arrivals]:
        """Return what is whole by seed, the caller's from now on, and let go of the rest."""
        with self._lock:
            self._closed = True
            if not self._whole:
                self._drop()
            return self._made

    def _drop(self) -> None:
        made, self._made = self._made, {}
        for each in made.values():
            each.drop()


class Aside:
    """What was made for seeds that nobody has asked for yet, the latest at most. Safe for several threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int], Arrivals] = OrderedDict()
        self._lock = Lock()

    def keep(self, name: str, made: Mapping[int, Arrivals]) -> None:
        """Keep answers by what was asked and seed; the oldest of too many go."""
        gone = []
        with self._lock:
            for seed, each in made.items():
                gone.append(self._kept.pop((name, seed), None))
                self._kept[name, seed] = each
            while len(self._kept) > MOST_SEEDS:
                gone.append(self._kept.popitem(last=False)[1])
        for old in gone:
            if old is not None:
                old.drop()

    def take(self, name: str, seed: int) -> Arrivals | None:
        """Return an answer, which is the caller's from now on, None where there is none."""
        with self._lock:
            return self._kept.pop((name, seed), None)

    def drop(self) -> None:
        """Let go of everything."""
        with self._lock:
            kept = list(self._kept.values())
            self._kept.clear()
        for each in kept:
            each.drop()
