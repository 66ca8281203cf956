"""The `node` decorator: a function whose signature is its schema."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import update_wrapper
from types import FrameType
from typing import Any, Generic, ParamSpec, TypeVar

from .errors import NodeDefinitionError
from .formats import Box, Format
from .hooks import Hooks, InputTimes, input_regions, input_times, output_format, output_range
from .migrations import Migration, check
from .reading import read_spec
from .spec import Spec
from .times import Range, Time

P = ParamSpec("P")
R_co = TypeVar("R_co", covariant=True)

_NO_HOOKS = Hooks()
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
        hooks: Hooks = _NO_HOOKS,
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
        self.hooks = hooks
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
                hooks=self.hooks,
                keep=self.keep,
                scope=scope,
            )
            self._written_in = None
        return self._spec

    def input_times(self, time: Time, parameters: Mapping[str, Any]) -> InputTimes:
        """Return the input times that an output time needs, as `hooks.input_times` does."""
        return input_times(self.hooks, self.spec, time, parameters)

    def output_format(self, formats: Mapping[str, Format], parameters: Mapping[str, Any]) -> Format:
        """Return the format of what it makes, as `hooks.output_format` does."""
        return output_format(self.hooks, self.spec, formats, parameters)

    def output_range(self, ranges: Mapping[str, Range], parameters: Mapping[str, Any]) -> Range | None:
        """Return the stretch of what it makes, as `hooks.output_range` does."""
        return output_range(self.hooks, self.spec, ranges, parameters)

    def input_regions(self, box: Box, parameters: Mapping[str, Any]) -> Mapping[str, Box]:
        """Return the parts of its inputs that a part of its output needs, as `hooks.input_regions` does."""
        return input_regions(self.hooks, self.spec, box, parameters)

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
    format: Callable[..., Format] | None = None,
    range: Callable[..., Range | None] | None = None,
    regions: Callable[..., Mapping[str, Box]] | None = None,
    migrations: Sequence[Migration] = (),
    keep: bool = False,
) -> Callable[[Callable[P, R_co]], Node[P, R_co]]:
    """Make a function a node; its arguments and return type say what connects and what can be set.

    The engine asks these before it calls the node; each is given the parameters by name as well, and `times`
    and `regions` also the Range and the Format that the node is handed:
    `times(time, …)` says which input times an output time needs (frame and Around nodes only): a `Time`
    for each input (of a window its centre), a sequence of them for a variadic one, None for what is not
    needed then; an input it leaves out is wanted at the same time.
    `format(formats, …)` gives the output's format from the connected inputs' by name, and the job's under
    the name ""; usually the first input's.
    `range(ranges, …)` gives the output's stretch from the inputs', for nodes that retime; usually the first
    input's, None where any time will do. A source is told an empty one, under "", at the job's rate.
    `regions(box, …)` says which part of each input a part of the output needs (frame and Around nodes
    only); an input it leaves out is wanted whole, and so are all without it.
    `format` and `range` are given what an animated parameter is at the start; none may depend on pictures.
    `keep` stores results: say it where they are costly. Raises NodeDefinitionError for a bad id, version or
    migration; for a bad signature at first use.

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
    hooks = Hooks(times, format, range, regions)

    def decorate(function: Callable[P, R_co]) -> Node[P, R_co]:
        return Node(function, id, version, hooks=hooks, migrations=migrations, keep=keep, written_in=local)

    return decorate
