"""Every test has user folders of its own, and none of the user's own settings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

KEPT = {"WORKPRINT_SHARED_DATA", "WORKPRINT_TEST_RUN"}
FOLDERS = {
    "HOME": "",
    "XDG_CACHE_HOME": ".cache",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_RUNTIME_DIR": "run",
}
_numbers = count()


@pytest.fixture(autouse=True)
def user_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Point home, cache, data, config and state at an empty folder, and return it."""
    home = tmp_path_factory.getbasetemp() / f"home{next(_numbers)}"
    with pytest.MonkeyPatch.context() as patch:
        for name in [*os.environ]:
            if name == "OCIO" or (name.startswith("WORKPRINT_") and name not in KEPT):
                patch.delenv(name)
        for name, below in FOLDERS.items():
            patch.setenv(name, str(home / below))
        home.mkdir()
        yield home
