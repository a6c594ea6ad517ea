# SPDX-License-Identifier: Apache-2.0
"""The report on on-site management without whatever names staff: for what leaves the house. Its counts and points stay."""

from msgspec.structs import replace

from reports.osm import OsmDistrict, OsmReport


def unnamed(of: OsmReport | OsmDistrict) -> OsmReport | OsmDistrict:
    """Return the report without inspectors, those responsible and who changed a rule, and without photos: somebody may be in them."""
    if isinstance(of, OsmDistrict):
        return replace(of, halls=tuple(map(_unnamed, of.halls)), coverage=replace(of.coverage, inspectors=()))
    return _unnamed(of)


def _unnamed(report: OsmReport) -> OsmReport:
    return replace(
        report,
        people={},
        coverage=replace(report.coverage, inspectors=()),
        findings=tuple(replace(it, owner="", photos=()) for it in report.findings),
        actions=tuple(replace(it, owner="", by="") for it in report.actions),
    )
