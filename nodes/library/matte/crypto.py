"""Cryptomatte: names as numbers, and which objects cover a pixel how much.

After J. Friedman and A. Jones, Cryptomatte Specification 1.2.0 (Psyop).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from nodes.api.headers import Attributes

Pixels = npt.NDArray[np.float32]

RANKS = 6
"""The most objects that a pixel tells of, the fullest first."""
_CHANNELS = ("R", "G", "B", "A")
_WORD = 0xFFFFFFFF


def murmur3(data: bytes) -> int:
    """Return the 32-bit MurmurHash3 (A. Appleby, x86 variant, seed 0) of bytes.

    >>> hex(murmur3(b"hello"))
    '0x248bfa47'
    """
    made = 0
    whole = len(data) & ~3
    for place in range(0, whole, 4):
        made ^= _scrambled(int.from_bytes(data[place : place + 4], "little"))
        made = (_turned(made, 13) * 5 + 0xE6546B64) & _WORD
    made ^= _scrambled(int.from_bytes(data[whole:], "little")) ^ len(data)
    made = ((made ^ made >> 16) * 0x85EBCA6B) & _WORD
    made = ((made ^ made >> 13) * 0xC2B2AE35) & _WORD
    return made ^ made >> 16


def _scrambled(word: int) -> int:
    return (_turned((word * 0xCC9E2D51) & _WORD, 15) * 0x1B873593) & _WORD


def _turned(word: int, bits: int) -> int:
    return (word << bits | word >> (32 - bits)) & _WORD


def id_of(name: str) -> int:
    """Return the 32 bits by which a name is known: its hash, made to be the bits of an ordinary float.

    Where the exponent would mean a denormal number, infinity or no number, its lowest bit is the other one.
    """
    made = murmur3(name.encode())
    return made ^ 1 << 23 if made >> 23 & 255 in (0, 255) else made


def as_float(number: int) -> np.float32:
    """Return the float that has those 32 bits."""
    return np.uint32(number).view(np.float32)


def ranked(mattes: Sequence[Pixels], ids: Sequence[int]) -> Iterator[tuple[Pixels, Pixels]]:
    """Yield for each rank, the fullest first, ids (as floats) and cover of every pixel, 0 where is nothing.

    `mattes` are (rows, columns), 0 to 1. Where several together cover more than 1 they are scaled to 1.
    """
    cover = np.clip(np.stack(mattes), 0, 1)
    total = cover.sum(0)
    cover /= np.maximum(total, 1)
    names = np.array(ids, np.uint32).view(np.float32)
    order = np.argsort(-cover, axis=0, kind="stable")[:RANKS]
    for places in order:
        share = np.take_along_axis(cover, places[None], 0)[0]
        yield np.where(share > 0, names[places], np.float32(0)), share


def channels_of(layer: str, ranks: Iterator[tuple[Pixels, Pixels]]) -> dict[str, Pixels]:
    """Return ranks as channels, two each in `layer00`, `layer01` and so on: R id, G cover, B id, A cover."""
    planes = [plane for rank in ranks for plane in rank]
    planes += [np.zeros_like(planes[0])] * (-len(planes) % 4)
    return {
        f"{layer}{index // 4:02d}.{_CHANNELS[index % 4]}": np.ascontiguousarray(plane)
        for index, plane in enumerate(planes)
    }


def header_of(layer: str, names: Sequence[str]) -> dict[str, str]:
    """Return what an EXR's header says of a layer: its name, how ids were made, and the manifest."""
    key = f"cryptomatte/{murmur3(layer.encode()):08x}"[: len("cryptomatte/") + 7]
    manifest = {name: f"{id_of(name):08x}" for name in names}
    return {
        f"{key}/name": layer,
        f"{key}/hash": "MurmurHash3_32",
        f"{key}/conversion": "uint32_to_float32",
        f"{key}/manifest": json.dumps(manifest, ensure_ascii=False, separators=(",", ":")),
    }


def manifests_in(said: Attributes) -> dict[str, dict[str, int]]:
    """Return the layers of Cryptomatte that a header tells of, with the ids of the names in each."""
    found: dict[str, dict[str, int]] = {}
    for name, (_, value) in said.items():
        root, _, field = name.rpartition("/")
        if root.startswith("cryptomatte/") and field == "name":
            found[str(value)] = _ids(said.get(f"{root}/manifest", ("", "{}"))[1])
    return found


def _ids(manifest: object) -> dict[str, int]:
    try:
        read = json.loads(str(manifest))
        return {str(name): int(str(number), 16) for name, number in read.items()}
    except (ValueError, AttributeError):
        # Manifests of other programs may be damaged; names are hashed then.
        return {}


def cover_of(layers: Mapping[str, Pixels], layer: str, numbers: Sequence[int]) -> Pixels | None:
    """Return how much the objects of those ids cover each pixel; None where there is no such layer."""
    wanted = np.array(numbers, np.uint32)
    made: Pixels | None = None
    for index in range(100):
        pairs = [_pair(layers, f"{layer}{index:02d}", two) for two in ("RG", "BA")]
        if pairs[0] is None:
            break
        for pair in pairs:
            if pair is not None:
                inside = np.isin(pair[0].view(np.uint32), wanted)
                part = np.where(inside, pair[1], np.float32(0))
                made = part if made is None else made + part
    return made


def _pair(layers: Mapping[str, Pixels], name: str, two: str) -> tuple[Pixels, Pixels] | None:
    for words in (two, two.lower(), {"RG": ("red", "green"), "BA": ("blue", "alpha")}[two]):
        first, second = (f"{name}.{word}" for word in words)
        if first in layers and second in layers:
            return np.ascontiguousarray(layers[first]), layers[second]
    return None
