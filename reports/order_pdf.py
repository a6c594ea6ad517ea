# SPDX-License-Identifier: Apache-2.0
"""The form of a work order on A4 paper: facts, a box for each step with room for a pen, time limits, signatures."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from hallserver.core.work_order import WorkOrder
from hallserver.words import name_in
from reports.form_parts import LOOK, facts_grid, labelled, places_to_sign
from reports.order_form import Box, Form, Told, form_of
from reports.paper import SHADE, WIDTH, beside_logo, build, paragraph

SIGNATURES = ("handled", "checked", "approved")
_EMPTY = 17 * mm
"""Room for a pen in a step that is not done yet."""


def to_pdf(order: WorkOrder, told: Told, logo: str = "") -> bytes:
    """Return the form as PDF bytes; ``logo``: that of the theme in force, a data address."""
    form, hall = form_of(order, told), name_in(told.hall.catalog.here.names, told.language)
    foot = f"{hall} · {form.number}"
    return build(lambda: _story(form, hall, told, logo), f"{form.title} {form.number}", foot, told.language)


def _story(form: Form, hall: str, told: Told, logo: str) -> list[Flowable]:
    number = told.say("order-form.number", no=form.number)
    return [
        *beside_logo([paragraph(form.title, 18, after=2), paragraph(f"{hall}　{number}", 11, after=6)], logo, WIDTH),
        facts_grid(form.facts),
        Spacer(0, 3 * mm),
        *(_box(it, told) for it in form.boxes),
        Spacer(0, 3 * mm),
        KeepTogether([_dues(form, told), *_signatures(told), paragraph(told.say("order-form.note"), 7.5, grey=True, before=6)]),
    ]


def _box(box: Box, told: Told) -> Flowable:
    """Return a step: its label, what was done, and where to sign."""
    content: list[Flowable] = [paragraph(line, 9.5, after=2) for line in box.lines] or [Spacer(0, _EMPTY)]
    if box.signed:
        content.append(paragraph(told.say("order-form.sign-here"), 8, grey=True, align=2, before=3))
    return labelled(box.label, content)


def _dues(form: Form, told: Told) -> Flowable:
    head = [paragraph(told.say(f"order-form.{key}"), 8, grey=True) for key in ("clock", "due", "done")]
    rows = [[paragraph(cell, 9) for cell in row] for row in form.dues]
    look = TableStyle([*LOOK, ("BACKGROUND", (0, 0), (-1, 0), SHADE)])
    return Grid([head, *rows], colWidths=[WIDTH * 0.4, WIDTH * 0.3, WIDTH * 0.3], style=look, hAlign="LEFT")


def _signatures(told: Told) -> list[Flowable]:
    """Return a box for each who signs, with name and date."""
    labels = [told.say(f"order-form.{who}") for who in SIGNATURES]
    return [Spacer(0, 5 * mm), places_to_sign(labels, told.say("order-form.date"))]
