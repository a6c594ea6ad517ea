# SPDX-License-Identifier: Apache-2.0
"""Commands, views, tickets, words, health and metrics over HTTP."""

import asyncio
import base64
from pathlib import Path

import pytest

from hallserver import web
from hallserver.core.commands import BY_NAME, AdoptStandard, CloseDay, Configure
from hallserver.core.roles import ROLES, SERVICE_SETUP
from hallserver.core.theme import Palette
from hallserver.web.limits import Limits
from tests.hallserver.web.running import Running, key_of, run, said
from tests.support import SMALL_HALL, STANDARD

FLOORS = ("hallserver", "displays", "counters", "reports")
"""Folders that have screens."""

TICKET = "9.9"
FIELDS: dict[str, dict[str, object]] = {
    "take-ticket": {"services": ["nothing"]},
    "call-ticket": {"ticket": TICKET, "reason": "late"},
    "hold": {"reason": "copy"},
    "resume": {"ticket": TICKET},
    "bring-back": {"ticket": TICKET},
    "cancel": {"ticket": TICKET},
    "rate": {"stars": 5},
    "open-counter": {"counter": "nothing"},
    "pause-counter": {"reason": "lunch"},
    "configure": {"section": "hall", "rows": []},
    "adopt-standard": {"text": ""},
    "report-slip": {"job": "x", "device": "nothing", "ticket": TICKET, "state": "done"},
    "report-announcement": {"job": "x", "device": "nothing", "ticket": TICKET, "call": 1, "state": "spoken"},
    "report-device": {"device": "nothing", "state": "lost"},
    "report-sign-in": {"person": "li", "state": "in"},
    "report-backup": {"state": "kept"},
    "report-clock": {"step_s": 3.0},
    "end-alarm": {"alarm": "clock.warning"},
    "raise-alarm": {"alarm": "clock.warning"},
    "open-for": {"counter": "nothing", "person": "li"},
    "erase-data": {"ticket": TICKET, "refs": ["r"], "asked_by": "safe"},
}
"""Fields with which each command can be read, and comes to nothing."""


def test_the_same_key_twenty_times_at_once_makes_one_ticket() -> None:
    """A kiosk that hears nothing asks again; the visitor must not get two numbers."""

    async def story(door: Running) -> None:
        kiosk = await door.device("kiosk-1")
        before = door.service.hall.seq
        answers = await asyncio.gather(
            *(door.command("take-ticket", {"services": ["seniors"]}, proof=kiosk, key="tap-1") for _ in range(20))
        )
        assert {answer.code for answer in answers} == {200}
        assert len({answer.body for answer in answers}) == 1
        assert door.service.hall.seq == before + 1
        assert len(door.service.hall.tickets) == 1
        later = await door.command("take-ticket", {"services": ["seniors"]}, proof=kiosk, key="tap-1")
        assert later.body == answers[0].body

    run(story)


def test_without_a_key_each_request_is_a_new_wish() -> None:
    """The control: without the key the same twenty requests are twenty tickets."""

    async def story(door: Running) -> None:
        kiosk = await door.device("kiosk-1")
        await asyncio.gather(*(door.command("take-ticket", {"services": ["seniors"]}, proof=kiosk) for _ in range(20)))
        assert len(door.service.hall.tickets) == 20

    run(story)


def test_a_key_with_another_body_is_refused() -> None:
    """The same key for something else is a fault of the client, not a repeat."""

    async def story(door: Running) -> None:
        kiosk = await door.device("kiosk-1")
        await door.command("take-ticket", {"services": ["seniors"]}, proof=kiosk, key="k")
        assert (await door.command("take-ticket", {"services": ["aid"]}, proof=kiosk, key="k")).code == 422
        assert (await door.command("take-ticket", {"services": ["aid"]}, proof=kiosk, key="x" * 500)).code == 400

    run(story)


