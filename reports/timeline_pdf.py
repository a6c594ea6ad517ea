# SPDX-License-Identifier: Apache-2.0
"""A number's whole story on paper, with the standard then in force behind it."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer

from hallserver.words import say
from reports.deviations import COLUMNS
from reports.grids import grid_of
from reports.paper import WIDTH, beside_logo, build, paragraph
from reports.tables import Cell, Table
from reports.timeline import Timeline

_SMALL = 7.5
"""Points of what stands in the long table of parameters."""


def to_pdf(timeline: Timeline, language: str, logo: str = "") -> bytes:
    """Return the story as PDF bytes; ``logo``: that of the theme in force, a data address."""
    title = f"{timeline.hall} · {say('timeline.title', language)} · {timeline.number}"
    return build(lambda: _pages(timeline, language, logo), title, f"{title} · {timeline.day}", language)


def _pages(it: Timeline, language: str, logo: str) -> list[Flowable]:
    head: list[Flowable] = [paragraph(say("timeline.title", language), 18, after=2), paragraph(f"{it.hall} · {it.number}", 14, after=4)]
    about = say("timeline.about", language, day=it.day, zone=it.zone, number=it.number, journal=it.journal)
    return [
        *beside_logo(head, logo, WIDTH),
        paragraph(about, 8, grey=True, after=6),
        *grid_of(_moments(it, language), language),
        paragraph(say("timeline.no-personal", language), 8, grey=True, before=6),
        PageBreak(),
        *_standard(it, language),
    ]


def _moments(it: Timeline, language: str) -> Table:
    head = [say(f"timeline.{word}", language) for word in ("at", "what", "by", "facts", "place")]
    rows = [
        [Cell(one.at), Cell(one.what), Cell(one.by), Cell(say("report.separator", language).join(one.facts)), Cell(one.place)]
        for one in it.moments
    ]
    return Table(say("timeline.moments", language), head, rows, wide=(3,), texts=(0, 1, 2))


def _standard(it: Timeline, language: str) -> list[Flowable]:
    """Return the standard then in force: its mark, what deviated, every parameter."""
    heading = paragraph(say("timeline.standard", language), 14, after=3)
    if not it.parameters:
        return [heading, paragraph(say("timeline.no-standard", language), 9)]
    columns = [say(f"report.deviation.{name}", language) for name in COLUMNS if name != "standard"]
    deviated = Table(say("timeline.deviations", language), columns, [[Cell(text) for text in row] for row in it.deviations], wide=(5,))
    named = [say(f"timeline.{word}", language) for word in ("parameter", "name", "value")]
    known = Table(
        say("timeline.parameters", language), named, [[Cell(text) for text in row] for row in it.parameters], wide=(1,), texts=(0, 2)
    )
    return [
        heading,
        paragraph(say("timeline.standard-mark", language, mark=it.standard), 9, grey=True, after=3),
        *(grid_of(deviated, language, _SMALL) if it.deviations else [paragraph(say("timeline.no-deviations", language), 9)]),
        Spacer(0, 2 * mm),
        *grid_of(known, language, _SMALL),
    ]
