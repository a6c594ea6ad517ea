# SPDX-License-Identifier: Apache-2.0
"""The journal and the reports."""

import json
import threading
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from hallserver.core.errors import NotFound
from hallserver.core.hours import hall_date
from hallserver.web.handed import no_charts
from hallserver.web.policy import Route
from hallserver.web.records import ChartHandler
from tests.hallserver.web.running import Running, key_of, run, said


def test_the_journal_is_read_in_order_and_from_any_place() -> None:
    """An auditor, or the district, takes up where it stopped."""

    async def story(door: Running) -> None:
        await door.ticket()
        eye = await door.staff("eye")
        rows = said(await door.ask("GET", "/api/v1/journal", proof=eye))
        assert [row["seq"] for row in rows] == list(range(1, door.service.hall.seq + 1))
        assert rows[-1]["kind"] == "TicketIssued"
        rest = said(await door.ask("GET", f"/api/v1/journal?after=1.{rows[-3]['seq']}&limit=1", proof=eye))
        assert rest == [rows[-2]]
        lines = await door.ask("GET", "/api/v1/journal", proof=eye, headers={"Accept": "application/x-ndjson"})
        assert [json.loads(line) for line in lines.body.splitlines()] == rows
        assert said(await door.ask("GET", "/api/v1/journal?after=9.1", proof=eye)) == []

    run(story)


def test_bad_places_and_limits_are_refused() -> None:
    """Also numbers that no machine holds."""

    async def story(door: Running) -> None:
        eye = await door.staff("eye")
        limits = ("0", "x", "5001", "999999999999999", "0000000015000001", "01", "%EF%BC%91", "9" * 5000)
        places = ("x", "1", "1.-1", "99999999999999999999.1", "%EF%BC%91.1", "1." + "9" * 5000)
        for query in (*(f"limit={it}" for it in limits), *(f"after={it}" for it in places)):
            assert key_of(await door.ask("GET", f"/api/v1/journal?{query}", proof=eye)) == (400, "field-wrong"), query

    run(story)


def test_only_auditor_and_district_read_the_journal() -> None:
    """It says who did what when."""

    async def story(door: Running) -> None:
        for person in ("li", "boss", "admin", "safe", "look", "dan"):
            answer = await door.ask("GET", "/api/v1/journal", proof=await door.staff(person))
            assert key_of(answer) == (403, "role-needed")

    run(story)


def test_reports_are_made_off_the_loop_for_those_who_may() -> None:
    """A year's report must not keep a clerk waiting."""
    made: list[tuple[str, str]] = []

    def maker(day: str) -> bytes:
        made.append((day, threading.current_thread().name))
        if day == "2020-01-01":
            raise NotFound("report-unknown", report=day)
        return b"%PDF-1"

    async def story(door: Running) -> None:
        boss = await door.staff("boss")
        answer = await door.ask("GET", "/api/v1/reports/day.pdf", proof=boss)
        assert (answer.code, answer.body, answer.headers["Content-Type"]) == (200, b"%PDF-1", "application/pdf")
        assert made == [(door.service.hall.day, "report-apart_0")]
        assert (await door.ask("GET", "/api/v1/reports/day.pdf?date=2020-01-01", proof=boss)).code == 404
        assert key_of(await door.ask("GET", "/api/v1/reports/day.pdf?date=../x", proof=boss)) == (400, "field-wrong")
        for name in ("day.exe", "week.pdf", "day", "day.xlsx", "day.odd"):
            assert key_of(await door.ask("GET", f"/api/v1/reports/{name}", proof=boss)) == (404, "report-unknown")
        assert (await door.ask("GET", "/api/v1/reports/day.pdf", proof=await door.staff("look"))).code == 200
        assert (await door.ask("GET", "/api/v1/reports/day.pdf", proof=await door.staff("li"))).code == 403

    run(story, reports={"day.pdf": maker, "day.odd": maker})


def test_pictures_of_the_day_are_for_managers_and_for_a_wall_and_made_off_the_loop() -> None:
    """In the language and look that is asked for; a look that there is not is refused."""
    made: list[tuple[tuple[str, str, str, str], str]] = []

    def draw(asked: tuple[str, str, str, str]) -> bytes:
        made.append((asked, threading.current_thread().name))
        return b"<svg/>"

    async def story(door: Running) -> None:
        day, boss = door.service.hall.day, await door.staff("boss")
        answer = await door.ask("GET", "/api/v1/charts/load.svg?look=dark&language=en", proof=boss)
        assert (answer.code, answer.body, answer.headers["Content-Type"]) == (200, b"<svg/>", "image/svg+xml")
        assert made == [(("load.svg", day, "en", "dark"), "report_0")]
        assert key_of(await door.ask("GET", "/api/v1/charts/load.svg?look=pink", proof=boss)) == (400, "field-wrong")
        assert key_of(await door.ask("GET", "/api/v1/charts/load.exe", proof=boss)) == (404, "report-unknown")
        for proof, code in ((await door.staff("dan"), 200), (await door.device("hall-1"), 200), (await door.device("kiosk-1"), 403)):
            assert (await door.ask("GET", "/api/v1/charts/load.svg", proof=proof)).code == code
        assert (await door.ask("GET", "/api/v1/charts/load.svg", proof=await door.staff("li"))).code == 403

    run(story, charts=draw)


class OfAnyDay(ChartHandler):
    """The control: a screen's key opens every day there was."""

    def must_be_of_today(self, day: str) -> None:
        """Let it pass."""


