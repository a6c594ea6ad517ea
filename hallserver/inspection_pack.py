# SPDX-License-Identifier: Apache-2.0
"""迎检包: what an inspection asks for, as one ZIP file: standard and deviations, reports, patrols, bad ratings, proof of the journal.

Nothing personal is in it. Made beside a hall in service, of one snapshot of its file; the same journal gives the same files,
but for workbooks, which carry when they were made.
"""

import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec
from msgspec import Struct

from hallserver.core.errors import NotFound
from hallserver.core.hall import Hall
from hallserver.freezing import Freezing
from hallserver.osm_door import osm_report
from hallserver.report_door import day_report, period_report
from hallserver.store.bad_rows import read_bad
from hallserver.store.chain import ChainBroken
from hallserver.store.rating_rows import read_orders
from hallserver.store.reading import JournalReader
from hallserver.store.reading import Reader as Connect
from hallserver.store.rebuild import compare
from hallserver.store.report_rows import Reader, day_after, read_extent
from hallserver.store.report_versions import Altered, read_frozen, read_versions
from hallserver.store.site_rows import read_site
from hallserver.store.standards import marks_of, read_standards
from hallserver.words import say
from reports.deviations import COLUMNS as DEVIATION_COLUMNS
from reports.deviations import cells as deviation_cells
from reports.deviations import lines_of as deviations_of
from reports.formats import render
from reports.kinds import KINDS, Span, between, short_of
from reports.kpi_ratings import BAD
from reports.ledger import bad_ledger, ledger, orders_ledger
from reports.ledger_site import site_ledgers
from reports.names import in_language, names_of
from reports.rows import DayRow

_WHEN = (1980, 1, 1, 0, 0, 0)
"""The earliest time that ZIP knows: the files carry none."""
_BESIDE = 14
"""So many files, or a few more, are in a pack beside its days'."""
Files = Iterator[tuple[str, bytes]]
"""Name in the pack, content."""


class Asked(Struct, frozen=True, kw_only=True):
    """Which business days (ISO dates, the last one included), in whose language."""

    first: str
    last: str
    language: str = "zh-Hans"
    now_us: int = 0
    """When it is asked for (UTC), as ``period_report`` has it."""
    but: str = ""
    """Who takes it away, a person's slug: nobody may learn who rated him."""

    @property
    def span(self) -> tuple[str, str]:
        """Return the days as a half-open range."""
        return self.first, day_after(self.last)


class Proof(Struct, frozen=True, kw_only=True):
    """What was found of the journal: entries that follow one from the other; where one did not, else empty; the last one's anchor.

    And of what the reports are made of: how many rows were compared with the journal folded anew, and the tables that differ.
    """

    entries: int
    broken_at: str
    anchor: str
    rows: int = 0
    differs: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Tell whether the reports can be relied on."""
        return not self.broken_at and not self.differs


class Source(Struct, frozen=True, kw_only=True):
    """The hall, its journal, how to read its file, and what was taken out of its folder at the machine (``exports.log``)."""

    hall: Hall
    journal: JournalReader
    connect: Connect
    exports: bytes = b""


def pack_of(
    source: Source, asked: Asked, tell: Callable[[str], None] = lambda _: None, told: Callable[[float], None] = lambda _: None
) -> tuple[bytes, Proof]:
    """Return the pack and what was found of the journal; ``tell`` hears the name of each file, ``told`` what part of it is done (0 to 1).

    Raises NotFound where the hall opened on none of the days, Malformed for dates that there are not.
    """
    between(asked.first, asked.last)
    with source.connect() as database, database.atomic():
        if not read_extent(database.execute_sql, *asked.span).days:
            raise NotFound("report-no-days", first=asked.first, last=asked.last)
        proof = prove(source.journal, database)
        files, days = {}, len(read_extent(database.execute_sql, *asked.span).days)
        for name, content in _files(source, database, asked, proof):
            tell(name)
            files[name] = content
            told(min(1.0, len(files) / (_BESIDE + days)))
    return _zipped({"README.txt": _contents(source.hall, asked, proof, files)} | files), proof


def prove(journal: JournalReader, database: Reader) -> Proof:
    """Return whether every entry of the journal follows from the one before it, and every figure's rows follow from the entries."""
    count = 0
    try:
        for _ in journal.all_checked(database):
            count += 1
    except ChainBroken as error:
        return Proof(entries=count, broken_at=f"{error.epoch}.{error.seq}", anchor="")
    found = compare(lambda: nullcontext(database), journal)  # of the same moment as the rest of the pack
    differs = sorted({it.table for it in found.differences})
    anchor = read_extent(database.execute_sql, "", "9999-12-31").journal
    return Proof(entries=count, broken_at="", anchor=anchor, rows=sum(found.rows.values()), differs=tuple(differs))


