"""Numbers as a person types them in a row, with commas between."""

from __future__ import annotations

from nodes.api.kinds import Json

from .number import text_of


def numbers_of(text: str) -> Json:
    """Return the numbers of a text; the text itself, to be refused, where it holds anything else."""
    pieces = [piece.strip() for piece in text.replace(";", ",").split(",") if piece.strip()]
    try:
        numbers = [float(piece) for piece in pieces]
    except ValueError:
        return text
    return [int(number) if number.is_integer() else number for number in numbers]


def text_of_numbers(value: Json) -> str:
    """Return numbers with commas between, nothing for none."""
    if not isinstance(value, list | tuple):
        return "" if value is None else str(value)
    return ", ".join(text_of(float(each)) for each in value)
