"""`cache`: what a project keeps that can be made again."""

from __future__ import annotations

import re

from editor.document.opened import Project
from editor.takes.store import sweep
from nodes.api.errors import BadInput
from nodes.engine.pruning import prune as prune_results
from nodes.engine.pruning import sizes

from .found import Found, size_text, table

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kKMGT]?)i?B?")
_UNITS = {"": 1, "k": 10**3, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


def cache(project: Project, *, prune: bool = False, limit: int | str | None = None) -> Found:
    """Tell how much the project keeps, after removing kept results with `prune`.

    Kept results are what nodes marked `keep` made; they are made again when they are wanted. With
    `limit` (bytes, or text such as "2G") the longest unused go until the rest fits; without it all of
    them. Takes are not cache: `takes --prune` removes those. Raises BadInput for a limit that is no size.
    """
    if limit is not None and not prune:
        raise BadInput("Limit the cache", "nothing is pruned", hint="Add --prune.")
    most = 0 if limit is None else limit if isinstance(limit, int) else _bytes(limit)
    results = project.folder / "results"
    freed = 0
    if prune:
        freed = prune_results([results], most)
        sweep(project.folder)
    kept = sizes(results)
    takes = _weigh(project, "takes")
    rows: list[tuple[str, ...]] = [
        ("what", "files", "size"),
        ("kept results", str(kept.files), size_text(kept.bytes)),
        ("takes", str(takes[0]), size_text(takes[1])),
    ]
    document = {
        "results": {"files": kept.files, "bytes": kept.bytes},
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
