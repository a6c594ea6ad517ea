# SPDX-License-Identifier: Apache-2.0
"""Pretend visitors of a practice hall: gentle, each with a story, and colleagues who do what colleagues do."""

import asyncio
from pathlib import Path
from random import Random
from typing import Any

from hallserver.core import commands as c
from hallserver.core.catalog import Catalog
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_SETUP, Actor
from hallserver.demo.run import set_up as configure
from hallserver.demo.stage import Stage
from hallserver.practice.hall import LEARNER, rows_of
from hallserver.practice.lessons import LESSONS, Learning
from hallserver.practice.told import told
from hallserver.practice.visitors import STORIES, colleagues, comes, story_of, visitors
from hallserver.templates.station import QUEUE, station
from tests.support import NINE_US, SHIPPED, Play, new_folder, open_service

XIN = Actor(kind="person", name=LEARNER, roles=frozenset({"clerk"}))


def practised(path: Path, *commands: tuple[float, c.Command], until_s: float, like: Catalog | None = None) -> Hall:
    """Return the practice hall after these commands of the learner at their times (s)."""

    async def story() -> Hall:
        service, folder, clock = open_service(new_folder(path))
        await service.submit(c.AdoptStandard(text=SHIPPED), SERVICE_SETUP)
        await configure(service, rows_of(like))
        stage = Stage(service, clock)
        services = list(service.hall.catalog.services)
        stage.after(0, visitors(services, Random(4)))
        stage.after(1, colleagues)
        for at_s, command in commands:

            async def act(stage: Stage, command: c.Command = command) -> None:
                assert await stage.ask(command, XIN), command

            stage.after(at_s, act)
        await stage.play_until(NINE_US + int(until_s * 1e6), clock)
        folder.close()
        return service.hall

    return asyncio.run(story())


def test_nobody_comes_before_a_counter_is_open_and_then_few_at_a_time(tmp_path: Path) -> None:
    """A learner must not be drowned, nor wait for somebody to serve."""
    assert not practised(tmp_path / "closed", until_s=600).tickets
    hall = practised(tmp_path / "open", (5.0, c.OpenCounter(counter="c2")), until_s=600)
    assert 2 <= hall.line("social").waiting + hall.line("tenancy").waiting <= 4
    assert hall.line("firms").waiting == 0, "somebody came for what nobody serves"


def test_whoever_is_asked_for_help_comes_and_the_deaf_are_fetched(tmp_path: Path) -> None:
    """The silent key must not lead into nothing, even in practice."""
    hall = practised(tmp_path / "hall", (5.0, c.OpenCounter(counter="c2")), (60.0, c.AskHelp()), until_s=80)
    assert not hall.help
    assert practised(tmp_path / "asked", (5.0, c.OpenCounter(counter="c2")), (60.0, c.AskHelp()), until_s=62).help


def test_every_story_comes_and_the_second_time_there_is_no_surprise() -> None:
    """What the clerk learns first is the plain case."""
    play = Play()
    tickets = [play.take() for _ in STORIES]
    assert [story_of(it) for it in tickets] == list(STORIES)
    assert not comes(tickets[1])
    tickets[1].misses = 1
    assert comes(tickets[1]), "whoever was brought back comes"
    deaf = play.take(needs=("hearing",))
    assert not comes(deaf)
    deaf.leg.escorted_us = NINE_US
    assert comes(deaf)


def test_a_station_without_a_kiosk_has_visitors_too(tmp_path: Path) -> None:
    """They come to the desk; else a station's clerk would sit alone."""
    rows = station()
    rows["hall"][0] |= {"slug": "lianhua", "names": {"zh-Hans": "莲花社区服务站"}}
    hall = practised(tmp_path / "hall", (5.0, c.OpenCounter(counter="c1")), until_s=120, like=Play(rows).hall.catalog)
    assert hall.line(QUEUE).waiting >= 2


class Obedient:
    """A learner who does what is told, one act at a time, as a test of whether that teaches everything."""

    def __init__(self) -> None:
        """Begin with nothing learnt."""
        self.learning = Learning()
        self.finished_s = 0.0

    async def look(self, stage: Stage) -> None:
        """Do what is told now, and look again after a moment."""
        hall, done = stage.hall, self.learning.done(LEARNER)
        moment: Any = told(hall, LEARNER, done, stage.now_us())
        missing = next((it["name"] for it in moment["lessons"] if not it["done"]), "")
        if not missing:
            self.finished_s = (stage.now_us() - NINE_US) / 1e6
            return
        command = self._answer(hall, str(moment["now"]["key"]).rpartition(".")[2], missing)
        if command is not None:
            await stage.ask(command, XIN)
        stage.after(3.0, self.look)

    def _answer(self, hall: Hall, key: str, missing: str) -> c.Command | None:
        counter = hall.counter("c2")
        named = {ticket.state: ticket.id for ticket in hall.tickets.values()}
        if missing == "pause" and key in {"call", "nobody"}:
            return c.PauseCounter(reason="break")
        if key == "nobody-comes":
            called = hall.tickets[counter.ticket].leg
            return c.Recall() if called.calls < 2 else c.MarkAbsent()
        answers: dict[str, c.Command] = {
            "choose": c.OpenCounter(counter="c2"), "call": c.CallNext(), "here": c.Start(), "plain": c.Finish(outcome="done"),
            "papers": c.Finish(outcome="incomplete", missing=("id-card",)), "copy": c.Hold(reason="copy"),
            "copied": c.Resume(ticket=named.get("held", "")), "other": c.Transfer(reason="other-service", to_queue="firms"),
            "cross": c.AskHelp(), "more": c.Undo(), "deaf": c.Recall(), "absent-came": c.BringBack(ticket=named.get("absent", "")),
        }  # fmt: skip
        return answers.get(key)


def test_whoever_does_what_is_told_learns_everything_within_an_hour(tmp_path: Path) -> None:
    """No story may lead into a corner, and every lesson's moment comes by itself."""
    learner = Obedient()

    async def story() -> None:
        service, folder, clock = open_service(new_folder(tmp_path / "hall"))
        await service.submit(c.AdoptStandard(text=SHIPPED), SERVICE_SETUP)
        await configure(service, rows_of(None))
        service.bus.listen(learner.learning.hear)
        stage = Stage(service, clock)
        stage.after(0, visitors(list(service.hall.catalog.services), Random(4)))
        stage.after(1, colleagues)
        stage.after(2, learner.look)
        await stage.play_until(NINE_US + 3600 * 1_000_000, clock)
        folder.close()

    asyncio.run(story())
    assert learner.finished_s, sorted({lesson.name for lesson in LESSONS} - learner.learning.done(LEARNER))
