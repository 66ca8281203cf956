"""JSON, and JSON of the form that a JSON schema asks for, as a grammar.

After RFC 8259 and a part of JSON Schema 2020-12. What is written is compact, with at most one space after a
colon or comma; properties come in the schema's order, and none that it does not name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from nodes.api.errors import BadInput

from .grammar import Either, One, Part, Row, many, perhaps, text

_DEEP = 6
"""How deep values lie in one another where no schema says."""
_SAID = frozenset({"title", "description", "default", "examples", "$schema", "$id", "$comment"})
_KNOWN: Mapping[str, frozenset[str]] = {
    "object": frozenset({"properties", "required", "additionalProperties"}),
    "array": frozenset({"items", "minItems", "maxItems"}),
    "string": frozenset({"maxLength"}),
    "number": frozenset(),
    "integer": frozenset(),
    "boolean": frozenset(),
    "null": frozenset(),
}

_DIGIT = One(frozenset("0123456789"))
_HEX = One(frozenset("0123456789abcdefABCDEF"))
_ESCAPE = Row((text("\\"), Either((One(frozenset('"\\/bfnrt')), Row((text("u"), many(_HEX, 4, 4)))))))
_LETTER = Either((One(frozenset('"\\'), others=True), _ESCAPE))
_QUOTE = text('"')
_STRING = Row((_QUOTE, many(_LETTER), _QUOTE))
_INTEGER = Row((perhaps(text("-")), Either((text("0"), Row((One(frozenset("123456789")), many(_DIGIT)))))))
_EXPONENT = Row((One(frozenset("eE")), perhaps(One(frozenset("+-"))), many(_DIGIT, 1)))
_NUMBER = Row((_INTEGER, perhaps(Row((text("."), many(_DIGIT, 1)))), perhaps(_EXPONENT)))
_COMMA, _COLON = (Row((text(each), perhaps(text(" ")))) for each in ",:")
_PLAIN: Mapping[str, Part] = {
    "string": _STRING,
    "number": _NUMBER,
    "integer": _INTEGER,
    "boolean": Either((text("true"), text("false"))),
    "null": text("null"),
}


def grammar(schema: Any) -> Part:
    """Return what JSON of a schema looks like; None and {} stand for any JSON.

    Raises BadInput for what cannot be kept to while a text is written: other keywords, references.
    """
    if schema is None or schema is True:
        return _anything(_DEEP)
    if not isinstance(schema, Mapping):
        raise _refusal(f"{schema!r} is no schema")
    wanted = {key: value for key, value in schema.items() if key not in _SAID}
    if not wanted:
        return _anything(_DEEP)
    for several in ("anyOf", "oneOf"):
        if several in wanted:
            _only(wanted, {several})
            return Either(tuple(grammar(each) for each in _listed(wanted[several])))
    if "const" in wanted or "enum" in wanted:
        _only(wanted, {"const", "enum", "type"})
        values = [wanted["const"]] if "const" in wanted else _listed(wanted["enum"])
        return Either(
            tuple(text(json.dumps(each, separators=(",", ":"), ensure_ascii=False)) for each in values)
        )
    kind = wanted.get("type")
    if isinstance(kind, list):
        return Either(tuple(grammar(_of_kind(wanted, each)) for each in kind))
    if not isinstance(kind, str) or kind not in _KNOWN:
        raise _refusal(f"{kind!r} is no type that is known")
    _only(wanted, {"type", *_KNOWN[kind]})
    if kind == "object":
        return _object(wanted)
    return _array(wanted) if kind == "array" else _scalar(kind, wanted)


def _scalar(kind: str, schema: Mapping[str, Any]) -> Part:
    if "maxLength" in schema:
        return Row((_QUOTE, many(_LETTER, 0, int(schema["maxLength"])), _QUOTE))
    return _PLAIN[kind]


def _object(schema: Mapping[str, Any]) -> Part:
    properties = schema.get("properties")
    if not properties:
        return _free(_DEEP)
    required = set(schema.get("required", ()))
    if strange := required - set(properties):
        raise _refusal(f"it asks for {', '.join(sorted(strange))}, which it does not describe")
    members = [
        (Row((text(json.dumps(name, ensure_ascii=False)), _COLON, grammar(each))), name in required)
        for name, each in properties.items()
    ]
    # From the back: what may follow a member, and what may follow where no member came yet.
    later: Part = text("}")
    first: Part = text("}")
    for member, needed in reversed(members):
        following, beginning = Row((_COMMA, member, later)), Row((member, later))
        later = following if needed else Either((following, later))
        first = beginning if needed else Either((beginning, first))
    return Row((text("{"), first))


def _array(schema: Mapping[str, Any]) -> Part:
    low, high = int(schema.get("minItems", 0)), schema.get("maxItems")
    item = grammar(schema.get("items"))
    return _listing("[", item, "]", low, None if high is None else int(high))


@cache
def _anything(deep: int) -> Part:
    if deep == 0:
        return Either(tuple(_PLAIN.values()))
    return Either((*_PLAIN.values(), _free(deep), _listing("[", _anything(deep - 1), "]")))


@cache
def _free(deep: int) -> Part:
    return _listing("{", Row((_STRING, _COLON, _anything(deep - 1))), "}")


def _listing(opens: str, item: Part, closes: str, low: int = 0, high: int | None = None) -> Part:
    if high == 0:
        return text(opens + closes)
    more = many(Row((_COMMA, item)), max(0, low - 1), None if high is None else high - 1)
    items: Part = Row((item, more))
    return Row((text(opens), perhaps(items) if low == 0 else items, text(closes)))


def _of_kind(schema: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key in _KNOWN.get(kind, ())} | {"type": kind}


def _only(schema: Mapping[str, Any], known: set[str]) -> None:
    if strange := set(schema) - known:
        raise _refusal(f"{', '.join(sorted(map(str, strange)))} cannot be kept to while it is written")


def _listed(value: Any) -> Sequence[Any]:
    if not isinstance(value, list) or not value:
        raise _refusal(f"{value!r} is no list of choices")
    return value


def _refusal(why: str) -> BadInput:
    hint = "Use objects, arrays, plain values, enum, const, anyOf."
    return BadInput("Read a JSON schema", why, hint=hint)
