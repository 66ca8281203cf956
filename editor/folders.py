"""The user's own Workprint folders: cache, data (models, plugins), settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nodes.api.errors import BadInput


def cache_folder() -> Path:
    """Return where what can be made again is kept. Raises BadInput where no home folder is known."""
    from platformdirs import user_cache_path

    return _known("cache", user_cache_path)


def frames_folder() -> Path:
    """Return where costly frames of any project are set aside. Raises BadInput as `cache_folder`."""
    return cache_folder() / "frames"


def trained_folder() -> Path:
    """Return where what was learned on the spot is kept. Raises BadInput as `cache_folder`."""
    return cache_folder() / "trained"


def data_folder() -> Path:
    """Return where models and plugin environments are kept. Raises BadInput as `cache_folder`."""
    from platformdirs import user_data_path

    return _known("data", user_data_path)


def models_folder() -> Path:
    """Return where the user's own model cards and fetched models are kept. Raises as `cache_folder`."""
    return data_folder() / "models"


def settings_folder() -> Path:
    """Return where preferences are kept. Raises BadInput as `cache_folder`."""
    from platformdirs import user_config_path

    return _known("config", user_config_path)


def _known(kind: str, find: Callable[..., Path]) -> Path:
    try:
        return find("workprint", appauthor=False)
    except RuntimeError as error:
        raise BadInput(
            f"Find your {kind} folder",
            "nothing says where your home folder is",
            hint=f"Set HOME, or XDG_{kind.upper()}_HOME, to a folder that can be written.",
        ) from error
