# SPDX-License-Identifier: Apache-2.0
"""On-site management as ledgers: patrols, findings, actions, entries, and their steps. What people wrote stays in the vault."""

from collections.abc import Iterable

from hallserver.core.checklist import checklist
from hallserver.core.hall import Hall
from hallserver.core.rules_action import LAST
from hallserver.core.site_watch import CLOCK
from hallserver.standard_lines import name_of
from hallserver.words import known, say
from reports.entry_text import entry_text
from reports.names import in_language
from reports.rows_site import ActionRow, EntryRow, FindingRow, PatrolRow, SiteRows, SiteStepRow
from reports.text import moment_text

COLUMNS: dict[str, tuple[str, ...]] = {
    "patrols": ("day", "cycle", "zones", "checks", "findings", "by", "from", "until"),
    "findings": ("no", "day", "what", "resource", "step", "zone", "counter", "severity", "points", "owner", "found", "due", "fixed",
                 "closed", "repeat", "ladder", "withdrawn"),
    "actions": ("no", "day", "measure", "owner", "due", "tied", "step", "parameter", "closed"),
    "registers": ("register", "no", "day", "entry", "by", "opened", "step", "closed", "withdrawn"),
    "steps": ("no", "at", "did", "said", "by", "photos"),
}  # fmt: skip
"""Ledger → its columns: words ``room.ledger-<column>``."""
_SAID = {
    "passed": "room.ledger-passed-{}",
    "source": "site.source-{}",
    "severity": "checks.severity-{}",
    "step": "checks.escalation-{}",
    "reason": "withdrawn.{}",
}
"""What a step says → the words of it."""
Ledger = tuple[list[str], list[list[str]]]
"""Head and rows."""


def site_ledgers(rows: SiteRows, hall: Hall, language: str) -> dict[str, Ledger]:
    """Return each ledger of these rows, in the order of ``COLUMNS``."""
    told = _Telling(hall, language)
    why = {it.no: str(it.says.get("why", "")) for it in rows.steps if it.kind == LAST}
    found = {
        "patrols": [told.patrol(it) for it in rows.patrols],
        "findings": [told.finding(it) for it in rows.findings],
        "actions": [told.action(it, why.get(it.no, "")) for it in rows.actions],
        "registers": [told.entry(it) for it in rows.entries],
        "steps": [told.step(it) for it in rows.steps],
    }
    return {name: ([say(f"room.ledger-{column}", language) for column in COLUMNS[name]], found[name]) for name in COLUMNS}


def _did(kind: str) -> tuple[str, ...]:
    """Return under which words the kind of a step may have its name."""
    return f"checks.kind-{kind}", f"checks.action-{kind}", f"registers.step-{kind}"


class _Telling:
    """Says rows in one language, with the names of the set-up."""

    def __init__(self, hall: Hall, language: str) -> None:
        self._hall, self._language, self._checks = hall, language, checklist(hall)

    def patrol(self, it: PatrolRow) -> list[str]:
        """Return a patrol's row."""
        return [
            it.day, self._word(f"checks.cycle-{it.cycle}", it.cycle), self._zones(it.zones), str(it.checks), str(it.findings),
            self._person(it.actor), self._at(it.from_us), self._at(it.until_us),
        ]  # fmt: skip

    def finding(self, it: FindingRow) -> list[str]:
        """Return a finding's row."""
        return [
            it.no, it.day, self._rule(it.item),
            self._word(f"checks.resource-{it.resource}", it.resource), self._word(f"checks.step-{it.step}", it.step),
            self._zones([it.zone]), self._counter(it.counter), self._word(f"checks.severity-{it.severity}", it.severity), str(it.deduction),
            self._person(it.responsible), self._at(it.found_us), self._at(it.due_us - 1), self._at(it.fixed_us), self._at(it.closed_us),
            it.repeat_of, self._word(f"checks.escalation-{it.escalated}", it.escalated), self._withdrawn(it.withdrawn, it.withdrawn_by),
        ]  # fmt: skip

    def _withdrawn(self, why: str, by: str) -> str:
        """Return by whom and why something was taken back; of a finding, when stands where others say when they were closed."""
        return f"{self._person(by)} {self._word(f'withdrawn.{why}', why)}" if why else ""

    def action(self, it: ActionRow, why: str) -> list[str]:
        """Return an action's row; ``why``: why no rule had to be changed for it."""
        return [
            it.no, it.day, it.measure, self._person(it.owner), it.due, " ".join(it.findings),
            self._word(f"checks.action-{it.step}", it.step), self._changed(it, why), self._at(it.closed_us),
        ]  # fmt: skip

    def _changed(self, it: ActionRow, why: str) -> str:
        """Return which rule was changed for an action, or that none was, and why."""
        if it.parameter or it.step != LAST:
            return self._rule(it.parameter)
        unchanged = "osm.rule-unchanged-as" if why else "osm.rule-unchanged"
        return say(unchanged, self._language, why=why)

    def _rule(self, slug: str) -> str:
        """Return what people call a check or a parameter."""
        check = self._checks.get(slug)
        return (in_language(check.names, self._language) if check else "") or name_of(slug, self._language)

    def entry(self, it: EntryRow) -> list[str]:
        """Return an entry's row."""
        return [
            self._word(f"registers.{it.register}", it.register), it.no, it.day,
            entry_text(it.register, it.fields, self._hall.catalog, self._language), self._person(it.by),
            self._at(it.opened_us), self._word(f"registers.step-{it.step}", it.step), self._at(it.closed_us),
            f"{self._at(it.withdrawn_us)} {self._withdrawn(it.withdrawn, it.withdrawn_by)}".strip(),
        ]  # fmt: skip

    def step(self, it: SiteStepRow) -> list[str]:
        """Return the row of a step: what it was, and what its codes say."""
        did = next((say(key, self._language) for key in _did(it.kind) if known(key)), it.kind)
        said = (_SAID[name].format(str(value).lower()) for name, value in it.says.items() if name in _SAID)
        return [
            it.no, self._at(it.at_us), did, " · ".join(say(key, self._language) for key in said if known(key)), self._person(it.actor),
            str(len(it.photo_refs)),
        ]  # fmt: skip

    def _word(self, key: str, code: str) -> str:
        return say(key, self._language) if code and known(key) else code

    def _zones(self, zones: Iterable[str]) -> str:
        names = self._hall.catalog.here.zones
        return " ".join(in_language(names.get(zone, {}), self._language) or zone for zone in zones)

    def _counter(self, slug: str) -> str:
        row = self._hall.catalog.counters.get(slug)
        return (in_language(row.names, self._language) if row is not None else "") or slug

    def _person(self, who: str) -> str:
        if who == CLOCK:
            return say("site.by-clock", self._language)
        row = self._hall.catalog.people.get(who.rpartition(":")[2])
        return (in_language(row.names, self._language) if row is not None else "") or who.rpartition(":")[2]

    def _at(self, at_us: int | None) -> str:
        return moment_text(at_us, self._hall.catalog.here.zone) if at_us else ""
