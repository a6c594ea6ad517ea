# SPDX-License-Identifier: Apache-2.0
"""Static screens: the files of one folder, asked for anew each time, sent only when changed. They hold no data."""

from pathlib import Path
from typing import TYPE_CHECKING

from tornado.web import HTTPError, StaticFileHandler

from hallserver.web.handler import DoorHandler
from hallserver.web.packed import LEAST, packed, takes_gzip
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
TEXTS = frozenset({".html", ".js", ".css", ".json", ".svg", ".webmanifest"})
"""Kinds that get smaller when they are packed."""


class FileHandler(DoorHandler, StaticFileHandler):
    """One folder of a screen."""

    def initialize(self, door: "Door", route: Route, folder: Path) -> None:  # type: ignore[override]
        """Keep the folder; ``index.html`` is what a bare address gets."""
        DoorHandler.initialize(self, door, route)
        StaticFileHandler.initialize(self, str(folder.resolve()), default_filename="index.html")

    async def get(self, path: str = "", include_body: bool = True) -> None:  # noqa: FBT001, FBT002 - Tornado's signature
        """Answer the whole file, whatever part is asked for; a bare address has no path."""
        if "Range" in self.request.headers:
            del self.request.headers["Range"]
        self._packed = b""
        await super().get(path, include_body and not self._is_packed(path))
        if self._packed and include_body and self._status_code == HTTPStatus.OK:
            self.write(self._packed)

    def _is_packed(self, path: str) -> bool:
        """Pack what is there, if the reader takes that."""
        file = Path(self.get_absolute_path(self.root, self.parse_url_path(path) or "index.html"))

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
        """Return the tag of the file's content."""
        return StaticFileHandler.compute_etag(self)

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 - Tornado's signature
        """Have browsers ask each time: after an update no screen may run old code."""
        self.clear_header("Accept-Ranges")
        self.set_header("Cache-Control", "no-cache")


class SlashHandler(DoorHandler):
    """``/clerk`` → ``/clerk/``, so that a screen's relative addresses work."""

    def get(self) -> None:
        """Send the browser on, with its query."""
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(f"{self.route.path}/{query}", permanent=False)
