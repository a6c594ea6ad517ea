# SPDX-License-Identifier: Apache-2.0
"""How the report on on-site management reads: heads, scores, cells, ledger. Texts and tables, no drawing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from hallserver.words import say
from reports.figures import Figure
from reports.names import in_language
from reports.osm import Compared, OsmDistrict, OsmReport, is_late
from reports.osm_coverage import Coverage
from reports.osm_ledger import CheckLine, FindingLine
from reports.osm_matrix import FAIR, GOOD, Part, Trend
from reports.osm_matrix import Cell as MatrixCell
from reports.text import name_of, note_text, number_text, said_text, share_text, value_text

ARROWS: Final[Mapping[Trend, str]] = {"up": "↑", "same": "→", "down": "↓", "new": ""}
MARKS: Final = {"good": "○", "fair": "△", "poor": "×", "unseen": ""}
"""Grade → what tells it without colour."""
FULL: Final = 100.0
_EVEN: Final = 0.0005
"""Figures that differ by less, in part, stand still."""


class Stamp(Struct, frozen=True, kw_only=True):
    """How far a report came on its way to a signature; empty: it is none to be signed."""

    version: int
    state: str
    sha256: str
    drafted: str = ""
    checked: str = ""
    signed: str = ""
    """Who and when, each."""
    why: str = ""
    head: str = ""
    """How far the journal had come when it was made, to be read by people; empty: it does not say."""


def stamp_text(stamp: Stamp, language: str, digits: int) -> str:
    """Return which version it is, how far it came, so many digits of its digest, and how far the journal had come."""
    state = say(f"osm.paper-{stamp.state}", language)
    line = say("osm.stamp", language, version=stamp.version, state=state, digest=stamp.sha256[:digits])
    return " · ".join([line, *drafted_at(stamp, language)])


def drafted_at(stamp: Stamp, language: str) -> list[str]:
    """Return how far the journal had come, as a part of a line; nothing where it does not say."""
    return [say("osm.stamp-head", language, head=stamp.head)] if stamp.head else []


def period_text(report: OsmReport, language: str) -> str:
    """Return the month, or first and last date of another period; of one that is not over it says so."""
    dates = _dates_text(report, language)
    is_over = all(note.key != "not-over" for note in report.notes)
    return dates if is_over else say("report.days-not-over", language, dates=dates)


def _dates_text(report: OsmReport, language: str) -> str:
    first, last = date.fromisoformat(report.from_date), date.fromisoformat(report.to_date) - timedelta(days=1)
    if first.day == 1 and (last + timedelta(days=1)).day == 1 and first.month == last.month:
        return say("osm.month", language, year=first.year, month=say(f"report.month.{first.month}", language))
    return say("report.dates", language, first=first.isoformat(), last=last.isoformat())


def title_text(of: OsmReport | OsmDistrict, language: str) -> str:
    """Return the hall's name, or how many halls they are, and what this is."""
    return say("osm.title", language, hall=hall_text(of, language))


def hall_text(of: OsmReport | OsmDistrict, language: str) -> str:
    """Return the hall's name, or how many halls they are."""
    if isinstance(of, OsmDistrict):
        return say("report.halls", language, n=len(of.halls))
    return in_language(of.hall, language)


def person(report: OsmReport, who: str, language: str) -> str:
    """Return the name of somebody: a slug, or as the journal names people."""
    slug = who.rpartition(":")[2]
    return in_language(report.people.get(slug, {}), language) or slug


def coverage_text(of: Coverage, language: str) -> str:
    """Return checks done out of planned."""
    done, planned = sum(of.done.values()), sum(of.planned.values())
    share = share_text(of.share) if of.share is not None else say("report.no-case", language)
    return say("osm.coverage", language, done=number_text(done), planned=number_text(planned), share=share)


def patrols_text(of: Coverage, language: str) -> str:
    """Return patrols made out of those that should have been; then rounds of a week or month and those from outside, where there were."""
    counts = {"fixed": of.fixed, "planned": of.fixed_planned, "random": of.random, "wanted": of.random_planned}
    beside = {"longer": of.longer, "inspections": of.inspections}
    more = [say(f"osm.patrols-{key}", language, n=number_text(n)) for key, n in beside.items() if n]
    planned = say("osm.patrols", language, **{word: number_text(n) for word, n in counts.items()})
    return say("report.prose.comma", language).join([planned, *more])


def facts(report: OsmReport, language: str) -> list[str]:
    """Return what stands under the title, each as name and text in one."""
    return [say("report.meta.one", language, name=name, text=text) for name, text in fact_pairs(report, language)]


def fact_pairs(report: OsmReport, language: str) -> list[tuple[str, str]]:
    """Return name and text of days, staff-days, checks, patrols, who made them, standards, place in the journal."""
    of = report.coverage
    staff = number_text(report.staff_days) if report.staff_days is not None else say("report.not-recorded", language)
    who = say("report.separator", language).join(person(report, it, language) for it in of.inspectors)
    texts = {
        "days": number_text(report.days),
        "staff-days": staff,
        "checks": coverage_text(of, language),
        "patrols": patrols_text(of, language),
        "inspectors": who or say("osm.unnamed" if of.fixed + of.random + of.longer else "report.none", language),
        "standards": " ".join(report.standards) or say("report.not-recorded", language),
        "journal": report.journal or say("report.not-recorded", language),
    }
    return [(say(f"osm.fact-{key}", language), text) for key, text in texts.items()]


