"""The `node` decorator: a function whose signature is its schema."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import update_wrapper
from types import FrameType
from typing import Any, Generic, ParamSpec, TypeAlias, TypeVar

from .errors import NodeDefinitionError, NodeError
from .migrations import Migration, check
from .reading import read_spec
from .spec import Spec
from .times import Time

P = ParamSpec("P")
R_co = TypeVar("R_co", covariant=True)

InputTimes: TypeAlias = Mapping[str, Time | Sequence[Time | None] | None]
"""For each input the time it is wanted at, None where it is not needed; a sequence for a variadic one."""

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")


class Node(Generic[P, R_co]):
    """A function with an id, a version and a spec; calling it calls the function.

    The spec is read off the annotations at first use, so that they may name what is defined later.
    """

    def __init__(
        self,
        function: Callable[P, R_co],
        id: str,
        version: int,
        *,
        times: Callable[..., InputTimes] | None = None,
        migrations: Sequence[Migration] = (),
        keep: bool = False,
        written_in: FrameType | None = None,
    ) -> None:
        if not _ID.fullmatch(id):
            raise NodeDefinitionError(
                f"Define node {id!r}",
                "its id is no name in a family",
                hint='Write "family.name" in lower case.',
            )
        if version < 1:
            raise NodeDefinitionError(
                f"Define node {id!r}", f"its version is {version}", hint="Count versions from 1."
            )
        self.__wrapped__ = function
        self.id = id
        self.version = version
        self.times = times
        self.migrations = check(id, version, tuple(migrations))
        self.keep = keep
        self._written_in = written_in
        self._spec: Spec | None = None
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R_co:
        """Call the node's function."""
        return self.__wrapped__(*args, **kwargs)

    def __repr__(self) -> str:
        return f"<node {self.id} version {self.version}>"

    @property
    def spec(self) -> Spec:
        """The node's schema. Raises NodeDefinitionError where the signature cannot be understood."""
        if self._spec is None:
            scope = self._written_in.f_locals if self._written_in else None
            self._spec = read_spec(
                self.id,
                self.version,
                self.__wrapped__,
                has_times=self.times is not None,
                keep=self.keep,
                scope=scope,
            )
            self._written_in = None
        return self._spec

    def input_times(self, time: Time, parameters: Mapping[str, Any]) -> InputTimes:
        """Return what `times=` says for an output time, checked; empty where inputs are wanted at that time.

        `parameters` are Python values by name. Raises NodeError where the answer names no input of the node,
        or leaves out one that is not optional.
        """
        if self.times is None:
            return {}
        answer = self.times(time, **parameters)
        for name, wanted in answer.items():
            port = self.spec.input(name)
            if port is None:
                raise NodeError(f"Ask {self.id} for input times", f"it has no input {name!r}", port=name)
            many = isinstance(wanted, Sequence)
            if many != port.variadic and wanted is not None:
                needed = "a sequence of times" if port.variadic else "one time"
                raise NodeError(f"Ask {self.id} for input times", f"{name!r} needs {needed}", port=name)
            if wanted is None and not (port.optional or port.variadic):
                raise NodeError(f"Ask {self.id} for input times", f"{name!r} is always needed", port=name)
        return answer

    def upgrade(self, params: Mapping[str, Any], version: int) -> dict[str, Any]:
        """Return parameters (JSON values) that `version` stored as this version wants them."""
        result = dict(params)
        for step in self.migrations:
            if step.to > version:
                result = step(result)
        return result


def node(
    id: str,
    *,
    version: int = 1,
    times: Callable[..., InputTimes] | None = None,
    migrations: Sequence[Migration] = (),
    keep: bool = False,
) -> Callable[[Callable[P, R_co]], Node[P, R_co]]:
    """Make a function a node; its arguments and return type say what connects and what can be set.

    `times(time, **parameters)` says which input times an output time needs (frame and Around nodes only):
    a `Time` for each input, a sequence of them for a variadic one, None for what is not needed then; an
    input it leaves out is wanted at the same time. `keep` stores results: say it where they are costly.
    Raises NodeDefinitionError for a bad id, version or migration; for a bad signature at first use.

    >>> from workprint import Frame, Slider
    >>> from typing import Annotated
    >>> @node("acme.gain")
    ... def gain(image: Frame, amount: Annotated[float, Slider(0, 4)] = 1.0) -> Frame:
    ...     "Multiply the colour channels."
    ...     return image.with_rgb(image.rgb * amount)
    >>> gain.spec.shape, [port.name for port in gain.spec.inputs], gain.spec.param("amount").default
    ('frame', ['image'], 1.0)
    """
    caller = sys._getframe(1)
    # A function's local names are gone once it returns; its frame is held until the spec is read.
    local = caller if caller.f_locals is not caller.f_globals else None

    def decorate(function: Callable[P, R_co]) -> Node[P, R_co]:
        return Node(function, id, version, times=times, migrations=migrations, keep=keep, written_in=local)

    return decorate
