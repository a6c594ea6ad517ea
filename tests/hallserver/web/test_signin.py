# SPDX-License-Identifier: Apache-2.0
"""Signing in and out, the first administrator, passwords, and guessing them."""

import asyncio
import time

import pytest

from hallserver.store.accounts import FIRST_ADMIN_LASTS_US
from hallserver.web.limits import Limits
from hallserver.web.signin import person_named
from tests.hallserver.web.running import PASSWORD, Running, key_of, run, said

CHEAP = pytest.mark.usefixtures("cheap_passwords")


@CHEAP
def test_a_clerk_signs_in_and_out() -> None:
    """Name or badge number, a token, roles; after the sign-out the token is worth nothing."""

    async def story(door: Running) -> None:
        await door.accounts.set_password("li", PASSWORD)
        for name in ("li", "0101"):
            answer = await door.ask("POST", "/api/v1/session", {"name": name, "password": PASSWORD})
            assert (said(answer)["person"], said(answer)["roles"]) == ("li", ["clerk"])
        proof = f"Bearer {said(answer)['token']}"
        assert (await door.ask("GET", "/api/v1/views/clerk", proof=proof)).code == 200
        assert (await door.ask("DELETE", "/api/v1/session", proof=proof)).code == 204
        assert key_of(await door.ask("GET", "/api/v1/views/clerk", proof=proof)) == (401, "token-unknown")
        assert (await door.ask("DELETE", "/api/v1/session", proof=await door.device("kiosk-1"))).code == 403

    run(story)


@CHEAP
def test_sign_ins_are_in_the_journal() -> None:
    """Who was at the terminal, and who tried, is part of the day."""

    async def story(door: Running) -> None:
        await door.accounts.set_password("li", PASSWORD)
        heard: list[str] = []
        door.service.bus.listen(lambda entries: heard.extend(getattr(entry.event, "state", "") for entry in entries))
        await door.ask("POST", "/api/v1/session", {"name": "li", "password": "wrong password"})
        answer = await door.ask("POST", "/api/v1/session", {"name": "li", "password": PASSWORD})
        await door.ask("DELETE", "/api/v1/session", proof=f"Bearer {said(answer)['token']}")
        await door.ask("POST", "/api/v1/session", {"name": "nobody", "password": PASSWORD})
        assert heard == ["refused", "in", "out"]

    run(story)


@CHEAP
def test_a_fresh_hall_lets_nobody_in() -> None:
    """There are no default passwords: whatever the name, there is nothing to sign in with."""

    async def story(door: Running) -> None:
        for name in ("admin", "safe", "li", ""):
            for password in ("", name):
                answer = await door.ask("POST", "/api/v1/session", {"name": name, "password": password})
                assert key_of(answer) == (401, "sign-in-wrong"), name

    run(story)


@CHEAP
def test_guessing_a_password_is_bounded_and_locks_nobody_out() -> None:
    """A guesser gets few tries; the clerk whose terminal is known goes on working."""

    async def story(door: Running) -> None:
        await door.accounts.set_password("li", PASSWORD)
        assert (await door.ask("POST", "/api/v1/session", {"name": "wang", "password": "guess"})).code == 401
        answers = [await door.ask("POST", "/api/v1/session", {"name": "wang", "password": "guess"}) for _ in range(6)]
        assert key_of(answers[-1]) == (429, "sign-in-too-often")
        assert "秒" in said(answers[-1])["detail"]
        assert (await door.ask("POST", "/api/v1/session", {"name": "li", "password": PASSWORD})).code == 200

    run(story)


def test_checking_passwords_does_not_hold_up_the_hall() -> None:
    """Hashing takes a third of a second; others must be answered meanwhile."""

    async def story(door: Running) -> None:
        await door.accounts.set_password("li", PASSWORD)
        sign_in = asyncio.ensure_future(door.ask("POST", "/api/v1/session", {"name": "li", "password": PASSWORD}))
        answered = 0
        while not sign_in.done():
            assert (await door.ask("GET", "/healthz")).code == 200
            answered += 1
        assert (await sign_in).code == 200
        assert answered > 1

    run(story)


@CHEAP
def test_an_idle_sign_in_ends_unless_a_ticket_is_in_hand() -> None:
    """A terminal left alone locks itself, but never in the middle of serving somebody."""

    async def story(door: Running) -> None:
        clerk, other = await door.staff("li"), await door.staff("wang")
        await door.ticket()
        await door.command("open-counter", {"counter": "c1"}, proof=clerk)
        await door.command("call-next", proof=clerk)
        for sign_in in door.accounts._sign_ins.values():
            sign_in.seen_us -= 16 * 60 * 1_000_000
        for ticket in door.service.hall.tickets.values():
            ticket.leg.called_us = (ticket.leg.called_us or 0) - 17 * 60 * 1_000_000
        assert (await door.command("start", proof=clerk)).code == 200
        assert key_of(await door.command("open-counter", {"counter": "c2"}, proof=other)) == (401, "token-unknown")

    run(story)


