# SPDX-License-Identifier: Apache-2.0
"""The logo of a theme: a PNG or an SVG as a data address, and nothing in it that could run or load anything.

Screens show it as a picture of a style sheet, where browsers neither run nor load what a drawing names; this is the belt to those braces.
"""

import base64
import binascii
import re
from html.parser import HTMLParser
from typing import Final

from hallserver.core.errors import AgainstStandard

PNG: Final = "image/png"
SVG: Final = "image/svg+xml"
_BEGINS: Final = {f"data:{kind};base64,": kind for kind in (PNG, SVG)}
_PNG_SIGN: Final = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_PNG_SIDE: Final = range(16, 2049)
"""Pixels of a side: less is no picture, more is no logo."""
_DRAWN: Final = frozenset(
    "svg g path rect circle ellipse line polyline polygon defs title desc clippath mask lineargradient radialgradient stop use".split()
)
"""Elements of a drawing that only draw, lower case."""
_WIDEST: Final = 3.0
_VIEW: Final = re.compile(
    r"<svg\b[^>]*?\sviewBox\s*=\s*['\"]\s*[-+.\de]+[\s,]+[-+.\de]+[\s,]+([.\d]+)[\s,]+([.\d]+)\s*['\"]", re.IGNORECASE
)
_ADDRESS: Final = re.compile(r"url\(\s*['\"]?(?!#)|(?:javascript|data|https?|file|ftp):|//", re.IGNORECASE)
_SPACE: Final = "http://www.w3.org/2000/svg"
_NAMES: Final = ("xmlns",)
"""Attributes that hold an address and load nothing."""


def logo_of(logo: str) -> tuple[str, bytes]:
    """Return kind and content of a theme's logo; two empty ones for none.

    Raises AgainstStandard: it is no PNG or SVG, too large or too small a picture, or a drawing with more in it than what is drawn.
    """
    if not logo:
        return "", b""
    begins = next((begin for begin in _BEGINS if logo.startswith(begin)), "")
    try:
        content = base64.b64decode(logo.removeprefix(begins), validate=True)
    except binascii.Error as error:
        raise AgainstStandard("theme-logo-kind") from error
    if not begins or not (_is_png(content) if _BEGINS[begins] == PNG else _is_svg(content)):
        raise AgainstStandard("theme-logo-kind")
    return _BEGINS[begins], content


def drawable(logo: str) -> bytes:
    """Return a logo for a printed page; empty for none, for a broken one, and for a drawing: only screens show that."""
    try:
        kind, content = logo_of(logo)
    except AgainstStandard:
        return b""
    return content if kind == PNG else b""


def ratio_of(logo: str) -> float:
    """Return how many times as wide as high a logo is given its room: 1 to 3; 1 where it does not say."""
    try:
        kind, content = logo_of(logo)
        sides = _png_sides(content) if kind == PNG else [float(it) for found in _VIEW.findall(content.decode()) for it in found]
        return max(1.0, min(_WIDEST, sides[0] / sides[1]))
    except (AgainstStandard, ValueError, IndexError, ZeroDivisionError):
        return 1.0


def _png_sides(content: bytes) -> list[int]:
    return [int.from_bytes(content[at : at + 4], "big") for at in (16, 20)]


def _is_png(content: bytes) -> bool:
    """Tell whether it is a PNG of a logo's size."""
    return content.startswith(_PNG_SIGN) and all(side in _PNG_SIDE for side in _png_sides(content))


def _is_svg(content: bytes) -> bool:
    """Tell whether it is a drawing. Raises AgainstStandard naming what else is in it."""
    try:
        text = content.decode("utf-8").strip().removeprefix("\ufeff")
    except UnicodeDecodeError:
        return False
    reader = _Reader()
    reader.feed(re.sub(r"^<\?xml [^<>]*\?>", "", text))
    reader.close()
    if reader.found and reader.found[0] != "svg":
        return False
    if reader.other:
        raise AgainstStandard("theme-logo-active", what=reader.other[0][:60])
    return bool(reader.found) and reader.is_whole and not reader.open


class _Reader(HTMLParser):
    """Lists the elements of a drawing, and whatever is no plain drawing. What stands in a title is read as in XML: elements, not text."""

    CDATA_CONTENT_ELEMENTS = ()  # type: ignore[misc]  # stubs call it final, the reader asks for it anew
    RCDATA_CONTENT_ELEMENTS = ()  # type: ignore[misc,unused-ignore]  # the same; older versions have none

    def __init__(self) -> None:
        """Begin with nothing found."""
        super().__init__()
        self.found: list[str] = []
        self.other: list[str] = []
        self.open: list[str] = []
        self.is_whole = True
        """Whether each element that was ended was the last to begin, and the first is one of SVG: else no browser shows anything of it."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element and its attributes."""
        self.is_whole &= bool(self.found) or ("xmlns", _SPACE) in attrs
        self.found.append(tag)
        self.open.append(tag)
        if tag not in _DRAWN:
            self.other.append(f"<{tag}>")
        for name, value in attrs:
            loads = _ADDRESS.search(value or "") and name.partition(":")[0] not in _NAMES
            refers = name.rpartition(":")[2] == "href" and not (value or "").startswith("#")
            if name.startswith("on") or name == "style" or loads or refers:
                self.other.append(f"{name}=")

    def handle_endtag(self, tag: str) -> None:
        """Note the end of an element."""
        self.is_whole &= bool(self.open) and self.open.pop() == tag

    def handle_decl(self, decl: str) -> None:
        """Take a declaration for what it may bring: entities."""
        self.other.append(f"<!{decl}>")

    def unknown_decl(self, data: str) -> None:
        """Take a marked section: a reader of XML would read it otherwise than this one."""
        self.other.append(f"<![{data}]>")

    def handle_pi(self, data: str) -> None:
        """Take an instruction: it may name a style sheet from elsewhere."""
        self.other.append(f"<?{data}>")
