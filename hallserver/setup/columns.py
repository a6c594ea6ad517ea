# SPDX-License-Identifier: Apache-2.0
"""Which columns the sheet of a section has, how they are headed, and which one a heading of somebody's own list means."""

import re
from typing import Final

from msgspec import Struct

from hallserver import words
from hallserver.core.catalog import SECTIONS
from hallserver.setup.fields import FIELDS, Field

LANGUAGES: Final = ("zh-Hans", "zh-Hant", "en")
SENTENCES: Final = "sentences"
"""The sheet of the sentences that the hall says otherwise: a row a sentence."""
_BY_LANGUAGE: Final[dict[str, tuple[str, ...]]] = {"names": LANGUAGES, "notice": ("zh-Hans", "zh-Hant", "en", "yue")}
_ALSO: Final = {
    "事项名称": "names.zh-Hans", "业务名称": "names.zh-Hans", "中文名称": "names.zh-Hans", "姓名": "names.zh-Hans", "英文名称": "names.en",
    "事项代码": "code", "编码": "code", "实施部门": "department", "主管部门": "department", "服务对象": "for_whom", "申请材料": "papers",
    "材料": "papers", "账号": "slug", "序号": "",
}  # fmt: skip
"""Headings that offices use beside ours; an empty one is passed over."""


class Column(Struct, frozen=True, kw_only=True):
    """A column: its field, and the language where it has one a language."""

    field: Field
    language: str = ""

    @property
    def key(self) -> str:
        """Return its lasting name, e.g. ``names.en``."""
        return f"{self.field.name}.{self.language}" if self.language else self.field.name


def columns_of(section: str, more: tuple[str, ...] = ()) -> list[Column]:
    """Return the columns of a section, in order; ``more``: languages beyond the usual that some name of it has."""
    found: list[Column] = []
    for field in FIELDS[section]:
        usual = _BY_LANGUAGE.get(field.kind)
        if field.kind == "sentences":
            continue
        if usual is None:
            found.append(Column(field=field))
        else:
            found += [Column(field=field, language=language) for language in dict.fromkeys((*usual, *more))]
    return found


def heading(section: str, column: Column, language: str = "zh-Hans") -> str:
    """Return what stands above a column."""
    own = f"setup.field.{section}-{column.field.name}"
    said = words.say(own if words.known(own) else f"setup.field.{column.field.name}", language)
    if not column.language:
        return said
    tongue = f"setup.column.{column.language}"
    return f"{said}（{words.say(tongue, language) if words.known(tongue) else column.language}）"


def title(section: str, language: str = "zh-Hans") -> str:
    """Return the name of a section's sheet."""
    return words.say("setup.group.saying" if section == SENTENCES else f"setup.section.{section}", language)


def section_of(name: str) -> str:
    """Return the section that a sheet of this name holds, in whatever language; empty: none."""
    plain = name.strip().lower()
    for section in (*SECTIONS, SENTENCES):
        if plain in {section, *(title(section, language).lower() for language in LANGUAGES)}:
            return section
    return ""


def known_headings(section: str) -> dict[str, str]:
    """Return what may stand above a column, made plain → the column's key; an empty key is passed over."""
    found = {plain(said): key for said, key in _ALSO.items() if not key or key in {it.key for it in columns_of(section)}}
    for column in columns_of(section):
        for language in LANGUAGES:
            said = heading(section, column, language)
            found.setdefault(plain(re.sub(r"[（(].*$", "", said)), column.key)
            found[plain(said)] = column.key
    return found | {plain(column.key): column.key for column in columns_of(section)}


def plain(said: object) -> str:
    """Return a heading without what people write one way or the other."""
    return re.sub(r"[\s*＊:：]", "", str(said)).replace("（", "(").replace("）", ")").lower()
