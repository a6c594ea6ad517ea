# SPDX-License-Identifier: Apache-2.0
"""What a visitor takes home on paper: the notice of missing papers (一次性告知单), and the right to come back first (二次优先凭条). Pure.

Chinese always, for the papers go to other desks too; for a visitor who reads English each line stands below once more.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from displays.parts import said
from displays.slip import RULE, Say, code_taken, local_time
from hallserver.core.events import NoticeGiven, ReturnGiven
from hallserver.core.hall import Hall
from hallserver.core.jobs import PrintSlip, SlipLine
from hallserver.core.noted import Handout
from hallserver.core.short_code import short_code
from hallserver.words import name_in

NOTICE_FRESH_S = 300
"""Its visitor stands at the counter: what does not come by then is written by hand."""
RETURN_FRESH_S = 3600
"""At the end of a day many are printed at once, perhaps on a printer that must be looked for first."""


def fresh_s(handout: Handout) -> int:
    """Return how long after its event a handout is of use, in seconds."""
    return NOTICE_FRESH_S if isinstance(handout.event, NoticeGiven) else RETURN_FRESH_S


def handout_job(hall: Hall, handout: Handout, token: str, say: Say) -> PrintSlip:
    """Return the job that prints it; ``token`` is the one of its number, empty where it has none.

    With the right to come back goes the code of the number, which a kiosk reads on another day.
    """
    event, here = handout.event, hall.catalog.here
    paper = _Paper(hall, event.ticket, say)
    lines = _notice(hall, handout.at_us, event, paper) if isinstance(event, NoticeGiven) else _return(hall, event, paper)
    code = token if event.ticket in hall.returns else ""
    return PrintSlip(
        job=handout.job,
        device=event.device,
        ticket="",
        lines=tuple(lines),
        qr=f"{here.public_url}/ticket/#t={code}" if code and here.public_url else "",
        short_code=short_code(code) if code and not here.public_url else "",
        logo=here.logo,
        expires_us=handout.at_us + fresh_s(handout) * 1_000_000,
    )


class _Paper:
    """Says things in the visitor's Chinese and, for one who reads English, in Chinese and once more in small English below."""

    def __init__(self, hall: Hall, ticket: str, say: Say) -> None:
        held = hall.tickets.get(ticket)
        self._say = say
        self.chinese = "zh-Hant" if held is not None and held.language == "zh-Hant" else "zh-Hans"
        self._languages = (self.chinese, "en") if held is not None and held.language == "en" else (self.chinese,)

    def line(
        self, key: str, size: int = 2, *, bold: bool = False, align: Literal["left", "centre"] = "left", **args: object
    ) -> Iterator[SlipLine]:
        """Give a sentence. Arguments that are names by language, or dates, are said as its language does."""
        for language in self._languages:
            text = self._say(key, language, **{name: self._said(it, language) for name, it in args.items()})
            yield SlipLine(text=text, size=1 if language == "en" else size, bold=bold, align=align)

    def named(self, names: dict[str, str], *, before: str = "", bold: bool = False) -> Iterator[SlipLine]:
        """Give a name, with something before it; in English too where it has a name of its own there."""
        texts = dict.fromkeys(said(names, it) for it in self._languages)
        for place, text in enumerate(texts):
            yield SlipLine(text=text if place else before + text, size=1 if place else 3, bold=bold, align="left" if before else "centre")

    def names_of(self, key: str) -> dict[str, str]:
        """Return what a code is called, by language."""
        return {language: self._say(key, language) for language in self._languages}

    def _said(self, value: object, language: str) -> object:
        if isinstance(value, dict):
            return said(value, language)
        if isinstance(value, date):
            return self._say("slip.date", language, year=value.year, month=value.month, day=value.day)
        return value


def _notice(hall: Hall, at_us: int, event: NoticeGiven, paper: _Paper) -> Iterator[SlipLine]:
    held, right, item = hall.tickets.get(event.ticket), hall.returns.get(event.ticket), hall.catalog.items.get(event.item)
    yield from _head(hall, "slip.notice-title", paper)
    if item is not None:
        yield from paper.line("slip.notice-item", 3, item=item.names)
    if held is not None:
        yield from paper.line("slip.notice-label", label=held.label)
    yield from _told(hall, at_us, event.counter, paper)
    yield RULE
    yield from paper.line("slip.notice-missing", 3, n=len(event.missing))
    for nth, code in enumerate(event.missing, start=1):
        yield from paper.named(event.papers.get(code) or paper.names_of(f"paper.{code}"), before=f"{nth}. ", bold=True)
    yield RULE
    if right is not None:
        yield from _until(hall, right.until, paper)
        yield RULE
    yield from _desk(hall, paper)
    yield from paper.line("slip.notice-law", 1)


def _return(hall: Hall, event: ReturnGiven, paper: _Paper) -> Iterator[SlipLine]:
    yield from _head(hall, "slip.return-title", paper)
    yield SlipLine(text=event.label, size=10, bold=True)
    for slug in event.services:
        if slug in hall.catalog.services:
            yield from paper.named(hall.catalog.services[slug].names)
    of = {"date": date.fromisoformat(event.day), "return": event.reason}
    yield from paper.line("slip.return-of", 1, align="centre", **of)  # type: ignore[arg-type]  # no key of them is another argument
    yield RULE
    yield from _until(hall, event.until, paper)
    yield RULE
    yield from _desk(hall, paper)


def _head(hall: Hall, title: str, paper: _Paper) -> Iterator[SlipLine]:
    yield SlipLine(text=name_in(hall.catalog.here.names, paper.chinese), size=4, bold=True)
    yield RULE
    yield from paper.line(title, 6, bold=True, align="centre")


def _told(hall: Hall, at_us: int, counter: str, paper: _Paper) -> Iterator[SlipLine]:
    """Give when and where the visitor was told."""
    time, row = local_time(at_us, hall.catalog.here.zone), hall.catalog.counters.get(counter)
    if row is not None:
        yield from paper.line("slip.notice-place", 1, time=time, number=row.number)
    else:
        yield from paper.line("slip.notice-desk", 1, time=time)


def _until(hall: Hall, until: str, paper: _Paper) -> Iterator[SlipLine]:
    """Give until when one may come back, and how."""
    yield from paper.line("slip.return-until", 3, bold=True, date=date.fromisoformat(until))
    yield from paper.line("slip.return-first")
    yield from paper.line(f"slip.return-{code_taken(hall) or 'desk'}")
    yield from paper.line("slip.return-once", 1)


def _desk(hall: Hall, paper: _Paper) -> Iterator[SlipLine]:
    """Give where help is, where the hall has said so."""
    if hall.catalog.here.help_point:
        yield from paper.line("slip.help", place=hall.catalog.here.help_point)
