# SPDX-License-Identifier: Apache-2.0
"""The list of acts out of the ordinary in a report: names and sentences in somebody's language. Nothing leaves one out."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from hallserver.core.acts import Act
from hallserver.core.row import Names
from hallserver.words import WRITTEN, known, say
from reports.names import HallNames, in_language

COLUMNS = ("at", "act", "number", "counter", "by", "ordered-by", "reason")
"""Columns of the list: words ``report.act.<column>``."""


class ActLine(Struct, frozen=True, kw_only=True):
    """One act as a report shows it: names instead of slugs, still in every language."""

    at_us: int
    kind: str
    number: str
    counter: str
    by: Names
    ordered_by: Names
    reason: str
    """Word key, or empty."""
    about: tuple[Names, ...] = ()
    """Whom or what else it concerns: group, colleague, plan, queue."""
    counts: dict[str, int] = {}
    """``passed`` and ``n`` where the act has them."""


def lines_of(acts: Iterable[Act], labels: Mapping[str, str], names: HallNames) -> tuple[ActLine, ...]:
    """Return the acts in the order given, with the names that the hall has for what they are about."""
    return tuple(_line(it, labels, names) for it in acts)


def _line(it: Act, labels: Mapping[str, str], names: HallNames) -> ActLine:
    return ActLine(
        at_us=it.at_us,
        kind=it.kind,
        number=labels.get(it.ticket, it.ticket),  # an annotated one may be of an earlier day
        counter=names.numbers.get(it.counter, it.counter),
        by=_person(it.by, names),
        ordered_by=_person(f"person:{it.ordered_by}", names) if it.ordered_by else {},
        reason=it.reason,
        about=_abouts(it, labels, names),
        counts={name: int(str(value)) for name, value in it.args.items() if name in {"passed", "n"}},
    )


def _person(actor: str, names: HallNames) -> Names:
    kind, _, slug = actor.partition(":")
    if kind == "service":
        return {language: say("report.act.server", language) for language in WRITTEN}
    return names.people.get(slug) or {"zh-Hans": slug}


def _abouts(it: Act, labels: Mapping[str, str], names: HallNames) -> tuple[Names, ...]:
    known_rows = {"group": names.groups, "queue": names.queues, "plan": names.plans}
    found = [known_rows[name].get(str(value)) or {"zh-Hans": str(value)} for name, value in it.args.items() if name in known_rows]
    if "called" in it.args:
        found.append({"zh-Hans": labels.get(str(it.args["called"]), "")})
    if "to" in it.args:
        one, other = (_person(f"person:{it.args[name]}", names) for name in ("from", "to"))
        found.append({language: f"{in_language(one, language)} → {in_language(other, language)}" for language in WRITTEN})
    if "taken_us" in it.args:
        taken = datetime.fromtimestamp(int(str(it.args["taken_us"])) // 1_000_000, ZoneInfo(names.zone))
        found.append({language: say("report.act.taken", language, time=f"{taken:%H:%M}") for language in WRITTEN})
    if "section" in it.args:
        found.append({language: say(f"setup.section.{it.args['section']}", language) for language in WRITTEN})
    return tuple(found)


def cells(line: ActLine, zone: str, language: str) -> tuple[str, ...]:
    """Return one line of the list, a text for each of ``COLUMNS``."""
    return (
        f"{datetime.fromtimestamp(line.at_us // 1_000_000, ZoneInfo(zone)):%H:%M:%S}",
        say(f"act.{line.kind}", language),
        line.number,
        line.counter,
        in_language(line.by, language),
        in_language(line.ordered_by or line.by, language),
        reason_text(line, language),
    )


def reason_text(line: ActLine, language: str) -> str:
    """Return why, and what else the act is about."""
    reason = [say(line.reason, language) if known(line.reason) else line.reason] if line.reason else []
    about = [in_language(it, language) for it in line.about]
    counts = [say(f"report.act.{name}", language, n=n) for name, n in line.counts.items()]
    return say("report.separator", language).join([*reason, *about, *counts])
