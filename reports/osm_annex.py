# SPDX-License-Identifier: Apache-2.0
"""The pages behind the first one: the ledger of findings with photos, the notes on the data, how points are made."""

import io
from collections import Counter
from collections.abc import Iterable, Mapping

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from hallserver.words import say
from reports import osm_text
from reports.charts_counts import FEWEST, pareto_chart
from reports.names import in_language
from reports.osm import OsmDistrict, OsmReport
from reports.osm_ledger import SHOWN_PHOTOS, FindingLine
from reports.paper import INK, RULE, SHADE, WIDTH, heading, paragraph
from reports.text import number_text

SMALL, TINY = 7.5, 6.5
PHOTO_PT = (47.0, 40.0)
"""Room of a photo: width and height."""
_PARETO = 150
GATHERED = 3
"""So many findings of one cell are needed for a chart: of bars of one and two nothing is to be seen."""
NOTES = 4
"""So many notes on the data stand on the first page."""
LOOK = (
    ("BOX", (0, 0), (-1, -1), 0.6, INK), ("INNERGRID", (0, 0), (-1, -1), 0.3, RULE), ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ("LEFTPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 3),
)  # fmt: skip
_CLOSE = TableStyle([
    ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 1),
    ("TOPPADDING", (0, 0), (-1, -1), 0.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
])  # fmt: skip
Photos = Mapping[str, bytes]
"""Reference → JPEG, of what the vault still has."""


def ledger(report: OsmReport, language: str, photos: Photos) -> list[Flowable]:
    """Return every finding with its photos, from a new page on."""
    if not report.findings:
        return []
    words = ("no", "what", "photo", "points", "owner", "dates", "state")
    head = [paragraph(say(f"osm.ledger-{word}", language), SMALL, grey=True) for word in words]
    rows = [_entry(report, it, language, photos) for it in report.findings]
    widths = [62.0, 0.0, 104.0, 40.0, 52.0, 60.0, 62.0]
    widths[1] = WIDTH - sum(widths)
    look = TableStyle([*LOOK, ("BACKGROUND", (0, 0), (-1, 0), SHADE)])
    return [
        PageBreak(),
        heading(say("osm.part-ledger", language), 12, level=1),
        _gathered(report, language),
        Spacer(0, 2 * mm),
        Grid([head, *rows], colWidths=widths, repeatRows=1, style=look),
    ]


def _gathered(report: OsmReport, language: str) -> Flowable:
    """Return in which cells new findings gather: as a chart where some do, else told in a line."""
    counted = Counter(osm_text.part_text(it, language) for it in report.findings if it.new).most_common()
    if sum(n for _, n in counted) < FEWEST:
        cells = say("report.separator", language).join(f"{name} {n}" for name, n in counted)
        return paragraph(say("osm.found-in", language, cells=cells) if cells else say("osm.found-none", language), SMALL)
    if counted[0][1] < GATHERED:
        return paragraph(say("osm.spread-out", language, n=number_text(len(counted)), least=GATHERED), SMALL)
    return pareto_chart(say("osm.part-pareto", language), counted, language, WIDTH, _PARETO)


def _entry(report: OsmReport, it: FindingLine, language: str, photos: Photos) -> list[object]:
    days = [osm_text.day_text(at, report.zone) for at in (it.found_us, it.last_us, it.closed_us)]
    dates = [say(f"osm.ledger-{word}", language, day=day) for word, day in zip(("found", "until", "closed"), days, strict=True) if day]
    repeat = [say("osm.repeat", language, no=it.repeat_of, n=it.nth)] if it.repeat_of else []
    rechecks = [say("osm.rechecks", language, n=it.rechecks)] if it.rechecks else []
    return [
        paragraph(it.no, SMALL),
        [
            *_texts(
                (
                    say("report.meta.one", language, name=osm_text.part_text(it, language), text=in_language(it.item, language)),
                    osm_text.where_text(report, it, language),
                    osm_text.source_text(it, language),
                    *repeat,
                )
            )
        ],
        _pictures(it, photos, language),
        [*_texts((say(f"checks.severity-{it.severity}", language), f"−{it.deduction}"))],
        paragraph(osm_text.person(report, it.owner, language) or "–", SMALL),
        [*_texts(dates)],
        [*_texts((osm_text.state_text(it, language), *rechecks))],
    ]


def _texts(lines: Iterable[str]) -> list[Flowable]:
    return [paragraph(line, SMALL) for line in lines if line]


def _pictures(it: FindingLine, photos: Photos, language: str) -> Flowable:
    """Return the first photos of a finding beside each other; what was erased says so."""
    if not it.photos:
        return paragraph(say("osm.no-photo", language), TINY, grey=True)
    kept = [photos[ref] for ref in it.photos if ref in photos][:SHOWN_PHOTOS]
    if not kept:
        return paragraph(say("osm.photo-kept", language, n=number_text(len(it.photos))), TINY, grey=True)
    images = [Photo(body) for body in kept]
    return Grid(
        [images],
        colWidths=[49] * len(images),
        style=_CLOSE,
    )


class Photo(Flowable):
    """A photo in a room of its own; the picture is let go of as soon as it is drawn: of many halls there are hundreds."""

    def __init__(self, body: bytes) -> None:
        """Keep the JPEG."""
        super().__init__()
        self._body = body
        self.width, self.height = PHOTO_PT

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Return its room in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it in the middle of its room."""
        picture = ImageReader(io.BytesIO(self._body))
        self.canv.drawImage(picture, 0, 0, self.width, self.height, preserveAspectRatio=True)


def notes_in_brief(of: OsmReport, language: str) -> str:
    """Return the notes on the data for the first page: all of them, or the first and how many more stand behind it."""
    said = osm_text.notes(of, language)
    if len(said) > NOTES:
        said = [*said[:NOTES], say("osm.notes-more", language, n=len(said) - NOTES)]
    return " ".join(said)


def notes_behind(of: OsmReport, language: str) -> list[Flowable]:
    """Return the notes on the data in full, where the first page has not all of them: nothing stands twice."""
    return [notes_in_full(of, language)] if len(of.notes) > NOTES else []


def notes_in_full(of: OsmReport | OsmDistrict, language: str) -> Flowable:
    """Return the notes on the data in full."""
    lines = [f"{at}. {text}" for at, text in enumerate(osm_text.notes(of, language), 1)]
    return KeepTogether([heading(say("osm.part-notes", language), level=1), *(paragraph(line, 8.5, after=1) for line in lines)])


class Once(Flowable):
    """Something that is said once: where a page has room for it, or at its last place, ``first`` being the place before."""

    def __init__(self, what: Flowable, first: "Once | None" = None) -> None:
        """Keep it."""
        super().__init__()
        self._what, self._first = what, first
        self._shown, self.drawn = False, False

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return its room in points; none where it is not said."""
        needed = self._what.wrap(width, height)
        self._shown = not self._first.drawn if self._first is not None else needed[1] <= height
        return needed if self._shown else (0, 0)

    def draw(self) -> None:
        """Draw it, if it is said here."""
        if self._shown:
            self._what.drawOn(self.canv, 0, 0)
            self.drawn = True


def how_made(language: str) -> Flowable:
    """Return how the points are made, said once, however many halls a report holds."""
    how = [say(f"osm.how-{key}", language) for key in ("score", "colour", "coverage", "style")]
    told = say("report.meta.one", language, name=say("osm.part-how", language), text=" ".join(how))
    return paragraph(told, TINY, grey=True)
