"""The only place that speaks to another machine: reading from a model hub, encrypted, when a person asks."""

from __future__ import annotations

import http.client
import urllib.request
from typing import IO, Any
from urllib.parse import urlsplit

from nodes.api.errors import BadInput

TIMEOUT = 60.0
"""Seconds without a byte after which a connection counts as lost."""

_HERE = ("127.0.0.1", "localhost", "::1")


def check_address(url: str) -> None:
    """Return if an address may be read: encrypted, or a mirror on this machine. Raises BadInput."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE):
        return
    hint = "A mirror elsewhere has to be reached by https."
    raise BadInput(f"Read '{url}'", "it is not encrypted", hint=hint)


def opened(url: str, *, token: str = "", first: int = 0) -> http.client.HTTPResponse:
    """Return the answer of an address, from byte `first` on; to be closed.

    `token` goes to this address only, not to where it sends us on. Raises BadInput for an address that is
    not encrypted, OSError (HTTPError among them) where nothing is to be had.
    """
    check_address(url)
    request = urllib.request.Request(url, headers={"User-Agent": "workprint"})  # noqa: S310 - checked above
    if first:
        request.add_header("Range", f"bytes={first}-")
    if token:
        request.add_unredirected_header("Authorization", f"Bearer {token}")
    answer: http.client.HTTPResponse = _opener().open(request, timeout=TIMEOUT)
    return answer


def _opener() -> urllib.request.OpenerDirector:
    """Return an opener that knows web addresses only: neither local files nor other protocols."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Careful(),
    ):
        opener.add_handler(handler)
    return opener


class _Careful(urllib.request.HTTPRedirectHandler):
    """Follows to addresses that may be read only."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Any,
        newurl: str,
    ) -> urllib.request.Request | None:
        check_address(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
