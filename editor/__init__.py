"""Workprint's editor: document, exchange, takes, and the verbs of the command line as functions.

`open_project(path, write=True)` is where Python begins; the verbs are in `editor.verbs`.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .document.project import open_project

__all__ = ["open_project"]


def __getattr__(name: str) -> object:
    if name != "open_project":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # At its first use: the command line imports this package for every word of help.
    from .document.project import open_project

    return open_project


def __dir__() -> list[str]:
    return __all__
