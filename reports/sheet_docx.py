# SPDX-License-Identifier: Apache-2.0
"""The text part of a report as DOCX, to be gone on with in Word or WPS: sentences, key figures, empty lines for the measures, signatures.

Page and letters as official papers have them (GB/T 9704-2012: A4, body in 仿宋 of 16 points); the fonts are the reader's own.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from docx import Document
from docx.document import Document as Text
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from msgspec import Struct

from hallserver.words import say
from reports import tables
from reports.osm import Boxed
from reports.prose import Box, boxes
from reports.report import DayReport
from reports.sheet_csv import plain_line
from reports.signing import Signing, step_lines, version_text
from reports.text import date_text, heading_text, whose_text

BODY: Final = "仿宋"
TITLE: Final = "黑体"
LATIN: Final = "Times New Roman"
MARGINS: Final = (37, 26, 35, 28)
"""Top, right, bottom, left, in millimetres."""
SIGNATURES: Final = ("made", "checked", "approved", "date")
SIGNATURES_ALL: Final = ("made", "checked", "approved-all", "date")
"""The same under a report of several halls, which have no manager of one hall."""
NUMBERS: Final = "一二三四五六七八九"


class TextPart(Struct, frozen=True, kw_only=True):
    """What one report says in words: head, boxes, a table of figures; ``as_of_us`` dates the file, ``whose`` is its author."""

    whose: str
    title: str
    subtitle: str
    facts: str
    boxes: tuple[Box, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    as_of_us: int
    several: bool = False
    """Of several halls."""
    marked: str = ""
    signed: tuple[tuple[str, str], ...] = ()
    """Each step and who took it, last the version; empty: it has a line to be signed on."""


def to_docx(report: DayReport, language: str, signing: Signing | None = None) -> bytes:
    """Return the text part as DOCX; ``signing``: of a version that was drafted."""
    facts = [say("report.meta.one", language, name=name, text=text) for name, text in tables.meta(report, language)]
    part = TextPart(
        whose=whose_text(report, language),
        title=heading_text(report, language),
        subtitle=date_text(report, language),
        facts=say("report.separator", language).join(facts),
        boxes=tuple(boxes(report, language, signing.boxes if signing else Boxed())),
        head=(*(say(f"report.sheet.{word}", language) for word in ("figure", "value")), say("report.prose.basis", language)),
        rows=tuple((name, cell.main, cell.small) for name, cell in tables.cards(report, language)),
        as_of_us=report.as_of_us,
        several=report.halls > 1,
        marked=report.marked,
        signed=(*step_lines(signing, language), ("", version_text(signing, language))) if signing else (),
    )
    return written([part], language)


def written(parts: Sequence[TextPart], language: str) -> bytes:
    """Return text parts as one DOCX, each on a page of its own."""
    paper = Document()
    _told(paper, parts[0])
    _page(paper, parts[0])
    for at, part in enumerate(parts):
        if at:
            paper.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _write(paper, part, language)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _write(paper: Text, part: TextPart, language: str) -> None:
    """Write one part."""
    _line(paper, part.title, 22, TITLE, centred=True)
    _line(paper, part.subtitle, 14, BODY, centred=True)
    _line(paper, part.facts, 9, BODY)
    for number, box in enumerate(part.boxes):
        _box(paper, box, f"{NUMBERS[number]}、" if language.startswith("zh") else f"{number + 1}. ")
    _figures(paper, part)
    _line(paper, say("report.prose.edit", language), 9, BODY)
    _signatures(paper, part.signed, language, several=part.several)


def _told(paper: Text, part: TextPart) -> None:
    """Say whose file it is and of when; what the library's own template says of itself, picture and remark, goes."""
    made = datetime.fromtimestamp(part.as_of_us // 1_000_000, UTC).replace(tzinfo=None)
    kept = paper.core_properties
    kept.created = kept.modified = made
    kept.author = kept.last_modified_by = part.whose
    kept.title, kept.comments = part.title, ""
    relations = paper.part.package.rels
    for key in [key for key, it in relations.items() if it.reltype.endswith("/thumbnail")]:
        del relations[key]


def _page(paper: Text, part: TextPart) -> None:
    """Set paper, fonts, the page numbers, and the watermark at the head of each page."""
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, MARGINS)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for field in ("PAGE", " / ", "NUMPAGES"):
        _field(foot, field) if field.isalpha() else foot.add_run(field)
    if part.marked:
        head = section.header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _letters(head.add_run(plain_line(part.marked)), 9, BODY)


def _field(paragraph: Any, code: str) -> None:  # noqa: ANN401 -- the library's own type says nothing of a run's elements
    """Put a field into the paragraph that the reader's programme reckons, e.g. the page."""
    element = OxmlElement("w:fldSimple")
    element.set(qn("w:instr"), code)
    element.append(OxmlElement("w:r"))
    paragraph._p.append(element)  # noqa: SLF001 -- the library has no door of its own for fields


def _letters(run: Any, size: float, face: str) -> None:  # noqa: ANN401 -- as above
    """Give a run its letters: Chinese ones of this face."""
    run.font.size, run.font.name = Pt(size), LATIN
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)  # noqa: SLF001 -- the library only names Latin faces


def _line(paper: Any, text: str, size: float, face: str, *, centred: bool = False, indent: bool = False) -> None:  # noqa: ANN401 -- as above
    """Write a paragraph; ``indent``: its first line by two characters, as Chinese papers have it."""
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    paragraph.paragraph_format.line_spacing = 1.4
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    _letters(paragraph.add_run(plain_line(text)), size, face)


def _box(paper: Text, box: Box, number: str) -> None:
    """Write a part: its numbered title, its sentences, empty lines for what people add."""
    paragraph = paper.add_heading(level=1)
    _letters(paragraph.add_run(f"{number}{plain_line(box.title)}"), 16, TITLE)
    for text in (*box.lines, *[""] * box.empty):
        _line(paper, text, 14, BODY, indent=True)


def _figures(paper: Text, part: TextPart) -> None:
    """Write the figures as a table."""
    grid = paper.add_table(rows=0, cols=len(part.head), style="Table Grid")
    for row in (part.head, *part.rows):
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            _letters(cell.paragraphs[0].add_run(plain_line(text)), 11, BODY)


def _signatures(paper: Text, signed: Sequence[tuple[str, str]], language: str, *, several: bool) -> None:
    """Write who took which step of a version that was drafted; else the line on which it is signed."""
    names = [say(f"report.sign.{word}", language) for word in (SIGNATURES_ALL if several else SIGNATURES)]
    _line(paper, "", 11, BODY)
    for name, text in signed:
        _line(paper, say("report.meta.one", language, name=name, text=text or "＿＿＿＿＿") if name else text, 11, BODY)
    if signed:
        return
    _line(paper, "　".join(f"{name}：＿＿＿＿＿" if language.startswith("zh") else f"{name}: ________" for name in names), 11, BODY)
