from __future__ import annotations

import pytest

from nodes.media.still_timecode import text_of_words, word_of_text


@pytest.mark.parametrize("text", ["00:00:00:00", "01:00:06:03", "23:59:59:29", "10:11:12;13"])
def test_packed_timecode_comes_back(text):
    word = word_of_text(text)
    assert word is not None and text_of_words(word) == text


def test_what_is_no_packed_timecode_is_none():
    assert text_of_words(0x0000000F) is None
    assert text_of_words(0x00007500) is None
    assert word_of_text("100:00:00:00") is None
    assert word_of_text("00:00:00:45") is None
