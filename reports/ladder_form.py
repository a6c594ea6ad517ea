# SPDX-License-Identifier: Apache-2.0
"""What stands on the paper of a step of the ladder (催办单、调换通知、约谈记录), to be printed and signed by both sides. Text only.

It says how the finding stood when the step was taken, whatever became of it since. What people answer is left empty, for a pen.
"""

from typing import Final

from msgspec import Struct

from hallserver.core.checklist import MAIN, every_check
from hallserver.core.hours import date_here
from hallserver.core.site_state import Finding, SiteStep
from hallserver.words import name_in
from reports.names import in_language
from reports.order_form import Pair, Told


class Taken(Struct, frozen=True, kw_only=True):
    """A step of the ladder that was taken: the finding as it stood then, when, and on what that rests."""

    finding: Finding
    at_us: int
    anchor: str
    """Place of the step in the journal, and its hash."""
    standard: str
    """Mark of the standard then in force; empty: none was."""


class Layout(Struct, frozen=True, kw_only=True):
    """What is written by hand on the paper of a step: lines to fill, an even number of them; boxes; who signs."""

    lines: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ("answer", "measures")
    signs: tuple[str, ...] = ("hall", "person")


LAYOUTS: Final[dict[str, Layout]] = {
    "slip": Layout(signs=("hall", "person", "recheck")),
    "replace": Layout(lines=("post", "from", "leaves", "comes"), boxes=("answer", "handed-over"), signs=("hall", "person", "unit")),
    "interview": Layout(
        lines=("when", "where", "talks", "listens"), boxes=("talk", "answer", "measures"), signs=("talks", "listens", "writes")
    ),
    "report": Layout(lines=("scope", "issued"), signs=("hall", "unit")),
    "appraise": Layout(lines=("whom", "period", "points", "rule"), signs=("hall", "person", "unit")),
}
"""Step of the ladder → its paper."""


class Sheet(Struct, frozen=True, kw_only=True):
    """The whole paper, in one language."""

    title: str
    about: str
    """Hall, number, date."""
    facts: list[Pair]
    found: list[str]
    photos: tuple[str, ...]
    """References of its photos, in order."""
    demand: str
    lines: list[Pair]
    boxes: list[str]
    signs: list[str]
    foot: str


def refs_of(taken: Taken) -> list[str]:
    """Return what of the vault the paper quotes: notes and photos of who found it, and the note of the step itself."""
    notes = [step.note.ref for step in _seen(taken.finding) if step.note is not None]
    return [*notes, *photos_of(taken), *_noted(taken)]


def photos_of(taken: Taken) -> tuple[str, ...]:
    """Return the references of its photos, in order."""
    return tuple(it.ref for step in _seen(taken.finding) for it in step.photos)


def _seen(finding: Finding) -> list[SiteStep]:
    return [it for it in finding.steps if it.kind in {"opened", "seen-again"}]


def _noted(taken: Taken) -> list[str]:
    note = taken.finding.steps[-1].note
    return [note.ref] if note is not None else []


def sheet_of(taken: Taken, told: Told) -> Sheet:
    """Return the paper of a step."""
    finding, step = taken.finding, taken.finding.escalation
    layout, hall = LAYOUTS[step], name_in(told.hall.catalog.here.names, told.language)
    return Sheet(
        title=told.say(f"site.paper-{step}"),
        about=told.say("ladder.about", hall=hall, no=finding.no, day=_day(told, taken.at_us)),
        facts=_facts(taken, told),
        found=_found(taken, told),
        photos=photos_of(taken),
        demand=_demand(taken, told),
        lines=[(told.say(f"ladder.line-{key}"), "") for key in layout.lines],
        boxes=[told.say(f"ladder.box-{key}") for key in layout.boxes],
        signs=[told.say(f"ladder.sign-{key}") for key in layout.signs],
        foot=told.say("ladder.foot", hall=hall, no=finding.no, anchor=taken.anchor, standard=taken.standard or told.say("report.none")),
    )


def _day(told: Told, at_us: int) -> str:
    return told.moment(at_us)[:10]


def _person(told: Told, slug: str) -> str:
    return told.name(f"person:{slug}") or slug


def days_over(taken: Taken, told: Told) -> int:
    """Return by how many days the time to put it right was over when the step was taken; not positive: it was not."""
    return (date_here(told.hall, taken.at_us) - date_here(told.hall, taken.finding.due_us - 1)).days


def _finder(it: Finding, told: Told) -> str:
    name = told.name(it.by) or told.say("site.by-clock")
    return told.say("ladder.from-outside", name=name, source=told.say(f"site.source-{it.source}")) if it.source else name


def _due(taken: Taken, told: Told) -> str:
    return told.say("order-form.until", day=_day(told, taken.finding.due_us - 1))


def _facts(taken: Taken, told: Told) -> list[Pair]:
    it, over = taken.finding, days_over(taken, told)
    points = told.say("ladder.points", n=it.deduction) if it.deduction else ""
    facts = (
        ("where", _where(it, told)),
        ("resource", f"{told.say(f'checks.resource-{it.resource}')} · {told.say(f'checks.step-{it.step}')}"),
        ("found", told.moment(it.found_us)),
        ("by", _finder(it, told)),
        ("severity", " · ".join(filter(None, (told.say(f"checks.severity-{it.severity}"), points)))),
        ("responsible", _person(told, it.responsible) if it.responsible else told.say("site.nobody")),
        ("due", _due(taken, told)),
        ("over", told.say("ladder.days", n=over) if over > 0 else told.say("ladder.not-over")),
    )
    return [(told.say(f"ladder.{key}"), value) for key, value in facts]


def _where(it: Finding, told: Told) -> str:
    """Return zone, counter and place."""
    counter = told.hall.catalog.counters.get(it.counter)
    zone = in_language(told.hall.catalog.here.zones.get(it.zone, {}), told.language) or (it.zone if it.zone != MAIN else "")
    parts = (zone, told.say("shared.counter", number=counter.number) if counter is not None else it.counter, it.place)
    return " · ".join(filter(None, parts)) or told.say("ladder.hall")


def _found(taken: Taken, told: Told) -> list[str]:
    """Return what was found, what was said of it, how often before, and which steps were taken before this one."""
    it = taken.finding
    check = every_check(told.hall).get(it.check)
    lines = [name_in(check.names, told.language) if check is not None else it.check]
    lines += [text for step in _seen(it) for text in _said(told, step.note.ref if step.note else None)]
    if it.repeat_of:
        lines.append(told.say("site.repeat-of", n=it.nth, no=it.repeat_of))
    before = [step for step in it.steps[:-1] if step.kind == "escalated"]
    if before:
        lines.append(told.say("ladder.before", steps=told.say("site.and").join(_step(told, step) for step in before)))
    return lines


def _step(told: Told, it: SiteStep) -> str:
    return told.say("ladder.step", step=told.say(f"site.paper-{it.says['step']}"), day=_day(told, it.at_us))


def _said(told: Told, ref: str | None) -> list[str]:
    """Return a note in its lines; none for what was not said."""
    return [line for line in told.text(ref).splitlines() if line.strip()]


def _demand(taken: Taken, told: Told) -> str:
    """Return when it was due, what is demanded now, and what was said with the step, in one paragraph."""
    over, due = days_over(taken, told), _due(taken, told)
    lead = told.say("ladder.lead-over", day=due, n=over) if over > 0 else told.say("ladder.lead", day=due)
    note = " ".join(text for ref in _noted(taken) for text in _said(told, ref))
    return told.say("ladder.whole", lead=lead, demand=told.say(f"ladder.demand-{taken.finding.escalation}"), note=note).strip()
