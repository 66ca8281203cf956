"""What is on the screen: one job or several beside each other, and how they are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from nodes.engine.job import Job
from nodes.engine.view import PLAIN, View


@dataclass(frozen=True, slots=True, eq=False)
class Screening:
    """Jobs in the same time, the first of which is heard; `matte` is the one whose pictures are the matte.

    `scopes` are made of the first; `scale` is the size at which they are worked out (1/2 is half as wide).
    `deep` asks for light, by which a graphics processor shows what `view` says.
    """

    jobs: tuple[Job, ...]
    view: View = PLAIN
    matte: Job | None = None
    scopes: tuple[str, ...] = ()
    scale: Fraction = Fraction(1)
    deep: bool = False
