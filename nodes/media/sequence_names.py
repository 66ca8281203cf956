"""Every spelling of a numbered sequence, and what is on disk under it."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from nodes.api.times import Rate

from .errors import MediaError, MissingMedia, UnreadableMedia
from .refs import SequenceRef

MAX_SPAN = 1_000_000
"""How far apart the first and the last number of one sequence may be."""

MAX_PADDING = 64

_TOKEN = re.compile(
    r"%(?P<percent>[0-9]{0,2})d"
    r"|\$F(?P<houdini>[0-9]{0,2})"
    r"|\[(?P<first>-?[0-9]{1,18})-(?P<last>-?[0-9]{1,18})(?:x(?P<step>[0-9]{1,6}))?\]"
    r"|(?P<marks>#{1,64}|@{1,64})"
)
_NUMBER = re.compile(r"(?:(?<![^._])-)?[0-9]+(?!.*[0-9])", re.DOTALL)
_PICTURE = re.compile(
    r"\.(exr|png|jpe?g|tiff?|dpx|cin|tga|bmp|sgi|rgb|hdr|webp|jp2|j2c|jxl|p[npgf]m|psd|iff)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a written sequence says: None is what it leaves to the files on disk."""

    folder: str
    prefix: str
    suffix: str
    padding: int | None
    first: int | None = None
    last: int | None = None
    step: int = 1


@dataclass(frozen=True, slots=True)
class _Numbered:
    prefix: str
    digits: str
    suffix: str

    @property
    def number(self) -> int:
        return int(self.digits)

    @property
    def width(self) -> int:
        return len(self.digits.lstrip("-"))

    @property
    def is_padded(self) -> bool:
        return self.digits.lstrip("-").startswith("0") and self.width > 1


def spelling_of(text: str) -> Spelling | None:
    """Return what a sequence pattern says, None where the text is no pattern.

    Known are `name.%04d.exr`, `%d`, `name.####.exr`, `name.@@@@.exr`, `name.[1001-1100].exr` with an
    optional `x2` step, and `$F4`. One `#` or `@`, or a range without leading zeros, leaves the padding
    to the files. The last token counts.

    >>> spelling_of("/plates/sh010.[1001-1100].exr")
    Spelling(folder='/plates', prefix='sh010.', suffix='.exr', padding=None, first=1001, last=1100, step=1)
    """
    folder, name = os.path.split(text)
    tokens = list(_TOKEN.finditer(name))
    if not tokens:
        return None
    found = tokens[-1]
    made = Spelling(folder, name[: found.start()], name[found.end() :], None)
    if found["first"] is not None:
        low = found["first"].lstrip("-")
        return replace(
            made,
            padding=len(low) if low.startswith("0") and len(low) > 1 else None,
            first=int(found["first"]),
            last=int(found["last"]),
            step=max(1, int(found["step"] or 1)),
        )
    digits = found["percent"] if found["percent"] is not None else found["houdini"]
    if digits is not None:
        return replace(made, padding=int(digits or 0))
    return made if len(found["marks"]) == 1 else replace(made, padding=len(found["marks"]))


def find_sequence(text: str, *, rate: Rate | None = None) -> SequenceRef:
    """Return the sequence that a pattern, a folder or the path of one picture stands for.

    A folder must hold one sequence; a picture belongs with its neighbours that differ in the last
    number of the name. A range in the text wins over what is there; else the first and the last file
    count. Raises MissingMedia where no file fits, MediaError where a folder holds several sequences,
    where a name has no number or the numbers lie further apart than `MAX_SPAN`.

    A minus before the digits is a sign only at the start of a name or after a dot or an underscore.
    """
    attempted = f"Find the sequence {text!r}"
    spelling = None if os.path.isfile(text) else spelling_of(text)
    if spelling is None and os.path.isdir(text):
        return replace(_only_sequence(attempted, text), rate=rate)
    if spelling is None:
        folder, name = os.path.split(text)
        numbered = _numbered(name)
        if numbered is None:
            hint = "Number the pictures, or give a folder or a pattern like name.%04d.exr."
            raise MediaError(attempted, "its name holds no number", hint=hint)
        spelling = Spelling(folder, numbered.prefix, numbered.suffix, None)
        spelling = replace(spelling, padding=_padding_beside(attempted, spelling, numbered))
    return replace(_with_files(attempted, spelling), rate=rate)


def sequences_in(folder: str) -> tuple[SequenceRef, ...]:
    """Return the sequences of pictures in a folder, by name. Raises MissingMedia without the folder."""
    groups = _groups(_list(f"Look for sequences in {folder!r}", folder))
    return tuple(
        SequenceRef(os.path.abspath(folder), prefix, suffix, padding, min(numbers), max(numbers))
        for (prefix, suffix, padding), numbers in sorted(groups.items())
        if _PICTURE.fullmatch(Path(f"x{suffix}").suffix)
    )


def holes(ref: SequenceRef) -> tuple[int, ...]:
    """Return the 0-based indices of the pictures that have no file.

    Raises MissingMedia without the folder, MediaError for a sequence that cannot be.
    """
    _check(ref)
    there = set(_list(f"Look for the sequence {ref.label!r}", ref.folder))
    return tuple(index for index in range(ref.count) if Path(ref.file_for(index)).name not in there)


def _shared(spelling: Spelling, numbers: Iterable[int]) -> int:
    """Return how many numbers lie in the range that was written, all of them where none was."""
    if spelling.first is None or spelling.last is None:
        return len(list(numbers))
    return sum(spelling.first <= number <= spelling.last for number in numbers)


