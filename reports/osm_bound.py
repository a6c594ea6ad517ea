# SPDX-License-Identifier: Apache-2.0
"""What a signature under the report of several halls binds to: each hall's place in its own journal, and one digest of all of it.

Such a report has no server and no journal of its own: paper is signed. Whoever asks for the same report as JSON while the halls' journals
stand where they stood gets the text whose SHA-256 stands here; each hall's place is proved by that hall's own journal.
"""

import hashlib

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, TableStyle
from reportlab.platypus import Table as Grid

from hallserver.words import say
from reports.names import in_language
from reports.osm import OsmDistrict
from reports.osm_annex import LOOK, SMALL, TINY
from reports.osm_files import to_json
from reports.paper import SHADE, WIDTH, paragraph

_ABREAST = 2
"""So many halls stand in a row."""
_PLACE = 45 * mm
"""Width of a place in a journal."""


def digest_of(district: OsmDistrict) -> str:
    """Return the SHA-256 of the report as JSON, hex: what its file in that format has."""
    return hashlib.sha256(to_json(district)).hexdigest()


def bound(district: OsmDistrict, language: str) -> list[Flowable]:
    """Return what is printed under the signatures: the digest, then every hall with its place in its journal."""
    told = say("osm.bound", language, n=len(district.halls), digest=digest_of(district))
    cells = [
        [paragraph(in_language(it.hall, language), TINY), paragraph(it.journal or say("report.not-recorded", language), TINY)]
        for it in district.halls
    ]
    cells += [[paragraph("", TINY)] * 2] * (-len(cells) % _ABREAST)
    rows = [[*cells[at], *cells[at + 1]] for at in range(0, len(cells), _ABREAST)]
    head = [paragraph(say(f"osm.bound-{word}", language), TINY, grey=True) for word in ("hall", "journal")] * _ABREAST
    look = TableStyle([*LOOK, ("BACKGROUND", (0, 0), (-1, 0), SHADE)])
    widths = [WIDTH / _ABREAST - _PLACE, _PLACE] * _ABREAST
    return [paragraph(told, SMALL, before=4, after=3), Grid([head, *rows], colWidths=widths, repeatRows=1, style=look)]
