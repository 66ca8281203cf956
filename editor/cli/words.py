"""Read the free words of a command line: `SUBJECT key=value key=value`, or one name."""

from __future__ import annotations

from collections.abc import Container, Sequence

from nodes.api.errors import BadInput


def split_words(words: Sequence[str], command: str) -> tuple[str | None, dict[str, str]]:
    """Return the one word that is no setting (or None) and the settings by key.

    A path that holds `=` can be given as `./a=b.mov`: what is before the sign must be a name.
    Raises BadInput for two subjects or a key given twice.
    """
    subject, pairs = split_pairs(words, command)
    return subject, dict(pairs)


def split_pairs(
    words: Sequence[str], command: str, repeated: Container[str] = ()
) -> tuple[str | None, list[tuple[str, str]]]:
    """Return what `split_words` does, settings in their order; those of `repeated` may come several times."""
    subjects, settings = split_subjects(words, command, repeated)
    return at_most_one(subjects, command, "subject", hint="Give settings as key=value."), settings


def split_subjects(
    words: Sequence[str], command: str, repeated: Container[str] = ()
) -> tuple[list[str], list[tuple[str, str]]]:
    """Return what `split_pairs` does, of any number of subjects."""
    subjects: list[str] = []
    settings: list[tuple[str, str]] = []
    for word in words:
        key, sign, value = word.partition("=")
        if not sign or not key.replace(".", "_").isidentifier():
            subjects.append(word)
        elif key not in repeated and any(key == given for given, _ in settings):
            raise BadInput(f"Read '{command}'", f"'{key}' is given twice", hint="Give it once.")
        else:
            settings.append((key, value))
    return subjects, settings


def at_most_one(words: Sequence[str], command: str, what: str, *, hint: str = "") -> str | None:
    """Return the only word, None where there is none. Raises BadInput for more."""
    if len(words) > 1:
        said = " and ".join(f"'{word}'" for word in words[:2])
        raise BadInput(f"Read '{command}'", f"{said} are both given", hint=hint or f"Name one {what}.")
    return words[0] if words else None
