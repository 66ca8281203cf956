import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.exchange.tokens import MAX_DEPTH, Number, Text, decode, dumps, loads
from nodes.api import BadInput

digits = st.text("0123456789", min_size=1, max_size=12)
whole = st.builds(lambda sign, text: sign + (text.lstrip("0") or "0"), st.sampled_from(["", "-"]), digits)
number_tokens = st.one_of(
    whole,
    st.builds(lambda a, b: f"{a}.{b}", whole, digits),
    st.builds(
        lambda a, e, s, x: f"{a}{e}{s}{x}",
        whole,
        st.sampled_from("eE"),
        st.sampled_from(["", "+", "-"]),
        st.integers(0, 200),
    ),
    st.sampled_from(
        ["NaN", "Infinity", "-Infinity", "Inf", "-Inf", "1.0e3", "24.0", "1E5", "-0", "-0.0", "9" * 300]
    ),
)
plain_characters = st.characters(exclude_characters='"\\', exclude_categories=("Cs", "Cc"))
string_tokens = st.lists(
    st.one_of(
        plain_characters,
        st.sampled_from(
            [
                r"\"",
                r"\\",
                r"\/",
                r"\b",
                r"\f",
                r"\n",
                r"\r",
                r"\t",
                r"\u00e9",
                r"\u00E9",
                r"\ud83d\ude00",
                r"\u0000",
            ]
        ),
    ),
    max_size=12,
).map(lambda parts: f'"{"".join(parts)}"')
tokens = st.one_of(number_tokens, string_tokens, st.sampled_from(["null", "true", "false"]))


def spelled(value: object) -> str:
    """Return JSON text of strings that already are tokens."""
    if isinstance(value, list):
        return "[" + ", ".join(spelled(each) for each in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {spelled(each)}" for key, each in value.items()) + "}"
    return str(value)


documents = st.recursive(
    tokens,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(string_tokens, inner, max_size=4).filter(
            lambda found: len({json.loads(key) for key in found}) == len(found)
        ),
    ),
    max_leaves=20,
)


def one_line(text: str) -> str:
    return dumps(loads(text, where="text"), indent=0).replace("\n", "")


@given(documents)
def test_every_token_comes_back_as_it_was_spelled(document: object) -> None:
    text = spelled(document)
    compact = text.replace(", ", ",")
    assert one_line(text).replace(", ", ",") == compact


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(), x, max_size=3),
        max_leaves=12,
    )
)
def test_what_python_writes_is_read_as_python_reads_it(value: object) -> None:
    text = json.dumps(value, indent=4, ensure_ascii=False)
    if any(0xD800 <= ord(each) < 0xE000 for each in text):
        return
    read = loads(text, where="text")
    assert dumps(read) == text.replace("Infinity", "Infinity")
    assert json.loads(dumps(read)) == json.loads(text)


@given(st.text(max_size=40))
def test_any_text_is_a_value_or_bad_input_and_never_less_strict_than_python(text: str) -> None:
    try:
        value = loads(text, where="text")
    except BadInput as refusal:
        assert "line " in str(refusal)
        return
    for word in ("-Inf", "Inf"):
        text = text.replace(word + "inity", word).replace(word, "0")
    json.loads(text.replace("NaN", "0"))
    dumps(value)


def test_a_plain_number_is_a_plain_value_and_a_foreign_one_keeps_its_text() -> None:
    values = loads('[1, 24.0, 1.0e3, NaN, 1E5, "\\u00e9", "é"]', where="text")
    assert values[:2] == [1, 24.0]
    assert values[2] == Number("1.0e3")
    assert float(values[2]) == 1000.0
    assert math.isnan(float(values[3]))
    assert values[5] == values[6] == "é"
    assert isinstance(values[5], Text)
    assert type(values[6]) is str


def test_of_a_key_that_occurs_twice_the_first_value_counts() -> None:
    assert loads('{"a": 1, "b": 2, "a": {"c": 3}}', where="text") == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("text", "place", "why"),
    [
        ("", "line 1, column 1", "ends where a value"),
        ('{"a": 1,\n "b": }', "line 2, column 7", "'}' stands where a value"),
        ("[1, 2,]", "line 1, column 7", "stands where a value"),
        ('{"a" 1}', "line 1, column 2", "a key in double quotes and a colon"),
        ("[1] x", "line 1, column 5", "a comma or the end"),
        ('"abc', "line 1, column 1", "unterminated"),
        ('["a\nb"]', "line 1, column 2", "control character"),
        ("1e999", "line 1, column 1", "larger than"),
        ("9" * 400, "line 1, column 1", "larger than"),
        ("[01]", "line 1, column 2", "stands where a value"),
        ("[1,\0]", "line 1, column 4", "'\\x00' stands"),
        ("// a\n1", "line 1, column 1", "stands where a value"),
        ("{'a': 1}", "line 1, column 2", "double quotes"),
        ("[1}", "line 1, column 3", "a comma or the end"),
    ],
)
def test_what_is_no_json_is_refused_with_line_and_column(text: str, place: str, why: str) -> None:
    with pytest.raises(BadInput) as refusal:
        loads(text, where="'a.otio'")
    assert f"Read 'a.otio', {place}" in str(refusal.value)
    assert why in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "[" * 100_000 + "]" * 100_000,
        '{"a":' * 100_000,
        '"' + '\\"' * 500_000,
        " " * 2_000_000,
        "[1" + " " * 2_000_000,
        "," * 500_000,
        '"a' * 500_000,
        "[" + "1 " * 500_000,
        "-" * 1_000_000,
    ],
)
@pytest.mark.timeout(60)
def test_hostile_texts_are_refused_at_once(text: str) -> None:
    with pytest.raises(BadInput):
        loads(text, where="text")


def test_what_is_as_deep_as_allowed_is_read_written_and_compared() -> None:
    text = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    value = loads(text, where="text")
    assert loads(dumps(value), where="text") == value
    with pytest.raises(BadInput, match="nested deeper"):
        loads("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), where="text")
    with pytest.raises(BadInput, match="nested deeper"):
        dumps([[value]])


def test_bytes_are_utf_8_with_or_without_a_mark() -> None:
    assert decode("é".encode(), where="a") == decode(b"\xef\xbb\xbf" + "é".encode(), where="a") == "é"
    with pytest.raises(BadInput, match="UTF-16"):
        decode("é".encode("utf-16"), where="a")
    with pytest.raises(BadInput, match="byte 3, in line 2, is not UTF-8"):
        decode(b"{}\n\xff", where="a")


def test_half_a_surrogate_pair_is_kept_as_an_escape() -> None:
    assert dumps("\ud800") == '"\\ud800"'
    assert loads('["\\ud800"]', where="it") == ["\ud800"]
    assert "\\uDCff" in dumps(loads('["\\uDCff"]', where="it"))


def test_what_is_no_json_value_is_not_written() -> None:
    with pytest.raises(TypeError):
        dumps({1, 2})
