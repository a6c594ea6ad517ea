# SPDX-License-Identifier: Apache-2.0
"""The media folder: pictures and films of the hall, shown on displays, kiosks and phones.

A file is written beside its place, looked at, and put there whole; its name says what it is, and its content must be that.
It is no part of a backup: nothing in it comes from the hall's work, and whoever put it there has it.
"""

import errno
import os
import secrets
import shutil
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final, Literal

from msgspec import Struct

from hallserver.core.errors import AgainstStandard, Malformed, NotFound

Kind = Literal["picture", "film"]
MEGABYTE: Final = 1_000_000
MOST_PIXELS: Final = 24_000_000
"""A picture with more is refused: the machine behind a display has little memory."""
MOST_TOTAL: Final = 2_000 * MEGABYTE
KEEP_FREE: Final = 1_000 * MEGABYTE
"""So much of the disk is left to the journal."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_PART = ".part"
_LARGE = 1
"""In place of a box's size: it follows in eight bytes."""
_LEAST_BOX = 8
_LOOK = 4096
"""Bytes of a file's beginning that say what it is."""


class Form(Struct, frozen=True, kw_only=True):
    """One form of files: how Pillow calls it, empty for a film; how it begins; how large it may be."""

    kind: Kind
    media: str
    pillow: str = ""
    at: int = 0
    begins: bytes
    has: tuple[bytes, ...] = ()
    """What must stand in its beginning besides."""
    boxes: frozenset[bytes] = frozenset()
    """For a film of boxes (ISO 14496-12): those without which it is none."""

    @property
    def most_bytes(self) -> int:
        """Return how large it may be."""
        return (20 if self.kind == "picture" else 300) * MEGABYTE


_JPEG = Form(kind="picture", media="image/jpeg", pillow="JPEG", begins=b"\xff\xd8\xff")
FORMS: Final[dict[str, Form]] = {
    ".png": Form(kind="picture", media="image/png", pillow="PNG", begins=b"\x89PNG\r\n\x1a\n"),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".webp": Form(kind="picture", media="image/webp", pillow="WEBP", begins=b"RIFF", has=(b"WEBP",)),
    ".mp4": Form(kind="film", media="video/mp4", at=4, begins=b"ftyp", boxes=frozenset({b"moov"})),
    ".webm": Form(kind="film", media="video/webm", begins=b"\x1aE\xdf\xa3", has=(b"webm", b"\x18S\x80g")),
}
"""Ending of the name → what the file must be."""


class MediaFile(Struct, frozen=True, kw_only=True):
    """One file of the folder."""

    file: str
    bytes: int
    kind: Kind
    changed_us: int


