# SPDX-License-Identifier: Apache-2.0
"""Where the Chinese font for print is: in the installed package, checked by its hash, else in the system."""

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from hallserver.core.errors import HallError

PACKAGE = "paperang_p2_fonts_cjk"
PACKAGE_FILE = "fonts/wqy-microhei.ttc"
SHA256 = "2420e8078af796b19a3f6ef13de527a1a91c1e7171eea115926c614ced1009b3"
"""WenQuanYi Micro Hei 0.2.0-beta, Apache-2.0: all of GB2312 and Big5. Another file in its place is not used."""
SYSTEM_FONTS = (
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
    "C:/Windows/Fonts/simhei.ttf",
    "C:/Windows/Fonts/msyh.ttc",
)
"""TrueType outlines only: reportlab cannot embed CFF."""


@cache
def font_path(package: str = PACKAGE, sha256: str = SHA256, system: tuple[str, ...] = SYSTEM_FONTS) -> Path:
    """Return the font file to embed, its first face.

    Raises HallError ``report-font-missing`` when neither the package's font nor one of the system is there.
    """
    found = _packaged(package, sha256)
    places = [found] if found else [Path(place) for place in system if Path(place).is_file()]
    if not places:
        raise HallError("report-font-missing", package=package.replace("_", "-"))
    return places[0]


def _packaged(package: str, sha256: str) -> Path | None:
    """Return the package's font; None when it is not installed or not the file we know."""
    try:
        path = Path(str(files(package) / PACKAGE_FILE))
    except ModuleNotFoundError:
        return None
    whole = path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    return path if whole else None