def test_bad_input_is_refused_with_the_field_named() -> None:
    """Whoever writes a client must be told what was wrong, and nothing may have happened."""

    async def story(door: Running) -> None:
        kiosk, clerk = await door.device("kiosk-1"), await door.staff("li")
        before = door.service.hall.seq

        async def refused(name: str, body: object, proof: str = kiosk) -> tuple[int, str, str]:
            answer = await door.ask("POST", f"/api/v1/commands/{name}", body, proof=proof)
            return *key_of(answer), said(answer)["detail"]

        assert (await refused("fly", {}))[:2] == (404, "command-unknown")
        status, key, detail = await refused("take-ticket", {})
        assert (status, key) == (400, "field-missing")
        assert "services" in detail
        status, key, detail = await refused("take-ticket", {"services": ["seniors"], "party": "two"})
        assert (status, key) == (400, "field-wrong")
        assert "party" in detail
        status, key, detail = await refused("take-ticket", {"services": ["seniors"], "vip": True})
        assert (status, key) == (400, "field-unknown")
        assert "vip" in detail
        assert (await refused("take-ticket", {"services": []}))[:2] == (400, "field-wrong")
        assert (await refused("take-ticket", {"services": ["Ä"]}))[:2] == (400, "field-wrong")
        assert (await refused("take-ticket", b"{"))[:2] == (400, "not-json")
        assert (await refused("take-ticket", b"\xff\xfe"))[:2] == (400, "not-json")
        assert (await refused("take-ticket", b"[" * 90_000))[0] == 400
        assert (await refused("take-ticket", {"services": ["flying"]}))[0] in (404, 422)
        assert (await refused("start", {}, clerk))[0] == 409
        assert door.service.hall.seq == before

    run(story)


def test_a_closed_hall_gives_no_ticket() -> None:
    """Outside business hours the kiosk is told so."""

    async def story(door: Running) -> None:
        assert (await door.command("close-day", {}, proof=await door.staff("dan"))).code == 200
        answer = await door.command("take-ticket", {"services": ["seniors"]}, proof=await door.device("kiosk-1"))
        assert key_of(answer)[0] in (409, 422)

    run(story)


def test_an_oversized_body_is_refused_with_a_sentence() -> None:
    """A client that sends too much must hear why, whether it says its length or not."""

    async def story(door: Running) -> None:
        kiosk = await door.device("kiosk-1")
        answer = await door.ask("POST", "/api/v1/commands/take-ticket", b" " * 2_000_000, proof=kiosk)
        assert key_of(answer) == (400, "body-too-large")
        chunked = (
            f"POST /api/v1/commands/take-ticket HTTP/1.1\r\nHost: {door.host}\r\nAuthorization: {kiosk}\r\n"
            "Transfer-Encoding: chunked\r\n\r\n"
        )
        reader, writer = await asyncio.open_connection(*door.host.split(":"))
        writer.write(chunked.encode())
        for _ in range(20):
            writer.write(b"10000\r\n" + b" " * 65536 + b"\r\n")
            await writer.drain()
        writer.write(b"0\r\n\r\n")
        assert b" 400 " in await reader.readline()
        writer.close()

    run(story)


def test_every_role_may_ask_exactly_what_the_table_says() -> None:
    """The table is the promise; the door must not know better, for any role and any command."""

    async def story(door: Running) -> None:
        proofs = {
            "clerk": await door.staff("li"),
            "guide": await door.staff("guo"),
            "system-admin": await door.staff("admin"),
            "hall-manager": await door.staff("boss"),
            "auditor": await door.staff("eye"),
            "inspector": await door.staff("look"),
            "kiosk": await door.device("kiosk-1"),
            "display": await door.device("hall-1"),
            "rater": await door.device("rater-1"),
            "device": await door.device("agent-1"),
            "visitor": f"Ticket {(await door.ticket())['token']}",
        }
        for role, proof in proofs.items():
            for name in BY_NAME:
                answer = await door.command(name, FIELDS.get(name, {}), proof=proof)
                allowed = name in ROLES[role]
                refused = answer.code == 403 and said(answer)["key"] == "not-allowed"
                assert refused != allowed, (role, name, answer.body)
        for name in BY_NAME:
            assert (await door.ask("POST", f"/api/v1/commands/{name}", {})).code == 401

    run(story)


def test_a_view_is_sent_again_only_when_it_changed() -> None:
    """A reader that asks often costs little; the tag names the seq that changed this very view."""

    async def story(door: Running) -> None:
        boss = await door.staff("boss")
        await door.ticket()
        path = "/api/v1/views/hall?of=main"
        first = await door.ask("GET", path, proof=boss)
        tag = first.headers["Etag"]
        assert first.code == 200
        assert tag.strip('"').partition("-")[0] == str(door.service.hall.seq)
        await door.staff("li")
        again = await door.ask("GET", path, proof=boss, headers={"If-None-Match": tag})
        assert (again.code, again.body or b"") == (304, b"")
        await door.ticket()
        changed = await door.ask("GET", path, proof=boss, headers={"If-None-Match": tag})
        assert changed.code == 200
        assert changed.headers["Etag"] != tag

    run(story)


