# SPDX-License-Identifier: Apache-2.0
"""Figures by what legs can be told apart by: counter, clerk, channel, priority group, item, weekday and hour; and calls out of order.

A leg counts for the counter and clerk that called or served it last, and in the hour of the hall's clock in which it opened; its
channel and group are its number's. Work is weighed by item: Σ pieces × the mean service time of that item in the same report, taken
from legs in which it was the only thing done. Of a clerk with fewer than ``report.small_n`` finished legs no value is shown.
"""

from collections.abc import Iterable, Mapping, Sequence

from hallserver.core.row import Names
from hallserver.words import WRITTEN, known, say
from reports import kpi
from reports.counted_by import HOURS, ORDINARY
from reports.figures import SMALL_N, Figure, count, mean_of, share, total_s, unknown_s, withheld
from reports.invented import without_invented
from reports.kpi_visits import busy_of
from reports.names import HallNames, known_first
from reports.report import Group, Section
from reports.tally import CounterTally
from reports.tally_visits import ByTally, KindTally, PlaceTally


def place_figures(of: PlaceTally, *, ends_known: bool = True) -> list[Figure]:
    """Return the figures of the legs of one place; what rests on ends that nobody recorded has no value."""
    found = [
        count("legs.opened", "legs", of.opened, of.opened),
        count("legs.called", "legs", of.called, of.opened),
        count("legs.finished", "legs", of.finished, of.opened),
        mean_of("wait.mean", of.waits, of.wait_us),
        share("wait.within", of.within, of.judged),
        mean_of("service.mean", of.services, of.service_us, missing=of.missing),
    ]
    told = ends_known and not (of.finished and of.unrecorded == of.finished)
    return found if told else without_invented(found, of.unrecorded)


def weights_us(items: Mapping[str, KindTally]) -> dict[str, float]:
    """Return what one piece of each item weighs: its mean service time; of one that was never done alone the mean of all that were."""
    alone, sum_us = sum(it.alone for it in items.values()), sum(it.alone_us for it in items.values())
    usual = sum_us / alone if alone else 0.0
    return {slug: it.alone_us / it.alone if it.alone else usual for slug, it in items.items()}


def sections(by: ByTally, names: HallNames, *, ends_known: bool, counters: Mapping[str, CounterTally] | None = None) -> list[Section]:
    """Return the tables; ``counters``: their opening times, where counters are to have a table here."""
    told = {
        "by-counter": _counters(by, names, counters, ends_known=ends_known) if counters is not None else [],
        "by-item": _by_item(by, names),
        "by-clerk": _clerks(by, names, ends_known=ends_known),
        "by-channel": _places(by.channels, _channel_names(by.channels), ends_known=ends_known),
        "by-group": _places(by.groups, {**names.groups, ORDINARY: _said("report.group.ordinary")}, ends_known=ends_known),
    }
    return [Section(key=key, groups=tuple(groups)) for key, groups in told.items() if groups]


