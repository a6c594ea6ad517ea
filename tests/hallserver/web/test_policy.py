# SPDX-License-Identifier: Apache-2.0
"""No row, no start."""

import pytest
from tornado.web import RequestHandler

from hallserver.core.errors import NotAllowed, NotSignedIn
from hallserver.core.roles import Actor
from hallserver.web.policy import KNOWN, PERSON, PUBLIC, Operation, Route, RouteFault, check_routes, only

CLERK = Actor(kind="person", name="li", roles=frozenset({"clerk"}))
KIOSK = Actor(kind="device", name="kiosk-1", roles=frozenset({"kiosk"}))


class Both(RequestHandler):
    """Answers two methods."""

    def get(self) -> None:
        """Answer."""

    def post(self) -> None:
        """Answer."""


def test_a_route_without_a_policy_does_not_start() -> None:
    """What nobody decided on would be open to everybody."""
    get, post = Operation(policy=PUBLIC, says="x"), Operation(policy=PERSON, says="x")
    check_routes([Route(path="/x", handler=Both, operations={"GET": get, "POST": post})])
    with pytest.raises(RouteFault):
        check_routes([Route(path="/x", handler=Both, operations={"GET": get})])
    with pytest.raises(RouteFault):
        check_routes([Route(path="/x", handler=Both, operations={"GET": get, "POST": post, "DELETE": post})])


def test_each_policy_lets_in_whom_it_names() -> None:
    """Nobody, a device, a person, a role."""
    PUBLIC.check(None)
    KNOWN.check(KIOSK)
    PERSON.check(CLERK)
    only("clerk").check(CLERK)
    for policy in (KNOWN, PERSON, only("clerk")):
        with pytest.raises(NotSignedIn):
            policy.check(None)
    for policy in (PERSON, only("auditor")):
        with pytest.raises(NotAllowed):
            policy.check(KIOSK)
    assert only("b", "a").says == "roles a b"


def test_addresses_become_expressions() -> None:
    """A segment, or the rest; dots are dots."""
    assert Route(path="/a/{b}.json", handler=Both, operations={}).pattern == r"/a/([^/]+)\.json"
    assert Route(path="/a/{b...}", handler=Both, operations={}).pattern == "/a/(.*)"
