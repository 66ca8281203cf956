"""What Workprint does, as free functions: each verb of the command line under its own name.

Every one takes and returns frozen values; `workprint VERB` prints what these return. A verb is imported
at its first use. Each lies in a file of its name behind an underscore, so that `editor.verbs.take` is
always the function and never the file.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._bench import bench
    from ._bins import bins
    from ._cache import cache
    from ._doctor import doctor
    from ._edit import edit
    from ._export import export
    from ._graph import graph
    from ._info import info
    from ._levels import levels
    from ._models import models
    from ._models_add import models_add
    from ._models_check import models_check
    from ._models_fetch import models_fetch
    from ._new import new
    from ._nodes import nodes
    from ._render import render
    from ._run import run
    from ._score import score
    from ._shot import shot
    from ._take import take
    from ._takes import takes

__all__ = [
    "bench",
    "bins",
    "cache",
    "doctor",
    "edit",
    "export",
    "graph",
    "info",
    "levels",
    "models",
    "models_add",
    "models_check",
    "models_fetch",
    "new",
    "nodes",
    "render",
    "run",
    "score",
    "shot",
    "take",
    "takes",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}._{name}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
