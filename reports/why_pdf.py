# SPDX-License-Identifier: Apache-2.0
"""The answer to "why was this number first?" on paper, to be handed to both who quarrel."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from hallserver.words import say
from reports.grids import grid_of
from reports.paper import WIDTH, beside_logo, build, paragraph
from reports.tables import Cell, Table
from reports.why import Answer


def to_pdf(answer: Answer, language: str, logo: str = "") -> bytes:
    """Return the answer as PDF bytes; ``logo``: that of the theme in force, a data address."""
    both = say("why.about", language, a=answer.a, b=answer.b)
    return build(
        lambda: _story(answer, both, language, logo), f"{answer.title} {both}", f"{answer.title} · {both} · {answer.day}", language
    )


def _story(answer: Answer, both: str, language: str, logo: str) -> list[Flowable]:
    return [
        *beside_logo([paragraph(answer.title, 18, after=2), paragraph(both, 14, after=4)], logo, WIDTH),
        paragraph(answer.about, 8, grey=True, after=8),
        paragraph(say("why.conclusion", language), 11, before=4, after=3),
        *(paragraph(text, 11, after=3) for text in answer.summary),
        Spacer(0, 2 * mm),
        *grid_of(_table(answer, language), language),
        paragraph(say("why.same-queue", language), 8, grey=True, before=6),
        paragraph(say("why.no-personal", language), 8, grey=True, before=2),
    ]


def _table(answer: Answer, language: str) -> Table:
    """Return the story; the two numbers that are compared carry a mark."""
    head = [say(f"why.{word}", language) for word in ("at", "number", "what")]
    rows = [[Cell(it.at), Cell(f"▶ {it.number}" if it.who else it.number), Cell(it.text)] for it in answer.lines]
    return Table(say("why.story", language), head, rows, wide=(2,), texts=(0, 1))
