# SPDX-License-Identifier: Apache-2.0
"""A report asked for at the door: who may, what the journal keeps, what stands on it, and how it is fetched or cancelled."""

from threading import Event

import msgspec

from hallserver.core.events import ReportExported
from hallserver.report_jobs import ReportJobs
from hallserver.report_process import NotMade, Order
from hallserver.room import Room
from hallserver.store.report_versions import VersionOnWire
from tests.hallserver.web.running import Json, Running, run, said, until


class Pretend:
    """Makes the order itself, once it is let go."""

    def __init__(self, order: Order) -> None:
        """Wait for nothing."""
        self.percent, self.go, self._order = 40, Event(), order
        self.cancelled = False
        self.fault: NotMade | None = None

    def run(self) -> bytes:
        """Return what was ordered."""
        assert self.go.wait(60)
        if self.cancelled:
            raise NotMade("", -1)
        if self.fault is not None:
            raise self.fault
        return msgspec.json.encode(self._order.marked)

    def cancel(self) -> None:
        """Let go."""
        self.cancelled = True
        self.go.set()


WEEK: Json = {"report": "week", "date": "2026-11-18", "output": "xlsx", "reason": "report-up"}
JOBS = "/api/v1/report-jobs"


def made(door: Running) -> list[Pretend]:
    """Give the door pretend makers; return those that it has made."""
    makers = list[Pretend]()

    def maker(order: Order) -> Pretend:
        makers.append(Pretend(order))
        return makers[-1]

    door.door.report_jobs = ReportJobs(maker, door.door.clock.mono)
    return makers


def test_a_bulk_export_is_kept_and_marked_with_who_when_and_why() -> None:
    """The journal has it before the first byte is made; only its asker fetches it."""

    async def story(door: Running) -> None:
        makers = made(door)
        boss, dan = await door.staff("boss"), await door.staff("dan")
        answer = await door.ask("POST", JOBS, WEEK, proof=boss)
        job = said(answer)
        assert (answer.code, job["state"] in {"waiting", "running"}, job["percent"], job["name"]) == (201, True, 40, "week-2026-W47.xlsx")
        kept = [(it.actor, it.event) for it in door.service._folder.journal.after(0, 0) if isinstance(it.event, ReportExported)]
        exported = ReportExported(report="week", from_date="2026-11-16", to_date="2026-11-23", output="xlsx", reason="report-up")
        assert kept == [("person:boss", exported)]

        place = f"{JOBS}/{job['job']}"
        assert (await door.ask("GET", f"{place}/file", proof=boss)).code == 409
        makers[0].go.set()
        await until(lambda: door.door.report_jobs is not None and door.door.report_jobs.find("boss", job["job"]).state == "ready")
        found = await door.ask("GET", f"{place}/file", proof=boss)
        assert (found.code, found.headers["Cache-Control"]) == (200, "no-store")
        assert 'filename="week-2026-W47.xlsx"' in found.headers["Content-Disposition"]
        mark = msgspec.json.decode(found.body)
        assert mark.endswith("导出：上报")
        assert "boss" in mark
        for method, address in (("GET", place), ("GET", f"{place}/file"), ("DELETE", place)):
            assert (await door.ask(method, address, proof=dan)).code == 404

    run(story)


def test_a_frozen_version_is_taken_away_as_what_it_is() -> None:
    """The journal says which one; a place that is no version of this report is refused before anything is kept."""

    async def story(door: Running) -> None:
        makers = made(door)
        boss = await door.staff("boss")
        door.door.room = Room(days=list, versions=lambda of: [VERSION] if of[0] == "week" else [], version=lambda *_: b"")
        for fields, code in (({"draft": "1.7"}, 404), ({"draft": "1.9", "report": "month"}, 404), ({"draft": "x"}, 400)):
            assert (await door.ask("POST", JOBS, WEEK | fields, proof=boss)).code == code, fields
        answer = await door.ask("POST", JOBS, WEEK | {"draft": "1.9", "output": "docx"}, proof=boss)
        assert said(answer)["name"] == "week-2026-W47-1.9.docx"
        assert (makers[0]._order.draft, len(makers)) == ("1.9", 1)
        [kept] = [it.event for it in door.service._folder.journal.after(0, 0) if isinstance(it.event, ReportExported)]
        assert (kept.draft, kept.output, kept.reason) == ("1.9", "docx", "report-up")

    run(story)


VERSION = VersionOnWire(
    place="1.9", version=1, state="draft", sha256="a" * 64, journal="1.8:ab", why="", drafted=("dan", 5), checked=None, signed=None,
    names={"drafted": {"zh-Hans": "丹"}},
)  # fmt: skip
"""The only one that there is."""


def test_what_may_not_be_taken_away_is_refused_before_anything_is_made() -> None:
    """Another's reports, many days without a reason, days that there are not, a door that makes none."""

    async def story(door: Running) -> None:
        boss, dan, look = [await door.staff(it) for it in ("boss", "dan", "look")]
        assert (await door.ask("POST", JOBS, WEEK, proof=boss)).code == 404
        makers = made(door)
        for proof, fields, code, key in (
            (look, {}, 403, "role-needed"),
            (dan, {"report": "year"}, 403, "export-not-yours"),
            (boss, {"reason": None}, 400, "export-reason"),
            (boss, {"reason": "because"}, 422, "code-unknown"),
            (boss, {"date": "2026-02-30"}, 400, "report-no-date"),
            (boss, {"last": "2026-11-19"}, 400, "report-last"),
            (boss, {"output": "exe"}, 400, "field-wrong"),
        ):
            answer = await door.ask("POST", JOBS, WEEK | fields, proof=proof)
            assert (answer.code, said(answer)["key"]) == (code, key), fields
        assert makers == []
        assert not any(isinstance(it.event, ReportExported) for it in door.service._folder.journal.after(0, 0))

    run(story)


def test_a_day_needs_no_reason_and_one_that_is_cancelled_is_gone() -> None:
    """Nothing stands across a day's pages; what was cancelled is never fetched."""

    async def story(door: Running) -> None:
        makers = made(door)
        dan = await door.staff("dan")
        job = said(await door.ask("POST", JOBS, {"report": "day", "date": "2026-11-18"}, proof=dan))["job"]
        assert makers[0]._order.marked == ""
        assert (await door.ask("DELETE", f"{JOBS}/{job}", proof=dan)).code == 204
        assert makers[0].cancelled
        assert (await door.ask("GET", f"{JOBS}/{job}", proof=dan)).code == 404

    run(story)
