# SPDX-License-Identifier: Apache-2.0
"""The two files of a standard, root and layer, as JSON Schema: what an editor checks while somebody types."""

from typing import Any

import msgspec
from msgspec import Struct

from hallserver.core.calendar import YearTable
from hallserver.core.check_row import Check
from hallserver.core.deviation import LayerFile
from hallserver.core.parameters import BINDS, Parameter
from hallserver.core.standard import Group, RatingForm
from hallserver.core.theme import Theme

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class ProfileFile(Struct, frozen=True, kw_only=True):
    """A root: the full profile, table by table. Tables that this release does not know are kept and passed over."""

    parameter: dict[str, Parameter] = {}
    group: dict[str, Group] = {}
    rating: RatingForm = RatingForm()
    check: dict[str, Check] = {}
    calendar: dict[str, YearTable] = {}
    words: dict[str, dict[str, str]] = {}
    """Sentences that the district says otherwise: key → language → sentence."""
    theme: Theme = Theme()


FILES: dict[str, type[Struct]] = {"profile": ProfileFile, "layer": LayerFile}
"""Kind of file → its tables."""


def schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file, a key of ``FILES``."""
    found = msgspec.json.schema(FILES[kind])
    parameter = found["$defs"].get("Parameter")
    if parameter is not None:
        parameter["properties"]["bind"]["enum"] = list(BINDS)
    return {"$schema": DIALECT, "title": kind, **found}
