# SPDX-License-Identifier: Apache-2.0
"""The trial of a cabled rater from the set-up screen."""

from hallserver import wire
from hallserver.core.commands import Configure
from hallserver.core.roles import SERVICE_SETUP
from tests.hallserver.test_keying import HALL
from tests.hallserver.web.running import Running, key_of, run, said

PATH = "/api/v1/devices/rater-9/commissioning"


async def _cabled(door: Running) -> str:
    for section in ("counters", "devices"):
        await door.service.submit(Configure(section=section, rows=HALL[section]), SERVICE_SETUP)
    return await door.staff("admin")


async def _press(door: Running, value: str, n: int) -> int:
    return await door.door.inputs.take("agent-1", wire.Input(device="rater-9", n=n, run="r1", kind="key", value=value))


def test_a_person_begins_it_sees_how_far_it_is_and_is_named_in_the_journal() -> None:
    """Two presses at the rater, and the screen says that it serves."""

    async def story(door: Running) -> None:
        admin = await _cabled(door)
        assert said(await door.ask("GET", PATH, proof=admin))["state"] == "none"
        begun = await door.ask("POST", PATH, proof=admin)
        assert (begun.code, said(begun)["state"], said(begun)["left_s"]) == (200, "press-best", 60)
        assert door.door.journal(1, door.service.hall.seq - 1, 1)[0].actor == "person:admin"
        await _press(door, "00", 1)
        assert said(await door.ask("GET", PATH, proof=admin))["state"] == "press-worst"
        await _press(door, "04", 2)
        ended = said(await door.ask("GET", PATH, proof=admin))
        assert ended == {"device": "rater-9", "state": "passed", "heard": "04", "left_s": 0, "commissioned": True}

    run(story)


def test_only_administrators_and_duty_managers_try_raters_out_and_only_cabled_ones() -> None:
    """Whoever is rated must not say which key is which."""

    async def story(door: Running) -> None:
        admin = await _cabled(door)
        assert (await door.ask("POST", PATH, proof=await door.staff("dan"))).code == 200
        for person in ("li", "guo", "boss"):
            for method in ("GET", "POST"):
                assert key_of(await door.ask(method, PATH, proof=await door.staff(person))) == (403, "role-needed")
        for device in ("rater-1", "keypad-1", "nothing"):
            answer = await door.ask("POST", f"/api/v1/devices/{device}/commissioning", proof=admin)
            assert key_of(answer) == (404, "device-unknown")

    run(story)
