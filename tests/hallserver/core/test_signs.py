# SPDX-License-Identifier: Apache-2.0
"""Signs of gaming: each is seen where it is, and an honest day has none."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from hallserver.core import commands as c
from hallserver.core.hall import Hall
from hallserver.core.signs import NAMED, REPEATED, Sign, signs
from hallserver.demo.hall import sections
from hallserver.demo.run import peopled
from hallserver.words import known
from tests.support import DUTY, GUIDE, LI, NINE_US, SECOND_US, SHIPPED, WANG, Play, fold, new_folder, open_service, set_up, varied_day


def seen(play: Play) -> list[Sign]:
    """Return the signs now."""
    return signs(play.hall, play.now_us)


def kinds(play: Play) -> set[tuple[str, str]]:
    """Return whose signs there are, and which."""
    return {(it.clerk, it.kind) for it in seen(play)}


def missed(play: Play, *, recalls: int, late_s: float) -> None:
    """Call somebody who does not come."""
    play.take()
    play.later(2).call()
    for _ in range(recalls):
        play.later(31).ask(c.Recall(), LI)
    play.later(90 - 31 * recalls + late_s).ask(c.MarkAbsent(), LI)


def honest(play: Play) -> None:
    """A clerk's ordinary day: calls, waits, serves, recalls before absent, sends on once, rests, eats."""
    for _ in range(8):
        play.later(20).take()
    for seconds in (180, 240, 95, 600):
        play.later(30).serve(LI, seconds)
    missed(play, recalls=2, late_s=25)
    play.later(5).call()
    play.later(140).ask(c.Start(), LI)
    play.later(60).ask(c.Transfer(to_queue="firms", reason="payment"), LI)
    play.ask(c.PauseCounter(reason="lunch"), LI)
    play.later(2700).open("c1", LI)
    play.ask(c.PauseCounter(reason="break"), LI)
    play.later(300).open("c1", LI)
    play.ask(c.ServeDirect(services=("aid",)), LI)
    play.later(120).ask(c.Finish(outcome="done"), LI)
    play.take()
    play.call()
    play.later(8).ask(c.Start(), LI)
    play.later(6).ask(c.Finish(outcome="not-here"), LI)


def test_an_honest_day_has_no_sign() -> None:
    """Slow visitors, a lunch, one transfer, one direct service, an enquiry of six seconds."""
    play = Play().open()
    honest(play)

    assert seen(play) == []


def short(play: Play) -> None:
    """Finish three seconds after the start."""
    play.take()
    play.serve(LI, 3)


def short_unstarted(play: Play) -> None:
    """Call and finish in one breath: nobody walks so fast."""
    play.take()
    play.call()
    play.later(4).ask(c.Finish(), LI)


def long(play: Play) -> None:
    """Forget the finish for three hours."""
    play.take()
    play.serve(LI, 10_800)


def early(play: Play) -> None:
    """Mark absent on the second, each time."""
    for _ in range(REPEATED):
        missed(play, recalls=1, late_s=1)


def once_called(play: Play) -> None:
    """Mark absent without calling again."""
    missed(play, recalls=0, late_s=60)


def standing(play: Play) -> None:
    """Call the next while the last one still sits there."""
    for _ in range(REPEATED + 1):
        play.take()
    play.call()
    play.later(10).ask(c.Start(), LI)
    for _ in range(REPEATED):
        play.later(60).ask(c.FinishAndCall(), LI)
        play.later(200).ask(c.Start(), LI)


def unstarted(play: Play) -> None:
    """Press no start, though the hall uses it."""
    play.take()
    play.serve()
    for _ in range(REPEATED + 1):
        play.take()
    play.call()
    for _ in range(REPEATED):
        play.later(200).ask(c.FinishAndCall(), LI)


def pause(play: Play) -> None:
    """Rest again and again while somebody waits."""
    play.take()
    for _ in range(REPEATED):
        play.later(60).ask(c.PauseCounter(reason="break"), LI)
        play.later(120).open("c1", LI)


def long_pause(play: Play) -> None:
    """Rest three quarters of an hour, and go on resting."""
    play.take()
    play.ask(c.PauseCounter(reason="other"), LI)
    play.later(2_700)


def long_lunch(play: Play) -> None:
    """Lunch for an hour and a half."""
    play.take()
    play.ask(c.PauseCounter(reason="lunch"), LI)
    play.later(5_400).open("c1", LI)


def burst(play: Play) -> None:
    """Five direct numbers in a few minutes."""
    for _ in range(5):
        play.ask(c.ServeDirect(services=("seniors",)), LI)
        play.later(60).ask(c.Finish(), LI)


def to_and_fro(play: Play) -> None:
    """Send one number three times."""
    play.open("c2", WANG)
    play.take()
    for by, to in ((LI, "firms"), (WANG, "social"), (LI, "firms")):
        play.call(by)
        play.later(40).ask(c.Start(), by)
        play.later(40).ask(c.Transfer(to_queue=to, reason="other"), by)


