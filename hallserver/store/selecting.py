# SPDX-License-Identifier: Apache-2.0
"""Rows of a query as values of a type."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec

R = TypeVar("R")
Execute = Callable[[str, Sequence[Any]], Any]
"""Runs one statement and gives its cursor."""
_COLUMNS = "SELECT name FROM pragma_table_info(?)"


def converted(execute: Execute, sql: str, values: Sequence[Any], kind: type[R]) -> list[R]:
    """Return the query's rows as this type; its columns are the type's fields in order."""
    found = execute(sql, values).fetchall()
    return msgspec.convert(found, list[kind], strict=False)  # type: ignore[valid-type]  # a type made at run time


def columns_of(execute: Execute, table: str) -> frozenset[str]:
    """Return the table's columns: none where no newer server has opened this file yet and made the table."""
    return frozenset(name for (name,) in execute(_COLUMNS, (table,)).fetchall())
