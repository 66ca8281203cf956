"""The user's own Workprint folders: cache, data (models, plugins), settings."""

from __future__ import annotations

from pathlib import Path


def cache_folder() -> Path:
    """Return where what can be made again is kept."""
    from platformdirs import user_cache_path

    return user_cache_path("workprint", appauthor=False)


def data_folder() -> Path:
    """Return where models and plugin environments are kept."""
    from platformdirs import user_data_path

    return user_data_path("workprint", appauthor=False)


def settings_folder() -> Path:
    """Return where preferences are kept."""
    from platformdirs import user_config_path

    return user_config_path("workprint", appauthor=False)
