# SPDX-License-Identifier: Apache-2.0
"""The rows of the route table: address, handler, and for each method who may use it. No row, no start."""

import re
from collections.abc import Sequence
from typing import Any, Literal

from msgspec import Struct
from tornado.web import RequestHandler

from hallserver.core.errors import NotAllowed, NotSignedIn
from hallserver.core.roles import Actor

Kind = Literal["public", "known", "person", "roles", "page", "scraper"]
"""``public`` anybody · ``known`` anybody with a proof, the command's own roles decide · ``person`` anybody signed in ·
``roles`` these roles · ``page`` the page's roles · ``scraper`` this machine or the metrics token."""


class Policy(Struct, frozen=True, kw_only=True):
    """Who may use one method of one route."""

    kind: Kind
    roles: frozenset[str] = frozenset()
    plain: bool = False
    """May be used on plain HTTP from another machine: what a visitor's phone needs, nothing else."""

    def check(self, actor: Actor | None) -> None:
        """Raise NotSignedIn or NotAllowed unless the actor may; page, command and scraper are checked by their handlers."""
        if self.kind in ("public", "scraper"):
            return
        if actor is None:
            raise NotSignedIn("sign-in-needed")
        if self.kind == "person" and actor.kind != "person":
            raise NotAllowed("person-needed")
        if self.kind == "roles" and not self.roles & actor.roles:
            raise NotAllowed("role-needed", roles=sorted(self.roles))

    @property
    def says(self) -> str:
        """Return the policy in words, for the OpenAPI document and the README."""
        return " ".join([self.kind, *sorted(self.roles)]) + (" (also plain HTTP)" if self.plain else "")


PUBLIC = Policy(kind="public")
PHONE = Policy(kind="public", plain=True)
KNOWN = Policy(kind="known", plain=True)
PERSON = Policy(kind="person")
PAGE = Policy(kind="page", plain=True)
SCRAPER = Policy(kind="scraper")


def only(*roles: str) -> Policy:
    """Return the policy of these roles."""
    return Policy(kind="roles", roles=frozenset(roles))


class Operation(Struct, frozen=True, kw_only=True):
    """One method of one route: who may, what it is for, what goes in and what comes out."""

    policy: Policy
    says: str
    body: type[Any] | None = None
    answer: Any = None
    """Type of the JSON answer; None: none, or not JSON."""
    media: str | tuple[str, ...] = "application/json"
    """Kinds that the answer may have; empty: it has no body."""
    status: int = 200
    query: tuple[str, ...] = ()
    also: tuple[int, ...] = ()
    """Further answers that are no refusals, e.g. 304 to a reader who has it already."""
    refusals: tuple[int, ...] = ()


class Route(Struct, frozen=True, kw_only=True):
    """One address. ``{name}`` is one segment, ``{name...}`` the rest of the path."""

    path: str
    handler: type[RequestHandler]
    operations: dict[str, Operation]
    args: dict[str, Any] = {}
    """Further arguments of the handler's ``initialize``."""

    @property
    def pattern(self) -> str:
        """Return the regular expression of the address."""
        parts = re.split(r"(\{\w+(?:\.\.\.)?\})", self.path)
        return "".join(re.escape(part) if not part.startswith("{") else "(.*)" if part.endswith("...}") else "([^/]+)" for part in parts)


class RouteFault(Exception):
    """The route table is not whole; the door does not open."""

    def __init__(self, method: str, path: str, fault: str) -> None:
        """Name the row."""
        super().__init__(f"{method} {path} {fault}")


_METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")


def check_routes(routes: Sequence[Route]) -> None:
    """Raise RouteFault when a handler answers a method for which its row names no policy, or the other way round."""
    for route in routes:
        for method in _METHODS:
            answers = getattr(route.handler, method.lower()) is not getattr(RequestHandler, method.lower())
            if answers and method not in route.operations:
                raise RouteFault(method, route.path, "has no policy")
            if method in route.operations and not answers:
                raise RouteFault(method, route.path, "has a policy but no handler")
