# SPDX-License-Identifier: Apache-2.0
"""The paper of a step of the ladder on one A4 page: what was found, with its photos, then room for a pen, and places to sign."""

import io
from collections.abc import Mapping, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Image, KeepInFrame, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from reports.form_parts import LABEL, facts_grid, labelled, places_to_sign
from reports.ladder_form import Sheet, Taken, sheet_of
from reports.order_form import Told
from reports.paper import WIDTH, beside_logo, build, paragraph

PHOTOS = 3
"""So many photos stand on the paper, the first ones: all are in the system."""
_PHOTO, _GAP = (46 * mm, 36 * mm), 2 * mm
"""A photo at most, and the room beside it."""
_LINE = 9 * mm
"""Height of a line that is filled in by hand."""
_BOXES = {2: 34 * mm, 3: 24 * mm}
"""Height of a box to be written in, by how many there are."""
_PAGE = A4[1] - 31 * mm


def to_pdf(taken: Taken, told: Told, photos: Mapping[str, bytes], logo: str = "") -> bytes:
    """Return the paper as PDF bytes; ``photos``: reference → JPEG of those that are kept; ``logo``: of the theme, a data address."""
    sheet = sheet_of(taken, told)

    def story() -> list[Flowable]:
        return [KeepInFrame(WIDTH, _PAGE, _story(sheet, told, photos, logo), mode="shrink")]

    return build(story, f"{sheet.title} {taken.finding.no}", sheet.foot, told.language)


def _story(sheet: Sheet, told: Told, photos: Mapping[str, bytes], logo: str) -> list[Flowable]:
    return [
        *beside_logo([paragraph(sheet.title, 20, after=3), paragraph(sheet.about, 11, after=6)], logo, WIDTH),
        facts_grid(sheet.facts),
        labelled(told.say("ladder.what"), [*(paragraph(line, 10, after=2) for line in sheet.found), *_pictures(sheet, told, photos)]),
        Spacer(0, 4 * mm),
        paragraph(sheet.demand, 11, before=2, after=2),
        Spacer(0, 4 * mm),
        *([facts_grid(sheet.lines, _LINE), Spacer(0, 3 * mm)] if sheet.lines else []),
        *(labelled(label, [Spacer(0, _BOXES[len(sheet.boxes)])]) for label in sheet.boxes),
        Spacer(0, 4 * mm),
        places_to_sign(sheet.signs, told.say("order-form.date")),
        paragraph(told.say("ladder.note"), 7.5, grey=True, before=6),
    ]


def _pictures(sheet: Sheet, told: Told, photos: Mapping[str, bytes]) -> Sequence[Flowable]:
    """Return the first photos beside each other; that they are erased where there were any, nothing where there were none."""
    kept = [photos[ref] for ref in sheet.photos if ref in photos][:PHOTOS]
    if not kept:
        return [paragraph(told.say("ladder.photos-erased"), 8, grey=True)] if sheet.photos else []
    width, height = _PHOTO
    images = [Image(io.BytesIO(body), width, height, kind="proportional") for body in kept]
    look = TableStyle([("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), _GAP), ("ALIGN", (0, 0), (-1, -1), "LEFT")])
    rest = (WIDTH - LABEL - 10) - len(images) * (width + _GAP)
    return [Grid([[*images, ""]], colWidths=[width + _GAP] * len(images) + [max(rest, 0)], style=look, hAlign="LEFT")]
