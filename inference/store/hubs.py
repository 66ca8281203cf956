"""Models that other programs have fetched: the model hub's own cache, which is read and never written.

Layout of huggingface_hub's cache: `models--OWNER--NAME/refs/main` holds a commit, `snapshots/<commit>/` the
files as links into `blobs/`, which are named by the SHA-256 of large files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

_COMMIT = re.compile(r"[0-9a-f]{40}")


def hub_folders(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Return where the model hub's library keeps what it fetched, by the variables it goes by itself."""
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if environment.get(name):
            return (Path(environment[name]),)
    if environment.get("HF_HOME"):
        return (Path(environment["HF_HOME"]) / "hub",)
    cache = environment.get("XDG_CACHE_HOME")
    home = environment.get("HOME") or environment.get("USERPROFILE")
    if cache:
        return (Path(cache) / "huggingface" / "hub",)
    return (Path(home) / ".cache" / "huggingface" / "hub",) if home else ()


def snapshots(hub: Path, repository: str, revision: str = "") -> Iterator[Path]:
    """Yield the snapshots of a repository, that of `main` first, or the one of a revision only."""
    home = hub / f"models--{repository.replace('/', '--')}"
    if revision and not _COMMIT.fullmatch(revision):
        revision = _ref(home, revision)
        if not revision:
            return
    if revision:
        if (home / "snapshots" / revision).is_dir():
            yield home / "snapshots" / revision
        return
    main = _ref(home, "main")
    try:
        found = sorted(each for each in (home / "snapshots").iterdir() if _COMMIT.fullmatch(each.name))
    except OSError:
        return
    yield from sorted(found, key=lambda each: each.name != main)


def _ref(home: Path, name: str) -> str:
    try:
        said = (home / "refs" / name).read_text("ascii").strip()
    except (OSError, ValueError):
        return ""
    return said if _COMMIT.fullmatch(said) else ""
