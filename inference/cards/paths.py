"""Which paths a model may name: files below its own folder that hold no code."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

from .errors import UnsafeModel

PICKLED = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".npy", ".npz", ".joblib", ".h5", ".keras")
"""Endings of files that run what is in them when they are read, or may."""

CODE = (".py", ".pyc", ".pyo", ".pyd", ".so", ".dll", ".dylib", ".sh", ".exe")
"""Endings of programs."""


def check_path(path: str, attempted: str) -> PurePosixPath:
    """Return a model's path once it is safe. Raises UnsafeModel that says what was attempted and why not.

    A path is relative, with `/` between its parts, and stays below the model's folder on every system;
    what it names is neither a pickle nor a program.
    """
    parts = path.split("/")
    outside = (
        not path
        or "\\" in path
        or "\0" in path
        or PureWindowsPath(path).drive
        or path.startswith("/")
        or any(part in ("", ".", "..") for part in parts)
    )
    if outside:
        why = f"'{path}' leads out of the model's folder"
        raise UnsafeModel(attempted, why, hint="A model's files lie in its own folder.")
    check_ending(path, attempted)
    return PurePosixPath(path)


def check_ending(path: str, attempted: str) -> None:
    """Raise UnsafeModel where a file's name says that reading it would run what is in it."""
    ending = PurePosixPath(path.lower()).suffix
    if ending in PICKLED:
        raise UnsafeModel(
            attempted,
            f"'{path}' is a pickle, which runs code when it is read",
            hint="Use the model's safetensors files, or convert it with its own tools first.",
        )
    if ending in CODE:
        raise UnsafeModel(
            attempted, f"'{path}' is code", hint="Workprint runs no code that comes with a model."
        )
