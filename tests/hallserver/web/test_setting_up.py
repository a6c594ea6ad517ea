# SPDX-License-Identifier: Apache-2.0
"""The set-up as a file through the door: who may, what a preview says, and that an import is one or nothing."""

import asyncio
import tomllib
from base64 import b64encode
from typing import Any

from hallserver.exchange import MOST_BYTES
from tests.hallserver.web.running import Running, key_of, run, said

FILE, PREVIEW, IMPORT = "/api/v1/setup/hall.toml", "/api/v1/setup/preview", "/api/v1/setup/import"
THEME, WORDS = "/api/v1/setup/theme", "/api/v1/setup/words"
NEW = '[[items]]\nslug = "new"\nnames = { zh-Hans = "新事项" }\n'
SERVICE = '[[services]]\nslug = "fresh"\nqueue = "%s"\nnames = { zh-Hans = "新业务" }\n'


def form(text: str, **more: object) -> dict[str, object]:
    """Return what is sent for a TOML file."""
    return {"file": b64encode(text.encode()).decode(), **more}


async def post(door: Running, path: str, fields: dict[str, object], person: str = "admin") -> Any:  # noqa: ANN401 -- whatever is answered
    """Ask as somebody; return the answer, or status and key of the refusal."""
    answer = await door.ask("POST", path, fields, proof=await door.staff(person))
    return said(answer) if answer.code == 200 else key_of(answer)


def test_what_is_handed_out_changes_nothing_when_it_comes_back() -> None:
    """By those who set the hall up, and by nobody else."""

    async def story(door: Running) -> None:
        answer = await door.ask("GET", FILE, proof=await door.staff("admin"))
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="')
        found = await post(door, PREVIEW, form(answer.body.decode()))
        assert (found["changes"], found["faults"], found["able"]) == ([], [], False)
        assert (await door.ask("GET", FILE, proof=await door.staff("li"))).code == 403
        assert (await door.ask("GET", FILE)).code == 401
        assert key_of(await door.ask("GET", "/api/v1/setup/passwords.toml", proof=await door.staff("admin"))) == (404, "setup-file-none")
        book = await door.ask("GET", "/api/v1/setup/hall.xlsx", proof=await door.staff("admin"))
        assert book.body.startswith(b"PK")

    run(story)


def test_an_import_is_all_or_nothing() -> None:
    """A new item and a service of a queue that there is not: neither; with one that there is: both, in one step."""

    async def story(door: Running) -> None:
        hall = door.service.hall
        wrong = await post(door, PREVIEW, form(NEW + SERVICE % "nowhere"))
        assert [it["section"] for it in wrong["refused"]] == ["services"]
        assert "nowhere" in wrong["refused"][0]["detail"]
        assert await post(door, IMPORT, form(NEW + SERVICE % "nowhere")) == (404, "reference-unknown")
        assert "new" not in hall.catalog.items
        right = form(NEW + SERVICE % next(iter(hall.catalog.queues)))
        mark = (await post(door, PREVIEW, right))["mark"]
        done = await post(door, IMPORT, {**right, "mark": mark})
        assert {it["section"]: it["added"] for it in done["sections"]} == {"items": 1, "services": 1}
        assert {"new"} <= set(hall.catalog.items)
        assert {"fresh"} <= set(hall.catalog.services)
        assert await post(door, IMPORT, {**right, "mark": mark}) == (409, "setup-changed-since")
        assert await post(door, IMPORT, right) == (422, "setup-not-able")

    run(story)


def test_two_who_import_at_once_do_not_undo_each_other() -> None:
    """What was rehearsed is what is decided: the second is rehearsed on what the first left."""

    async def story(door: Running) -> None:
        files = [form(NEW.replace("new", f"new-{n}")) for n in range(4)]
        await asyncio.gather(*[post(door, IMPORT, file) for file in files])
        assert {f"new-{n}" for n in range(4)} <= set(door.service.hall.catalog.items)

    run(story)


def test_what_is_too_large_or_no_file_is_refused_with_a_sentence() -> None:
    """Before anything of it is read."""

    async def story(door: Running) -> None:
        assert (await post(door, PREVIEW, form("#" * (MOST_BYTES + 1))))[0] == 400
        assert await post(door, PREVIEW, form("a = = b")) == (400, "toml-unreadable")
        assert await post(door, PREVIEW, {"file": b64encode(b"\xff\xfe").decode()}) == (400, "setup-file-unknown")
        assert await post(door, PREVIEW, form(NEW), "li") == (403, "role-needed")

    run(story)


def test_a_look_is_put_into_the_standards_text_and_adopted_between_two_days() -> None:
    """While the day is open the rules refuse it; the text itself is made at any time."""

    async def story(door: Running) -> None:
        made = await post(door, THEME, {"theme": {"names": {"zh-Hans": "红"}, "scale_percent": 110}})
        assert tomllib.loads(made["text"])["theme"]["scale_percent"] == 110
        assert made["faint"] == []
        faint = await post(door, THEME, {"theme": {"light": {"main": "#eeeeee"}}})
        assert faint["faint"]
        adopted = await door.command("adopt-standard", {"text": made["text"]}, proof=await door.staff("admin"))
        assert (adopted.code, key_of(adopted)[1]) == (409, "standard-while-open") if door.service.hall.open else adopted.code == 200

    run(story)


def test_sentences_are_put_into_the_standards_text_by_whoever_may_adopt_it() -> None:
    """Nobody else gets the text, and a sentence that cannot be said is refused with its key."""

    async def story(door: Running) -> None:
        asked: dict[str, Any] = {"words": {"kiosk.home": {"zh-Hans": "回到首页"}}}
        made = await post(door, WORDS, asked)
        assert tomllib.loads(made["text"])["words"] == asked["words"]
        assert tomllib.loads(made["text"])["parameter"] == tomllib.loads(door.service.hall.rules.text)["parameter"]
        admin = await door.staff("admin")
        wrong = await door.ask("POST", WORDS, {"words": {"kiosk.home": {"zh-Hans": "{gap}"}}}, proof=admin)
        assert key_of(wrong) == (422, "sentence-gaps")
        assert key_of(await door.ask("POST", WORDS, asked, proof=await door.staff("li")))[0] == 403
        shown = await door.ask("GET", "/api/v1/setup/standard.json", proof=admin)
        assert (shown.code, shown.headers["Content-Type"], said(shown)["hash"]) == (200, "application/json", door.service.hall.rules.hash)

    run(story)
