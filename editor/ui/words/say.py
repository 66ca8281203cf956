"""Texts in the language that is spoken: English as written in the code, others from `resources/words`.

    say("Open a Project…")                          a text
    say("Take {number} of {count}", number=2, …)    with values, which no catalogue has to know
    say_many("{count} clip", "{count} clips", 3)    with a number
    later("Open a Project…")                        a constant: found by the catalogue, said where it is shown

Give it a literal: `python -m tests.words` finds the texts in the code. Needs no Qt.
"""

from __future__ import annotations

from contextvars import ContextVar
from gettext import GNUTranslations, NullTranslations
from io import BytesIO

from editor.resources import resources
from nodes.api.errors import BadInput

ENGLISH = "en"
Words = NullTranslations
"""A catalogue of texts."""
_SPOKEN: ContextVar[NullTranslations] = ContextVar("spoken", default=NullTranslations())  # noqa: B039 - never changed


def say(text: str, **values: object) -> str:
    """Return a text in the language that is spoken, with values in place of their names in braces."""
    said = _SPOKEN.get().gettext(text) if text else ""
    return said.format(**values) if values else said


def say_many(one: str, many: str, count: int, **values: object) -> str:
    """Return the text for a number of things, which both forms call `{count}`."""
    return _SPOKEN.get().ngettext(one, many, count).format(count=count, **values)


def later(text: str) -> str:
    """Return the text as it is; the catalogues hold it, and `say` is called where it is shown."""
    return text


def spoken() -> Words:
    """Return what this thread speaks by, for another thread."""
    return _SPOKEN.get()


def speak_by(words: Words) -> None:
    """Have this thread speak as another does, whose `spoken` this is."""
    _SPOKEN.set(words)


def languages() -> dict[str, str]:
    """Return the languages that there are, by code, each named in itself; English comes first."""
    names = {ENGLISH: "English", "de": "Deutsch"}
    found = sorted(path.stem for path in (resources() / "words").glob("*.po"))
    return {code: names.get(code, code) for code in (ENGLISH, *found)}


def speak(language: str) -> None:
    """Say what is said from now on in a language, on this thread. Raises BadInput for one there is not."""
    if language == ENGLISH:
        _SPOKEN.set(NullTranslations())
        return
    path = resources() / "words" / f"{language}.po"
    if language not in languages():
        raise BadInput(
            f"Speak '{language}'", "there is no such catalogue", hint=f"There are: {', '.join(languages())}."
        )
    from polib import pofile

    _SPOKEN.set(GNUTranslations(BytesIO(pofile(str(path)).to_binary())))
