"""Reading what OpenImageIO hands over as text, which damaged and old files hold in no known encoding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import OpenImageIO as oiio


def text_in(spec: oiio.ImageSpec, name: str) -> str:
    """Return an attribute's text, "" where there is none or it is no UTF-8."""
    found: str = _safely(lambda: spec.get_string_attribute(name)) or ""
    return found


def value_in(spec: oiio.ImageSpec, name: str) -> Any:
    """Return an attribute's value, None where there is none or it is text that is no UTF-8."""
    return _safely(lambda: spec.getattribute(name))


def message(ask: Callable[[], str]) -> str:
    """Return what a library says is wrong; it may quote the damaged file."""
    return _safely(ask) or "it is damaged"


def _safely(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except UnicodeDecodeError:
        return None
