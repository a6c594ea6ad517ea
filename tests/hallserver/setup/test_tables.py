# SPDX-License-Identifier: Apache-2.0
"""Sheets of a catalog, read back: every field as it was; what is wrong is named by its place."""

from hypothesis import HealthCheck, Phase, given, settings

from hallserver.core.catalog import Catalog, HallRow
from hallserver.setup.changes import draft_of
from hallserver.setup.tables import Read, read_sheets, sheets_of
from hallserver.setup.workbook import Sheet
from tests.hallserver.setup.made_up import catalogs


def read(title: str, *rows: list[object]) -> Read:
    """Return what one sheet says."""
    return read_sheets([Sheet(title=title, rows=rows)])


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate))
@given(catalog=catalogs())
def test_sheets_say_what_the_catalog_has(catalog: Catalog) -> None:
    """Whatever the types allow, also an empty list where the usual one is not empty."""
    found = read_sheets(sheets_of(catalog))
    assert found.faults == []
    for section in {given.section for given in found.rows}:
        draft = draft_of(catalog, section, [given for given in found.rows if given.section == section], retire=True)
        assert (draft.faults, draft.rows) == ([], draft.before)
