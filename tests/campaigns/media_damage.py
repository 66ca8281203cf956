"""Ways to damage a file: each takes its bytes, and sometimes another's."""

from __future__ import annotations

import random
from collections.abc import Callable

_EDGE = 2048
_EXTREMES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE)
Damage = Callable[[bytearray, bytes, random.Random], bytearray]


def _place(data: bytearray, chance: random.Random) -> int:
    """A place to damage: one time in two near an end, where headers and indices lie."""
    if not data:
        return 0
    near = min(_EDGE, len(data))
    where = chance.random()
    if where < 0.35:
        return chance.randrange(near)
    if where < 0.5:
        return len(data) - 1 - chance.randrange(near)
    return chance.randrange(len(data))


def truncated(data: bytearray, other: bytes, chance: random.Random) -> bytearray:
    return data[: _place(data, chance)]


def flipped(data: bytearray, other: bytes, chance: random.Random) -> bytearray:
    for _ in range(chance.choice((1, 1, 2, 4, 16, 64))):
        if data:
            data[_place(data, chance)] ^= 1 << chance.randrange(8)
    return data


def overwritten(data: bytearray, other: bytes, chance: random.Random) -> bytearray:
    place, size = _place(data, chance), chance.choice((1, 4, 16, 256))
    fill = chance.choice((bytes(size), b"\xff" * size, chance.randbytes(size)))
    data[place : place + size] = fill
    return data


def extreme(data: bytearray, other: bytes, chance: random.Random) -> bytearray:
    """A number of 1 to 8 bytes, of either order, becomes one that is hardly meant."""
    for _ in range(chance.choice((1, 1, 3))):
        size = chance.choice((1, 2, 4, 4, 8))
        value = chance.choice(_EXTREMES) & ((1 << 8 * size) - 1)
        place = _place(data, chance)
        data[place : place + size] = value.to_bytes(size, chance.choice(("big", "little")))
    return data


def cut_out(data: bytearray, other: bytes, chance: random.Random) -> bytearray:
    place = _place(data, chance)
    del data[place : place + chance.choice((1, 3, 8, 100, 4096))]
    return data


def doubled(data: bytearray, other: bytes, chance: random.Random) -> bytearray:
    place = _place(data, chance)
    data[place:place] = data[place : place + chance.choice((1, 8, 100, 4096))]
    return data


def spliced(data: bytearray, other: bytes, chance: random.Random) -> bytearray:
    """A stretch of another file lies in this one, over what was there or between it."""
    place, start = _place(data, chance), chance.randrange(max(1, len(other)))
    stretch = other[start : start + chance.choice((16, 512, 8192))]
    data[place : place + (len(stretch) if chance.random() < 0.5 else 0)] = stretch
    return data


def joined(data: bytearray, other: bytes, chance: random.Random) -> bytearray:
    """The head of this one and the tail of another."""
    return data[: _place(data, chance)] + other[chance.randrange(max(1, len(other))) :]


def shuffled(data: bytearray, other: bytes, chance: random.Random) -> bytearray:
    """Two stretches change places."""
    size = chance.choice((4, 64, 1024))
    one, two = _place(data, chance), _place(data, chance)
    data[one : one + size], data[two : two + size] = data[two : two + size], data[one : one + size]
    return data


DAMAGES: tuple[Damage, ...] = (
    truncated,
    flipped,
    flipped,
    overwritten,
    extreme,
    extreme,
    cut_out,
    doubled,
    spliced,
    joined,
    shuffled,
)


def damaged(data: bytes, other: bytes, chance: random.Random) -> tuple[bytes, str]:
    """Return bytes that were damaged once or a few times, and how."""
    made, names = bytearray(data), []
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        damage = chance.choice(DAMAGES)
        made = damage(made, other, chance)
        names.append(damage.__name__)
    return bytes(made), "+".join(names)
