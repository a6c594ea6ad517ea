# SPDX-License-Identifier: Apache-2.0
"""How figures and times read: the value, and the small line under it with numerator and denominator."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hallserver.words import say
from reports.figures import SMALL_N, WITHHELD, Figure, Number, is_longest
from reports.kinds import kind_of
from reports.names import in_language
from reports.report import DayReport, Group, Note

SMALL_SHARE = 0.001
"""Shares below this get more digits: bad ratings are a few in ten thousand."""
WHOLE_FROM = 1000
"""Numbers from this on are told without tenths: of sums of seconds nobody reads them, and files have them."""
BEIJING = "Asia/Shanghai"


def name_of(key: str, language: str) -> str:
    """Return the short name of a figure."""
    return say(f"report.figure.{key}", language)


def group_name(group: Group, language: str) -> str:
    """Return what the group is about, or its slug where the catalog has no name for it."""
    return in_language(group.names, language) or group.slug


def value_text(figure: Figure, language: str) -> str:
    """Return the value as people read it; *not recorded* and *no case* are told apart and never a number."""
    if figure.value is None:
        return nothing_text(figure, language) or say("report.no-case", language)
    if figure.kind == "change":
        return change_text(figure, language)
    if figure.unit == "s" and figure.kind == "total":
        return total_text(figure.value, language)
    if figure.unit == "s":
        return duration_text(figure.value, language)
    if figure.unit == "1":
        return share_text(figure.value)
    return f"{figure.value:.2f}" if figure.kind == "mean" or figure.unit == "10k" else f"{figure.value:,}"


def said_text(figure: Figure, language: str) -> str:
    """Return the value for a sentence or a table that has no small line: a percentile that is the longest is called so."""
    text = value_text(figure, language)
    return say("report.longest-too", language, value=text) if figure.value is not None and is_longest(figure) else text


def nothing_text(figure: Figure, language: str) -> str:
    """Return why the figure has no value: not recorded, no data, too few cases …; empty where there was simply no case, or has one."""
    if figure.value is not None:
        return ""
    withheld = next((why for why in WITHHELD if why in figure.excluded), "")
    key = withheld or ("not-recorded" if figure.missing else "")
    return say(f"report.{key}", language) if key else ""


def change_text(figure: Figure, language: str) -> str:
    """Return a difference with its sign; of shares in percentage points."""
    value = figure.value or 0
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    if figure.unit == "1":
        return say("report.points", language, n=f"{sign}{abs(value) * 100:.2f}")
    if figure.unit == "s":
        return sign + duration_text(abs(value), language)
    return sign + (f"{abs(value):.2f}" if figure.unit in {"10k", "stars"} else f"{abs(value):,}")


def basis_text(figure: Figure, language: str) -> str:
    """Return numerator and denominator as the small line under the value; empty where both are the value itself."""
    if figure.value is None and SMALL_N in figure.excluded:
        return say("report.basis.small-n", language, n=number_text(figure.n))
    if figure.value is None:
        return say("report.basis.missing", language, n=number_text(figure.missing)) if figure.missing else ""
    if figure.kind == "change" or (figure.kind == "count" and figure.value == figure.numerator == figure.denominator):
        return ""
    key = f"{figure.kind}-{figure.unit}" if figure.unit in {"stars", "items", "legs"} and figure.kind != "count" else figure.kind
    key = "longest" if is_longest(figure) else key
    return say(f"report.basis.{key}", language, numerator=number_text(figure.numerator), denominator=number_text(figure.denominator))


def reasons_text(figure: Figure, language: str) -> str:
    """Return how many cases were left out of a figure for which reason; empty where none was, or the reason stands for its value."""
    parts = [
        say("report.excluded.one", language, reason=say(f"report.excluded.{reason}", language), n=number_text(n))
        for reason, n in figure.excluded.items()
        if reason not in WITHHELD
    ]
    return say("report.separator", language).join(parts)


def number_text(number: Number | None) -> str:
    """Return a number with thousands separated, whole where it is whole or large, otherwise to a tenth."""
    if number is None:
        return "–"
    return f"{number:,.0f}" if number == int(number) or abs(number) >= WHOLE_FROM else f"{number:,.1f}"


def share_text(share: Number) -> str:
    """Return a share in per cent, never rounded up to 100 % or down to 0 %."""
    if 0 < share < SMALL_SHARE:
        return f"{share:.4%}"
    text = f"{share:.2%}"
    return "99.99%" if text == "100.00%" and share < 1 else text


def duration_text(seconds: Number, language: str) -> str:
    """Return a duration in hours, minutes and seconds, rounded half up to a second."""
    whole = int(seconds + 0.5)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return say("report.duration.hours", language, h=hours, m=f"{minutes:02d}", s=f"{rest:02d}")
    if minutes:
        return say("report.duration.minutes", language, m=minutes, s=f"{rest:02d}")
    return say("report.duration.seconds", language, s=rest)


def total_text(seconds: Number, language: str) -> str:
    """Return a sum of time in hours and minutes; the exact seconds stand under it."""
    hours, minutes = divmod(int(seconds / 60 + 0.5), 60)
    return say("report.duration.total", language, h=f"{hours:,}", m=f"{minutes:02d}")


def moment_text(at_us: int, zone: str) -> str:
    """Return a moment in the hall's zone, to the second."""
    return f"{datetime.fromtimestamp(at_us // 1_000_000, ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}"


