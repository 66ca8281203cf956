"""The working space of what has no project yet."""

from __future__ import annotations

import os
from collections.abc import Mapping

from .said import place_of

WORKING_SPACE = "ACEScg"


def new_colour(config: str | None = None, name: str = WORKING_SPACE) -> Mapping[str, str]:
    """Return a working space as the engine reads it: of a configuration, else of $OCIO, else the built-in.

    A file's path is made absolute; the built-in configuration is "".
    """
    said = os.environ.get("OCIO", "") if config is None else config
    if said and "://" not in said:
        said = str(place_of(said))
    return {"config": said, "name": name}
