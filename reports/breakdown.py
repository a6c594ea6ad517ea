# SPDX-License-Identifier: Apache-2.0
"""Figures by what legs can be told apart by: counter, clerk, channel, priority group, item, weekday and hour; and calls out of order.

A leg counts for the counter and clerk that called or served it last, and in the hour of the hall's clock in which it opened; its
channel and group are its number's. Work is weighed by item: Σ pieces × the mean service time of that item in the same report, taken
from legs in which it was the only thing done. Of a clerk with fewer than ``report.small_n`` finished legs what was counted stands, and
nothing by which a person would be judged: waits, service time, weighed work. That is no secret, for sums less the others give it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from hallserver.core.row import Names
from hallserver.words import WRITTEN, known, say
from reports import kpi
from reports.bins import Bins
from reports.counted_by import HOURS, NO_GROUP, ORDINARY
from reports.figures import SMALL_N, Figure, count, mean_count, mean_of, ranks_s, share, total_s, unknown_s, unrecorded, withheld
from reports.invented import without_invented
from reports.kpi_visits import busy_of
from reports.names import HallNames, known_first
from reports.report import Group, Section
from reports.tally import CounterTally
from reports.tally_visits import ByTally, KindTally, PlaceTally, T, no_place

_OF_ITEMS = frozenset({"work.pieces", "work.weighed"})
"""Figures of a clerk that rest on items: who finished legs and listed none in any of them did not do none."""
_COUNTED = frozenset({"legs.called", "legs.finished", "work.pieces"})
"""Figures of a clerk that judge nobody."""
_CLERK = frozenset({"legs.called", "legs.finished", "wait.median", "wait.p90", "service.mean"})


def place_figures(of: PlaceTally[T], *, ends_known: bool = True) -> list[Figure]:
    """Return the figures of the legs of one place; what rests on ends that nobody recorded has no value."""
    found = [
        count("legs.opened", "legs", of.opened, of.opened),
        count("legs.called", "legs", of.called, of.opened),
        count("legs.finished", "legs", of.finished, of.opened),
        mean_of("wait.mean", of.waits, of.wait_us),
        *ranks_s({"wait.median": 50, "wait.p90": 90}, of.waited),
        share("wait.within", of.within, of.judged),
        mean_of("service.mean", of.services, of.service_us, missing=of.missing),
    ]
    told = ends_known and not (of.finished and of.unrecorded == of.finished)
    return found if told else without_invented(found, of.unrecorded)


def weights_us(items: Mapping[str, KindTally[T]]) -> dict[str, float]:
    """Return what one piece of each item weighs: its mean service time; of one that was never done alone the mean of all that were."""
    alone, sum_us = sum(it.alone for it in items.values()), sum(it.alone_us for it in items.values())
    usual = sum_us / alone if alone else 0.0
    return {slug: it.alone_us / it.alone if it.alone else usual for slug, it in items.items()}


def sections(by: ByTally[T], names: HallNames, *, ends_known: bool, counters: Mapping[str, CounterTally] | None = None) -> list[Section]:
    """Return the tables; ``counters``: their opening times, where counters are to have a table here."""
    told = {
        "by-counter": _counters(by, names, counters, ends_known=ends_known) if counters is not None else [],
        "by-item": _by_item(by, names),
        "by-clerk": _clerks(by, names, ends_known=ends_known),
        "by-channel": _places(by.channels, _channel_names(by.channels), ends_known=ends_known),
        "by-group": _groups(by, names, ends_known=ends_known),
    }
    return [Section(key=key, groups=tuple(groups)) for key, groups in told.items() if groups]


def over_time(by: ByTally[Bins], dates: Sequence[str], *, ends_known: bool) -> list[Section]:
    """Return the tables by weekday and by hour of the day, over all weekdays; ``dates`` (ISO): the business days, of each hall its own."""
    weekdays, hours = dict[int, PlaceTally[Bins]](), dict[int, PlaceTally[Bins]]()
    for slot, place in by.hours.items():
        weekdays.setdefault(slot // HOURS, no_place()).add(place)
        hours.setdefault(slot % HOURS, no_place()).add(place)
    open_on = Counter(date.fromisoformat(it).weekday() for it in dates)
    days = [
        Group(
            slug=str(day + 1), names=_said(f"report.weekday.{day + 1}"),
            figures=_over(weekdays[day], (open_on[day], len(dates)), ends_known=ends_known),
        )
        for day in sorted(weekdays)
    ]  # fmt: skip
    clock = [
        Group(
            slug=f"{hour:02d}", names={"zh-Hans": f"{hour:02d}:00"},
            figures=_over(hours[hour], (len(dates), len(dates)), ends_known=ends_known),
        )
        for hour in sorted(hours)
    ]  # fmt: skip
    return [Section(key=key, groups=tuple(groups)) for key, groups in (("by-weekday", days), ("by-hour", clock)) if groups]


def _over(place: PlaceTally[Bins], days: tuple[int, int], *, ends_known: bool) -> tuple[Figure, ...]:
    """Return on how many of all days these legs were, how many they were a day, and their figures."""
    n, of_all = days
    return (
        count("over.days", "days", n, of_all),
        mean_count("over.per-day", "legs", place.opened, n),
        *place_figures(place, ends_known=ends_known),
    )


def out_of_order(by: ByTally[T], names: HallNames, called: int) -> list[Section]:
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


def _places(places: Mapping[str, PlaceTally[T]], names: Mapping[str, Names], *, ends_known: bool) -> list[Group]:
    return [
        Group(slug=slug, names=names.get(slug, {}), figures=tuple(place_figures(places[slug], ends_known=ends_known)))
        for slug in known_first(dict(names), [*places])
    ]


def _groups(by: ByTally[T], names: HallNames, *, ends_known: bool) -> list[Group]:
    places = {NO_GROUP if slug == ORDINARY else slug: place for slug, place in by.groups.items()}
    return _places(places, {**names.groups, NO_GROUP: _said("report.group.ordinary")}, ends_known=ends_known)


def _counters(by: ByTally[T], names: HallNames, counters: Mapping[str, CounterTally], *, ends_known: bool) -> list[Group]:
    slugs: list[str] = known_first(names.counters, sorted({*by.counters, *counters}))
    groups: list[Group] = []
    for slug in slugs:
        of = counters.get(slug, CounterTally())
        served = _served(by.counters[slug], of, known=ends_known) if slug in by.counters else _served(no_place(), of, known=ends_known)
        groups.append(Group(slug=slug, names=names.counters.get(slug, {}), figures=served))
    return groups


def _served(place: PlaceTally[T], of: CounterTally, *, known: bool) -> tuple[Figure, ...]:
    """Return how long a counter was open, how much of that it served, and the figures of its legs."""
    told = known and kpi.ends_known(of)
    open_time = total_s("counters.open", of.open_us, of.open_us + of.paused_us, of.opens) if told else unknown_s("counters.open", 1)
    busy = busy_of((place.service_us, place.services, place.missing), of.open_us, known=told)
    return (open_time, busy, *place_figures(place, ends_known=known)[1:])


def _by_item(by: ByTally[T], names: HallNames) -> list[Group]:
    total = sum(it.pieces for it in by.items.values())
    slugs: list[str] = known_first(names.items, [*by.items])
    return [Group(slug=slug, names=names.items.get(slug, {}), figures=_item(by.items[slug], total)) for slug in slugs]


def _item(of: KindTally[T], total: int) -> tuple[Figure, ...]:
    return (
        count("item.pieces", "items", of.pieces, total),
        count("item.alone", "legs", of.alone, of.legs),
        mean_of("item.mean", of.alone, of.alone_us),
        *ranks_s({"item.median": 50, "item.p90": 90}, of.took),
    )


def _clerks(by: ByTally[T], names: HallNames, *, ends_known: bool) -> list[Group]:
    weights = weights_us(by.items)
    total_us = sum(weights[item] * n for pieces in by.done.values() for item, n in pieces.items())
    return [
        Group(slug=slug, names=names.people.get(slug, {}), figures=tuple(_clerk(slug, by, weights, (names.small_n, total_us), ends_known)))
        for slug in known_first(names.people, [*by.clerks])
    ]


def _clerk(slug: str, by: ByTally[T], weights: Mapping[str, float], of: tuple[int, float], ends_known: bool) -> list[Figure]:  # noqa: FBT001 -- private
    """Return a clerk's figures: too few legs are no basis to judge a person by."""
    place: PlaceTally[T] = by.clerks[slug]
    done, (small_n, total_us) = by.done.get(slug, {}), of
    pieces = sum(done.values())
    weighed_us = sum(weights[item] * n for item, n in done.items())
    work = total_s("work.weighed", round(weighed_us), round(total_us), pieces)
    found = [
        *(it for it in place_figures(place, ends_known=ends_known) if it.key in _CLERK),
        count("work.pieces", "items", pieces, sum(sum(it.values()) for it in by.done.values())),
        work,
    ]
    told = found if done else [unrecorded(it, place.finished) if it.key in _OF_ITEMS else it for it in found]
    return told if place.finished >= small_n else [it if it.key in _COUNTED else withheld(it, SMALL_N) for it in told]


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
