"""What can be done with the scopes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from editor.ui.actions import Action
from editor.ui.observe import Value
from editor.ui.words import later

from .model import ScopesModel

SCOPE = later("Scopes")
TEXTS = {
    "waveform": later("Show or hide the waveform"),
    "parade": later("Show or hide the parade"),
    "vectorscope": later("Show or hide the vectorscope"),
    "histogram": later("Show or hide the histogram"),
}


def scope_actions(model: ScopesModel, enabled: Value[bool]) -> Iterator[Action]:
    """Yield a switch for each scope; the dock itself is shown like any other."""
    for name, text in TEXTS.items():
        yield Action(f"picture.scope_{name}", text, (), partial(model.toggle, name), enabled, SCOPE)
