"""What a model hub has of a repository: the commit, and every file with its size and digest."""

from __future__ import annotations

import json
import urllib.error
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote

from nodes.api.errors import BadInput

from .errors import FetchFailed
from .web import opened

HOME = "https://huggingface.co"
_LONGEST = 64 << 20
_GATED = (401, 403)


@dataclass(frozen=True, slots=True)
class Hub:
    """A hub's address, and the token with which it knows the person, where one was set."""

    address: str = HOME
    token: str = field(default="", repr=False)

    def file(self, repository: str, commit: str, path: str) -> str:
        """Return the address of a file."""
        return f"{self.address}/{repository}/resolve/{quote(commit, safe='')}/{quote(path)}"


@dataclass(frozen=True, slots=True)
class Remote:
    """A file on a hub; `sha256` is of large files, `git` the SHA-1 that git gives small ones."""

    path: str
    size: int
    sha256: str = ""
    git: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A repository's files at a commit."""

    commit: str
    files: tuple[Remote, ...]


def hub_of(environment: Mapping[str, str]) -> Hub:
    """Return the hub by the usual variables: HF_ENDPOINT, HF_TOKEN or the file of the hub's own tool."""
    address = environment.get("HF_ENDPOINT", "").rstrip("/") or HOME
    return Hub(address, environment.get("HF_TOKEN", "").strip() or _kept_token(environment))


def is_offline(environment: Mapping[str, str]) -> bool:
    """Say whether a variable forbids to speak to other machines."""
    names = ("WORKPRINT_OFFLINE", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    return any(environment.get(name, "").strip().upper() in ("1", "ON", "YES", "TRUE") for name in names)


def listed(hub: Hub, repository: str, revision: str) -> Listing:
    """Return what a hub has of a repository at a revision (its newest, where none is named).

    Raises FetchFailed, BadInput for a repository or revision that is not there.
    """
    attempted = f"Ask {hub.address} for '{repository}'"
    url = f"{hub.address}/api/models/{repository}/revision/{quote(revision or 'main', safe='')}?blobs=true"
    try:
        with opened(url, token=hub.token) as answer:
            said = json.loads(answer.read(_LONGEST))
        return Listing(str(said["sha"]), tuple(_remote(each) for each in said["siblings"]))
    except urllib.error.HTTPError as error:
        with error:
            raise refusal(error, hub, repository, attempted) from error
    except (OSError, HTTPException) as error:
        raise unreachable(error, attempted) from error
    except (ValueError, LookupError, TypeError) as error:
        hint = "Try again later; HF_ENDPOINT names another hub."
        raise FetchFailed(attempted, "its answer cannot be understood", hint=hint) from error


def refusal(
    error: urllib.error.HTTPError, hub: Hub, repository: str, attempted: str
) -> BadInput | FetchFailed:
    """Return what to tell of a hub's refusal."""
    reason = str(error.headers.get("X-Error-Message") or "")[:300]
    if error.code in _GATED:
        why = f"it is not given to everybody ({error.code}{': ' if reason else ''}{reason})"
        hint = f"Accept its terms at {hub.address}/{repository}, then set HF_TOKEN to a token of yours."
        return BadInput(attempted, why, hint=hint)
    if error.code == 404:
        return BadInput(attempted, "it is not there, or not at that revision", hint="Correct the card.")
    return FetchFailed(
        attempted, f"it answered {error.code} {reason or error.reason}", hint="Try again later."
    )


def unreachable(error: Exception, attempted: str) -> FetchFailed:
    """Return what to tell where no answer came, or only a part of it."""
    reason = getattr(error, "reason", None) or error
    why = f"it cannot be reached: {getattr(reason, 'strerror', None) or reason}"
    return FetchFailed(attempted, why, hint="Look at the connection and try again: what came is kept.")


def _remote(said: Mapping[str, Any]) -> Remote:
    large = said.get("lfs") or {}
    return Remote(
        path=str(said["rfilename"]),
        size=int(large.get("size", said["size"])),
        sha256=str(large.get("sha256", "")),
        git="" if large else str(said.get("blobId", "")),
    )


def _kept_token(environment: Mapping[str, str]) -> str:
    """Return the token that the hub's own tool keeps for the person, empty where it keeps none."""
    home = environment.get("HF_HOME") or f"{environment.get('HOME', '')}/.cache/huggingface"
    try:
        return Path(environment.get("HF_TOKEN_PATH") or f"{home}/token").read_text("ascii").strip()
    except (OSError, ValueError):
        return ""
