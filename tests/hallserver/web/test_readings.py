# SPDX-License-Identifier: Apache-2.0
"""What the reading room asks: looking leaves nothing in the journal, the pack does, versions are found by their dates."""

from hallserver.core.errors import NotFound
from hallserver.core.events import ReportExported
from hallserver.report_making import LOOK
from hallserver.report_process import UNREADABLE, NotMade
from hallserver.room import Room
from hallserver.store.report_versions import VersionOnWire
from tests.hallserver.web.running import Running, key_of, run, said, until
from tests.hallserver.web.test_report_jobs import JOBS, VERSION, made


def test_who_looks_takes_nothing_away() -> None:
    """An inspector too; in the reader's language; and it is the reader's own."""

    async def story(door: Running) -> None:
        makers = made(door)
        look = await door.staff("look")
        answer = await door.ask("POST", "/api/v1/readings", {"report": "week", "date": "2026-11-18", "language": "en"}, proof=look)
        assert answer.code == 201
        order = makers[0]._order
        assert (order.kind, order.output, order.language, str(order.span.first)) == ("week", LOOK, "en", "2026-11-16")
        place = f"{JOBS}/{said(answer)['job']}"
        assert (await door.ask("GET", place, proof=look)).code == 200
        assert (await door.ask("GET", place, proof=await door.staff("boss"))).code == 404
        assert (await door.ask("DELETE", place, proof=look)).code == 204
        assert (
            await door.ask("POST", "/api/v1/readings", {"report": "day", "date": "2026-11-18"}, proof=await door.staff("li"))
        ).code == 403
        assert not any(isinstance(it.event, ReportExported) for it in door.service._folder.journal.after(0, 0))

    run(story)


def test_the_pack_of_an_inspection_is_kept_with_its_reason() -> None:
    """By the hall manager alone; dates in the wrong order are refused before anything is kept."""

    async def story(door: Running) -> None:
        makers = made(door)
        boss, path = await door.staff("boss"), "/api/v1/inspection-packs"
        wanted = {"first": "2026-11-01", "last": "2026-11-30", "reason": "audit"}
        for proof, fields, code in (
            (await door.staff("look"), {}, 403),
            (await door.staff("dan"), {}, 403),
            (boss, {"last": "2026-10-01"}, 400),
            (boss, {"reason": "because"}, 422),
        ):
            assert (await door.ask("POST", path, wanted | fields, proof=proof)).code == code, fields
        assert makers == []
        answer = await door.ask("POST", path, wanted, proof=boss)
        assert (answer.code, said(answer)["name"]) == (201, "inspection-2026-11-01_2026-11-30.zip")
        assert makers[0]._order.person == "boss", "whose own ratings it must not tell"
        [kept] = [it.event for it in door.service._folder.journal.after(0, 0) if isinstance(it.event, ReportExported)]
        assert (kept.report, kept.to_date, kept.output, kept.reason) == ("inspection", "2026-12-01", "zip", "audit")

    run(story)


def test_days_and_versions_are_read_off_the_loop() -> None:
    """By kind and dates, the last included; a door without a room has none."""
    asked = list[tuple[str, ...]]()

    def versions(of: tuple[str, str, str]) -> list[VersionOnWire]:
        asked.append(of)
        return [VERSION]

    def version(*of: str) -> bytes:
        asked.append(of)
        return b"%PDF"

    async def story(door: Running) -> None:
        look = await door.staff("look")
        assert (await door.ask("GET", "/api/v1/report-days", proof=look)).code == 404
        door.door.room = Room(days=lambda: ["2026-11-23"], versions=versions, version=version)
        assert said(await door.ask("GET", "/api/v1/report-days", proof=look)) == ["2026-11-23"]
        found = await door.ask("GET", "/api/v1/report-versions?report=osm&first=2026-11-01&last=2026-11-30", proof=look)
        assert (said(found)[0]["drafted"], said(found)[0]["signed"]) == (["dan", 5], None)
        assert said(found)[0]["names"] == {"drafted": {"zh-Hans": "丹"}}
        assert key_of(await door.ask("GET", "/api/v1/report-versions?report=osm", proof=look)) == (400, "field-wrong")
        page = await door.ask("GET", "/api/v1/report-versions/1.9.pdf?language=en", proof=look)
        assert (page.code, page.body, page.headers["Content-Type"]) == (200, b"%PDF", "application/pdf")
        for name in ("1.9.exe", "1.9.json"):
            assert (await door.ask("GET", f"/api/v1/report-versions/{name}", proof=look)).code == 404
        of, (place, output, language, marked) = asked
        assert (of, place, output, language) == (("osm", "2026-11-01", "2026-12-01"), "1.9", "pdf", "en")
        assert (marked.startswith("Opened by "), marked.endswith("to be read only")) == (True, True)

    run(story)


def test_a_report_of_all_halls_is_made_where_they_are_all_there() -> None:
    """The screen learns whether to offer it; where a folder has gone, or is found to be no good, the sentence names it."""

    def gone(kind: str) -> None:
        if kind == "district":
            raise NotFound("district-folder-gone", folder="/srv/yuanling")

    async def story(door: Running) -> None:
        makers, boss = made(door), await door.staff("boss")
        assert (await door.ask("GET", "/api/v1/report-kinds", proof=boss)).code == 404
        door.door.room = Room(days=list, versions=lambda _: [], version=lambda *_: b"", kinds=("day", "osm"), must_be_makeable=gone)
        assert said(await door.ask("GET", "/api/v1/report-kinds", proof=boss)) == ["day", "osm"]
        asked = {"report": "district", "date": "2026-11-01"}
        for path, fields in (("/api/v1/readings", asked), (JOBS, asked | {"reason": "audit"})):
            refused = await door.ask("POST", path, fields, proof=boss)
            assert key_of(refused) == (404, "district-folder-gone")
            assert "/srv/yuanling" in said(refused)["detail"]
        assert makers == []
        assert not any(isinstance(it.event, ReportExported) for it in door.service._folder.journal.after(0, 0))
        place = f"{JOBS}/{said(await door.ask('POST', '/api/v1/readings', asked | {'report': 'osm'}, proof=boss))['job']}"
        [maker] = makers
        maker.fault = NotMade("/srv/yuanling 里的大厅读不出来", UNREADABLE)
        maker.go.set()
        jobs, job = door.door.report_jobs, place.removeprefix(f"{JOBS}/")
        await until(lambda: jobs is not None and jobs.find("boss", job).state == "failed")
        ended = said(await door.ask("GET", place, proof=boss))
        assert (ended["state"], ended["why"]) == ("failed", "/srv/yuanling 里的大厅读不出来")

    run(story)
