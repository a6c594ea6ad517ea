# SPDX-License-Identifier: Apache-2.0
"""Ask a printer what it is and what it can, for a row of ``models.toml``.

What it answers is found out by asking; what it can draw only a person can see, on the slip of ``print_probe_slip``.
"""

import contextlib
import json
import re
import time
from pathlib import Path

import msgspec
from escpos.constants import QR_ECLEVEL_M
from escpos.escpos import Escpos
from escpos.exceptions import Error as EscposError
from msgspec import Struct
from PIL import Image, ImageDraw

from devices.drivers import Place
from devices.errors import DeviceGone, UnknownDriver
from devices.printers import commands
from devices.printers.confirming import mark_of, says_printed
from devices.printers.escpos_printer import FEED_LINES, QR_DOT
from devices.printers.font import font
from devices.printers.links import LINKS
from devices.printers.models import Model, models
from devices.printers.status import state_of, status_byte
from devices.safe_text import safe_text
from hallserver.core.jobs import PrinterState

WIDTHS_PX = (384, 432, 512, 576)
"""Of the frames on the probe slip: the widest that is closed on the right is the printer's."""
CONFIRM_S = 1.0
"""Nothing is being printed: who can say so says it at once."""
TEXT_S = 2.0
"""For the whole of one text: who never ends is not listened to for ever."""
CODE_TEXT = "HALL PROBE"
GLYPHS = {"gb2312": "啊办事", "gbk": "镕喆瀞", "gb18030": "〇ǹ㑇"}
"""Characters that the smaller memories lack; of the last the third is coded in four bytes."""
_NAME = 67
_TEXTS = {"firmware": 65, "maker": 66, "serial": 68, "fonts": 69}
"""Numbers of ``GS I``."""
_ANSWER_END = b"\0"


class Probed(Struct, frozen=True, kw_only=True):
    """What a printer said of itself. Texts are empty where it said nothing."""

    driver: str
    address: str
    status: dict[int, int]
    """Number of ``DLE EOT`` → status byte, of those that were answered."""
    answer_ms: float
    """How long the first answer took; 0: there was none."""
    maker: str = ""
    name: str = ""
    firmware: str = ""
    serial: str = ""
    fonts: str = ""
    confirms: bool = False
    """It says when a slip is on paper."""

    @property
    def state(self) -> PrinterState | None:
        """Return how it is; None: it does not tell."""
        return state_of(self.status.get(1), self.status.get(4))

    @property
    def known(self) -> str:
        """Return the slug of its row in the table; empty: it has none."""
        return next((slug for slug, row in models().items() if self.name and row.name == self.name), "")


def probe_printer(driver: str, place: Place) -> Probed:
    """Ask the printer everything that prints nothing. Raises DeviceGone where it cannot be reached, UnknownDriver."""
    link = _opened(driver, place)
    try:
        link._raw(commands.RESET)  # noqa: SLF001 - the library's own way to send bytes
        began_s = time.monotonic()
        first = _status(link, 1)
        answer_ms = (time.monotonic() - began_s) * 1000 if first is not None else 0.0
        numbers = (2, 3, 4) if first is not None else ()
        answers = {1: first} | {number: _status(link, number) for number in numbers}
        name = _text(link, _NAME) if first is not None else ""
        # one that does not know its name knows nothing else of itself, and each question would cost a wait
        # the simplest clones would print this question
        confirms = bool(name) and says_printed(link, mark_of(0), CONFIRM_S)
        texts = {field: _text(link, number) for field, number in _TEXTS.items()} if name else {}
    except (OSError, EscposError) as error:
        message = f"printer {place.device} does not work: {error}"
        raise DeviceGone(message) from error
    finally:
        with contextlib.suppress(OSError):
            link.close()
    status = {number: byte for number, byte in answers.items() if byte is not None}
    return Probed(driver=driver, address=place.address, status=status, answer_ms=answer_ms, name=name, confirms=confirms, **texts)


