# SPDX-License-Identifier: Apache-2.0
"""How events of on-site management change the hall: folds that ``apply`` calls. Every step is kept with who did it and when."""

from collections.abc import Callable
from typing import Any

from hallserver.core import events as e
from hallserver.core.ailing import ILL, WELL
from hallserver.core.check_row import INSPECTION
from hallserver.core.hall import Hall
from hallserver.core.site_state import ENDS, PATROLS_KEPT, Action, Finding, LastFound, Patrol, RegisterRow, SiteStep, place_key, pruned
from hallserver.core.stock import CONSUMABLE, stock_after, stock_key

_SAME = tuple(
    "check resource step zone severity deduction found_us due_us counter place responsible source safety mark repeat_of nth".split()
)
"""What a finding takes over from its first event as it stands."""
FOUND_KEPT = 8
"""Of so many patrols it is kept what each found: as many as a screen shows."""


def _step(entry: e.Entry, event: Any, kind: str, **says: str | int | bool) -> SiteStep:  # noqa: ANN401 -- any event of the site
    return SiteStep(
        kind=kind,
        at_us=entry.at_us,
        by=entry.actor,
        says=says,
        who=getattr(event, "who", None),
        note=getattr(event, "note", None),
        photos=getattr(event, "photos", ()),
    )


def patrol_recorded(hall: Hall, entry: e.Entry, event: e.PatrolRecorded) -> None:
    """Keep what was looked at, and when; a patrol that comes late undoes nothing newer, an inspection does none of the hall's own work."""
    own = event.checked if event.cycle != INSPECTION else {}
    for zone, slugs in own.items():
        done = hall.site.done.setdefault(zone, {})
        for slug in slugs:
            done[slug] = max(done.get(slug, 0), event.until_us)
    new = Patrol(
        id=f"{entry.epoch}.{entry.seq}",
        cycle=event.cycle,
        zones=tuple(event.checked),
        checked=sum(map(len, event.checked.values())),
        by=entry.actor,
        from_us=event.from_us,
        until_us=event.until_us,
        mark=event.mark,
    )
    hall.site.patrols = [new, *hall.site.patrols[: PATROLS_KEPT - 1]]
    newest = [*hall.patrol_found.items()][1 - FOUND_KEPT :]
    hall.patrol_found = dict([*newest, (new.id, list(event.findings))])


def finding_opened(hall: Hall, entry: e.Entry, event: e.FindingOpened) -> None:
    """Keep the new finding, and that something was found at this place."""
    same = {name: getattr(event, name) for name in _SAME}
    finding = Finding(no=event.finding, opened_us=entry.at_us, by=entry.actor, ladder=list(event.ladder), **same)
    finding.steps.append(_step(entry, event, "opened", severity=event.severity, **_source(event)))
    hall.site.findings[event.finding] = finding
    key = place_key(event.check, event.zone, event.counter, event.place)
    finding.before = hall.site.last.get(key)
    hall.site.last[key] = LastFound(no=event.finding, found_us=event.found_us, nth=event.nth)


def _source(event: e.FindingOpened) -> dict[str, str]:
    return {"source": event.source} if event.source else {}


def finding_seen_again(hall: Hall, entry: e.Entry, event: e.FindingSeenAgain) -> None:
    """Count it; the finding stays one, as grave as it was ever seen."""
    finding = hall.site.findings[event.finding]
    finding.seen += 1
    if event.due_us:
        finding.severity, finding.deduction, finding.due_us, finding.ladder = (
            event.severity,
            event.deduction,
            event.due_us,
            list(event.ladder),
        )
    finding.steps.append(_step(entry, event, "seen-again", severity=event.severity))
    _also_found(hall, event.mark, finding.no)
    key = place_key(finding.check, finding.zone, finding.counter, finding.place)
    newest_us = max(event.found_us, hall.site.last[key].found_us if key in hall.site.last else 0)
    hall.site.last[key] = LastFound(no=finding.no, found_us=newest_us, nth=finding.nth)


def _also_found(hall: Hall, mark: str, no: str) -> None:
    """Count what a patrol saw again and sent after itself."""
    for patrol in [it.id for it in hall.site.patrols if mark and it.mark == mark and it.id in hall.patrol_found]:
        if no not in hall.patrol_found[patrol]:
            hall.patrol_found[patrol] = [*hall.patrol_found[patrol], no]


def finding_fixed(hall: Hall, entry: e.Entry, event: e.FindingFixed) -> None:
    """Let the time for looking again run."""
    finding = hall.site.findings[event.finding]
    finding.fixed_us, finding.fixed_by, finding.recheck_us = entry.at_us, entry.actor, event.recheck_us
    finding.steps.append(_step(entry, event, "fixed"))


def finding_rechecked(hall: Hall, entry: e.Entry, event: e.FindingRechecked) -> None:
    """Close it, or have it put right anew."""
    finding = hall.site.findings[event.finding]
    finding.rechecks += 1
    finding.steps.append(_step(entry, event, "rechecked", passed=event.passed))
    if event.passed:
        finding.closed_us = entry.at_us
        return
    finding.fixed_us, finding.fixed_by, finding.recheck_us = 0, "", 0
    finding.due_us, finding.ladder = event.due_us, list(event.ladder)


