# SPDX-License-Identifier: Apache-2.0
"""Photos and notes of on-site management at the door: in with a command, drawn anew; out to those who take part, until they are erased."""

import base64

from hallserver.makers import Makers
from hallserver.photos import redrawn
from hallserver.store.vault import ERASE, Vault
from tests.hallserver.test_photos import PLACE, jpeg
from tests.hallserver.web.running import Json, Running, run, said

FOUND: Json = {"check": "space-exits", "zone": "main", "severity": "critical", "note": "纸箱堵门，联系 13812345678"}


def kept_in(door: Running) -> Vault:
    """Let the door read what this hall keeps; return its vault."""
    database = door.service._folder.database
    vault = Vault(database)
    makers = Makers(connect=database.reader, hall=lambda: door.service.hall, said=vault.said)
    door.door.said, door.door.site_steps, door.door.ladder_paper = vault.said, makers.site_steps, makers.ladder_paper
    return vault


def test_a_photo_comes_in_drawn_anew_and_goes_out_to_those_who_take_part() -> None:
    """By the number and which it is; a repeat from a phone that heard no answer is the same finding."""

    async def story(door: Running) -> None:
        kept_in(door)
        guo = await door.staff("guo")
        fields = {"found": FOUND | {"photos": [base64.b64encode(jpeg()).decode()] * 2}, "mark": "p1"}
        first, again = [await door.command("open-finding", fields, proof=guo, key="phone-1") for _ in range(2)]
        no = said(first)["result"]["finding"]
        assert (first.code, said(again)["result"]) == (200, {"finding": no})
        assert PLACE not in first.body.decode()

        texts = await door.ask("GET", f"/api/v1/site/{no}", proof=await door.staff("boss"))
        [step] = said(texts)["steps"]
        assert (step["kind"], step["note"], step["who"], step["photos"]) == ("opened", FOUND["note"], None, [1, 2])
        photo = await door.ask("GET", f"/api/v1/site/{no}/photos/2", proof=guo)
        assert (photo.headers["Content-Type"], photo.body, photo.headers["Cache-Control"]) == ("image/jpeg", redrawn(jpeg()), "no-store")
        for wrong, code in (("0", 404), ("3", 404), ("x", 404)):
            assert (await door.ask("GET", f"/api/v1/site/{no}/photos/{wrong}", proof=guo)).code == code
        assert (await door.ask("GET", f"/api/v1/site/{no}/photos/1", proof=await door.staff("look"))).code == 200
        for person in ("admin", "eye"):
            assert (await door.ask("GET", f"/api/v1/site/{no}/photos/1", proof=await door.staff(person))).code == 403

    run(story)


def test_what_is_erased_is_gone() -> None:
    """The finding stays, with the number of its photos that are left."""

    async def story(door: Running) -> None:
        vault, guo = kept_in(door), await door.staff("guo")
        answer = await door.command("open-finding", {"found": FOUND | {"photos": [base64.b64encode(jpeg()).decode()]}}, proof=guo)
        no = said(answer)["result"]["finding"]
        [step] = door.door.site_steps(no)
        _, held = vault.held("2026-11-23", no)
        assert {(it.field, it.ref, it.erased) for it in held} == {("note", step.note_ref, False), ("photo", step.photo_refs[0], False)}
        await vault._database.write(lambda db: [db.execute_sql(ERASE, (it.ref,)) for it in held])

        [left] = said(await door.ask("GET", f"/api/v1/site/{no}", proof=guo))["steps"]
        assert (left["note"], left["photos"]) == (None, [])
        assert (await door.ask("GET", f"/api/v1/site/{no}/photos/1", proof=guo)).code == 404

    run(story)


def test_what_is_no_photo_and_what_is_not_there_is_refused() -> None:
    """In words; a register's people are told to those whose it is."""

    async def story(door: Running) -> None:
        kept_in(door)
        dan, li = await door.staff("dan"), await door.staff("li")
        wrong = await door.command("open-finding", {"found": FOUND | {"photos": ["PHN2Zz4="]}}, proof=dan)
        assert (wrong.code, said(wrong)["key"]) == (400, "photo-unreadable")
        fields = {"date": "2026-11-24", "from": "某区", "people": 2, "purpose": "study"}
        entry = await door.command("register-entry", {"register": "delegation", "fields": fields, "who": "王处长"}, proof=dan)
        no = said(entry)["result"]["entry"]
        assert said(await door.ask("GET", f"/api/v1/site/{no}", proof=dan))["steps"][0]["who"] == "王处长"
        assert said(await door.ask("GET", f"/api/v1/site/{no}", proof=li))["key"] == "register-not-yours"
        assert said(await door.ask("GET", "/api/v1/site/X20261123-099", proof=li))["key"] == "site-unknown"

    run(story)


def test_the_paper_of_a_step_is_for_those_who_see_the_finding() -> None:
    """A clerk sees those of own findings; what was not taken so far, was withdrawn or is no number has none."""

    async def story(door: Running) -> None:
        kept_in(door)
        dan, boss = await door.staff("dan"), await door.staff("boss")
        nos = []
        for place in ("东门", "西门"):
            fields = {"found": FOUND | {"place": place, "responsible": "li" if place == "东门" else None}}
            nos.append(said(await door.command("open-finding", fields, proof=dan))["result"]["finding"])
            await door.command("escalate-finding", {"finding": nos[-1], "note": "立即办理"}, proof=boss)
        paper = await door.ask("GET", f"/api/v1/site/{nos[0]}/papers/1", proof=await door.staff("li"))
        assert (paper.code, paper.headers["Content-Type"], paper.headers["Cache-Control"]) == (200, "application/pdf", "no-store")
        assert (paper.body[:5], f'filename="{nos[0]}-1.pdf"' in paper.headers["Content-Disposition"]) == (b"%PDF-", True)
        assert (await door.ask("GET", f"/api/v1/site/{nos[1]}/papers/1", proof=dan)).code == 200
        seen = [(await door.ask("GET", f"/api/v1/site/{no}", proof=await door.staff("li"))).code for no in nos]
        assert seen == [200, 404]
        await door.command("withdraw-finding", {"finding": nos[0], "reason": "mistake", "note": "看错了"}, proof=dan)
        li = await door.staff("li")
        for proof, no, n in ((li, nos[1], "1"), (dan, nos[1], "2"), (dan, nos[1], "x"), (dan, nos[0], "1"), (dan, "X20261123-099", "1")):
            refused = await door.ask("GET", f"/api/v1/site/{no}/papers/{n}", proof=proof)
            assert (refused.code, said(refused)["key"]) == (404, "site-paper-unknown")

    run(story)


def test_a_door_without_a_file_knows_of_nothing() -> None:
    """As before anything was found."""

    async def story(door: Running) -> None:
        dan = await door.staff("dan")
        for path, key in (("", "site-unknown"), ("/papers/1", "site-paper-unknown")):
            answer = await door.ask("GET", f"/api/v1/site/X20261123-001{path}", proof=dan)
            assert (answer.code, said(answer)["key"]) == (404, key)

    run(story)
