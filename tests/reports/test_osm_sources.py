# SPDX-License-Identifier: Apache-2.0
"""What the reader of a report on on-site management must know about its data."""

from msgspec import structs

from reports.osm import make_osm
from reports.rows_site import SiteRows
from tests.reports.sample_site import CHECKS, RULED, sources
from tests.reports.test_osm import DAY, SITE, WORSE, made


def test_the_notes_name_every_hole_in_the_data() -> None:
    """Days without a patrol, cells that nobody looked at, patrols that came late, findings without a photo; then the service block's."""
    notes = {note.key: note.args["n"] for note in made().notes if note.key.startswith("osm-")}

    assert notes == {"osm-no-patrol": 8, "osm-cells-unseen": 1, "osm-came-late": 1, "osm-no-plan": 1, "osm-no-photo": 1}
    assert made().notes[-len(DAY.notes) :] == DAY.notes


def test_another_checklist_than_before_is_said_where_there_are_arrows() -> None:
    """A check that costs more, one that is gone; without a period before there is nothing to compare."""
    other = {**CHECKS, "exits": structs.replace(CHECKS["exits"], minor=5)}
    del other["bins"]
    changed = sources(DAY, SITE, WORSE, ruled_before=structs.replace(RULED, checks=other))

    assert [it.args["n"] for it in make_osm(changed).notes if it.key == "osm-checklist"] == [2]
    assert not [it for it in make_osm(structs.replace(changed, site_before=SiteRows())).notes if it.key == "osm-checklist"]
    assert not [it for it in made().notes if it.key in {"osm-checklist", "osm-weights"}]