def zone_text(zone: str, at_us: int, language: str) -> str:
    """Return a zone as people know it: its name, and how far it is from UTC at that time; of a bare offset that alone."""
    at = datetime.fromtimestamp(at_us // 1_000_000, ZoneInfo(zone))
    minutes = round((at.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    offset = f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
    if zone.startswith("Etc/"):
        return offset
    name = say("report.zone.beijing", language) if zone == BEIJING else zone
    return say("report.zone.named", language, name=name, offset=offset)


def whose_text(report: DayReport, language: str) -> str:
    """Return the hall's name, or how many halls they are."""
    return in_language(report.hall, language) or say("report.halls", language, n=report.halls)


def heading_text(report: DayReport, language: str) -> str:
    """Return the report's title: whose it is, of a day or of a period."""
    hall = whose_text(report, language)
    if report.kind == "day":
        return say("report.heading", language, hall=hall)
    kind = kind_of(date.fromisoformat(report.from_date), date.fromisoformat(report.to_date))
    return say(f"report.heading.{'period' if kind == 'day' else kind}", language, hall=hall)


def dates_text(report: DayReport, language: str) -> str:
    """Return the date of a day, or first and last date of a period."""
    if report.kind == "day":
        return report.from_date
    last = (date.fromisoformat(report.to_date) - timedelta(days=1)).isoformat()
    return say("report.dates", language, first=report.from_date, last=last)


def date_text(report: DayReport, language: str) -> str:
    """Return the business day with its weekday; of a period its dates and how many days it holds."""
    if report.kind == "period":
        dates = say("report.days", language, dates=dates_text(report, language), n=number_text(report.days))
        return dates if report.over else say("report.days-not-over", language, dates=dates)
    day = date.fromisoformat(report.from_date)
    weekday = say(f"report.weekday.{day.isoweekday()}", language)
    month = say(f"report.month.{day.month}", language)
    return say("report.date", language, year=day.year, month=month, day=day.day, weekday=weekday)


def state_text(report: DayReport, language: str) -> str:
    """Return whether its days are closed, and since when; of a period that is not over, that."""
    if not report.over:
        return say("report.not-over", language)
    if report.closed_us is None:
        return say("report.day-open", language)
    return say("report.day-closed", language, at=moment_text(report.closed_us, report.zone))


def note_text(note: Note, language: str) -> str:
    """Return a data-quality note as a sentence."""
    names = {argument: in_language(known, language) for argument, known in note.names.items()}
    numbers = {argument: f"{it:,}" if isinstance(it, int) else it for argument, it in note.args.items()}
    return say(f"report.note.{note.key}", language, **numbers, **names)
