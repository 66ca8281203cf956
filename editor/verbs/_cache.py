"""`cache`: what a project and the user's own cache folder keep that can be made again."""

from __future__ import annotations

import re

from editor.document.opened import Project
from editor.folders import frames_folder
from editor.takes.store import sweep
from nodes.api.errors import BadInput
from nodes.engine.pruning import prune as prune_results
from nodes.engine.pruning import sizes

from .found import Found, size_text, table

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kKMGT]?)i?B?")
_UNITS = {"": 1, "k": 10**3, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


def cache(project: Project, *, prune: bool = False, limit: int | str | None = None) -> Found:
    """Tell how much is kept that can be made again, after removing it with `prune`.

    Kept results are what nodes marked `keep` made, in the project; costly frames were set aside in the
    user's own cache folder while somebody looked at them, of any project. Both are made again when they are
    wanted. With `limit` (bytes, or text such as "2G") the longest unused of both go until the rest fits;
    without it all of them. Takes are not cache: `takes --prune` removes those. Raises BadInput for a limit
    that is no size.
    """
    if limit is not None and not prune:
        raise BadInput("Limit the cache", "nothing is pruned", hint="Add --prune.")
    most = 0 if limit is None else limit if isinstance(limit, int) else _bytes(limit)
    results, aside = project.folder / "results", frames_folder()
    freed = 0
    if prune:
        freed = prune_results([results, aside], most)
        sweep(project.folder)
    kept, frames = sizes(results), sizes(aside)
    takes = _weigh(project, "takes")
    rows: list[tuple[str, ...]] = [
        ("what", "files", "size"),
        ("kept results", str(kept.files), size_text(kept.bytes)),
        ("costly frames", str(frames.files), size_text(frames.bytes)),
        ("takes", str(takes[0]), size_text(takes[1])),
    ]
    document = {
        "results": {"files": kept.files, "bytes": kept.bytes},
        "frames": {"files": frames.files, "bytes": frames.bytes},
        "takes": {"files": takes[0], "bytes": takes[1]},
        "freed": freed,
    }
    text = table(rows) + (f"\nfreed {size_text(freed)}" if prune else "")
    return Found(document, text)


def _bytes(text: str) -> int:
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise BadInput(f"Limit the cache to '{text}'", "that is no size", hint="Write 500M or 2G.")
    return int(float(match[1]) * _UNITS[match[2]])


def _weigh(project: Project, name: str) -> tuple[int, int]:
    files = [path for path in (project.folder / name).rglob("*") if path.is_file()]
    return len(files), sum(path.stat().st_size for path in files)
