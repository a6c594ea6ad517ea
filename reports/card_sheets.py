# SPDX-License-Identifier: Apache-2.0
"""How each card is laid out. A card looks the same in black and white, and the same card gives the same bytes."""

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, FrameBreak, PageBreak, PageTemplate

from hallserver.core.numbering import label
from hallserver.words import say
from reports.card_parts import boxes, grid, heading, number_slips, register_rows, steps, two_columns
from reports.cards import For
from reports.door_signs import door_signs
from reports.drawing import register_font
from reports.keys import KEYS, SPACE

BUTTONS: Final = {
    "change": "guide.change-service", "bring_back": "guide.bring-back", "escort": "guide.escort", "confirm": "guide.confirm-priority",
    "yes": "guide.confirm", "void": "guide.void-run", "notice": "guide.notice", "come_back": "guide.come-back",
    "reprint": "guide.reprint-slip", "paper": "guide.paper", "suspend": "duty.suspend", "power": "suspended.power",
    "evacuation": "suspended.evacuation", "runs": "guide.runs", "cancel": "guide.cancel", "enquiries": "guide.enquiries",
    "paperless": "guide.give-paperless", "messages": "guide.messages", "why": "why.button", "resume": "duty.resume-hall",
    "cancelled": "duty.cancel", "hearing": "need.hearing", "sight": "need.sight", "mobility": "need.mobility",
}  # fmt: skip
"""Gap in a card's sentence → the words that stand on the button, so that a card says what the screen says."""
TROUBLES: Final = (
    "wrong", "missed", "deaf", "wheelchair", "priority", "many", "papers", "ask", "back", "lost", "paper-out", "quarrel", "ill", "power",
)  # fmt: skip
"""What the guide card knows an answer to, in its order."""
POWER_STEPS: Final = {"now": 4, "meanwhile": 6, "after": 6, "evacuation": 4}
"""Part of the power-cut card → how many steps it has."""
SLIPS_A_PAGE: Final = 20
REGISTER_ROWS: Final = 25
MARGIN: Final = 12 * mm
_FOOT: Final = 6 * mm


def key_card(it: For) -> bytes:
    """Return the key card for the clerk (窗口快捷键卡): one page A5, two columns."""
    columns = [[_keys(it, name) for name in names] for names in (("daily", "absent", "seat"), ("visit",))]
    size = landscape(A5)
    return _pdf(it, "keys", size, [*_head(it, "keys"), FrameBreak(), *two_columns(columns)], columns=2)


def _keys(it: For, group: str) -> Flowable:
    rows = [(_key_text(it, name, key), _what(it, name), say(f"card.when.{name}", it.language)) for name, key in dict(KEYS)[group]]
    head = [say(f"card.head.{name}", it.language) for name in ("key", "what", "when")] if group in ("daily", "visit") else []
    return grid(head, rows, (18 * mm, 29 * mm, 43 * mm), 7.2)


def _key_text(it: For, name: str, key: str) -> str:
    return f"{key} · {say('card.space', it.language)}" if name in SPACE else key


def _what(it: For, name: str) -> str:
    return say("card.outcome", it.language) if name == "outcome" else say(f"clerk.{name}", it.language)


def guide_card(it: For) -> bytes:
    """Return the guide card (导办卡): what to do for each trouble, one page A4."""
    rows = [tuple(say(f"card.guide.{name}.{part}", it.language, **_buttons(it)) for part in ("head", "do")) for name in TROUBLES]
    head = [say(f"card.head.{name}", it.language) for name in ("trouble", "do")]
    return _pdf(it, "guide", A4, [*_head(it, "guide"), grid(head, rows, (53 * mm, 133 * mm), 14)])


def _buttons(it: For) -> dict[str, str]:
    return {gap: say(key, it.language) for gap, key in BUTTONS.items()}


def power_cut_card(it: For) -> bytes:
    """Return the power-cut card (停电卡), step by step with boxes to tick, and the register of paper numbers: two pages A4."""
    parts = [part for name, count in POWER_STEPS.items() for part in _power_part(it, name, count)]
    columns = ("number", "taken", "service", "counter", "outcome", "note", "entered")
    register = register_rows([say(f"card.register.{name}", it.language) for name in columns], REGISTER_ROWS)
    front = [*_head(it, "power-cut"), *parts]
    back = [*_head(it, "register", lead=False), register, boxes([say("card.register.foot", it.language)])]
    return _pdf(it, "power-cut", A4, [*front, PageBreak(), *back])


def _power_part(it: For, name: str, count: int) -> Iterable[Flowable]:
    series = {"letter": it.letter, "first": label(it.letter, 1, it.digits)}
    said = [say(f"card.power.{name}.{nth}", it.language, **series, **_buttons(it)) for nth in range(1, count + 1)]
    return steps(say(f"card.power.part.{name}", it.language), said)


def paper_numbers(it: For) -> bytes:
    """Return the pre-printed numbers (P001 …) to tear off, twenty a page A4. Each is printed once: a number is never used twice."""
    labels = [label(it.letter, number, it.digits) for number in it.numbers]
    pages = [labels[at : at + SLIPS_A_PAGE] for at in range(0, len(labels), SLIPS_A_PAGE)]
    words = (it.hall, say("card.number.fields", it.language), say("card.number.keep", it.language))
    story: list[Flowable] = []
    for page in pages:
        story += [*([PageBreak()] if story else []), number_slips(page, words)]
    return _pdf(it, "paper-numbers", A4, story)


MAKERS: dict[str, Callable[[For], bytes]] = {
    "keys": key_card,
    "guide": guide_card,
    "power-cut": power_cut_card,
    "paper-numbers": paper_numbers,
    "door-signs": door_signs,
}
"""Name of a card → its maker."""


def _head(it: For, card: str, *, lead: bool = True) -> list[Flowable]:
    title = f"{say(f'card.{card}', it.language)}　{it.hall}"
    return heading(title, say(f"card.lead.{card}", it.language) if lead else "", it.theme.logo)


def _pdf(it: For, card: str, size: tuple[float, float], story: Sequence[Flowable], *, columns: int = 1) -> bytes:
    """Return the PDF of a story: one frame a page, or a heading over so many columns."""
    out, title = io.BytesIO(), say(f"card.{card}", it.language)

    def draw_foot(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont(register_font(), 7)
        canvas.drawRightString(size[0] - MARGIN, _FOOT, say("card.page", it.language, hall=it.hall, title=title, page=document.page))

    document = BaseDocTemplate(out, pagesize=size, title=f"{title} {it.hall}", lang=it.language, invariant=1)
    document.addPageTemplates([PageTemplate(frames=_frames(size, columns), onPage=draw_foot)])
    document.build(list(story))
    return out.getvalue()


def _frames(size: tuple[float, float], columns: int) -> list[Frame]:
    width, bottom, top = size[0] - 2 * MARGIN, _FOOT + 4 * mm, size[1] - 8 * mm
    if columns == 1:
        return [_frame(MARGIN, bottom, width, top - bottom)]
    head, gap = 20 * mm, 6 * mm
    each = (width - gap * (columns - 1)) / columns
    below = [_frame(MARGIN + nth * (each + gap), bottom, each, top - head - bottom) for nth in range(columns)]
    return [_frame(MARGIN, top - head, width, head), *below]


def _frame(x: float, y: float, width: float, height: float) -> Frame:
    return Frame(x, y, width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