def finding_escalated(hall: Hall, entry: e.Entry, event: e.FindingEscalated) -> None:
    """Keep how far it went."""
    finding = hall.site.findings[event.finding]
    finding.climbed = event.nth
    finding.steps.append(_step(entry, event, "escalated", step=event.step))


def finding_withdrawn(hall: Hall, entry: e.Entry, event: e.FindingWithdrawn) -> None:
    """Close it as if nothing had been found: at its place stands what was found there before."""
    finding = hall.site.findings[event.finding]
    finding.closed_us, finding.withdrawn = entry.at_us, event.reason
    finding.steps.append(_step(entry, event, "withdrawn", reason=event.reason))
    key = place_key(finding.check, finding.zone, finding.counter, finding.place)
    if finding.before is not None:
        hall.site.last[key] = finding.before
    else:
        hall.site.last.pop(key, None)


def action_planned(hall: Hall, entry: e.Entry, event: e.ActionPlanned) -> None:
    """Keep the new action."""
    action = Action(
        no=event.action,
        measure=event.measure,
        owner=event.owner,
        due=event.due,
        due_us=event.due_us,
        opened_us=entry.at_us,
        by=entry.actor,
        findings=event.findings,
    )
    action.steps.append(_step(entry, event, "plan"))
    hall.site.actions[event.action] = action


def action_stepped(hall: Hall, entry: e.Entry, event: e.ActionStepped) -> None:
    """Go one step on; the last one closes it."""
    action = hall.site.actions[event.action]
    action.step = event.step
    action.steps.append(_step(entry, event, event.step, **({"why": event.why} if event.why else {})))
    if event.step in ENDS:
        action.parameter, action.standard, action.closed_us = event.parameter, event.standard, entry.at_us


def entry_registered(hall: Hall, entry: e.Entry, event: e.EntryRegistered) -> None:
    """Keep the new entry."""
    row = RegisterRow(no=event.entry, register=event.register, fields=dict(event.fields), opened_us=entry.at_us, by=entry.actor)
    row.closed_us = entry.at_us if event.closed else 0
    row.steps.append(_step(entry, event, "registered"))
    hall.site.entries[event.entry] = row
    if event.register == CONSUMABLE:
        key = stock_key(event.fields)
        row.before = hall.site.stock.get(key)
        hall.site.stock[key] = stock_after(row.before, event.fields, entry.at_us)


def entry_stepped(hall: Hall, entry: e.Entry, event: e.EntryStepped) -> None:
    """Keep what became of it."""
    row = hall.site.entries[event.entry]
    row.step = event.step
    row.closed_us = entry.at_us if event.closed else 0
    row.steps.append(_step(entry, event, event.step))


def entry_withdrawn(hall: Hall, entry: e.Entry, event: e.EntryWithdrawn) -> None:
    """Close it as if it had not been written; a stock is what it is without it."""
    row = hall.site.entries[event.entry]
    row.withdrawn, row.closed_us = event.reason, row.closed_us or entry.at_us
    row.steps.append(_step(entry, event, "withdrawn", reason=event.reason))
    if row.register == CONSUMABLE:
        _count_anew(hall, stock_key(row.fields))


def _count_anew(hall: Hall, key: str) -> None:
    """Make a stock of what was before the first entry about it that the hall still has, and of those that stand."""
    about = (it for it in hall.site.entries.values() if it.register == CONSUMABLE and stock_key(it.fields) == key)
    rows = sorted(about, key=lambda it: it.opened_us)
    stock = rows[0].before
    for it in rows:
        it.before = stock
        if not it.withdrawn:
            stock = stock_after(stock, it.fields, it.opened_us)
    if stock is None:
        hall.site.stock.pop(key, None)
    else:
        hall.site.stock[key] = stock


def device_reported(hall: Hall, entry: e.Entry, event: e.DeviceReported) -> None:
    """Keep since when a device does not work, or that it does again; the first trouble stands until it is over, or begins anew."""
    ailing = hall.site.ailing
    if event.state in ILL:
        ailing.setdefault(event.device, (event.state, entry.at_us))
    elif event.device in ailing and ailing[event.device][0] in WELL.get(event.state, ()):
        del ailing[event.device]
    for slug in event.anew:
        ailing[slug] = (ailing[slug][0] if slug in ailing else hall.printers[slug], entry.at_us)


def prune(hall: Hall, at_us: int) -> None:
    """Forget what was closed long ago; the tables keep it."""
    pruned(hall.site, at_us)


FOLDS: dict[type[e.Event], Callable[[Hall, e.Entry, Any], None]] = {
    e.PatrolRecorded: patrol_recorded,
    e.FindingOpened: finding_opened,
    e.FindingSeenAgain: finding_seen_again,
    e.FindingFixed: finding_fixed,
    e.FindingRechecked: finding_rechecked,
    e.FindingEscalated: finding_escalated,
    e.FindingWithdrawn: finding_withdrawn,
    e.ActionPlanned: action_planned,
    e.ActionStepped: action_stepped,
    e.EntryRegistered: entry_registered,
    e.EntryStepped: entry_stepped,
    e.EntryWithdrawn: entry_withdrawn,
}
"""What each of them does to the hall."""