@CHEAP
def test_the_first_administrator_comes_with_the_code_of_the_console() -> None:
    """Whoever stands at the server may begin; the code works once."""

    async def story(door: Running) -> None:
        code = await door.accounts.new_code("first-admin", "", FIRST_ADMIN_LASTS_US)
        form = {"code": code, "name": "zhao", "password": PASSWORD, "display_name": "赵静"}
        assert key_of(await door.ask("POST", "/api/v1/first", {**form, "code": "AAAA-AAAA-AAAA"})) == (401, "first-code-unknown")
        assert key_of(await door.ask("POST", "/api/v1/first", {**form, "password": "short"})) == (422, "password-length")
        assert key_of(await door.ask("POST", "/api/v1/first", {**form, "name": "Zhao!"})) == (400, "field-wrong")
        answer = await door.ask("POST", "/api/v1/first", {**form, "code": code.lower().replace("-", " ")})
        assert answer.code == 201
        assert key_of(await door.ask("POST", "/api/v1/first", form)) == (401, "first-code-unknown")
        row = door.service.hall.catalog.people["zhao"]
        assert set(row.roles) == {"system-admin", "security-admin"}
        assert row.names["zh-Hans"] == "赵静"
        assert "li" in door.service.hall.catalog.people
        assert (await door.ask("POST", "/api/v1/session", {"name": "zhao", "password": PASSWORD})).code == 200

    run(story)


@CHEAP
def test_a_first_administrator_who_is_known_already_stays_what_they_are_and_says_their_name() -> None:
    """The clerk of a small station has no name before anybody sits there."""

    async def story(door: Running) -> None:
        code = await door.accounts.new_code("first-admin", "", FIRST_ADMIN_LASTS_US)
        form = {"code": code, "name": "wang", "password": PASSWORD, "display_name": "王小强"}
        assert (await door.ask("POST", "/api/v1/first", form)).code == 201
        row = door.service.hall.catalog.people["wang"]
        assert set(row.roles) == {"clerk", "system-admin", "security-admin"}
        assert (row.names["zh-Hans"], row.badge) == ("王小强", "0102")

    run(story)


@CHEAP
def test_two_at_once_with_one_code_make_one_administrator() -> None:
    """The code is for one person, however fast two may be."""

    async def story(door: Running) -> None:
        code = await door.accounts.new_code("first-admin", "", FIRST_ADMIN_LASTS_US)
        forms = [{"code": code, "name": name, "password": PASSWORD, "display_name": name} for name in ("one", "two")]
        answers = await asyncio.gather(*(door.ask("POST", "/api/v1/first", form) for form in forms))
        assert sorted(answer.code for answer in answers) == [201, 401]

    run(story)


@CHEAP
def test_the_security_administrator_sets_passwords_and_others_do_not() -> None:
    """Three administrators share the power: only one of them may do this."""

    async def story(door: Running) -> None:
        path, body = "/api/v1/people/li/password", {"password": PASSWORD}
        clerk = await door.staff("li")
        for person in ("admin", "boss", "li", "eye"):
            assert (await door.ask("POST", path, body, proof=await door.staff(person))).code == 403
        assert (await door.ask("POST", path, body)).code == 401
        safe = await door.staff("safe")
        assert (await door.ask("POST", path, body, proof=safe)).code == 204
        assert (await door.ask("GET", "/api/v1/views/clerk", proof=clerk)).code == 401, "the old sign-in must have ended"
        assert (await door.ask("POST", "/api/v1/session", {"name": "li", "password": PASSWORD})).code == 200
        assert key_of(await door.ask("POST", "/api/v1/people/nobody/password", body, proof=safe)) == (404, "person-unknown")

    run(story)


@CHEAP
def test_a_retired_person_is_out_at_once() -> None:
    """Rights follow the catalog, not the token."""

    async def story(door: Running) -> None:
        clerk = await door.staff("li")
        people = [
            {"slug": "safe", "names": {"zh-Hans": "safe"}, "roles": ["security-admin"]},
            *({"slug": slug, "names": {"zh-Hans": slug}, "retired": True} for slug in door.service.hall.catalog.people if slug != "safe"),
        ]
        answer = await door.command("configure", {"section": "people", "rows": people}, proof=await door.staff("safe"))
        assert answer.code == 200
        assert (await door.ask("GET", "/api/v1/views/clerk", proof=clerk)).code == 401
        assert person_named(door.door, "li") is None

    run(story)


@CHEAP
def test_bad_forms_are_refused_with_the_field() -> None:
    """A sign-in form is input like any other."""

    async def story(door: Running) -> None:
        assert key_of(await door.ask("POST", "/api/v1/session", {"name": "li"})) == (400, "field-missing")
        assert key_of(await door.ask("POST", "/api/v1/session", {"name": 1, "password": "x"})) == (400, "field-wrong")
        assert key_of(await door.ask("POST", "/api/v1/session", b"")) == (400, "not-json")
        assert key_of(await door.ask("POST", "/api/v1/session", {"name": "li", "password": "x" * 300})) == (400, "field-wrong")

    run(story, limits=Limits(password_tries=5))


def test_unknown_people_cost_as_much_as_known_ones() -> None:
    """The time of a refusal must not tell whether the name exists; a tenth is far from nothing."""

    async def story(door: Running) -> None:
        await door.accounts.set_password("li", PASSWORD)

        async def seconds(name: str) -> float:
            begun = time.process_time()
            await door.ask("POST", "/api/v1/session", {"name": name, "password": "wrong"})
            return time.process_time() - begun

        assert await seconds("nobody") > await seconds("li") / 10

    run(story)
