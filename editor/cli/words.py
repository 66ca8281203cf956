"""Read `SUBJECT key=value key=value` from a command line."""

from __future__ import annotations

from collections.abc import Sequence

from nodes.api.errors import BadInput


def split_words(words: Sequence[str], command: str) -> tuple[str | None, dict[str, str]]:
    """Return the one word without `=` in front (or None) and the settings by key.

    A path that holds `=` can be given as `./a=b.mov`: what is before the sign must be a name.
    Raises BadInput for two subjects or a key given twice.
    """
    subject: str | None = None
    settings: dict[str, str] = {}
    for word in words:
        key, sign, value = word.partition("=")
        if not sign or not key.replace(".", "_").isidentifier():
            if subject is not None:
                raise BadInput(
                    f"Read '{command}'",
                    f"'{subject}' and '{word}' are both given",
                    hint="Give settings as key=value.",
                )
            subject = word
        elif key in settings:
            raise BadInput(f"Read '{command}'", f"'{key}' is given twice", hint="Give it once.")
        else:
            settings[key] = value
    return subject, settings
