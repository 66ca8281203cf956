"""Running a node that makes one value over time, a curve or sound, out of all it reads."""

from __future__ import annotations

from typing import Any

from nodes.api import Audio, Curve, Spec
from nodes.graph.model import Link

from .clips import ClipReader
from .context import NodeContext
from .errors import CannotRun
from .host import Host
from .ready import Ready


class SignalCourse:
    """One such node; it is called once. Sound is read lazily, so its context lives as long as the run."""

    def __init__(self, host: Host, ready: Ready) -> None:
        self._host, self._ready = host, ready
        self._context: NodeContext | None = None

    def make(self) -> None:
        """Hand out the node's value. Raises what the node raises."""
        host, ready = self._host, self._ready
        stretch = ready.domain
        context = self._context = host.calls.context(ready)

        def read(name: str, link: Link) -> ClipReader:
            if stretch is None:
                raise CannotRun(
                    f"Run node '{ready.name}' ({ready.place.type})", f"nothing says how long '{name}' is"
                )
            return host.clip(link, stretch)

        def call() -> Any:
            return signalled(ready.spec, ready.node(**host.arguments(ready, stretch, read, context)))

        time = ready.rest if stretch is None else stretch.start
        value = host.calls.counted(ready, time, call)
        # Sound is read through files that this run holds open.
        shared = all(port.type != "audio" for port in ready.spec.outputs)
        host.hand_out(ready, (ready.name, ready.rest), value, shared=shared)

    def close(self) -> None:
        """Remove what the node left in its scratch folder."""
        if self._context is not None:
            self._context.close()
            self._context = None


def signalled(spec: Spec, value: Any) -> Any:
    """Return what a signal node gave: the value itself, or values by port where its outputs are named.

    Raises TypeError where it is not what the node's outputs say.
    """
    if not hasattr(value, "_fields"):
        if len(spec.outputs) != 1:
            raise TypeError(f"it has {len(spec.outputs)} outputs and made a {type(value).__name__}")
        return _checked(spec.outputs[0].name, spec.outputs[0].type, value)
    return {port.name: _checked(port.name, port.type, getattr(value, port.name)) for port in spec.outputs}


def _checked(name: str, kind: str, value: Any) -> Any:
    if not isinstance(value, Audio if kind == "audio" else Curve):
        raise TypeError(f"its output '{name}' has to be a {kind}, it made a {type(value).__name__}")
    return value
