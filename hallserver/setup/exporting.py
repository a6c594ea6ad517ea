# SPDX-License-Identifier: Apache-2.0
"""The files in which a hall's set-up is handed out, and how files come in: what the door is handed."""

from collections.abc import Callable
from typing import Final

import msgspec

from hallserver.core.hall import Hall
from hallserver.core.rules_standard import layers_now
from hallserver.core.standard_files import schema
from hallserver.exchange import Exchange
from hallserver.exchange_standard import StandardDesk
from hallserver.setup.importing import read_form
from hallserver.setup.standard_history import history
from hallserver.setup.standard_layer import own_file
from hallserver.setup.standard_plan import command, preview
from hallserver.setup.standard_sheet import sheet
from hallserver.setup.tables import sheets_of
from hallserver.setup.theming import theme_file, with_theme, with_words
from hallserver.setup.tomlfile import write_toml
from hallserver.setup.view import standard_file
from hallserver.setup.workbook import write_book
from hallserver.words import name_in


def _schema(kind: str) -> bytes:
    return msgspec.json.format(msgspec.json.encode(schema(kind)), indent=2)


FILES: Final[dict[str, Callable[[Hall], bytes]]] = {
    "hall.toml": lambda hall: write_toml(hall.catalog).encode(),
    "hall.xlsx": lambda hall: write_book(sheets_of(hall.catalog)),
    "items.xlsx": lambda hall: write_book(sheets_of(hall.catalog, ("items",))),
    "theme.toml": theme_file,
    "standard.json": standard_file,
    "standard.toml": lambda hall: (hall.standard.text if hall.standard is not None else "").encode(),
    "layer.toml": lambda hall: own_file(layers_now(hall), name_in(hall.catalog.here.names, "zh-Hans")).encode(),
    "layer.schema.json": lambda _: _schema("layer"),
    "profile.schema.json": lambda _: _schema("profile"),
}
"""Name → maker. None of them holds a password, a device's key or anything of a visitor."""
DESK: Final = StandardDesk(sheet=sheet, command=command, preview=preview, history=history)
EXCHANGE: Final = Exchange(files=FILES, read=read_form, theme=with_theme, words=with_words, standard=DESK)