def score_text(cell: MatrixCell) -> str:
    """Return a score to a tenth, never rounded up to 100 nor to where a better grade begins: 94.96 is not good."""
    if cell.score is None:
        return "–"
    rounded = round(cell.score, 1)
    crossed = any(cell.score < least <= rounded for least in (FAIR, GOOD, FULL))
    return f"{rounded - 0.1 if crossed else rounded:.1f}"


def marked_score(cell: MatrixCell) -> str:
    """Return a score with the mark of its grade."""
    return f"{MARKS[cell.grade]} {score_text(cell)}".strip()


def looks_text(cell: MatrixCell, language: str) -> str:
    """Return how often a cell was looked at and how much was found."""
    if not cell.seen:
        return say("osm.unseen" if cell.checks else "osm.no-check", language)
    return say("osm.looks", language, looks=number_text(cell.looks), findings=number_text(cell.findings))


def compared_text(it: Compared, language: str) -> str:
    """Return how a figure moved since the period before: arrow and former value."""
    if it.before is None or it.before.value is None or it.now.value is None:
        return say("osm.no-before", language)
    moved = it.now.value - it.before.value
    still = abs(moved) <= _EVEN * max(abs(it.before.value), 1e-9)
    return say("osm.before", language, arrow="→" if still else "↑" if moved > 0 else "↓", value=value_text(it.before, language))


def service(lines: Sequence[Compared], language: str) -> list[tuple[str, str, str]]:
    """Return name with the number of cases, value and movement of each figure of the service block."""
    return [(_with_n(it.now, language), said_text(it.now, language), compared_text(it, language)) for it in lines]


def _with_n(figure: Figure, language: str) -> str:
    """Return a figure's name, with the number of cases where that is not the figure itself."""
    name = name_of(figure.key, language)
    told = figure.value is not None and figure.kind not in {"count", "total"}
    return say("osm.with-n", language, name=name, n=number_text(figure.n)) if told else name


def found_text(report: OsmReport, language: str) -> str:
    """Return how many findings a hall had; where nothing was looked at and nothing found, that, for 0 would read as good order."""
    if report.findings or report.matrix.whole.seen:
        return counts_text(report.findings, language)
    return say("osm.unseen-all", language)


def counts_text(findings: Sequence[FindingLine], language: str) -> str:
    """Return how many findings there were, and of them how many are open, late and repeated."""
    new = [it for it in findings if it.new]
    by = {severity: sum(it.severity == severity for it in new) for severity in ("critical", "major", "minor")}
    counts = {
        "n": len(new), **by, "old": len(findings) - len(new), "open": sum(it.state != "closed" for it in findings),
        "late": sum(map(is_late, findings)), "repeated": sum(bool(it.repeat_of) for it in new),
    }  # fmt: skip
    return say("osm.counts", language, **{word: number_text(n) for word, n in counts.items()})


def state_text(it: FindingLine, language: str) -> str:
    """Return how far a finding came, late or not, and the step of the ladder that was taken."""
    parts = [say(f"osm.state-{it.state}", language)]
    parts += [say("osm.late" if is_late(it) else "osm.was-late", language)] if it.late else []
    parts += [say(f"checks.escalation-{it.escalated}", language)] if it.escalated else []
    return say("report.separator", language).join(parts)


def where_text(report: OsmReport, it: FindingLine, language: str) -> str:
    """Return the place of a finding: zone, counter, place."""
    zone = in_language(report.zones.get(it.zone, {}), language) or it.zone
    return " ".join(filter(None, (zone, it.counter, it.place)))


def day_text(at_us: int, zone: str) -> str:
    """Return a day as month and day; empty for none."""
    return f"{datetime.fromtimestamp(at_us // 1_000_000, ZoneInfo(zone)):%m-%d}" if at_us else ""


def date_of(at_us: int, zone: str) -> str:
    """Return a day as an ISO date; empty for none."""
    return f"{datetime.fromtimestamp(at_us // 1_000_000, ZoneInfo(zone)):%Y-%m-%d}" if at_us else ""


def part_text(it: FindingLine, language: str) -> str:
    """Return resource and step of a finding."""
    return cell_name((it.resource, it.step), language)


def cell_name(part: Part, language: str) -> str:
    """Return resource and step."""
    return f"{say(f'checks.resource-{part[0]}', language)}·{say(f'checks.step-{part[1]}', language)}"


def source_text(it: FindingLine, language: str) -> str:
    """Return that somebody from outside found it; empty: the hall itself."""
    return say(f"site.source-{it.source}", language) if it.source else ""


def check_lines(lines: Sequence[CheckLine], language: str, *, safety: bool) -> list[tuple[str, str]]:
    """Return the checks of safety, or those of visual management: name, and what came of them; never looked at is not 0 findings."""
    return [(in_language(it.names, language) or it.slug, _check(it, language)) for it in lines if it.safety is safety]


def _check(it: CheckLine, language: str) -> str:
    if not (it.looks or it.findings or it.open):
        return say("osm.unseen", language)
    return say("osm.check", language, **{word: number_text(getattr(it, word)) for word in ("looks", "findings", "open")})


def registers_text(halls: Sequence[OsmReport], language: str) -> str:
    """Return how much was written into each register of these halls together, in one line."""
    parts = []
    for at, it in enumerate(halls[0].registers):
        n, unclosed = (sum(getattr(hall.registers[at], field) for hall in halls) for field in ("n", "open"))
        counts = {"n": number_text(n), "open": number_text(unclosed)}
        parts.append(say("osm.register", language, name=say(f"registers.{it.register}", language), **counts))
    return say("report.separator", language).join(parts)


def notes(of: OsmReport | OsmDistrict, language: str) -> list[str]:
    """Return the notes on the data; not that on tables which only the running reports have."""
    return [note_text(it, language) for it in of.notes if it.key != "halls-apart"]
