# SPDX-License-Identifier: Apache-2.0
"""What a signature under the report of several halls binds to: each hall's place in its own journal, and one digest of all of it.

Where it was frozen, the digest is that of the frozen text, which its JSON file is byte for byte, and the journal of the hall that leads
has it. Otherwise paper is signed: whoever asks for the same report as JSON while the halls' journals stand where they stood gets the text
whose SHA-256 stands here. Each hall's place is proved by that hall's own journal, also that of a hall which has no data.
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
from reports.osm_text import Stamp
from reports.paper import SHADE, WIDTH, paragraph

_ABREAST = 2
"""So many halls stand in a row."""
_PLACE = 45 * mm
"""Width of a place in a journal."""


def digest_of(district: OsmDistrict) -> str:
    """Return the SHA-256 of the report as JSON, hex: what its file in that format has."""
    return hashlib.sha256(to_json(district)).hexdigest()


def bound(district: OsmDistrict, language: str, stamp: Stamp | None) -> list[Flowable]:
    """Return what is printed under the signatures: the digest, then every hall with its place in its journal."""
    halls = [(it.hall, it.journal) for it in district.halls] + [(it.hall, it.journal) for it in district.without]
    told = say("osm.bound", language, n=len(halls), digest=stamp.sha256 if stamp is not None else digest_of(district))
    cells = [
        [paragraph(in_language(names, language), TINY), paragraph(journal or say("report.not-recorded", language), TINY)]
        for names, journal in halls
    ]
    cells += [[paragraph("", TINY)] * 2] * (-len(cells) % _ABREAST)
    rows = [[*cells[at], *cells[at + 1]] for at in range(0, len(cells), _ABREAST)]
    head = [paragraph(say(f"osm.bound-{word}", language), TINY, grey=True) for word in ("hall", "journal")] * _ABREAST
    look = TableStyle([*LOOK, ("BACKGROUND", (0, 0), (-1, 0), SHADE)])
    widths = [WIDTH / _ABREAST - _PLACE, _PLACE] * _ABREAST
    return [paragraph(told, SMALL, before=4, after=3), Grid([head, *rows], colWidths=widths, repeatRows=1, style=look)]