class MediaFolder:
    """The folder ``media`` of a data folder; it need not exist before the first file comes."""

    def __init__(self, path: Path) -> None:
        """Take away what was left over when the last server ended in the middle of a file."""
        self.path = path
        for part in path.glob(f".*{_PART}"):
            part.unlink(missing_ok=True)

    def files(self) -> list[MediaFile]:
        """Return what is there, by name."""
        return sorted(self._found(), key=lambda it: it.file)

    def _found(self) -> Iterator[MediaFile]:
        for path in self.path.glob("[a-z0-9]*"):
            if path.suffix in FORMS and path.is_file():
                seen = path.stat()
                yield MediaFile(file=path.name, bytes=seen.st_size, kind=FORMS[path.suffix].kind, changed_us=seen.st_mtime_ns // 1000)

    def begin(self, name: str, size: int) -> "Incoming":
        """Begin a file of this name, a good one, that will be ``size`` bytes as far as is known.

        Raises Malformed for a name or size that no file here may have, AgainstStandard when there is no room for it.
        """
        form = FORMS.get(Path(name).suffix)
        if form is None:
            raise Malformed("media-kind-wrong", file=name, kinds=sorted(FORMS))
        if size > form.most_bytes:
            raise Malformed("media-too-large", file=name, most_mb=form.most_bytes // MEGABYTE)
        self.path.mkdir(mode=0o700, exist_ok=True)
        others = sum(it.bytes for it in self._found() if it.file != name)
        if others + size > MOST_TOTAL or shutil.disk_usage(self.path).free - size < KEEP_FREE:
            raise _no_room(name)
        return Incoming(self.path / name, form)

    def remove(self, name: str) -> None:
        """Take a file away. Raises NotFound."""
        if not any(it.file == name for it in self._found()):
            raise NotFound("media-unknown", file=name)
        (self.path / name).unlink(missing_ok=True)


class Incoming:
    """A file on its way in. Every method may block: none of them belongs on the event loop."""

    def __init__(self, path: Path, form: Form) -> None:
        """Begin to write beside its place."""
        self._path, self._form, self._size = path, form, 0
        self._part = path.with_name(f".{secrets.token_hex(8)}{_PART}")
        self._file: IO[bytes] = self._part.open("xb")

    def write(self, piece: bytes) -> None:
        """Take in one piece. Raises Malformed when the whole is too large, AgainstStandard when the disk is full."""
        self._size += len(piece)
        if self._size > self._form.most_bytes:
            raise Malformed("media-too-large", file=self._path.name, most_mb=self._form.most_bytes // MEGABYTE)
        with _room_for(self._path.name):
            self._file.write(piece)

    def keep(self) -> MediaFile:
        """Look at it and put it in its place, whole and for good.

        Raises Malformed when it is not what its name says, AgainstStandard when the disk is full.
        """
        with _room_for(self._path.name):
            self._file.flush()
            os.fsync(self._file.fileno())
        self._file.close()
        if not is_form(self._part, self._form):
            raise Malformed("media-content-wrong", file=self._path.name, media=self._form.media)
        self._part.replace(self._path)
        seen = self._path.stat()
        return MediaFile(file=self._path.name, bytes=seen.st_size, kind=self._form.kind, changed_us=seen.st_mtime_ns // 1000)

    def drop(self) -> None:
        """Take it away unless it was kept."""
        self._part.unlink(missing_ok=True)
        with suppress(OSError):  # on a full disk it cannot write what it holds back; nobody wants that any more
            self._file.close()


def _no_room(name: str) -> AgainstStandard:
    return AgainstStandard("media-no-room", file=name, most_mb=MOST_TOTAL // MEGABYTE, free_mb=KEEP_FREE // MEGABYTE)


@contextmanager
def _room_for(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise _no_room(name) from error


def is_form(path: Path, form: Form) -> bool:
    """Tell whether a file is of this form: by its beginning, and a picture by drawing it."""
    with path.open("rb") as file:
        head = file.read(_LOOK)
    if not head[form.at :].startswith(form.begins) or not all(it in head for it in form.has):
        return False
    if form.boxes and not form.boxes <= set(_boxes(path)):
        return False
    return not form.pillow or _can_be_drawn(path, form.pillow)


def _boxes(path: Path) -> Iterator[bytes]:
    """Yield the kinds of the outermost boxes; none where they do not fill the file to its end."""
    end, at, kinds = path.stat().st_size, 0, []
    with path.open("rb") as file:
        while at < end:
            file.seek(at)
            size, kind = struct.unpack(">I4s", file.read(8).ljust(8, b"\0"))
            if size == _LARGE:
                size = int.from_bytes(file.read(8), "big")
            elif size == 0:
                size = end - at  # up to the end
            if size < _LEAST_BOX or at + size > end:
                return
            kinds.append(kind)
            at += size
    yield from kinds


def _can_be_drawn(path: Path, form: str) -> bool:
    from PIL import Image  # noqa: PLC0415 -- a start need not load what looks at pictures

    try:
        with Image.open(path, formats=[form]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return False
            picture.load()
    except Exception:  # noqa: BLE001 - a broken picture may break Pillow in any way
        return False
    return True
