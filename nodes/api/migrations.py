"""Carry parameters that an older version of a node stored over to the newer one, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from .errors import NodeDefinitionError
from .kinds import Json

Params: TypeAlias = Mapping[str, Json]

_NO_RENAMES: Mapping[str, str] = MappingProxyType({})


def _same(params: Params) -> Params:
    return params


@dataclass(frozen=True, slots=True)
class Migration:
    """The step of one node to version `to`: `rename` parameters and inputs, then `change` the values."""

    id: str
    to: int
    change: Callable[[Params], Params] = _same
    rename: Mapping[str, str] = field(default_factory=lambda: _NO_RENAMES)

    def __call__(self, params: Params) -> dict[str, Json]:
        """Return the parameters, as JSON values by name, as version `to` wants them."""
        renamed = {self.rename.get(name, name): value for name, value in params.items()}
        return dict(self.change(renamed))


def migrate(
    id: str, *, to: int, rename: Mapping[str, str] = _NO_RENAMES
) -> Callable[[Callable[[Params], Params]], Migration]:
    """Make a function from parameters to parameters the migration of a node to version `to`.

    Hand the result to `node(…, migrations=(…,))`. `rename` is applied first, and to inputs, keyframes and
    drives as well; a migration that only renames is `Migration(id, to, rename={…})`.

    >>> @migrate("acme.gain", to=2, rename={"gain": "amount"})
    ... def in_stops(params):
    ...     return {**params, "amount": params["amount"] * 2}
    >>> in_stops({"gain": 0.5})
    {'amount': 1.0}
    """

    def decorate(change: Callable[[Params], Params]) -> Migration:
        return Migration(id, to, change, MappingProxyType(dict(rename)))

    return decorate


def check(id: str, version: int, migrations: tuple[Migration, ...]) -> tuple[Migration, ...]:
    """Return a node's migrations in order. Raises NodeDefinitionError for ones that are not its own."""
    steps = [step.to for step in migrations]
    for step in migrations:
        if step.id != id or not 2 <= step.to <= version or steps.count(step.to) > 1:
            raise NodeDefinitionError(
                f"Define node {id!r}",
                f"the migration of {step.id!r} to version {step.to} does not belong to it",
                hint=f"Give one migration of {id!r} for each version from 2 to {version} that changed.",
            )
    return tuple(sorted(migrations, key=lambda step: step.to))
