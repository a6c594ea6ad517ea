# SPDX-License-Identifier: Apache-2.0
"""Devices: a one-time code, a key of their own, and the end of it."""

import ssl

from hallserver.core.commands import Configure
from hallserver.core.roles import SERVICE_SETUP
from hallserver.store.accounts import PAIRING_LASTS_US
from hallserver.wire import pin_of
from tests.hallserver.web.running import Running, key_of, run, said
from tests.support import SMALL_HALL


def test_a_device_pairs_with_a_code_and_gets_its_only_role() -> None:
    """The administrator reads out a code; the kiosk turns it into a key and may do what kiosks do."""

    async def story(door: Running) -> None:
        admin = await door.staff("admin")
        made = await door.ask("POST", "/api/v1/devices/kiosk-1/pairing-code", proof=admin)
        assert made.code == 201
        assert said(made)["until_us"] > door.door.clock.now()
        assert said(made)["pin"] == ""
        paired = await door.ask("POST", "/api/v1/pair", {"code": said(made)["code"]})
        assert (paired.code, said(paired)["device"], said(paired)["kind"]) == (201, "kiosk-1", "kiosk")
        kiosk = f"Bearer {said(paired)['key']}"
        assert (await door.command("take-ticket", {"services": ["seniors"]}, proof=kiosk)).code == 200
        assert (await door.command("call-next", proof=kiosk)).code == 403
        assert door.service.hall.devices["kiosk-1"] == "paired"

    run(story)


def test_with_https_the_code_comes_with_the_pin_of_what_anybody_may_fetch() -> None:
    """The person carries the pin to the agent, which compares it with what it fetched."""

    async def story(door: Running) -> None:
        assert key_of(await door.ask("GET", "/authority.pem")) == (404, "address-unknown")
        door.door.authority = b"a certificate"
        made = await door.ask("POST", "/api/v1/devices/agent-1/pairing-code", proof=await door.staff("admin"))
        assert said(made)["pin"] == pin_of(b"a certificate")
        fetched = await door.ask("GET", "/authority.pem")
        assert fetched.headers["Content-Type"] == "application/x-pem-file"
        assert ssl.PEM_cert_to_DER_cert(fetched.body.decode()) == b"a certificate"

    run(story)


def test_a_code_works_once_and_for_ten_minutes() -> None:
    """Whoever finds the note later finds nothing."""

    async def story(door: Running) -> None:
        code = await door.accounts.new_code("pairing", "kiosk-1", PAIRING_LASTS_US)
        assert (await door.ask("POST", "/api/v1/pair", {"code": code})).code == 201
        assert key_of(await door.ask("POST", "/api/v1/pair", {"code": code})) == (401, "pairing-code-unknown")
        old = await door.accounts.new_code("pairing", "kiosk-1", -1)
        assert key_of(await door.ask("POST", "/api/v1/pair", {"code": old})) == (401, "pairing-code-unknown")
        first = await door.accounts.new_code("first-admin", "", PAIRING_LASTS_US)
        assert key_of(await door.ask("POST", "/api/v1/pair", {"code": first})) == (401, "pairing-code-unknown")

    run(story)


def test_pairing_anew_ends_the_old_key() -> None:
    """A stolen kiosk is locked out by pairing its successor."""

    async def story(door: Running) -> None:
        old = await door.device("kiosk-1")
        code = await door.accounts.new_code("pairing", "kiosk-1", PAIRING_LASTS_US)
        await door.ask("POST", "/api/v1/pair", {"code": code})
        assert (await door.command("take-ticket", {"services": ["seniors"]}, proof=old)).code == 401

    run(story)


def test_a_revoked_device_is_out_at_once() -> None:
    """Its line closes, and its key opens nothing."""

    async def story(door: Running) -> None:
        key = await door.key("hall-1")
        line = await door.line("hall", {"key": key})
        await line.hear_of("view")
        assert (await door.ask("DELETE", "/api/v1/devices/hall-1/key", proof=await door.staff("admin"))).code == 204
        assert (await line.hear_of("refused"))["refused"]["key"] == "device-key-unknown"
        again = await door.line("hall", {"key": key})
        assert (await again.hear_of("refused"))["refused"]["key"] == "device-key-unknown"

    run(story)


