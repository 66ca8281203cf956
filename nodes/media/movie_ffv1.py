"""Telling a damaged FFV1 picture from a whole one: FFmpeg patches it up and says nothing."""

from __future__ import annotations

from zlib import crc32

_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_SIZE = 3
_CHECKED = 8
_STARTS = (0, 0x79408C7A)


def is_whole(packet: bytes) -> bool:
    """Return whether every slice of a version 3 picture is there and passes its checksum, if it has one.

    Each slice ends in its length (24 bits) and, where the stream has checksums, a status byte and a
    CRC-32 that leads the slice's own CRC back to its start (RFC 9043, 4.9; version 4 has another start).
    """
    slices = _slices(packet, _CHECKED)
    if slices is None:
        return _slices(packet, _SIZE) is not None
    checked = any(all(_crc(part, start) == start for part in slices) for start in _STARTS)
    return checked or _slices(packet, _SIZE) is not None


def _slices(packet: bytes, footer: int) -> list[bytes] | None:
    """Return the slices with their footers, None where their lengths do not fill the packet."""
    found = []
    end = len(packet)
    while end > 0:
        length = int.from_bytes(packet[max(0, end - footer) : max(0, end - footer) + _SIZE], "big") + footer
        if length <= footer or length > end:
            return None
        found.append(packet[end - length : end])
        end -= length
    return found


def _crc(data: bytes, start: int) -> int:
    # FFV1 feeds the high bit first, zlib the low bit first and with all bits inverted.
    state = int(f"{start:032b}"[::-1], 2)
    found = crc32(data.translate(_REVERSED), state ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{found:032b}"[::-1], 2)