@pytest.mark.parametrize(("handler", "refused"), [(ChartHandler, 403), (OfAnyDay, 200)])
def test_a_screens_key_draws_today_and_no_day_that_was(handler: type[ChartHandler], refused: int) -> None:
    """A wall shows the day that runs and the one that begins; who wants an old one signs in."""

    def routes(rows: tuple[Route, ...]) -> tuple[Route, ...]:
        return tuple(replace(it, handler=handler) if it.handler is ChartHandler else it for it in rows)

    async def story(door: Running) -> None:
        runs, begins = door.service.hall.day, hall_date(door.service.hall, door.door.clock.now())
        screen, boss = await door.device("hall-1"), await door.staff("boss")
        for name in ("picture.svg", "briefing.json"):
            for day in (runs, begins):
                assert (await door.ask("GET", f"/api/v1/charts/{name}?date={day}", proof=screen)).code == 200
            for old in ("2026-01-05", (date.fromisoformat(min(runs, begins)) - timedelta(days=1)).isoformat()):
                assert (await door.ask("GET", f"/api/v1/charts/{name}?date={old}", proof=boss)).code == 200
                answer = await door.ask("GET", f"/api/v1/charts/{name}?date={old}", proof=screen)
                assert answer.code == refused
                assert refused == 200 or key_of(answer) == (403, "charts-of-today")

    run(story, charts=lambda _: b"{}", routes=routes)


def test_a_door_that_draws_nothing_says_so() -> None:
    """As for any other report that there is not."""

    async def story(door: Running) -> None:
        assert key_of(await door.ask("GET", "/api/v1/charts/load.svg", proof=await door.staff("boss"))) == (404, "report-unknown")

    run(story, charts=no_charts)


def test_cards_are_printed_by_whoever_is_signed_in_and_by_nobody_else() -> None:
    """A clerk prints the keys, a guide the guide card; a stranger or a kiosk has no paper."""

    async def story(door: Running) -> None:
        for person in ("li", "guo", "dan", "boss"):
            answer = await door.ask("GET", "/api/v1/cards/keys.pdf", proof=await door.staff(person))
            assert (answer.code, answer.body, answer.headers["Content-Type"]) == (200, b"%PDF-k", "application/pdf")
        li = await door.staff("li")
        for name in ("keys", "keys.exe", "unknown.pdf", ".pdf"):
            assert key_of(await door.ask("GET", f"/api/v1/cards/{name}", proof=li)) == (404, "sheet-unknown")
        assert (await door.ask("GET", "/api/v1/cards/keys.pdf")).code == 401
        assert (await door.ask("GET", "/api/v1/cards/keys.pdf", proof=await door.device("kiosk-1"))).code == 403

    run(story, cards={"keys": lambda: b"%PDF-k"})


def test_the_head_of_the_chain_is_for_those_who_keep_it() -> None:
    """The auditor and the district; and whoever stands before the manager's screen."""

    async def story(door: Running) -> None:
        await door.ticket()
        head = said(await door.ask("GET", "/api/v1/journal/head", proof=await door.staff("eye")))
        assert (head["epoch"], head["seq"]) == (1, door.service.hall.seq)
        assert head["anchor"] == f"1.{head['seq']}:{head['hash']}"
        for person, code in (("boss", 200), ("dan", 200), ("look", 200), ("li", 403), ("safe", 403), ("admin", 403)):
            assert (await door.ask("GET", "/api/v1/journal/head", proof=await door.staff(person))).code == code, person

    run(story)


def test_why_one_number_was_first_is_told_to_those_who_settle_quarrels() -> None:
    """As JSON and on paper; an address that names no two numbers is none."""
    asked: list[tuple[str, str, tuple[str, str]]] = []

    def explain(output: str, day: str, numbers: tuple[str, str]) -> bytes:
        asked.append((output, day, numbers))
        if "A099" in numbers:
            raise NotFound("ticket-unknown", ticket="A099")
        return b"{}"

    async def story(door: Running) -> None:
        boss, day = await door.staff("boss"), door.service.hall.day
        answer = await door.ask("GET", "/api/v1/why/A001-a2.json", proof=boss)
        assert (answer.code, answer.body, answer.headers["Content-Type"]) == (200, b"{}", "application/json")
        printed = await door.ask("GET", "/api/v1/why/A001-B002.pdf?date=2026-11-20", proof=await door.staff("dan"))
        assert (printed.code, printed.headers["Content-Type"]) == (200, "application/pdf")
        assert asked == [("json", day, ("A001", "a2")), ("pdf", "2026-11-20", ("A001", "B002"))]
        assert key_of(await door.ask("GET", "/api/v1/why/A001-A099.json", proof=boss)) == (404, "ticket-unknown")
        assert key_of(await door.ask("GET", "/api/v1/why/A001-A002.json?date=../x", proof=boss)) == (400, "field-wrong")
        for name in ("A001.json", "A001-A002.csv", "A001-A002", "1.5-1.6.json", "A001-A002.json.pdf"):
            assert key_of(await door.ask("GET", f"/api/v1/why/{name}", proof=boss)) == (404, "report-unknown")
        assert (await door.ask("GET", "/api/v1/why/A001-A002.json", proof=await door.staff("look"))).code == 200
        assert (await door.ask("GET", "/api/v1/why/A001-A002.json", proof=await door.staff("li"))).code == 403

    run(story, why=explain)


def test_a_door_that_explains_nothing_says_so() -> None:
    """As for any other report that there is not."""

    async def story(door: Running) -> None:
        assert key_of(await door.ask("GET", "/api/v1/why/A001-A002.json", proof=await door.staff("boss"))) == (404, "report-unknown")

    run(story)
