# SPDX-License-Identifier: Apache-2.0
"""Signing in and out, the first administrator, and passwords. A password is checked in an executor, never on the loop."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from hallserver.core.catalog import PersonRow
from hallserver.core.commands import Configure, ReportSignIn
from hallserver.core.errors import Conflict, NotFound, NotSignedIn
from hallserver.core.roles import SERVICE_DOOR
from hallserver.core.row import Slug
from hallserver.web.asking import xsrf_token
from hallserver.web.decoding import read
from hallserver.web.door import Door
from hallserver.web.handler import ApiHandler, cookie_name
from hallserver.web.limits import PASSWORD_MOST, check_new_password

FIRST_ROLES = ("system-admin", "security-admin")
Password = Annotated[str, Meta(max_length=PASSWORD_MOST)]


class SignInForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Name (slug, or badge number) and password."""

    name: Annotated[str, Meta(max_length=80)]
    password: Password


class SignedIn(Struct, frozen=True, kw_only=True):
    """Who signed in: bearer token, person's slug and roles, and what to send along with a cookie."""

    token: str
    person: str
    roles: list[str]
    xsrf: str


class FirstForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The one-time code of ``hallserver init``, and who the first administrator is."""

    code: Annotated[str, Meta(max_length=40)]
    name: Slug
    password: Password
    display_name: Annotated[str, Meta(min_length=1, max_length=80)]


class PasswordForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new password."""

    password: Password


class SessionHandler(ApiHandler):
    """``POST`` and ``DELETE /api/v1/session``."""

    async def post(self) -> None:
        """Check the password and begin a sign-in with a new token."""
        form = read(SignInForm, self.body)
        person = person_named(self.door, form.name)
        account = person.slug if person else form.name
        begun = self.door.passwords.begin(account, self.address)
        try:
            right = await self.door.accounts.check_password(account if person else "", form.password, first=begun.familiar)
        finally:
            self.door.passwords.done(begun)
        if person is None or not right:
            self.door.passwords.wrong(begun)
            await self._record(person, "refused")
            raise NotSignedIn("sign-in-wrong")
        self.door.passwords.right(begun)
        await self._record(person, "in")
        token = await self.door.accounts.sign_in(person.slug)
        self._set_cookies(token)
        self.answer(SignedIn(token=token, person=person.slug, roles=sorted(person.roles), xsrf=xsrf_token(token)))

    async def delete(self) -> None:
        """End this sign-in; whatever it had open is closed at once."""
        assert self.asker is not None, "the policy asks for a person"
        await self.door.accounts.sign_out(self.asker.proof.secret)
        self.door.links.recheck()
        await self._record(self.door.service.hall.catalog.people.get(self.actor.name), "out")
        for name in ("hall", "hall-xsrf"):
            self.clear_cookie(cookie_name(self.request.protocol, name), secure=self.request.protocol == "https")
        self.set_status(204)

    async def _record(self, person: PersonRow | None, state: Literal["in", "out", "refused"]) -> None:
        if person is not None:
            await self.door.service.submit(ReportSignIn(person=person.slug, state=state), SERVICE_DOOR)

    def _set_cookies(self, token: str) -> None:
        secure = self.request.protocol == "https"
        kept: dict[str, Any] = {"path": "/", "samesite": "Strict", "secure": secure}
        self.set_cookie(cookie_name(self.request.protocol, "hall"), token, httponly=True, **kept)
        self.set_cookie(cookie_name(self.request.protocol, "hall-xsrf"), xsrf_token(token), **kept)


class FirstHandler(ApiHandler):
    """``POST /api/v1/first``."""

    async def post(self) -> None:
        """Make the first administrator; the code is used up only when everything else is right."""
        form = read(FirstForm, self.body)
        check_new_password(form.password)
        async with self.door.first_lock:
            self.door.count_code(self.address)
            if self.door.accounts.code_subject("first-admin", form.code) is None:
                raise NotSignedIn("first-code-unknown")
            await self._configure(form)
            await self.door.accounts.set_password(form.name, form.password)
            await self.door.accounts.redeem("first-admin", form.code)
        self.answer({"person": form.name, "roles": sorted(FIRST_ROLES)}, status=201)

    async def _configure(self, form: FirstForm) -> None:
        await self.door.service.settled()
        people = self.door.service.hall.catalog.people
        if self.door.accounts.has_password(form.name):
            raise Conflict("person-exists", person=form.name)
        names = {"zh-Hans": form.display_name, "en": form.display_name}
        row = people.get(form.name) or PersonRow(slug=form.name, names=names, roles=())
        row = msgspec.structs.replace(row, names=names, roles=tuple(dict.fromkeys((*row.roles, *FIRST_ROLES))), retired=False)
        rows = [msgspec.to_builtins(other) for other in {**people, form.name: row}.values()]
        await self.door.service.submit(Configure(section="people", rows=rows), SERVICE_DOOR)


class PasswordHandler(ApiHandler):
    """``POST /api/v1/people/{person}/password``."""

    async def post(self, slug: str) -> None:
        """Set the person's password; every sign-in of that person ends."""
        form = read(PasswordForm, self.body)
        check_new_password(form.password)
        if slug not in self.door.service.hall.catalog.people:
            raise NotFound("person-unknown", person=slug[:60])
        await self.door.accounts.set_password(slug, form.password)
        self.door.links.recheck()
        self.set_status(204)


def person_named(door: Door, name: str) -> PersonRow | None:
    """Return the person in use with this slug, or else with this badge number; None when there is none."""
    people = door.service.hall.catalog.people
    found = people.get(name)
    if found is None and name:
        badged = [row for row in people.values() if row.badge == name and not row.retired]
        found = badged[0] if len(badged) == 1 else None
    return None if found is None or found.retired else found