def test_views_are_only_for_the_roles_of_their_page() -> None:
    """A kiosk may not read the manager's figures, nor a clerk another clerk's terminal."""

    async def story(door: Running) -> None:
        kiosk, clerk = await door.device("kiosk-1"), await door.staff("li")
        assert key_of(await door.ask("GET", "/api/v1/views/manager", proof=kiosk)) == (403, "page-not-allowed")
        assert key_of(await door.ask("GET", "/api/v1/views/nothing", proof=kiosk)) == (404, "page-unknown")
        assert key_of(await door.ask("GET", "/api/v1/views/manager")) == (401, "sign-in-needed")
        own = said(await door.ask("GET", "/api/v1/views/clerk?of=wang", proof=clerk))
        assert own["person"]["slug"] == "li"
        boss = await door.staff("boss")
        assert key_of(await door.ask("GET", "/api/v1/views/hall?of=mars", proof=boss)) == (404, "of-unknown")

    run(story)


def test_a_ticket_token_shows_its_own_ticket_and_nothing_else() -> None:
    """Whoever guesses learns nothing, not even whether he was close."""

    async def story(door: Running) -> None:
        mine, other = await door.ticket(), await door.ticket()
        seen = await door.ask("GET", f"/api/v1/tickets/{mine['token']}")
        assert seen.code == 200
        assert mine["number"] in seen.body.decode()
        assert other["number"] not in seen.body.decode()
        assert other["token"] not in seen.body.decode()
        near = mine["token"][:-1] + ("A" if mine["token"][-1] != "A" else "B")
        bodies = {(await door.ask("GET", f"/api/v1/tickets/{token}")).body for token in (near, "x", mine["ticket"], "-" * 22)}
        assert len(bodies) == 1
        assert key_of(await door.ask("GET", f"/api/v1/tickets/{near}")) == (404, "ticket-token-unknown")

    run(story)


def test_a_foreign_ticket_cannot_be_cancelled() -> None:
    """The token is the right to one ticket, not to all."""

    async def story(door: Running) -> None:
        mine, other = await door.ticket(), await door.ticket()
        answer = await door.command("cancel", {"ticket": other["ticket"]}, proof=f"Ticket {mine['token']}")
        assert key_of(answer)[0] in (403, 404)
        assert (await door.command("cancel", {"ticket": mine["ticket"]}, proof=f"Ticket {mine['token']}")).code == 200

    run(story)


def test_guessing_tickets_is_slowed_down() -> None:
    """Thirty wrong guesses a minute are enough for typing errors and too few for a search."""

    async def story(door: Running) -> None:
        mine = await door.ticket()
        for _ in range(5):
            assert (await door.ask("GET", "/api/v1/tickets/wrong")).code == 404
        assert key_of(await door.ask("GET", "/api/v1/tickets/wrong")) == (429, "ticket-too-often")
        assert (await door.ask("GET", f"/api/v1/tickets/{mine['token']}")).code == 200, "whoever has a ticket is not shut out"

    run(story, limits=Limits(ticket_misses=5))


def test_words_come_in_the_languages_there_are() -> None:
    """The screens load their sentences from here."""

    async def story(door: Running) -> None:
        chinese = said(await door.ask("GET", "/words/zh-Hans.json"))
        english = said(await door.ask("GET", "/words/en.json"))
        assert chinese["error.sign-in-needed"] == "请先登录。"
        assert english["error.sign-in-needed"] == "Sign in first."
        assert (await door.ask("GET", "/words/xx.json")).code == 404
        assert (await door.ask("GET", "/words/en")).code == 404

    run(story)


@pytest.mark.parametrize("address", ["/words/en.json", "/theme.css", "/healthz", "/openapi.json"])
@pytest.mark.parametrize("packing", ["", "gzip"])
def test_the_head_of_an_answer_is_the_answer_without_its_body(address: str, packing: str) -> None:
    """Whoever looks whether something is still the same need not load it."""

    async def story(door: Running) -> None:
        whole, head = [await door.ask(method, address, headers={"Accept-Encoding": packing}) for method in ("GET", "HEAD")]
        assert (head.code, head.body) == (whole.code, b"") == (200, b"")
        own = ("Date", "Content-Length", "X-Consumed-Content-Encoding")
        assert {name: it for name, it in head.headers.get_all() if name not in own} == {
            name: it for name, it in whole.headers.get_all() if name not in own
        }

    run(story)


