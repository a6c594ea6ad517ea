# SPDX-License-Identifier: Apache-2.0
"""Who is asking."""

import pytest

from hallserver.core.errors import NotSignedIn
from hallserver.web.asking import asker_of, in_hand_since, xsrf_is_right, xsrf_token
from tests.hallserver.web.running import Running, run
from tests.support import LI, WANG, Play


def test_each_proof_leads_to_its_actor_and_no_other() -> None:
    """A person, a device at its counter, the holder of one ticket."""

    async def story(door: Running) -> None:
        askers = door.door.askers
        person = asker_of(askers, await door.staff("dan"), None)
        assert person is not None
        assert (person.actor.id, person.actor.roles) == ("person:dan", {"duty-manager"})
        device = asker_of(askers, await door.device("rater-1"), None)
        assert device is not None
        assert (device.actor.id, device.actor.roles, device.actor.counter) == ("device:rater-1", {"rater"}, "c1")
        taken = await door.ticket()
        visitor = asker_of(askers, f"Ticket {taken['token']}", None)
        assert visitor is not None
        assert (visitor.actor.id, visitor.actor.roles) == (f"ticket:{taken['ticket']}", {"visitor"})
        assert asker_of(askers, "", None) is None
        for wrong in ("Bearer x", "Ticket x", "Basic x", "x", f"Ticket {await door.staff('dan')}"):
            with pytest.raises(NotSignedIn):
                asker_of(askers, wrong, None)

    run(story)


def test_a_cookie_counts_only_without_a_header() -> None:
    """Who shows a proof on purpose means that one."""

    async def story(door: Running) -> None:
        cookie, header = (await door.staff("li"))[7:], await door.staff("dan")
        by_both = asker_of(door.door.askers, header, cookie)
        by_cookie = asker_of(door.door.askers, "", cookie)
        assert by_both is not None
        assert by_cookie is not None
        assert (by_both.actor.name, by_both.by_cookie) == ("dan", False)
        assert (by_cookie.actor.name, by_cookie.by_cookie) == ("li", True)

    run(story)


def test_a_ticket_in_hand_is_a_called_or_served_one_at_an_own_counter() -> None:
    """Only then is a clerk not locked out for being idle."""
    play = Play().open("c1", LI).open("c2", WANG)
    play.take()
    called_us = play.later(60).now_us
    play.call(LI)
    assert in_hand_since(play.later(60).hall, "li") == called_us
    assert in_hand_since(play.hall, "wang") is None


def test_the_xsrf_text_belongs_to_one_session() -> None:
    """Another session's text opens nothing."""
    assert xsrf_is_right("a", xsrf_token("a"))
    assert not xsrf_is_right("a", xsrf_token("b"))
    assert not xsrf_is_right("a", "")
    assert not xsrf_is_right("a", "不是")