def _files(source: Source, database: Reader, asked: Asked, proof: Proof) -> Files:
    yield "journal/proof.json", msgspec.json.format(msgspec.json.encode(proof), indent=2) + b"\n"
    if source.exports:
        yield "journal/exports.log", source.exports
    yield from _standards(database, asked)
    yield from _ledgers(source.hall, database, asked)
    yield from _reports(source, database, asked)
    yield from _signed(source, database, asked)


def _standards(database: Reader, asked: Asked) -> Files:
    """Give the standards of the days: the unified text, each layer upon it, and what deviated."""
    found = read_standards(database.execute_sql, marks_of(database.execute_sql, asked.span))
    for mark, standard in sorted(found.items()):
        yield f"standard/{mark}/unified.toml", standard.text.encode()
        for at, layer in enumerate(standard.layers, start=1):
            yield f"standard/{mark}/layer-{at}.toml", layer.encode()
    head = [say(f"report.deviation.{column}", asked.language) for column in DEVIATION_COLUMNS]
    yield "standard/deviations.csv", ledger(head, [deviation_cells(it, asked.language) for it in deviations_of(found)])


def _ledgers(hall: Hall, database: Reader, asked: Asked) -> Files:
    orders = read_orders(database.execute_sql, asked.span) or ()
    names, bad = names_of(hall.catalog), read_bad(database.execute_sql, asked.span, BAD)
    yield "ratings/bad.csv", bad_ledger(bad, names, asked.language, asked.but)
    yield "ratings/work-orders.csv", orders_ledger(orders, names, asked.language, asked.but)
    for name, (head, rows) in site_ledgers(read_site(database.execute_sql, asked.span), hall, asked.language).items():
        yield f"site/{name}.csv", ledger(head, rows)


def _reports(source: Source, database: Reader, asked: Asked) -> Files:
    rules, theme = source.hall.rules, source.hall.rules.theme
    period = period_report([(source.connect, source.hall.catalog)], asked.first, asked.last, now_us=asked.now_us)
    for output in ("pdf", "xlsx"):
        yield f"reports/period.{output}", render(period, output, asked.language, theme.logo)
    for day in read_extent(database.execute_sql, *asked.span).days:
        about = (day.date, "pdf", asked.language, source.hall.catalog)
        yield f"reports/day-{day.date}.pdf", day_report(database, *about, groups=rules.groups, calendar=rules.calendar, logo=theme.logo)
    for month in _months(read_extent(database.execute_sql, *asked.span).days):
        content = osm_report([(source.connect, source.hall)], month, "pdf", asked.language, logo=theme.logo, now_us=asked.now_us)
        yield f"reports/osm-{short_of('osm', month)}.pdf", content


def _months(days: Sequence[DayRow]) -> list[Span]:
    """Return the whole months in which these business days lie: on-site management is told by the month."""
    return sorted({KINDS["osm"].span(date.fromisoformat(day.date)) for day in days})


def _signed(source: Source, database: Reader, asked: Asked) -> Files:
    """Give the reports of these days that were signed: byte for byte what was frozen, and as pages that say who signed."""
    first, end = asked.span
    freezing = Freezing(connect=source.connect, hall=lambda: source.hall)
    for row in read_versions(database.execute_sql):
        if row.signed_by and first <= row.from_date and row.to_date <= end:
            name = f"reports/signed/{row.report}-{row.from_date}-v{row.version}"
            try:
                yield f"{name}.json", read_frozen(database.execute_sql, row.place)[1].encode()
                yield f"{name}.pdf", freezing.file(row.place, "pdf", asked.language)
            except Altered:
                yield f"{name}-altered.txt", say("room.pack-altered", asked.language, place=row.place).encode()


def _contents(hall: Hall, asked: Asked, proof: Proof, files: dict[str, bytes]) -> bytes:
    """Return what is in the pack, with the digest of each file."""
    language = asked.language
    about = say(
        "timeline.pack.about", language, hall=in_language(hall.catalog.here.names, language), first=asked.first, last=asked.last,
        journal=proof.anchor or "–",
    )  # fmt: skip
    lines = [
        say("timeline.pack.title", language),
        about,
        *_found(proof, language),
        "",
        f"{say('timeline.pack.sha', language)}  {say('timeline.pack.bytes', language)}  {say('timeline.pack.contents', language)}",
        *(f"{hashlib.sha256(content).hexdigest()[:16]}  {len(content):>9}  {name}" for name, content in files.items()),
    ]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _found(proof: Proof, language: str) -> list[str]:
    """Return in words what was found of the journal, and of what the reports are made of."""
    if proof.broken_at:
        return [say("timeline.pack.broken", language, place=proof.broken_at)]
    figures = "timeline.pack.differs" if proof.differs else "timeline.pack.same"
    said = say(figures, language, n=proof.rows, tables=", ".join(proof.differs))
    return [say("timeline.pack.whole", language, n=proof.entries), said]


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as pack:
        for name, content in files.items():
            entry = ZipInfo(name, _WHEN)
            entry.compress_type = ZIP_DEFLATED
            pack.writestr(entry, content)
    return out.getvalue()
