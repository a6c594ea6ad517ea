# SPDX-License-Identifier: Apache-2.0
"""The form of a work order on A4 paper: facts, a box for each step with room for a pen, time limits, signatures."""

from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from hallserver.core.work_order import WorkOrder
from hallserver.words import name_in
from reports.drawing import register_font
from reports.order_form import Box, Form, Pair, Told, form_of
from reports.paper import INK, RULE, SHADE, WIDTH, beside_logo, build, paragraph

SIGNATURES = ("handled", "checked", "approved")
_LABEL = 26 * mm
_EMPTY = 17 * mm
"""Room for a pen in a step that is not done yet."""
_LOOK = (
    ("BOX", (0, 0), (-1, -1), 0.8, INK), ("INNERGRID", (0, 0), (-1, -1), 0.4, RULE), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 4), ("LEFTPADDING", (0, 0), (-1, -1), 5),
)  # fmt: skip


def to_pdf(order: WorkOrder, told: Told, logo: str = "") -> bytes:
    """Return the form as PDF bytes; ``logo``: that of the theme in force, a data address."""
    form, hall = form_of(order, told), name_in(told.hall.catalog.here.names, told.language)
    foot = f"{hall} · {form.number}"
    return build(lambda: _story(form, hall, told, logo), f"{form.title} {form.number}", foot, told.language)


def _story(form: Form, hall: str, told: Told, logo: str) -> list[Flowable]:
    number = told.say("order-form.number", no=form.number)
    return [
        *beside_logo([paragraph(form.title, 18, after=2), paragraph(f"{hall}　{number}", 11, after=6)], logo, WIDTH),
        _facts(form.facts),
        Spacer(0, 3 * mm),
        *(_box(it, told) for it in form.boxes),
        Spacer(0, 3 * mm),
        KeepTogether([_dues(form, told), *_signatures(told), paragraph(told.say("order-form.note"), 7.5, grey=True, before=6)]),
    ]


def _facts(facts: list[Pair]) -> Flowable:
    """Return the facts, two in a row."""
    cells = [[paragraph(label, 9, grey=True), paragraph(value, 9.5)] for label, value in facts]
    rows = [[*cells[at], *cells[at + 1]] for at in range(0, len(cells), 2)]
    widths = [_LABEL, WIDTH / 2 - _LABEL] * 2
    shades: list[Any] = [("BACKGROUND", (at, 0), (at, -1), SHADE) for at in (0, 2)]
    return Grid(rows, colWidths=widths, style=TableStyle([*_LOOK, *shades]), hAlign="LEFT")


def _box(box: Box, told: Told) -> Flowable:
    """Return a step: its label, what was done, and where to sign."""
    content: list[Flowable] = [paragraph(line, 9.5, after=2) for line in box.lines] or [Spacer(0, _EMPTY)]
    if box.signed:
        content.append(paragraph(told.say("order-form.sign-here"), 8, grey=True, align=2, before=3))
    look = TableStyle([*_LOOK, ("BACKGROUND", (0, 0), (0, 0), SHADE)])
    return Grid([[paragraph(box.label, 9, grey=True), content]], colWidths=[_LABEL, WIDTH - _LABEL], style=look, hAlign="LEFT")


def _dues(form: Form, told: Told) -> Flowable:
    head = [paragraph(told.say(f"order-form.{key}"), 8, grey=True) for key in ("clock", "due", "done")]
    rows = [[paragraph(cell, 9) for cell in row] for row in form.dues]
    look = TableStyle([*_LOOK, ("BACKGROUND", (0, 0), (-1, 0), SHADE)])
    return Grid([head, *rows], colWidths=[WIDTH * 0.4, WIDTH * 0.3, WIDTH * 0.3], style=look, hAlign="LEFT")


def _signatures(told: Told) -> list[Flowable]:
    """Return a box for each who signs, with name and date."""
    cells = [[paragraph(told.say(f"order-form.{who}"), 9, grey=True), Spacer(0, 14 * mm), _date(told)] for who in SIGNATURES]
    look = TableStyle([*_LOOK, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("FONT", (0, 0), (-1, -1), register_font())])
    return [Spacer(0, 5 * mm), Grid([cells], colWidths=[WIDTH / len(SIGNATURES)] * len(SIGNATURES), style=look, hAlign="LEFT")]


def _date(told: Told) -> Flowable:
    return paragraph(told.say("order-form.date"), 8, grey=True, align=2)
