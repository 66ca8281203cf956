"""Errors of a cut's nodes by the shot that they belong to, instead of by its id."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from editor.document.layout import walk
from editor.document.model import Clip, Cut
from nodes.api.errors import WorkprintError, from_json

_QUOTED = re.compile(r"'([^'/\s]+)/([^']+)'")
_BARE = re.compile(r"(?<![\w'/])([^\s'/]+)/([^\s'/:;.]+)(\.(?=\w))?")


@contextmanager
def shots_named(cut: Cut) -> Iterator[None]:
    """Have errors that name nodes of a cut's graphs name the shots too."""
    try:
        yield
    except WorkprintError as error:
        items = [standing.item for standing in walk(cut)]
        names = {each.id: each.name or each.id for each in items if isinstance(each, Clip)}
        said = error.to_json()
        told = said | {part: named(said[part], names) for part in ("attempted", "why")}
        if told == said:
            raise
        raise from_json(told) from error


def named(text: str, names: Mapping[str, str]) -> str:
    """Return words with each node of a shot as it is called there, the shot beside it.

    >>> named("Run node 'c1/grade' (color.grade) at frame 3", {"c1": "Sky"})
    "Run node 'grade' of shot 'Sky' (color.grade) at frame 3"
    >>> named("c1/blur.image: it needs a frame", {"c1": "Sky"})
    "blur of shot 'Sky', image: it needs a frame"
    """

    def quoted(found: re.Match[str]) -> str:
        clip, node = found.groups()
        return f"'{node}' of shot '{names[clip]}'" if clip in names else found.group()

    def bare(found: re.Match[str]) -> str:
        clip, node, port = found.groups()
        way = ", " if port else ""
        return f"{node} of shot '{names[clip]}'{way}" if clip in names else found.group()

    return _BARE.sub(bare, _QUOTED.sub(quoted, text))
