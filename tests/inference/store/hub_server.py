"""A model hub for tests, as a process of its own: one folder's files, and the trouble that a file asks for.

`hub_server.py FOLDER TROUBLE` prints its port. TROUBLE is a JSON file that is read at each request:
`drop` {path: [bytes after which the connection ends, how often]}, `spoil` [paths whose bytes differ],
`refuse` {path or "api": status}, `whole` true where parts are not known. `log` gets a line for each request.
"""

from __future__ import annotations

import hashlib
import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer  # noqa: TID251 - it stands in for the hub
from pathlib import Path
from typing import Any

COMMIT = "c0ffee" * 6 + "c0ff"
SMALL = 512


def listing(folder: Path) -> dict[str, Any]:
    """Return what a hub says of a folder: large files by SHA-256, small ones as git names them."""
    siblings = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            said: dict[str, Any] = {"rfilename": path.relative_to(folder).as_posix(), "size": len(data)}
            said["blobId"] = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
            if len(data) > SMALL:
                said["lfs"] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            siblings.append(said)
    return {"sha": COMMIT, "siblings": siblings}


class Hub(BaseHTTPRequestHandler):
    """Answers as the hub does."""

    folder: Path
    trouble: Path

    def do_GET(self) -> None:
        """Answer one request."""
        trouble = json.loads(self.trouble.read_text())
        path = self.path.partition("?")[0]
        part = self.headers.get("Range", "")
        with (self.trouble.parent / "log").open("a") as log:
            log.write(f"{path} {part} {self.headers.get('Authorization', '')}\n")
        if path.startswith("/api/models/acme/video/revision/"):
            if "api" in trouble.get("refuse", {}):
                self.send_error(trouble["refuse"]["api"])
                return
            self.answer(200, json.dumps(listing(self.folder)).encode())
            return
        name = path.partition(f"/resolve/{COMMIT}/")[2]
        if not name or not (self.folder / name).is_file():
            self.send_error(404)
        elif name in trouble.get("refuse", {}):
            self.send_error(trouble["refuse"][name])
        else:
            self.file(name, trouble, part)

    def file(self, name: str, trouble: dict[str, Any], part: str) -> None:
        """Send a file or the part of it that was asked for, with the trouble that is wanted."""
        data = (self.folder / name).read_bytes()
        if name in trouble.get("spoil", []):
            data = bytes(byte ^ 1 for byte in data)
        first = int(part[len("bytes=") :].rstrip("-")) if part and not trouble.get("whole") else 0
        most, times = trouble.get("drop", {}).get(name, (len(data), 0))
        if times:
            trouble["drop"][name][1] -= 1
            self.trouble.write_text(json.dumps(trouble))
        self.answer(206 if first else 200, data[first:], most if times else len(data))

    def answer(self, status: int, data: bytes, most: int | None = None) -> None:
        """Send an answer, or its beginning."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[:most])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Serve until killed."""
    Hub.folder, Hub.trouble = Path(sys.argv[1]), Path(sys.argv[2])
    with HTTPServer(("127.0.0.1", 0), Hub) as server:
        print(server.server_port, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
