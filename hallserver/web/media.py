# SPDX-License-Identifier: Apache-2.0
"""Pictures and films of the hall: handed in by who sets it up, seen by everybody. They hold no personal data, and need no sign-in."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from msgspec import Struct
from tornado.http1connection import HTTP1Connection
from tornado.web import HTTPError, StaticFileHandler

from hallserver.core.errors import Conflict, HallError, Malformed, NotFound
from hallserver.store.media import FORMS, MOST_TOTAL, Incoming, MediaFile, MediaFolder
from hallserver.web.handler import ApiHandler, DoorHandler
from hallserver.web.policy import Route

if TYPE_CHECKING:
    from hallserver.web.door import Door

T = TypeVar("T")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
"""As ``MediaRow.file`` has it: no folder, no hidden file."""
_MOST_BODY: Final = max(form.most_bytes for form in FORMS.values())
_PATIENCE_S: Final = 900.0
"""For a whole film over a slow line."""


class MediaOnWire(Struct, frozen=True, kw_only=True):
    """One file, and the rows of the set-up that show it."""

    file: str
    bytes: int
    kind: str
    changed_us: int
    used_by: list[str]


class MediaList(Struct, frozen=True, kw_only=True):
    """What the folder holds, and how much it may hold."""

    files: list[MediaOnWire]
    bytes: int
    most_bytes: int


class FolderHandler(ApiHandler):
    """What the handlers of the folder have in common: its rows, and its work off the event loop."""

    @property
    def folder(self) -> MediaFolder:
        """Return the folder. Raises NotFound where there is none."""
        if self.door.media is None:
            raise NotFound("address-unknown")
        return self.door.media

    async def off_the_loop(self, act: Callable[..., T], *given: object) -> T:
        """Return what ``act`` returns: a disk may make it wait."""
        return await asyncio.get_running_loop().run_in_executor(None, act, *given)

    def used_by(self, file: str) -> list[str]:
        """Return the rows in use that show the file."""
        return [row.slug for row in self.door.service.hall.catalog.media.values() if row.file == file and not row.retired]

    def on_wire(self, it: MediaFile) -> MediaOnWire:
        """Return a file as it is told."""
        return MediaOnWire(file=it.file, bytes=it.bytes, kind=it.kind, changed_us=it.changed_us, used_by=self.used_by(it.file))


class MediaListHandler(FolderHandler):
    """``GET /api/v1/media``."""

    async def get(self) -> None:
        """Answer every file."""
        files = [self.on_wire(it) for it in await self.off_the_loop(self.folder.files)]
        self.answer(MediaList(files=files, bytes=sum(it.bytes for it in files), most_bytes=MOST_TOTAL))


class MediaHandler(FolderHandler):
    """``PUT`` and ``DELETE /api/v1/media/{file}``. The body is the file itself and goes to the disk piece by piece."""

    def initialize(self, door: "Door", route: Route) -> None:
        """Begin with nothing."""
        super().initialize(door, route)
        self._incoming: Incoming | None = None
        self._refusal_due: HallError | None = None
        self._is_gone = False

    async def prepare(self) -> None:  # type: ignore[override]
        """Let a large body in once it is known who sends it; what is refused is read to its end, so that the refusal is heard."""
        super().prepare()
        if self.request.method != "PUT":
            return
        connection = self.request.connection
        assert isinstance(connection, HTTP1Connection)
        connection.set_max_body_size(_MOST_BODY)
        connection.set_body_timeout(_PATIENCE_S)
        said = self.request.headers.get("Content-Length", "0")
        try:
            name = good_name(self.path_args[0])
            self._incoming = await self.off_the_loop(self.folder.begin, name, int(said) if said.isdigit() else 0)
        except HallError as refusal:
            self._refusal_due = refusal
        if self._is_gone:
            self._drop()

    async def data_received(self, chunk: bytes) -> None:  # type: ignore[override]
        """Write one piece; after a refusal throw it away."""
        if self._incoming is None or self._refusal_due is not None:
            return
        try:
            await self.off_the_loop(self._incoming.write, chunk)
        except HallError as refusal:
            self._refusal_due = refusal

    async def put(self, _: str) -> None:
        """Keep the file, in place of one of the same name."""
        if self._refusal_due is not None or self._incoming is None:
            raise self._refusal_due or Malformed("media-name-wrong")
        self.answer(self.on_wire(await self.off_the_loop(self._incoming.keep)), status=201)

    async def delete(self, name: str) -> None:
        """Take the file away, unless a row shows it."""
        rows = self.used_by(name)
        if rows:
            raise Conflict("media-in-use", file=name, rows=rows)
        await self.off_the_loop(self.folder.remove, good_name(name))
        self.set_status(204)
        self.finish()

    def on_finish(self) -> None:
        """Leave nothing half-written, however it ended."""
        self._drop()
        super().on_finish()

    def on_connection_close(self) -> None:
        """Leave nothing behind of a sender who has gone in the middle."""
        self._is_gone = True
        self._drop()
        super().on_connection_close()

    def _drop(self) -> None:
        if self._incoming is not None:
            self._incoming.drop()


def good_name(name: str) -> str:
    """Return the name of a file in the folder. Raises Malformed."""
    if not _NAME.fullmatch(name):
        raise Malformed("media-name-wrong")
    return name


class ShownHandler(DoorHandler, StaticFileHandler):
    """``GET /media/{file}``: whole, or the part of a film that a browser asks for."""

    def initialize(self, door: "Door", route: Route) -> None:  # type: ignore[override]
        """Look into the folder of this hall."""
        DoorHandler.initialize(self, door, route)
        StaticFileHandler.initialize(self, str(door.media.path.resolve()) if door.media is not None else "/nowhere")

    async def get(self, path: str, include_body: bool = True) -> None:  # noqa: FBT001, FBT002 - Tornado's signature
        """Answer the file."""
        if not _NAME.fullmatch(path) or Path(path).suffix not in FORMS or self.door.media is None:
            raise HTTPError(404)
        await super().get(path, include_body)

    async def head(self, path: str) -> None:
        """Answer as ``get`` does, without the file."""
        await self.get(path, include_body=False)

    @classmethod
    def get_absolute_path(cls, root: str, path: str) -> str:
        """Return the file; a link that leads out of the folder leads nowhere."""
        return str(Path(root, path).resolve())

    def get_content_type(self) -> str:
        """Return the kind by our own table."""
        return FORMS[Path(self.path).suffix].media

    def compute_etag(self) -> str | None:
        """Return the tag of this version: a film is not read through for it."""
        seen = Path(self.absolute_path or "").stat()
        return f'"{seen.st_mtime_ns:x}-{seen.st_size:x}"'

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 - Tornado's signature
        """Have browsers ask each time whether it is still the same: it may be replaced under its name."""
        self.set_header("Cache-Control", "no-cache")
