"""What a safetensors file says of itself at its beginning: types and shapes, no weights read.

The form is that of huggingface/safetensors: eight bytes of length, little-endian, then JSON.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from inference.cards.kinds import DTYPES

from .errors import DamagedModel
from .folder import inside

_LONGEST = 100 << 20
_TYPES = {
    "F64": ("float32", 8),
    "F32": ("float32", 4),
    "F16": ("float16", 2),
    "BF16": ("bfloat16", 2),
    "F8_E4M3": ("float8_e4m3fn", 1),
}
BYTES = {"float32": 4, "float16": 2, "bfloat16": 2, "float8_e4m3fn": 1}


@dataclass(frozen=True, slots=True)
class Header:
    """The tensors of a file: how many numbers there are by type's name."""

    numbers: Mapping[str, int]

    @property
    def count(self) -> int:
        """Numbers in all tensors."""
        return sum(self.numbers.values())


def header(folder: Path, path: PurePosixPath, attempted: str) -> Header:
    """Return the header of a safetensors file of a folder.

    Raises DamagedModel where it is none, or has fewer bytes than its tensors; UnsafeModel for a link out.
    """
    real = inside(folder, path, attempted)
    try:
        with real.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            text = file.read(length) if 2 <= length <= _LONGEST else b""
            size = real.stat().st_size
        said = json.loads(text)
        tensors = {name: each for name, each in said.items() if name != "__metadata__"}
        end = max((each["data_offsets"][1] for each in tensors.values()), default=0)
        numbers: Counter[str] = Counter()
        for each in tensors.values():
            kind, _ = _TYPES.get(each["dtype"], ("", 0))
            numbers[kind] += math.prod(each["shape"])
    except (OSError, ValueError, RecursionError, LookupError, TypeError, AttributeError) as error:
        raise DamagedModel(attempted, f"'{path}' is no safetensors file", hint="Get it anew.") from error
    if size != 8 + length + end:
        why = f"'{path}' has {size} bytes, its tensors take {8 + length + end}"
        raise DamagedModel(attempted, why, hint="It did not arrive whole: get it anew.")
    return Header(dict(numbers))


def parts_of(headers: Mapping[PurePosixPath, Header]) -> dict[str, int]:
    """Return how many numbers each part of a model has: a part is a folder, or all of what has none."""
    parts: Counter[str] = Counter()
    for path, each in headers.items():
        parts[path.parts[0] if len(path.parts) > 1 else "model"] += each.count
    return dict(parts)


def dtype_of(headers: Iterable[Header]) -> str:
    """Return the type that most of a model's numbers are stored in, float32 where none is known."""
    numbers: Counter[str] = Counter()
    for each in headers:
        numbers.update(each.numbers)
    known = [(count, name) for name, count in numbers.items() if name in DTYPES]
    return max(known)[1] if known else "float32"


def memory_of(parts: Mapping[str, int]) -> dict[str, int]:
    """Return the bytes of all weights by type."""
    return {name: sum(parts.values()) * size for name, size in BYTES.items() if name != "float8_e4m3fn"}