def test_revoking_ends_the_code_that_was_read_out() -> None:
    """Whoever noted it cannot pair with it after the device was locked out."""

    async def story(door: Running) -> None:
        admin = await door.staff("admin")
        code = said(await door.ask("POST", "/api/v1/devices/kiosk-1/pairing-code", proof=admin))["code"]
        assert (await door.ask("DELETE", "/api/v1/devices/kiosk-1/key", proof=admin)).code == 204
        assert key_of(await door.ask("POST", "/api/v1/pair", {"code": code})) == (401, "pairing-code-unknown")

    run(story)


def test_a_device_that_is_used_again_comes_back_without_its_key_and_code() -> None:
    """Whoever took it out of use cannot know who kept them."""

    async def story(door: Running) -> None:
        old = await door.device("kiosk-1")
        code = await door.accounts.new_code("pairing", "kiosk-1", PAIRING_LASTS_US)
        for retired in (True, False):
            rows = [row | {"retired": retired and row["slug"] == "kiosk-1"} for row in SMALL_HALL["devices"]]
            await door.service.submit(Configure(section="devices", rows=rows), SERVICE_SETUP)
            await door.door.background.finished()
            assert "kiosk-1" not in door.accounts.paired_devices()
        assert (await door.command("take-ticket", {"services": ["seniors"]}, proof=old)).code == 401
        assert key_of(await door.ask("POST", "/api/v1/pair", {"code": code})) == (401, "pairing-code-unknown")

    run(story)


def test_the_key_of_a_retired_device_can_be_revoked() -> None:
    """Also one that it got in another way than by its pairing."""

    async def story(door: Running) -> None:
        rows = [row | {"retired": row["slug"] == "kiosk-1"} for row in SMALL_HALL["devices"]]
        await door.service.submit(Configure(section="devices", rows=rows), SERVICE_SETUP)
        await door.door.background.finished()
        await door.key("kiosk-1")
        admin = await door.staff("admin")
        assert (await door.ask("DELETE", "/api/v1/devices/kiosk-1/key", proof=admin)).code == 204
        assert "kiosk-1" not in door.accounts.paired_devices()
        assert key_of(await door.ask("DELETE", "/api/v1/devices/none/key", proof=admin)) == (404, "device-unknown")

    run(story)


def test_codes_cannot_be_guessed() -> None:
    """Sixty tries in ten minutes from one place, then silence."""

    async def story(door: Running) -> None:
        for _ in range(door.door.limits.address_tries):
            assert (await door.ask("POST", "/api/v1/pair", {"code": "AAAA-BBBB-CCCC"})).code == 401
        assert key_of(await door.ask("POST", "/api/v1/pair", {"code": "AAAA-BBBB-CCCC"})) == (429, "code-too-often")

    run(story)


def test_only_the_administrator_pairs_and_only_what_pairs() -> None:
    """A printer hangs on an agent; a clerk gives out no keys."""

    async def story(door: Running) -> None:
        admin = await door.staff("admin")
        for person in ("li", "boss", "safe", "eye"):
            answer = await door.ask("POST", "/api/v1/devices/kiosk-1/pairing-code", proof=await door.staff(person))
            assert key_of(answer) == (403, "role-needed")
        assert (await door.ask("POST", "/api/v1/devices/kiosk-1/pairing-code")).code == 401
        assert key_of(await door.ask("POST", "/api/v1/devices/printer-1/pairing-code", proof=admin)) == (422, "device-hangs-on-agent")
        assert key_of(await door.ask("POST", "/api/v1/devices/none/pairing-code", proof=admin)) == (404, "device-unknown")

    run(story)