def test_what_has_no_answer_has_no_head_and_what_is_closed_stays_so() -> None:
    """The same policy as for the answer."""

    async def story(door: Running) -> None:
        assert (await door.ask("HEAD", "/api/v1/session")).code == 405
        assert (await door.ask("HEAD", "/api/v1/journal")).code == 401
        assert (await door.ask("HEAD", "/words/xx.json")).code == 404
        assert (await door.ask("HEAD", "/api/v1/views/kiosk?of=kiosk-1", proof=await door.device("kiosk-1"))).code == 405, (
            "no second way in"
        )

    run(story)


def test_a_halls_own_sentence_is_in_the_words_and_their_mark_changes() -> None:
    """A screen that asks again gets the new sentence, one that asks for other areas none of it."""

    async def story(door: Running) -> None:
        before = await door.ask("GET", "/words/zh-Hans.json?areas=kiosk")
        own = {"kiosk.title": {"zh-Hans": "请在这里取号"}}
        await door.service.submit(Configure(section="hall", rows=[{**SMALL_HALL["hall"][0], "sentences": own}]), SERVICE_SETUP)
        after = await door.ask("GET", "/words/zh-Hans.json?areas=kiosk")
        assert said(after)["kiosk.title"] == "请在这里取号"
        assert before.headers["Etag"] != after.headers["Etag"]
        assert "kiosk.title" not in said(await door.ask("GET", "/words/zh-Hans.json?areas=hall"))
        rows = said(await door.ask("GET", "/api/v1/sentences?areas=kiosk", proof=await door.staff("admin")))
        assert next(row for row in rows if row["key"] == "kiosk.title")["hall"] == own["kiosk.title"]

    run(story)


def test_health_says_whether_commands_are_taken() -> None:
    """A supervisor must see that nothing can be written."""

    async def story(door: Running) -> None:
        assert said(await door.ask("GET", "/healthz")) == {"ok": True}
        door.service.down = True
        assert (await door.ask("GET", "/healthz")).code == 503
        door.service.down = False

    run(story)


def test_figures_are_there_and_name_nobody() -> None:
    """Prometheus reads them from this machine; they hold counts only."""

    async def story(door: Running) -> None:
        await door.ticket()
        text = (await door.ask("GET", "/metrics")).body.decode()
        assert f"hall_journal_seq {float(door.service.hall.seq)}" in text
        assert 'hall_requests_total{method="POST",route="/api/v1/commands/{command}",status="200"} 1.0' in text
        assert "hall_waiting 1.0" in text

    run(story)


def test_the_icon_of_every_page_follows_the_standard() -> None:
    """There is one before there is a logo, in the colours of the theme, and no page names another."""

    async def story(door: Running) -> None:
        usual = await door.ask("GET", "/theme/icon")
        assert (usual.code, usual.headers["Content-Type"]) == (200, "image/svg+xml")
        assert Palette().main_deep in usual.body.decode()
        await door.service.submit(CloseDay(), SERVICE_SETUP)
        await door.service.submit(AdoptStandard(text=f'{STANDARD}\n[theme.light]\nmain_deep = "#3c0d0d"\n'), SERVICE_SETUP)
        answer = await door.ask("GET", "/theme/icon", headers={"If-None-Match": usual.headers["Etag"]})
        assert answer.code == 200
        assert "#3c0d0d" in answer.body.decode()
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert len(answer.body) < 500, "a visitor pays for it on a phone"

    run(story)
    root = Path(web.__file__).parents[2]
    heads = {page: page.read_text(encoding="utf-8") for folder in FLOORS for page in (root / folder).glob("**/screen/index.html")}
    assert len(heads) > len(FLOORS)
    assert [page for page, head in heads.items() if '<link rel="icon" href="/theme/icon">' not in head] == []


def test_the_logo_of_the_standard_in_force_is_a_picture_and_nothing_else() -> None:
    """Without one there is no such address. Opened by itself it may run nothing, whatever it were."""

    async def story(door: Running) -> None:
        assert (await door.ask("GET", "/theme/logo")).code == 404
        drawing = "<svg xmlns='http://www.w3.org/2000/svg'><circle r='9'/></svg>"
        logo = f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"
        await door.service.submit(CloseDay(), SERVICE_SETUP)
        await door.service.submit(AdoptStandard(text=f'{STANDARD}\nlogo = "{logo}"\n'), SERVICE_SETUP)
        answer = await door.ask("GET", "/theme/logo?of=1")
        assert (answer.code, answer.headers["Content-Type"], answer.body.decode()) == (200, "image/svg+xml", drawing)
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert (await door.ask("GET", "/theme/logo", headers={"If-None-Match": answer.headers["Etag"]})).code == 304

    run(story)
