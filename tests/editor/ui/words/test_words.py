from __future__ import annotations

import re
import string
from collections.abc import Iterator

import pytest

from editor.ui.words import later, say, say_many
from editor.ui.words.say import languages, speak
from nodes.api.errors import BadInput
from tests.words import ROOT, catalogue, lacking, said_in, texts

OURS = ("shell", "keymap", "palette", "media", "preferences", "start", "words", "takes", "queue")
"""The folders whose every text the German catalogue has."""


@pytest.fixture
def german() -> Iterator[None]:
    speak("de")
    yield
    speak("en")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_english_is_what_the_code_says() -> None:
    assert say("Layout: {layout}", layout="Edit") == "Layout: Edit"
    assert say_many("{count} clip", "{count} clips", 1) == "1 clip"
    assert say_many("{count} clip", "{count} clips", 3) == "3 clips"
    assert later("&File") == "&File"


def test_german_is_spoken_where_the_catalogue_has_it(german: None) -> None:
    assert say("&File") == "&Datei"
    assert say("Layout: {layout}", layout=say("Edit")) == "Anordnung: Schnitt"
    assert say("a text that no catalogue has") == "a text that no catalogue has"


def test_a_language_that_there_is_not_is_refused() -> None:
    with pytest.raises(BadInput, match="xx"):
        speak("xx")
    assert next(iter(languages())) == "en"


def test_texts_are_found_in_the_code() -> None:
    code = 'say("one {x}", x=1); say_many("a", "b", 2); Action("id", "text", (), f); say(name); later("z")'
    assert [text for _, text in said_in(code)] == [("one {x}",), ("a", "b"), ("text",), ("z",)]
    assert ("Put the Panels Back",) in texts()


def test_the_catalogue_is_whole_and_names_the_same_values() -> None:
    for entry in catalogue("de"):
        said = [entry.msgstr, *entry.msgstr_plural.values()]
        assert entry.translated() and not entry.fuzzy, entry.msgid
        for text in filter(None, said):
            assert fields(text) <= fields(entry.msgid) | fields(entry.msgid_plural), entry.msgid
            assert text.count("&") == entry.msgid.count("&"), entry.msgid


@pytest.mark.parametrize("folder", OURS)
def test_german_has_every_text_of_the_shell(folder: str) -> None:
    missing = lacking("de", ROOT / "editor" / "ui" / folder)
    assert not missing


def test_no_text_is_put_together_before_it_is_said() -> None:
    wrong = [
        str(path)
        for path in (ROOT / "editor" / "ui").rglob("*.py")
        if re.search(r"\b(?:say|say_many|later)\(f\"", path.read_text("utf-8"))
    ]
    assert not wrong