def print_probe_slip(driver: str, place: Place) -> None:
    """Print frames of several widths, a native QR code, and Chinese characters of several memories, for a person to look at."""
    link = _opened(driver, place)
    try:
        link._raw(commands.RESET)  # noqa: SLF001 - as above
        for width_px in WIDTHS_PX:
            link.image(_frame(width_px))
        link._raw(commands.CENTRE)  # noqa: SLF001 - as above
        link.qr(CODE_TEXT, ec=QR_ECLEVEL_M, size=QR_DOT, native=True)
        link._raw(commands.CHINESE + commands.LINE_END)  # noqa: SLF001 - as above
        for codepage, glyphs in GLYPHS.items():
            link._raw(f"{codepage}: {glyphs}".encode("gb18030") + commands.LINE_END)  # noqa: SLF001 - as above
        link.print_and_feed(FEED_LINES)
        link.cut()
        drain = getattr(link, "drain", None)
        if drain is not None:
            drain()
    except (OSError, EscposError) as error:
        message = f"printer {place.device} does not work: {error}"
        raise DeviceGone(message) from error
    finally:
        with contextlib.suppress(OSError):
            link.close()


def rendered(probed: Probed) -> str:
    """Return what was found, for a terminal."""
    if probed.state is None:
        return f"{probed.driver} {probed.address}: does not answer; a slip could still come out\n"
    asked = " ".join(f"{number}={byte:02X}" for number, byte in probed.status.items())
    said = " · ".join(filter(None, (probed.maker, probed.name, probed.firmware, probed.fonts))) or "says nothing of itself"
    asked += " · says when a slip is on paper" if probed.confirms else ""
    row = f"?model={probed.known}" if probed.known else "no row in models.toml"
    return f"{probed.driver} {probed.address}: {probed.state}, {probed.answer_ms:.0f} ms\n  {said}\n  DLE EOT {asked}\n  {row}\n"


def row_of(probed: Probed, seen: Model, slug: str = "") -> str:
    """Return a row for ``models.toml``: what the printer said, and what somebody has ``seen`` on its probe slip.

    ``slug`` names the row; else the maker and the model do.
    """
    name = slug or re.sub(r"[^a-z0-9]+", "-", f"{probed.maker} {probed.name}".lower()).strip("-") or "unnamed"
    source = safe_text(f"probed; firmware {probed.firmware or 'not told'}")
    model = msgspec.structs.replace(seen, name=probed.name, status=probed.state is not None, confirms=probed.confirms, source=source)
    plain, usual = msgspec.to_builtins(model), msgspec.to_builtins(Model())
    fields = [f"{field} = {json.dumps(value, ensure_ascii=False)}" for field, value in plain.items() if value != usual[field]]
    return "\n".join([f"[{name}]", *fields]) + "\n"


def write_row(path: Path, row: str) -> None:
    """Put the row at the end of a table. Raises OSError."""
    with path.open("a", encoding="utf-8") as table:
        table.write(f"\n{row}")


def _opened(driver: str, place: Place) -> Escpos:
    if driver not in LINKS:
        message = f"{driver!r} is not a driver of printers; there are: {', '.join(LINKS)}"
        raise UnknownDriver(message)
    try:
        link = LINKS[driver](place)()
        link.open()
    except (OSError, EscposError, ValueError, RuntimeError) as error:
        message = f"printer {place.device} cannot be reached: {' '.join(str(error).split())}"
        raise DeviceGone(message) from error
    return link


def _status(link: Escpos, number: int) -> int | None:
    try:
        return status_byte(link.query_status(commands.ask(number)))
    except (TimeoutError, NotImplementedError):
        return None


def _text(link: Escpos, number: int) -> str:
    """Return the text that the printer answers to ``GS I``; empty: none. It stands between ``_`` and NUL."""
    data, end_s = b"", time.monotonic() + TEXT_S
    try:
        link._raw(commands.ask_who(number))  # noqa: SLF001 - as above
        while not data.endswith(_ANSWER_END) and time.monotonic() < end_s:
            piece = bytes(link._read())  # noqa: SLF001 - as above
            if not piece:
                break
            data += piece
    except TimeoutError:
        return ""
    return safe_text(data.strip(b"_\0").decode("gb18030", "replace")) if data.endswith(_ANSWER_END) else ""


def _frame(width_px: int) -> Image.Image:
    """Return a frame so wide, with its width written in it."""
    frame = Image.new("L", (width_px, 48), 255)
    draw = ImageDraw.Draw(frame)
    draw.rectangle((0, 0, width_px - 1, 47), outline=0, width=3)
    draw.text((16, 24), str(width_px), fill=0, font=font(28), anchor="lm")
    return frame.convert("1", dither=Image.Dither.NONE)
