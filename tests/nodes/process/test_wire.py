"""The wire: messages in, messages out, anything else refused."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.process.child import MAX_MESSAGE, WireError, pack, unpack
from nodes.process.errors import ChildDied
from nodes.process.parent import Child

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
MESSAGES = st.dictionaries(st.text(), JSON, max_size=4)


@given(st.lists(MESSAGES, max_size=5), st.integers(1, 50))
def test_messages_come_out_as_they_went_in_however_they_are_cut(messages: list[dict], step: int) -> None:
    data, buffer, got = b"".join(map(pack, messages)), bytearray(), []
    for start in range(0, len(data), step):
        buffer += data[start : start + step]
        got += unpack(buffer)
    assert got == messages
    assert not buffer


def test_a_length_beyond_the_maximum_is_refused_before_it_is_read() -> None:
    with pytest.raises(WireError, match=str(MAX_MESSAGE)):
        list(unpack(bytearray(struct.pack(">I", MAX_MESSAGE + 1))))


@pytest.mark.parametrize(
    "garbage",
    [
        "hello, I print where I should not\n",
        "\x00\x00\x00\x03abc",
        "\x00\x00\x00\x02[]",
        "\x00\x00\x00\x02{}",
        '\x00\x00\x00\x0b"not a map"',
        '\x00\x00\x00\x12{"is":"frame"}     ',
        "\x00\x00\x40\x00" + "[" * 0x4000,
        '\x00\x00\x00\x30{"is":"frame","file":"../../etc/passwd","id":1}  ',
    ],
)
def test_a_child_that_speaks_garbage_is_ended_and_its_job_fails(worker: Child, garbage: str) -> None:
    job = worker.call("garbage", garbage)
    with pytest.raises(ChildDied, match=r"it sent|it announced"):
        job.result(5)
    worker.join(5)
    assert worker.ended
