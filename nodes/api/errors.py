"""The one family of errors that Workprint raises on purpose.

A message has three parts: what was attempted and with what, why it failed, and what to do next.
Errors cross process boundaries as data (`to_json`, `from_json`), never as pickles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar


class WorkprintError(Exception):
    """Base of every error that is meant for the person at the keyboard.

    `attempted` names the action and its object, `why` the reason, `hint` the next step.
    `exit_code` is what the command line returns: 1 a valid request failed, 2 bad input, 130 cancelled.

    >>> print(BadInput("Open 'a.otio'", "it is empty", hint="Export it again."))
    Open 'a.otio': it is empty. Export it again.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, attempted: str, why: str = "", *, hint: str = "") -> None:
        super().__init__(attempted, why, hint)
        self.attempted = attempted
        self.why = why
        self.hint = hint

    def __str__(self) -> str:
        said = f"{self.attempted}: {self.why}" if self.why else self.attempted
        if not self.hint:
            return said
        return f"{said.rstrip('.')}. {self.hint}"

    def to_json(self) -> dict[str, Any]:
        """Return the error as plain data, to be sent to another process."""
        return {
            "error": type(self).__name__,
            "attempted": self.attempted,
            "why": self.why,
            "hint": self.hint,
            "exit_code": self.exit_code,
        }


class BadInput(WorkprintError):
    """What was given cannot be used as it is: a file, a name, a value, a combination."""

    exit_code = 2


class Failed(WorkprintError):
    """A valid request could not be carried out."""


class Cancelled(WorkprintError):
    """The person, or the program on their behalf, asked to stop."""

    exit_code = 130


class NodeError(WorkprintError):
    """A node's refusal of what it was given: the user's mistake, not a bug.

    `port` names the input or parameter that is at fault; the engine adds node and time.
    """

    def __init__(self, message: str, why: str = "", *, hint: str = "", port: str = "") -> None:
        super().__init__(message, why, hint=hint)
        self.port = port

    def to_json(self) -> dict[str, Any]:
        return super().to_json() | {"port": self.port}


class BadValue(NodeError, BadInput):
    """A parameter's value is of the wrong type, out of range or no choice; `port` is the parameter."""


class NodeDefinitionError(BadInput):
    """A node's definition cannot be understood; names node and argument and says what to write instead."""


def _family(base: type[WorkprintError]) -> Iterator[type[WorkprintError]]:
    yield base
    for child in base.__subclasses__():
        yield from _family(child)


def from_json(data: Mapping[str, Any]) -> WorkprintError:
    """Return the error that `WorkprintError.to_json` described.

    A class this process does not know becomes the nearest base with the same exit code.
    """
    known = {cls.__name__: cls for cls in _family(WorkprintError)}
    code = data.get("exit_code", 1)
    fallback = {2: BadInput, 130: Cancelled}.get(code, Failed)
    cls = known.get(str(data.get("error")), fallback)
    error = cls.__new__(cls)
    WorkprintError.__init__(
        error, str(data.get("attempted", "")), str(data.get("why", "")), hint=str(data.get("hint", ""))
    )
    if isinstance(error, NodeError):
        error.port = str(data.get("port", ""))
    return error
