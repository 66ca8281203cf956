"""On which terms Workprint, the libraries it stands on and the models that are here may be used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import PurePosixPath

from editor.resources import resources

_OURS = ("LICENSE", "NOTICE")
_TEXTS = ("licen", "copying", "notice", "copyright")
_LONGEST = 300_000


@dataclass(frozen=True, slots=True)
class Terms:
    """What something is, its licence in a word, and the licence's own words."""

    kind: str
    name: str
    licence: str
    text: str


def all_terms() -> tuple[Terms, ...]:
    """Return ours, those of every library in this environment by name, those of the models with a card."""
    return (*_ours(), *sorted(_libraries(), key=lambda each: each.name.casefold()), *_models())


def _ours() -> Iterator[Terms]:
    found = [resources().parent / name for name in _OURS]
    text = "\n\n".join(path.read_text("utf-8") for path in found if path.is_file())
    yield Terms("Workprint", "Workprint", "Apache-2.0", text or _text_of_ours())


def _text_of_ours() -> str:
    """Return the licence of the package that is installed, where there is no source folder."""
    return next((_text(each) for each in distributions(name="workprint")), "")


def _libraries() -> Iterator[Terms]:
    seen = {"workprint"}
    for each in distributions():
        name = each.metadata["Name"] or ""
        if name and name.lower() not in seen:
            seen.add(name.lower())
            yield Terms("library", f"{name} {each.version}", _word(each), _text(each))


def _word(distribution: Distribution) -> str:
    """Return a licence in a word: its expression, else what its classifiers say, else its first line."""
    facts = distribution.metadata
    said, old = (next(iter(facts.get_all(name) or ()), "") for name in ("License-Expression", "License"))
    classified = [
        line.rpartition(" :: ")[2] for line in facts.get_all("Classifier") or () if line.startswith("License")
    ]
    first = next(iter(old.strip().splitlines()), "")
    return said or ", ".join(classified) or first[:80]


def _text(distribution: Distribution) -> str:
    """Return the licence files that a library came with."""
    texts = []
    for path in distribution.files or ():
        name = PurePosixPath(path).name.lower()
        if ".dist-info" in str(path) and any(word in name for word in _TEXTS):
            try:
                texts.append(path.read_text("utf-8"))
            except (OSError, ValueError):
                continue
    return "\n\n".join(texts)[:_LONGEST]


def _models() -> Iterator[Terms]:
    from editor.verbs import models

    for model in models().document["models"]:
        licence = model["licence"]
        lines = [f"{key}: {value}" for key, value in licence.items() if value not in (None, "")]
        title = str(licence.get("title") or licence.get("id") or "")
        yield Terms("model", str(model["title"] or model["name"]), title, "\n".join(lines))