GAMES: list[tuple[Callable[[Play], None], str]] = [
    (short, "short"), (short_unstarted, "short"), (long, "long"), (early, "absent-early"), (once_called, "absent-once-called"),
    (standing, "standing"), (unstarted, "unstarted"), (pause, "pause"), (long_pause, "pause"), (long_lunch, "pause"),
    (burst, "direct-burst"), (to_and_fro, "to-and-fro"),
]  # fmt: skip


@pytest.mark.parametrize(("game", "kind"), GAMES)
def test_each_way_to_make_figures_look_better_is_a_sign(game: Callable[[Play], None], kind: str) -> None:
    """Clerk, counter, how often, at which numbers; and no other sign beside it. Folding the journal again finds the same."""
    play = Play().open()
    game(play)
    found = seen(play)

    assert [(it.clerk, it.counter, it.kind) for it in found] == [("li", "c1", kind)]
    assert found[0].count >= 1
    assert bool(found[0].labels) == (kind != "pause")
    assert known(f"sign.{kind}")
    assert found[0].figure_s is None or known(f"sign.{kind}.figure")
    assert signs(fold(play.entries), play.now_us) == found


def test_what_happens_to_anybody_is_no_sign_before_it_is_repeated() -> None:
    """Twice is bad luck."""
    play = Play().open()
    for _ in range(REPEATED - 1):
        missed(play, recalls=1, late_s=1)
        pause(play) if play.hall.watched["li"].rests == [] else None
    assert ("li", "absent-early") not in kinds(play)


def test_the_bounds_are_those_of_the_standard() -> None:
    """A hall of quick certificates says what is too short there."""
    strict = SHIPPED.replace('[parameter."signs.service_short"]\nvalue = 20', '[parameter."signs.service_short"]\nvalue = 100')
    for standard, expected in ((SHIPPED, set()), (strict, {("li", "short")})):
        play = Play(standard=standard).open()
        play.take()
        play.serve(LI, 60)
        assert kinds(play) == expected


def test_a_visitor_with_a_need_may_take_long_to_the_counter() -> None:
    """A wheelchair is no sign."""
    play = Play().open()
    for _ in range(REPEATED + 1):
        play.take(by=GUIDE, needs=("infant",))
    play.call()
    play.later(10).ask(c.Start(), LI)
    for _ in range(REPEATED):
        play.later(60).ask(c.FinishAndCall(), LI)
        play.later(200).ask(c.Start(), LI)

    assert seen(play) == []


def test_a_finish_that_was_taken_back_leaves_no_sign() -> None:
    """A slip of the finger."""
    play = Play().open()
    short(play)
    assert kinds(play) == {("li", "short")}
    play.ask(c.Undo(), LI)

    assert kinds(play) == set()


def test_a_pause_that_others_ordered_is_not_the_clerks() -> None:
    """It is in the list of acts instead."""
    play = Play().open()
    play.take()
    for _ in range(REPEATED):
        play.ask(c.PauseCounter(counter="c1", reason="other"), DUTY)
        play.later(1200).open("c1", LI)

    assert seen(play) == []


def test_a_suspension_makes_no_service_long() -> None:
    """Whoever sat at the counter through three dark hours."""
    play = Play().open()
    play.take()
    play.call()
    play.later(10).ask(c.Start(), LI)
    play.ask(c.Suspend(reason="power"), DUTY)
    play.later(10_800).ask(c.ResumeHall(), DUTY)
    play.later(60).ask(c.Finish(), LI)

    assert seen(play) == []
    assert play.hall.watched["li"].served[0].took_us == 60_000_000


def test_a_sign_names_the_newest_numbers_and_counts_all() -> None:
    """A list without end is read by nobody."""
    play = Play().open()
    for _ in range(NAMED + 3):
        short(play)
    [sign] = seen(play)

    assert (sign.count, len(sign.labels), sign.labels[-1]) == (NAMED + 3, NAMED, f"A{NAMED + 3:03d}")


def test_a_varied_day_is_folded_to_the_same_facts() -> None:
    """Whatever else happens that day."""
    play = varied_day()

    assert fold(play.entries).watched == play.hall.watched


def test_an_hour_of_the_demos_people_has_no_sign(tmp_path: Path) -> None:
    """A hundred visitors at eight counters with holds, absences, transfers and pauses: nobody there games."""

    async def story() -> Hall:
        service, folder, clock = open_service(new_folder(tmp_path / "hall"))
        await set_up(service, sections())
        await peopled(service, clock, "a").play_until(NINE_US + 3600 * SECOND_US, clock)
        folder.close()
        return service.hall

    hall = asyncio.run(story())
    assert sum(len(facts.served) for facts in hall.watched.values()) > 50
    assert signs(hall, hall.at_us) == []
