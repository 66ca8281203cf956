"""What one call of `model.run` asks, read from its arguments."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nodes.process.handed import taken

if TYPE_CHECKING:
    from inference.cards.card import Card
    from inference.families.adapter import Arrays


@dataclass(frozen=True, slots=True)
class Asked:
    """A model (its card and folder), one of its methods, and what that is given."""

    card: Card
    folder: Path
    method: str
    settings: Mapping[str, Any]
    arrays: Arrays
    too_large: bool = False

    @classmethod
    def of(cls, args: Mapping[str, Any]) -> Asked:
        """Read `card`, `folder`, `method`, `settings` and `arrays` (as they were handed over, or None).

        `too_large` says that a worker before this one grew too large over it. Raises BadInput for a card that
        is none.
        """
        from inference.cards.card import Card

        arrays = taken(args["arrays"]) if args.get("arrays") else {}
        return cls(
            Card.from_json(args["card"]),
            Path(args["folder"]),
            args["method"],
            args["settings"],
            arrays,
            bool(args.get("too_large")),
        )

    def of_seeds(self, count: int) -> Asked:
        """Return the same for the first `count` of its seeds."""
        seeds = list(self.settings.get("seeds", ()))[:count]
        return replace(self, settings={**self.settings, "seeds": seeds})

    @property
    def title(self) -> str:
        """The model's name for a message."""
        return f"'{self.card.name}'"

    @property
    def key(self) -> str:
        """What tells loaded models apart: the folder and all of the card that decides what is made."""
        said = json.dumps([self.card.digest, str(self.folder)])
        return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()

    @property
    def session(self) -> str | None:
        """The session that the call belongs to; what a model remembers of it is gone once it is unloaded."""
        session = self.settings.get("session")
        return None if session is None else str(session)
