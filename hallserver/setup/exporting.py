# SPDX-License-Identifier: Apache-2.0
"""The files in which a hall's set-up is handed out, and how files come in: what the door is handed."""

from collections.abc import Callable
from typing import Final

from hallserver.core.hall import Hall
from hallserver.exchange import Exchange
from hallserver.setup.importing import read_form
from hallserver.setup.tables import sheets_of
from hallserver.setup.theming import theme_file, with_theme, with_words
from hallserver.setup.tomlfile import write_toml
from hallserver.setup.view import standard_file
from hallserver.setup.workbook import write_book

FILES: Final[dict[str, Callable[[Hall], bytes]]] = {
    "hall.toml": lambda hall: write_toml(hall.catalog).encode(),
    "hall.xlsx": lambda hall: write_book(sheets_of(hall.catalog)),
    "items.xlsx": lambda hall: write_book(sheets_of(hall.catalog, ("items",))),
    "theme.toml": theme_file,
    "standard.json": standard_file,
}
"""Name → maker. None of them holds a password, a device's key or anything of a visitor."""
EXCHANGE: Final = Exchange(files=FILES, read=read_form, theme=with_theme, words=with_words)
