# SPDX-License-Identifier: Apache-2.0
"""The standard through the door: who may look, who may change, what is refused with its article, what was in force when."""

from typing import Any

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from tests.hallserver.web.running import Running, key_of, run, said

AT = "/api/v1/setup/standard"
CALLS = {"key": "call.max_calls", "value": 2, "reason": "厅小"}


async def post(door: Running, path: str, fields: dict[str, object], person: str = "admin") -> Any:  # noqa: ANN401 -- whatever is answered
    """Ask as somebody; return the answer, or status and key of the refusal."""
    answer = await door.ask("POST", path, fields, proof=await door.staff(person))
    return said(answer) if answer.code == 200 else key_of(answer)


def test_who_sets_up_looks_and_only_the_system_administrator_changes() -> None:
    """In the reader's language."""

    async def story(door: Running) -> None:
        for person, code in (("admin", 200), ("safe", 200), ("li", 403)):
            answer = await door.ask("GET", AT, proof=await door.staff(person), headers={"Accept-Language": "en"})
            assert answer.code == code
        shown = said(await door.ask("GET", f"{AT}?language=en", proof=await door.staff("safe")))
        assert shown["hash"] == door.service.hall.rules.hash
        assert next(it for it in shown["parameters"] if it["key"] == "call.max_calls")["name"] == "Calls before absent"
        assert await post(door, f"{AT}/preview", {"edits": [CALLS]}, "safe") == (403, "role-needed")
        assert await post(door, AT, {"edits": [CALLS]}, "safe") == (403, "role-needed")

    run(story)


def test_what_was_previewed_is_laid_ready_by_whoever_is_signed_in() -> None:
    """While the day is open; the next day then has it, with its author, and is remembered with what it changed."""

    async def story(door: Running) -> None:
        found = await post(door, f"{AT}/preview", {"edits": [CALLS]})
        assert (found["able"], found["refused"], len(found["days"])) == (True, [], 1)
        assert await post(door, AT, {"edits": [CALLS], "mark": found["mark"], "now": True}) == (409, "standard-while-open")
        assert await post(door, AT, {"edits": [CALLS], "mark": "0" * 32}) == (409, "standard-changed-since")
        assert await post(door, AT, {"edits": [CALLS], "mark": found["mark"]}) == {"filed": True}
        hall = door.service.hall
        assert hall.rules.whole("call.max_calls") == 3
        first = said(await door.ask("GET", f"{AT}/history", proof=await door.staff("admin")))
        assert [it["hash"] for it in first] == [hall.rules.hash]
        await door.service.submit(c.CloseDay(), SERVICE_SETUP)
        now = {"edits": [{"key": "call.gap", "value": 40, "reason": "厅大"}], "now": True}
        assert await post(door, AT, now) == {"filed": False}
        origin = hall.rules.origin("call.max_calls")
        assert origin is not None
        assert (hall.rules.whole("call.max_calls"), origin.author, origin.reason) == (2, "admin", "厅小")
        await door.service.submit(c.OpenDay(), SERVICE_SETUP)
        later = said(await door.ask("GET", f"{AT}/history", proof=await door.staff("admin")))
        assert [it["hash"] for it in later] == [hall.rules.hash, first[0]["hash"]]
        assert [it["key"] for it in later[0]["changes"]] == ["call.gap", "call.max_calls"]

    run(story)


def test_a_law_is_named_and_nothing_is_done() -> None:
    """By the preview in the reader's words, and by the rules for whoever skips it."""

    async def story(door: Running) -> None:
        edits: dict[str, object] = {"edits": [{"key": "pi.ticket_retention", "value": 5000, "reason": "想多留"}]}
        (refused,) = (await post(door, f"{AT}/preview", edits))["refused"]
        assert "个人信息保护法" in refused["detail"]
        assert refused["key"] == "pi.ticket_retention"
        assert await post(door, AT, edits) == (422, "standard-against-law")
        assert await post(door, f"{AT}/preview", {"preset": "mars"}) == (422, "preset-unknown")
        assert door.service.hall.filed is None

    run(story)


def test_the_halls_file_is_handed_out_and_taken_back() -> None:
    """What one hall wrote, another reads; the format as JSON Schema beside it."""

    async def story(door: Running) -> None:
        admin = await door.staff("admin")
        assert await post(door, AT, {"edits": [CALLS]}) == {"filed": True}
        layer = (await door.ask("GET", "/api/v1/setup/layer.toml", proof=admin)).body.decode()
        assert "厅小" in layer
        assert not (await post(door, f"{AT}/preview", {"files": [layer]}))["able"], "the same again is no change"
        assert await post(door, AT, {"without": ["hall"]}) == {"filed": True}
        assert (await post(door, f"{AT}/preview", {"files": [layer]}))["able"]
        schema = await door.ask("GET", "/api/v1/setup/layer.schema.json", proof=admin)
        assert (schema.code, said(schema)["title"]) == (200, "layer")

    run(story)
