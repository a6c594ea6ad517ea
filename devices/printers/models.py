# SPDX-License-Identifier: Apache-2.0
"""What a printer of each model can do: ``models.toml``, and what a device's address says otherwise."""

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from devices.errors import DeviceError

Codepage = Literal["gb2312", "gbk", "gb18030"]
TABLE = "models.toml"
NARROWEST_PX, WIDEST_PX = 256, 576
"""Of 32 mm and of 72 mm of printing: what our slips are made for, and what python-escpos lets through."""


class Model(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one model can do. The default is a common 80 mm printer."""

    name: str = ""
    """As the printer itself answers to ``GS I 67``; empty where that is not known."""
    width_px: Annotated[int, Meta(ge=NARROWEST_PX, le=WIDEST_PX)] = WIDEST_PX
    """Dots in a line: 576 on 80 mm paper, 384 on 58 mm."""
    dpi: int = 203
    native_qr: bool = True
    """It knows ``GS ( k``; else codes are sent as pictures."""
    status: bool = True
    """It answers ``DLE EOT``; else it is never asked, and its slips end as unknown."""
    confirms: bool = False
    """It says by ``GS ( H`` when a slip is on paper; only then is the slip done."""
    cutter: bool = True
    text_mode: bool = False
    """Slips go as GB18030 text, for lines too slow for pictures."""
    codepage: Codepage = "gb18030"
    """Which Chinese characters its memory holds."""
    speed_mm_s: int = 0
    """Paper in a second; 0: not known."""
    source: str = ""
    """Where this row comes from."""


@lru_cache(maxsize=1)
def models() -> dict[str, Model]:
    """Return the table: a model's slug → what it can do."""
    text = resources.files("devices.printers").joinpath(TABLE).read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), type=dict[str, Model])


def model_of(options: dict[str, str]) -> Model:
    """Return what the printer with these address options can do. Raises DeviceError that names the option which cannot be.

    ``model=`` names a row of the table; ``width=384``, ``qr=picture|native``, ``text=gb18030|gbk|gb2312|no``, ``status=no``,
    ``confirms=yes`` and ``cutter=no`` say what is different on this one.
    """
    slug = options.get("model", "")
    if slug and slug not in models():
        message = f"no printer model {slug!r}; the table has: {', '.join(models())}"
        raise DeviceError(message)
    plain = msgspec.to_builtins(models()[slug] if slug else Model())
    try:
        return msgspec.convert(plain | _differences(options), type=Model)
    except (ValueError, msgspec.ValidationError) as error:
        message = f"the printer's address has an option that cannot be: {error}"
        raise DeviceError(message) from error


def _differences(options: dict[str, str]) -> dict[str, object]:
    """Return the fields of a model that the options set."""
    changed: dict[str, object] = {
        name: _one_of(options, name, "yes", "no") == "yes" for name in ("status", "confirms", "cutter") if name in options
    }
    if "width" in options:
        # rasters are sent in whole bytes
        changed["width_px"] = int(options["width"]) // 8 * 8
    if "qr" in options:
        changed["native_qr"] = _one_of(options, "qr", "native", "picture") == "native"
    if "text" in options:
        changed["text_mode"] = options["text"] != "no"
        changed |= {"codepage": options["text"]} if options["text"] != "no" else {}
    return changed


def _one_of(options: dict[str, str], name: str, *allowed: str) -> str:
    """Return what the option says. Raises ValueError where it is none of these: it must not pass for the last of them."""
    if options[name] not in allowed:
        message = f"{name}={options[name]}, expected {' or '.join(allowed)}"
        raise ValueError(message)
    return options[name]
