"""The kinds of values that a card holds: each is taken as it should be, or refused with what it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from nodes.api.times import Rate

DTYPES = ("float32", "float16", "bfloat16", "float8_e4m3fn")
"""The types that models are computed and kept in, by torch's names."""


def text(value: Any) -> str:
    """Return text. Raises TypeError or ValueError for anything else."""
    if not isinstance(value, str):
        raise TypeError(f"must be text, not {value!r}")
    return value


def whole(value: Any) -> int:
    """Return a whole number. Raises TypeError or ValueError for anything else."""
    if type(value) is not int:
        raise TypeError(f"must be a whole number, not {value!r}")
    return value


def number(value: Any) -> float:
    """Return a finite number. Raises TypeError or ValueError for anything else."""
    if type(value) not in (int, float) or not math.isfinite(value):
        raise TypeError(f"must be a number, not {value!r}")
    return float(value)


def yes(value: Any) -> bool:
    """Return true or false. Raises TypeError or ValueError for anything else."""
    if not isinstance(value, bool):
        raise TypeError(f"must be true or false, not {value!r}")
    return value


def listed(value: Any) -> list[Any]:
    """Return a list. Raises TypeError or ValueError for anything else."""
    if not isinstance(value, list | tuple):
        raise TypeError(f"must be a list, not {value!r}")
    return list(value)


def table(value: Any) -> dict[str, Any]:
    """Return a table. Raises TypeError or ValueError for anything else."""
    if not isinstance(value, Mapping):
        raise TypeError(f"must be a table, not {value!r}")
    return dict(value)


def texts(value: Any) -> tuple[str, ...]:
    """Return texts. Raises TypeError or ValueError for anything else."""
    return tuple(text(each) for each in listed(value))


def numbers(value: Any) -> tuple[float, ...]:
    """Return finite numbers. Raises TypeError or ValueError for anything else."""
    return tuple(number(each) for each in listed(value))


def sizes(value: Any) -> tuple[tuple[int, int], ...]:
    """Return (width, height) pairs in pixels. Raises TypeError or ValueError for anything else."""
    sizes = []
    for each in listed(value):
        width, height = (whole(side) for side in listed(each))
        if min(width, height) < 1:
            raise ValueError(f"must be sizes of at least one pixel, not {width}x{height}")
        sizes.append((width, height))
    return tuple(sizes)


def counts(value: Any) -> dict[str, int]:
    """Return whole numbers from 0 on, by name. Raises TypeError or ValueError for anything else."""
    found = {text(key): whole(count) for key, count in table(value).items()}
    if any(count < 0 for count in found.values()):
        raise ValueError("must not hold a negative number")
    return found


def rate(value: Any) -> Rate:
    """Return frames a second. Raises TypeError or ValueError for anything else."""
    return Rate.of(text(value) if isinstance(value, str) else number(value))


def dtype(value: Any) -> str:
    """Return the name of a type. Raises TypeError or ValueError for anything else."""
    if text(value) not in DTYPES:
        raise ValueError(f"must be one of {', '.join(DTYPES)}, not '{value}'")
    return text(value)


def by_dtype(value: Any) -> dict[str, int]:
    """Return whole numbers by the name of a type. Raises TypeError or ValueError for anything else."""
    return {dtype(name): count for name, count in counts(value).items()}
