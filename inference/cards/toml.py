"""Cards as TOML files."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from .card import Card
from .errors import BadCard
from .reading import read_card

_LONGEST = 8 << 20


def load_card(path: Path) -> Card:
    """Return the card of a TOML file. Raises BadCard and UnsafeModel, which name the file."""
    return card_from_text(_text(path), f"'{path}'")


def card_from_text(text: str, told: str) -> Card:
    """Return the card that TOML spells; `told` says in messages where it comes from."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        why = str(error) or "it is nested too deeply"
        raise BadCard(f"Read the model card {told}", why, hint="Correct it, or take it away.") from error
    return read_card(data)


def card_to_text(card: Card) -> str:
    """Return a card as TOML, what it leaves at its default left out."""
    import tomli_w

    return tomli_w.dumps(_said(card.to_json(), Card("", "", (), card.licence).to_json()))


def _said(data: dict[str, Any], plain: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _without_none(value)
        for name, value in data.items()
        if value is not None and (name == "licence" or value != plain[name])
    }


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_none(each) for name, each in value.items() if each is not None}
    return [_without_none(each) for each in value] if isinstance(value, list) else value


def _text(path: Path) -> str:
    attempted = f"Read the model card '{path}'"
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST + 1)
        if len(data) > _LONGEST:
            raise BadCard(attempted, "it is far too long for a card")
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadCard(attempted, "it is no UTF-8 text") from error
    except OSError as error:
        raise BadCard(attempted, error.strerror or str(error)) from error
