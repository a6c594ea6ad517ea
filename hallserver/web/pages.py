# SPDX-License-Identifier: Apache-2.0
"""Static screens: the files of one folder, asked for anew each time, sent only when changed, packed where that helps. They hold no data."""

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from tornado.web import HTTPError, StaticFileHandler

from hallserver.web.handler import DoorHandler
from hallserver.web.packed import LEAST, packed_file, takes_gzip
from hallserver.web.policy import Route

if TYPE_CHECKING:
    from hallserver.web.door import Door

MEDIA = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".webmanifest": "application/manifest+json",
}
"""Kinds of files that a screen has; others are not served. The operating system's own table may be wrong."""
LOADED, WORKERS = frozenset({".js", ".css"}), frozenset({"sw.js"})
"""Kinds that a page loads, and scripts that run for themselves."""
OF_A_DOCUMENT = ("Content-Security-Policy", "X-Frame-Options")
"""Headers that say nothing of what a page loads: it is under the page's own. A phone's first opening is 7 kB lighter without them."""
TEXTS = frozenset({".html", ".js", ".css", ".json", ".svg", ".webmanifest"})
"""Kinds that get smaller when they are packed."""


class FileHandler(DoorHandler, StaticFileHandler):
    """One folder of a screen."""

    def initialize(self, door: "Door", route: Route, folder: Path) -> None:  # type: ignore[override]
        """Keep the folder; ``index.html`` is what a bare address gets."""
        DoorHandler.initialize(self, door, route)
        StaticFileHandler.initialize(self, str(folder.resolve()), default_filename="index.html")
        self._body = b""

    async def get(self, path: str = "", include_body: bool = True) -> None:  # noqa: FBT001, FBT002 - Tornado's signature
        """Answer the whole file, whatever part is asked for, packed where the reader takes that; a bare address has no path."""
        for name in ("Range", "If-Modified-Since"):  # the tag tells packed from plain, a time does not
            if name in self.request.headers:
                del self.request.headers[name]
        self.path = self.parse_url_path(path)
        self.absolute_path = self.validate_absolute_path(self.root, self.get_absolute_path(self.root, self.path))
        if self.absolute_path is None:
            return
        self._body = self._packed(Path(self.absolute_path)) if takes_gzip(self.request.headers.get("Accept-Encoding", "")) else b""
        if self._body:
            self._send(self._body, include_body=include_body)
        else:
            await super().get(path, include_body)

    @staticmethod
    def _packed(file: Path) -> bytes:
        """Return the file packed; empty where that is of no use."""
        plain = file.read_bytes() if file.suffix in TEXTS else b""
        return packed_file(plain) if len(plain) >= LEAST else b""

    def _send(self, body: bytes, *, include_body: bool) -> None:
        """Answer with these bytes, or that the reader has them already."""
        self.modified = self.get_modified_time()
        self.set_headers()
        if self.should_return_304():
            self.set_status(HTTPStatus.NOT_MODIFIED)
            return
        self.set_header("Content-Length", str(len(body)))
        if include_body:
            self.write(body)

    async def head(self, path: str = "") -> None:
        """Answer as ``get`` does, without the file."""
        await self.get(path, include_body=False)

    @classmethod
    def get_absolute_path(cls, root: str, path: str) -> str:
        """Return the file; a link that leads out of the folder leads nowhere."""
        if "\0" in path:
            raise HTTPError(404)
        return str(Path(root, path).resolve())

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """Refuse what is not a file of a known kind inside the folder."""
        found = super().validate_absolute_path(root, absolute_path)
        if found is not None and Path(found).suffix not in MEDIA:
            raise HTTPError(404)
        return found

    def get_content_type(self) -> str:
        """Return the kind by our own table."""
        return MEDIA[Path(self.absolute_path or "").suffix]

    def compute_etag(self) -> str | None:
        """Return the tag of what is sent: the file's content, packed or plain."""
        tag = StaticFileHandler.compute_etag(self)
        return f'{tag[:-1]}-gz"' if tag and self._body else tag

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 - Tornado's signature
        """Have browsers ask each time: after an update no screen may run old code."""
        self.clear_header("Accept-Ranges")
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Vary", "Accept-Encoding")
        if self._body:
            self.set_header("Content-Encoding", "gzip")
        file = Path(self.absolute_path or "")
        if file.suffix in LOADED and file.name not in WORKERS:
            for name in OF_A_DOCUMENT:
                self.clear_header(name)


class SlashHandler(DoorHandler):
    """``/clerk`` → ``/clerk/``, so that a screen's relative addresses work."""

    def get(self) -> None:
        """Send the browser on, with its query."""
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(f"{self.route.path}/{query}", permanent=False)
