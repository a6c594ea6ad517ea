# SPDX-License-Identifier: Apache-2.0
"""What would come of a change: every value old and new, day by day; what the rules have against it, in the reader's words."""

import pytest

from hallserver.core import commands as c
from hallserver.core.errors import Conflict, NotFound
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_SETUP, Actor
from hallserver.exchange_standard import Edit, StandardForm, StandardPreview
from hallserver.setup.standard_plan import command, earliest, preview
from tests.support import Play

ADMIN = Actor(kind="person", name="admin", roles=frozenset({"system-admin"}))
CALLS = Edit(key="call.max_calls", value=2, reason="厅小", until="2026-12-31")


def seen(play: Play, *edits: Edit, language: str = "zh-Hans") -> StandardPreview:
    """Return the preview of these edits, which nothing is against."""
    proposal = preview(StandardForm(edits=edits), play.hall, ADMIN, play.now_us, language)
    assert proposal.against == ()
    return proposal.preview


def closed() -> Play:
    """Return a hall after its day."""
    play = Play()
    play.later(9 * 3600).ask(c.CloseDay(), SERVICE_SETUP)
    return play


def test_a_value_is_shown_old_and_new_and_what_its_end_brings() -> None:
    """From the next opening, and from the day after its last."""
    play = Play()
    found = seen(play, CALLS)
    assert found.on == earliest(play.hall, play.now_us) == "2026-11-24"
    assert [(day.on, [(it.key, it.before, it.after) for it in day.changes]) for day in found.days] == [
        ("2026-11-24", [("call.max_calls", "3 次", "2 次")]),
        ("2027-01-01", [("call.max_calls", "2 次", "3 次")]),
    ]
    assert "厅小" in found.days[0].changes[0].why
    assert (found.able, found.said, found.hash != play.hall.rules.hash) == (True, (), True)


def test_a_confirmation_is_shown_as_what_is_said() -> None:
    """The value is the same, and that is no nothing."""
    found = seen(Play(), Edit(key="eval.window_online", reason="区办 7 号", confirm=True))
    assert found.days == ()
    assert [it.key for it in found.said] == ["eval.window_online"]
    assert "区办 7 号" in found.said[0].after


def test_what_comes_to_nothing_cannot_be_adopted() -> None:
    """Nobody files a standard that is there."""
    assert not seen(Play()).able
    assert not seen(Play(), Edit(key="call.gap", remove=True)).able


@pytest.mark.parametrize(("language", "unit"), [("zh-Hans", "1–20 个工作日"), ("en", "1–20 working day")])
def test_a_law_is_named_with_its_article_and_the_others_are_left_alone(language: str, unit: str) -> None:
    """Each edit is judged alone, so that only the wrong one is refused; its range stands in the reader's language."""
    play = Play()
    form = StandardForm(edits=(CALLS, Edit(key="permit.days", value=25, reason="忙"), Edit(key="call.gap", value=40)))
    proposal = preview(form, play.hall, ADMIN, play.now_us, language)
    against = dict(proposal.against)
    assert {key: error.key for key, error in against.items()} == {"permit.days": "standard-against-law", "call.gap": "deviation-without"}
    said = against["permit.days"].args_by_name
    assert (said["article"], said["expected"]) == ("行政许可法 第四十二条", unit)
    assert str(said["parameter"]).endswith("(permit.days)")
    assert (proposal.preview.able, proposal.preview.days) == (False, ())


def test_a_choice_that_there_is_not_is_refused_with_the_choices() -> None:
    """By their words."""
    play = Play()
    form = StandardForm(edits=(Edit(key="eval.default_policy", value="six", reason="试"),))
    ((key, error),) = preview(form, play.hall, ADMIN, play.now_us, "zh-Hans").against
    assert key == "eval.default_policy"
    assert "none" in str(error.args_by_name["expected"])


def test_what_two_edits_come_to_together_is_refused_once() -> None:
    """A file that is wrong by itself has no edit to blame."""
    play = Play()
    layer = '[layer]\ntier = "district"\nname = "区"\n[deviation."no.such"]\nvalue = 1\nreason = "x"\nauthor = "y"\ndate = 2026-11-23\n'
    ((key, error),) = preview(StandardForm(files=(layer,)), play.hall, ADMIN, play.now_us, "zh-Hans").against
    assert (key, error.key) == ("no.such", "deviation-unknown")


def test_a_change_goes_on_from_what_is_filed_unless_it_begins_anew() -> None:
    """Two who prepare the next day do not undo each other; who withdraws begins with what is in force."""
    play = Play()
    play.ask(command(StandardForm(edits=(CALLS,)), play.hall, ADMIN, play.now_us), ADMIN)
    assert play.hall.filed is not None
    more = command(StandardForm(edits=(Edit(key="call.gap", value=40, reason="厅大"),)), play.hall, ADMIN, play.now_us)
    assert [name in (more.layers or ("",))[0] for name in ("call.max_calls", "call.gap")] == [True, True]
    assert command(StandardForm(anew=True), play.hall, ADMIN, play.now_us).layers == ()
    assert preview(StandardForm(anew=True), play.hall, ADMIN, play.now_us, "zh-Hans").preview.able


def test_what_somebody_agreed_to_is_what_is_done() -> None:
    """The mark is that of the preview; after another's change it is not."""
    play = closed()
    mark = seen(play, CALLS).mark
    form = StandardForm(edits=(CALLS,), mark=mark, now=True)
    wanted = command(form, play.hall, ADMIN, play.now_us)
    assert not wanted.at_opening
    other = StandardForm(edits=(Edit(key="call.gap", value=40, reason="厅大"),), now=True)
    play.ask(command(other, play.hall, ADMIN, play.now_us), ADMIN)
    with pytest.raises(Conflict) as refusal:
        command(form, play.hall, ADMIN, play.now_us)
    assert refusal.value.key == "standard-changed-since"


def test_a_hall_without_a_standard_has_nothing_to_change() -> None:
    """It adopts one first."""
    with pytest.raises(NotFound):
        command(StandardForm(), Hall(), ADMIN, 0)