def over_time(by: ByTally, *, ends_known: bool) -> list[Section]:
    """Return the tables by weekday and by hour of the day, over all weekdays."""
    weekdays, hours = dict[int, PlaceTally](), dict[int, PlaceTally]()
    for slot, place in by.hours.items():
        weekdays.setdefault(slot // HOURS, PlaceTally()).add(place)
        hours.setdefault(slot % HOURS, PlaceTally()).add(place)
    days = [
        Group(
            slug=str(day + 1), names=_said(f"report.weekday.{day + 1}"), figures=tuple(place_figures(weekdays[day], ends_known=ends_known))
        )
        for day in sorted(weekdays)
    ]
    clock = [
        Group(slug=f"{hour:02d}", names={"zh-Hans": f"{hour:02d}:00"}, figures=tuple(place_figures(hours[hour], ends_known=ends_known)))
        for hour in sorted(hours)
    ]
    return [Section(key=key, groups=tuple(groups)) for key, groups in (("by-weekday", days), ("by-hour", clock)) if groups]


def out_of_order(by: ByTally, names: HallNames, called: int) -> list[Section]:
    """Return the out-of-order rate by reason and by who ordered it, of all legs called; nothing where there was none."""
    reasons = [
        Group(slug=slug, names=_reason_names(slug), figures=(share("jumps.rate", n, called),))
        for slug, n in sorted(by.reasons.items(), key=lambda it: (-it[1], it[0]))
    ]
    persons = [
        Group(
            slug=slug,
            names=names.people.get(slug) or ({} if slug else _said("report.jump.nobody")),
            figures=(share("jumps.rate", n, called),),
        )
        for slug, n in sorted(by.persons.items(), key=lambda it: (-it[1], it[0]))
    ]
    found = (("by-jump-reason", reasons), ("by-jump-person", persons))
    return [Section(key=key, groups=tuple(groups)) for key, groups in found if groups]


def with_group_names(told: Sequence[Section], names: Mapping[str, Names]) -> tuple[Section, ...]:
    """Return the sections with the names of priority groups, which the standard has and no hall's set-up."""
    return tuple(
        Section(
            key=it.key, groups=tuple(Group(slug=of.slug, names=of.names or names.get(of.slug, {}), figures=of.figures) for of in it.groups)
        )
        if it.key == "by-group"
        else it
        for it in told
    )


def _places(places: Mapping[str, PlaceTally], names: Mapping[str, Names], *, ends_known: bool) -> list[Group]:
    return [
        Group(slug=slug, names=names.get(slug, {}), figures=tuple(place_figures(places[slug], ends_known=ends_known)))
        for slug in known_first(dict(names), [*places])
    ]


def _counters(by: ByTally, names: HallNames, counters: Mapping[str, CounterTally], *, ends_known: bool) -> list[Group]:
    groups: list[Group] = []
    for slug in known_first(names.counters, sorted({*by.counters, *counters})):
        place, of = by.counters.get(slug, PlaceTally()), counters.get(slug, CounterTally())
        told = ends_known and kpi.ends_known(of)
        open_time = total_s("counters.open", of.open_us, of.open_us + of.paused_us, of.opens) if told else unknown_s("counters.open", 1)
        busy = busy_of((place.service_us, place.services, place.missing), of.open_us, known=told)
        figures = (open_time, busy, *place_figures(place, ends_known=ends_known)[1:])
        groups.append(Group(slug=slug, names=names.counters.get(slug, {}), figures=figures))
    return groups


def _by_item(by: ByTally, names: HallNames) -> list[Group]:
    total = sum(it.pieces for it in by.items.values())
    return [
        Group(
            slug=slug,
            names=names.items.get(slug, {}),
            figures=(
                count("item.pieces", "items", by.items[slug].pieces, total),
                count("item.alone", "legs", by.items[slug].alone, by.items[slug].legs),
                mean_of("item.mean", by.items[slug].alone, by.items[slug].alone_us),
            ),
        )
        for slug in known_first(names.items, [*by.items])
    ]


def _clerks(by: ByTally, names: HallNames, *, ends_known: bool) -> list[Group]:
    weights = weights_us(by.items)
    total_us = sum(weights[item] * n for pieces in by.done.values() for item, n in pieces.items())
    return [
        Group(slug=slug, names=names.people.get(slug, {}), figures=tuple(_clerk(slug, by, weights, (names.small_n, total_us), ends_known)))
        for slug in known_first(names.people, [*by.clerks])
    ]


def _clerk(slug: str, by: ByTally, weights: Mapping[str, float], of: tuple[int, float], ends_known: bool) -> list[Figure]:  # noqa: FBT001 -- private
    """Return a clerk's figures: too few legs are no basis to judge a person by."""
    place, done, (small_n, total_us) = by.clerks[slug], by.done.get(slug, {}), of
    pieces = sum(done.values())
    weighed_us = sum(weights[item] * n for item, n in done.items())
    work = total_s("work.weighed", round(weighed_us), round(total_us), pieces)
    found = [
        *(it for it in place_figures(place, ends_known=ends_known) if it.key in {"legs.called", "legs.finished", "service.mean"}),
        count("work.pieces", "items", pieces, sum(sum(it.values()) for it in by.done.values())),
        work,
    ]
    return found if place.finished >= small_n else [withheld(it, SMALL_N) for it in found]


def _channel_names(channels: Iterable[str]) -> dict[str, Names]:
    order = ("kiosk", "guide", "duty-manager", "direct", "paper")
    return {slug: _said(f"report.channel.{slug}", slug) for slug in sorted(channels, key=lambda it: (it not in order, it))}


def _reason_names(slug: str) -> Names:
    """Return a reason in words; of a step without one, what kind of step it was."""
    return _said(f"call-reason.{slug}", "") or _said(f"report.jump.{slug}", slug)


def _said(key: str, otherwise: str = "") -> Names:
    """Return a sentence in every language; ``otherwise`` where there is no such sentence."""
    if known(key):
        return {language: say(key, language) for language in WRITTEN}
    return {"zh-Hans": otherwise} if otherwise else {}
