"""What makes a take, exactly: two equal recipes are one take."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from nodes.api.formats import Format
from nodes.api.times import Range, quotient

RECIPE_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides a take's pixels.

    `key` is the engine's key of the shot's output (graph, parameters, media, stateful domains);
    `domain` the frames it was run over, in media time; `layout` how the media stores its pixels;
    `seed` is None where no node upstream takes one; `media` fingerprints by binding name; `colour`
    the working space; `graph` the graph's own JSON, kept to be read and run again; `models` by name what
    decides what the models make that serve it (see `resolved`), whose fingerprints stand in `key`.
    `scale` is the size of the work, of the shot's own: 1, or less for a draft.
    """

    key: str
    domain: Range
    format: Format
    layout: str
    seed: int | None
    media: Mapping[str, str]
    colour: Mapping[str, str]
    graph: Mapping[str, Any]
    models: Mapping[str, Any] = field(default_factory=dict)
    scale: Fraction = Fraction(1)

    @property
    def look(self) -> str:
        """A digest of all that decides a frame's pixels, whatever frames are asked for."""
        return _digest(
            {
                "key": self.key,
                "format": self.format.to_json(),
                "layout": self.layout,
                "seed": self.seed,
                "colour": dict(self.colour),
            }
            | self._smaller
        )

    @property
    def digest(self) -> str:
        """The digest that names this recipe: its look over its domain."""
        return _digest({"look": self.look, "domain": self.domain.to_json()})

    def to_json(self) -> dict[str, Any]:
        """Return plain data, the digest included for those who only read."""
        return {
            "schema": RECIPE_SCHEMA,
            "digest": self.digest,
            "key": self.key,
            "domain": self.domain.to_json(),
            "format": self.format.to_json(),
            "layout": self.layout,
            "seed": self.seed,
            "media": dict(self.media),
            "colour": dict(self.colour),
            "graph": self.graph,
            "models": dict(self.models),
        } | self._smaller

    @property
    def _smaller(self) -> dict[str, Any]:
        return {} if self.scale == 1 else {"scale": str(self.scale)}


def recipe_from_json(data: Mapping[str, Any]) -> Recipe:
    """Return the recipe that `Recipe.to_json` described.

    Raises LookupError, TypeError or ValueError for other data.
    """
    recipe = Recipe(
        key=data["key"],
        domain=Range.from_json(data["domain"]),
        format=Format.from_json(data["format"]),
        layout=data["layout"],
        seed=data["seed"],
        media=data["media"],
        colour=data["colour"],
        graph=data["graph"],
        models=data.get("models", {}),
        scale=quotient(data.get("scale", "1")),
    )
    tables = (recipe.media, recipe.colour, recipe.graph, recipe.models)
    if not all(isinstance(each, Mapping) for each in tables):
        raise ValueError("a part of the recipe is no object")
    texts = [recipe.key, recipe.layout, *recipe.media.values(), *recipe.colour.values()]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("a field of the recipe is not what it should be")
    if recipe.seed is not None and type(recipe.seed) is not int:
        raise ValueError(f"the seed {recipe.seed!r} is no whole number")
    return recipe


def _digest(data: Mapping[str, Any]) -> str:
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
