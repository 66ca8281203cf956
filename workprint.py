"""What plugin authors import: the node contract of Workprint under one short name."""

from typing import TYPE_CHECKING

import nodes.api
from nodes.api import __all__ as __all__

if TYPE_CHECKING:
    from nodes.api import *  # noqa: F403


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(nodes.api, name)
