"""JSON as other programs spell it: what was read is written back token for token.

Plain Python values stand for tokens in the usual spelling; a `Number` or `Text` keeps any other one
(`1.0e3`, `24.00`, `NaN`, `caf\\u00e9`, `\\/`). Reader and writer use no recursion. Where a key occurs twice
in an object its first value counts, as in the OpenTimelineIO library.
"""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]
from json.encoder import encode_basestring
from types import MappingProxyType
from typing import Any

from nodes.api.errors import BadInput

Json = Any
"""None, bool, int, float, str, `Number`, list, or dict with str keys."""

MAX_BYTES = 256 * 2**20
"""The largest text that is read: 256 MiB."""

MAX_DEPTH = 200
"""How many objects and lists may lie inside one another; real timelines stay far below."""

# Every character falls into some token, so that what is wrong is met in its place: a key with its
# colon, a string (an unclosed one reaches to the end), a bracket, a bare word; "" is the end.
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
_TOKEN = re.compile(
    rf'[ \t\r\n]*+({_STRING}(?:[ \t\r\n]*+:)?|[{{}}\[\],]|[^\s{{}}\[\],:"]++|.|\Z)', re.DOTALL
)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORDS: dict[str, Json] = {"null": None, "true": True, "false": False}
_NOT_FINITE = ("NaN", "Inf", "-Inf", "Infinity", "-Infinity")
_OTHER_TEXT = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_REMEMBERED = 64
_MISSING = object()
_OPENERS = ("{", "[")
_MAPPINGS = frozenset((dict, MappingProxyType))
_CONTAINERS = _MAPPINGS | {list, tuple}
_VALUE, _FIRST_VALUE, _KEY, _FIRST_KEY, _AFTER = range(5)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a spelling that Python would not give back; two are equal where the spelling is."""

    text: str

    def __float__(self) -> float:
        return float(self.text)


class Text(str):
    """A string that was spelled with other escapes than ours; `token` is that spelling, quotes included."""

    __slots__ = ("token",)
    token: str

    def __new__(cls, value: str, token: str) -> Text:
        text = super().__new__(cls, value)
        text.token = token
        return text

    def __reduce__(self) -> tuple[type[Text], tuple[str, str]]:
        return Text, (str(self), self.token)


class _Refused(Exception):
    def __init__(self, why: str, match: re.Match[str]) -> None:
        super().__init__(why)
        self.why = why
        self.position = match.start(1)


def decode(data: bytes, *, where: str) -> str:
    """Return the text of a JSON file, without its byte order mark.

    Raises BadInput where it is too large or not UTF-8.
    """
    if len(data) > MAX_BYTES:
        why = f"it has {len(data) / 2**20:.0f} MiB, the limit is {MAX_BYTES // 2**20}"
        raise BadInput(f"Read {where}", why, hint="Export one timeline or one reel a file.")
    if data.startswith(_OTHER_TEXT):
        raise BadInput(f"Read {where}", "it is UTF-16 or UTF-32 text", hint="Save it as UTF-8.")
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        why = f"byte {error.start}, in line {line}, is not UTF-8 text"
        raise BadInput(f"Read {where}", why, hint="It may be damaged: export it again.") from None


def loads(text: str, *, where: str, inside: int = 0) -> Json:
    """Return the JSON value that `text` spells; `where` names it in messages.

    The text may stand `inside` so many levels of another value, which count for its depth.
    Half of a surrogate pair stays what it is: so are file names told that are no text. Raises BadInput,
    with line and column, for what is not JSON, nests deeper than `MAX_DEPTH` or holds a number beyond a
    double's range.
    """
    if len(text) > MAX_BYTES:
        raise BadInput(f"Read {where}", f"it is longer than {MAX_BYTES} characters")
    try:
        return _build(text, inside)
    except _Refused as refusal:
        line = text.count("\n", 0, refusal.position) + 1
        column = refusal.position - text.rfind("\n", 0, refusal.position)
        place = f"Read {where}, line {line}, column {column}"
        raise BadInput(place, refusal.why, hint="Mend the text there, or export it again.") from None


def _build(text: str, levels: int) -> Json:
    """Walk the tokens; `outside` holds the containers around `inside`, `need` says what may come next."""
    root: list[Json] = []
    inside: Any = root
    outside: list[Any] = []
    scalars: dict[str, Json] = dict(_WORDS)
    names: dict[str, str] = {}
    key, need = "", _VALUE
    for match in _TOKEN.finditer(text):
        token = match[1]
        if need == _AFTER:
            if token == "," and outside:
                need = _KEY if type(inside) is dict else _VALUE
                continue
            if not outside and token == "":
                break
            if not outside or token != ("}" if type(inside) is dict else "]"):
                raise _unexpected(token, match, "a comma or the end")
        elif need >= _KEY:
            if token[-1:] == ":" and token[0] == '"':
                key = names.get(token) or names.setdefault(token, _string(token[:-1].rstrip(), match))
                need = _VALUE
                continue
            if token != "}" or need == _KEY:
                raise _unexpected(token, match, "a key in double quotes and a colon")
        elif token != "]" or need == _VALUE:
            value = scalars.get(token, _MISSING)
            if value is _MISSING:
                value = _value(token, match, levels + len(outside))
                if len(token) < _REMEMBERED and token not in _OPENERS:
                    scalars[token] = value
            if type(inside) is dict:
                inside.setdefault(key, value)
            else:
                inside.append(value)
            need = _AFTER
            if token in _OPENERS:
                outside.append(inside)
                inside, need = value, _FIRST_KEY if token == "{" else _FIRST_VALUE
            continue
        inside, need = outside.pop(), _AFTER
    return root[0]


def _value(token: str, match: re.Match[str], depth: int) -> Json:
    if token in _OPENERS:
        if depth >= MAX_DEPTH:
            raise _Refused(f"it is nested deeper than {MAX_DEPTH} levels", match)
        return {} if token == "{" else []
    if token[:1] == '"' and token[-1] != ":":
        return _string(token, match)
    if token in _NOT_FINITE:
        return Number(token)
    spelled = _NUMBER.fullmatch(token)
    if spelled is None:
        raise _unexpected(token, match, "a value")
    as_double = float(token)
    if math.isinf(as_double):
        raise _Refused("the number is larger than any program can hold", match)
    plain = as_double if spelled[1] or spelled[2] else int(token)
    return plain if repr(plain) == token else Number(token)


def _string(token: str, match: re.Match[str]) -> str:
    try:
        value, end = scanstring(token, 1, True)
    except JSONDecodeError as error:
        raise _Refused(f"the string is not right: {error.msg[0].lower()}{error.msg[1:]}", match) from None
    if end != len(token):
        raise _Refused("the string is not right: it ends too early", match)
    return value if token == encode_basestring(value) else Text(value, token)


def _unexpected(token: str, match: re.Match[str], wanted: str) -> _Refused:
    if token == "":
        return _Refused(f"the text ends where {wanted} is needed", match)
    shown = token if len(token) <= 24 else f"{token[:20]}…"
    return _Refused(f"{shown!r} stands where {wanted} is needed", match)


def plain(value: Json) -> Json:
    """Return a value as Python spells it, to be used and not to be written back: numbers as numbers."""
    if isinstance(value, Number):
        return float(value)
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return str(value) if isinstance(value, Text) else value


def dumps(value: Json, *, indent: int = 4) -> str:
    """Return `value` as JSON text, indented as OpenTimelineIO does it, without a newline at its end.

    Raises BadInput where it nests deeper than `MAX_DEPTH`, which `loads` would refuse; TypeError for what is
    no JSON value.
    """
    pieces: list[str] = []
    add = pieces.append
    waiting: list[tuple[Iterator[Any], str]] = []
    inside: Iterator[Any] = iter((value,))
    closer, margin, first = "", "", True
    while True:
        for entry in inside:
            item = entry
            if closer:
                add(margin if first else "," + margin)
            if closer == "}":
                add(_spelled(entry[0]))
                add(": ")
                item = entry[1]
            first = False
            if type(item) in _CONTAINERS and item:
                if len(waiting) >= MAX_DEPTH:
                    raise BadInput("Write JSON", f"it is nested deeper than {MAX_DEPTH} levels")
                waiting.append((inside, closer))
                if type(item) in _MAPPINGS:
                    inside, closer = iter(item.items()), "}"
                    add("{")
                else:
                    inside, closer = iter(item), "]"
                    add("[")
                first = True
                margin = "\n" + " " * (indent * len(waiting))
                break
            add(_spelled(item))
        else:
            if not waiting:
                return "".join(pieces)
            margin = "\n" + " " * (indent * (len(waiting) - 1))
            add(margin + closer)
            inside, closer = waiting.pop()
            first = False


def _spelled(value: Json) -> str:
    kind = type(value)
    if kind is Text:
        return str(value.token)
    if isinstance(value, str):
        spelled = encode_basestring(value)
        return spelled if spelled.isascii() else _SURROGATE.sub(_escaped, spelled)
    if kind is float and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if kind is float or kind is int:
        return repr(value)
    if value is None or kind is bool:
        return "null" if value is None else str(value).lower()
    if kind is Number:
        return str(value.text)
    if kind in _CONTAINERS:
        return "{}" if kind in _MAPPINGS else "[]"
    raise TypeError(f"{kind.__name__} is no JSON value")


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