def _check_span(attempted: str, first: int, last: int) -> None:
    """Raise MediaError where a sequence ends before it begins or spans more than `MAX_SPAN`."""
    if last < first:
        raise MediaError(
            attempted, f"it ends at {last}, before its start at {first}", hint="Swap the numbers."
        )
    if last - first >= MAX_SPAN:
        why = f"its numbers run from {first} to {last}; {MAX_SPAN} is the most that is read as one sequence"
        raise MediaError(attempted, why, hint="Move unrelated pictures to a folder of their own.")


def _list(attempted: str, folder: str) -> list[str]:
    try:
        return os.listdir(folder or ".")
    except (FileNotFoundError, NotADirectoryError):
        raise MissingMedia(attempted, f"there is no folder {folder!r}", hint="Relink the media.") from None
    except OSError as error:
        why = error.strerror or str(error)
        raise UnreadableMedia(attempted, why, hint="Check the folder's permissions.") from error


def _numbered(name: str) -> _Numbered | None:
    """Split a file's name around its last number that is not part of the extension."""
    stem, suffix = os.path.splitext(name)
    found = _NUMBER.search(stem)
    if found is None:
        return None
    return _Numbered(stem[: found.start()], found[0], stem[found.end() :] + suffix)


def _groups(names: Iterable[str]) -> Mapping[tuple[str, str, int], list[int]]:
    """Return the numbers found by prefix, suffix and padding."""
    families: dict[tuple[str, str], list[_Numbered]] = defaultdict(list)
    for name in names:
        numbered = _numbered(name)
        if numbered is not None:
            families[numbered.prefix, numbered.suffix].append(numbered)
    groups: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for (prefix, suffix), members in families.items():
        paddings = _paddings(members)
        for member in members:
            groups[prefix, suffix, paddings[member.digits]].append(member.number)
    return groups


def _paddings(members: Iterable[_Numbered]) -> Mapping[str, int]:
    """Return the padding by which each number was written: 0998 and 1000 four, 8 and 12 none."""
    padded = sorted({member.width for member in members if member.is_padded})
    loose = {member.width for member in members if not member.is_padded}
    common = loose.pop() if len(loose) == 1 and loose != {1} else 0
    found: dict[str, int] = {}
    for member in members:
        fitting = [width for width in padded if width <= member.width]
        found[member.digits] = member.width if member.is_padded else max(fitting, default=common)
    return found


def _padding_beside(attempted: str, spelling: Spelling, numbered: _Numbered) -> int:
    """Return how the picture's neighbours are padded, found among the files if it is not padded itself."""
    if numbered.is_padded:
        return numbered.width
    for (prefix, suffix, padding), numbers in _groups(_list(attempted, spelling.folder)).items():
        if (prefix, suffix) == (spelling.prefix, spelling.suffix) and numbered.number in numbers:
            return padding
    return numbered.width


def _only_sequence(attempted: str, folder: str) -> SequenceRef:
    found = sequences_in(folder)
    if not found:
        raise MissingMedia(attempted, "the folder holds no numbered pictures", hint="Relink the media.")
    if len(found) > 1:
        names = ", ".join(ref.label for ref in found[:5]) + (", …" if len(found) > 5 else "")
        raise MediaError(attempted, f"the folder holds {len(found)}: {names}", hint="Name one of them.")
    _check_span(attempted, found[0].first, found[0].last)
    return found[0]


def _with_files(attempted: str, spelling: Spelling) -> SequenceRef:
    groups = _groups(_list(attempted, spelling.folder))
    fitting = {
        padding: numbers
        for (prefix, suffix, padding), numbers in groups.items()
        if (prefix, suffix) == (spelling.prefix, spelling.suffix)
    }
    numbers, padding = _fitting_numbers(spelling, fitting)
    first, last = spelling.first, spelling.last
    if first is None or last is None:
        if not numbers:
            raise MissingMedia(attempted, "no file fits it", hint="Check the folder and the numbers.")
        first, last = min(numbers), max(numbers)
    _check_span(attempted, first, last)
    folder = os.path.abspath(spelling.folder)
    return SequenceRef(folder, spelling.prefix, spelling.suffix, padding, first, last, spelling.step)


def _fitting_numbers(spelling: Spelling, found: Mapping[int, list[int]]) -> tuple[list[int], int]:
    """Return the numbers that the spelling's padding writes as the files are named, and that padding."""
    if spelling.padding is None:
        usual = 4 if spelling.first is None else len(str(abs(spelling.first)))
        best = max(found, key=lambda padding: _shared(spelling, found[padding]), default=usual)
        return found.get(best, []), best
    wanted = spelling.padding
    numbers = [
        number
        for padding, members in found.items()
        for number in members
        if f"{abs(number):0{wanted}d}" == f"{abs(number):0{padding}d}"
    ]
    return numbers, wanted


def _check(ref: SequenceRef) -> None:
    attempted = f"Read the sequence {ref.label!r}"
    if ref.step < 1:
        raise MediaError(attempted, f"its step is {ref.step}", hint="Use a step of 1 or more.")
    if not 0 <= ref.padding <= MAX_PADDING:
        raise MediaError(attempted, f"its padding is {ref.padding} digits", hint=f"Use 0 to {MAX_PADDING}.")
    _check_span(attempted, ref.first, ref.last)
