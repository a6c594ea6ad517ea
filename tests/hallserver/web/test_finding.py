# SPDX-License-Identifier: Apache-2.0
"""A guide looks up a number, a code or an item through the real door; nobody else can."""

from counters.guide import PAGE
from hallserver.core import commands as c
from hallserver.core.short_code import short_code
from hallserver.web.limits import Limits
from tests.hallserver.web.running import Json, Line, Running, run
from tests.support import GUIDE, LI


async def screen(door: Running, person: str = "guo") -> Line:
    """Open the guide's screen."""
    line = await door.line("guide", {"token": (await door.staff(person)).partition(" ")[2]})
    await line.hear_of("view")
    return line


async def look(line: Line, text: str, find: str = "ticket") -> Json:
    """Look something up; return what is said."""
    await line.send({"find": find, "text": text})
    whisper: Json = {}
    while "found" not in whisper:  # the screen is also told that nobody talks in writing
        whisper = (await line.hear_of("whisper"))["whisper"]
    found: Json = whisper["found"]
    assert (found["find"], found["text"]) == (find, text)
    return found


def test_a_number_is_found_by_number_id_short_code_and_link_also_when_it_has_ended() -> None:
    """As somebody types it: small letters, no leading zeros, a blank in the code, the wide letters of Chinese typing."""

    async def story(door: Running) -> None:
        line = await screen(door)
        taken = await door.ticket()
        await door.service.submit(c.Cancel(ticket=taken["ticket"]), GUIDE)
        code = short_code(taken["token"])
        for text in (
            "A001",
            " a1",
            "Ａ００１",
            taken["ticket"],
            code,
            code.lower().replace(" ", ""),
            f"https://x/ticket/#t={taken['token']}",
        ):
            found = await look(line, text)
            assert (found["label"], found["state"]) == ("A001", "cancelled"), text
        assert "token" not in found

    run(story)


def test_an_unknown_number_is_no_guess_and_unknown_codes_are_bounded() -> None:
    """Guessing codes is stopped for the one who guesses, who can go on with numbers."""

    async def story(door: Running) -> None:
        line = await screen(door)
        await door.ticket()
        for _ in range(5):
            assert (await look(line, "B777"))["unknown"]
            assert (await look(line, "1.999"))["unknown"]
            assert (await look(line, "敬老优待证"))["unknown"]
        said = [await look(line, f"QQQQQ{letter}") for letter in "ABCDE"]
        assert [next(key for key in ("unknown", "too_often") if key in it) for it in said] == ["unknown"] * 3 + ["too_often"] * 2
        assert (await look(line, "A001"))["state"] == "waiting"

    run(story, limits=Limits(ticket_misses=3))


def test_items_are_looked_up_on_the_same_line() -> None:
    """Their list is too long for every view."""

    async def story(door: Running) -> None:
        line = await screen(door)
        assert [row["slug"] for row in (await look(line, "敬老", "items"))["items"]] == ["senior-card"]

    run(story)


def test_a_clerk_looks_up_the_own_day_and_nobody_elses() -> None:
    """Whoever is named, it is that of who asks."""

    async def story(door: Running) -> None:
        await door.ticket()
        await door.service.submit(c.OpenCounter(counter="c1"), LI)
        await door.service.submit(c.CallNext(), LI)
        await door.service.submit(c.Finish(), LI)
        served = {}
        for person in ("li", "wang"):
            line = await door.line("clerk", {"token": (await door.staff(person)).partition(" ")[2]})
            await line.hear_of("view")
            served[person] = (await look(line, "li", "my-day"))["served"]
        assert served == {"li": 1, "wang": 0}

    run(story)


def test_a_page_without_looks_and_an_unknown_look_are_refused() -> None:
    """What is asked there is read as the command that it is not."""

    async def story(door: Running) -> None:
        hall = await door.line("hall", {"key": await door.key("hall-1")})
        await hall.hear_of("view")
        guide = await screen(door)
        for line, message in (
            (hall, {"find": "ticket", "text": "A001"}),
            (guide, {"find": "people"}),
            (guide, {"find": "ticket", "of": 1}),
        ):
            await line.send(message)
            assert (await line.hear_of("problem"))["problem"]["status"] == 400
        assert set(PAGE.looks) == {"ticket", "items"}

    run(story)
