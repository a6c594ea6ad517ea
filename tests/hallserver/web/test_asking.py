# SPDX-License-Identifier: Apache-2.0
"""Who is asking."""

import pytest

from hallserver.core.errors import NotSignedIn
from hallserver.core.hall import CounterState, Hall
from hallserver.web.asking import asker_of, has_ticket_in_hand, xsrf_is_right, xsrf_token
from tests.hallserver.web.running import Running, run


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
    hall = Hall(counters={"c1": CounterState(state="open", clerk="li", ticket="1.2"), "c2": CounterState(state="open", clerk="wang")})
    assert has_ticket_in_hand(hall, "li")
    assert not has_ticket_in_hand(hall, "wang")


def test_the_xsrf_text_belongs_to_one_session() -> None:
    """Another session's text opens nothing."""
    assert xsrf_is_right("a", xsrf_token("a"))
    assert not xsrf_is_right("a", xsrf_token("b"))
    assert not xsrf_is_right("a", "")
    assert not xsrf_is_right("a", "不是")
