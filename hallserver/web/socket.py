# SPDX-License-Identifier: Apache-2.0
"""``/ws``: the line of a screen. First who it is, then its view at every change, and its commands.

Client: ``{"token"|"key"|"ticket": …}`` first, then ``{"id", "command", "fields"[, "before_us"]}``;
``{"touched": true}`` when somebody used the screen without asking anything: the page's own doings keep no sign-in awake;
``{"played": …}`` from a display when a sound is over; ``{"find", "text"}``: see ``finding.py``; ``{"talk"}``: see ``talk.py``.
Server: ``{"seq", "view", "now_us"}``, ``{"beat", "seq", "standard", "words"}``, ``{"id", "answer"|"problem"}``, ``{"whisper"}``,
``{"refused"}`` and the end; to a device ``{"look"}`` behind its first view unless it has the usual one, and whenever it gets another.
"""

import logging
import secrets
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import Struct

from hallserver.core.errors import Conflict, HallError, Malformed, NotAllowed, NotFound, NotSignedIn, TooOften
from hallserver.core.roles import Actor
from hallserver.page import Page
from hallserver.redact import HEARD, texts_of
from hallserver.web import problems
from hallserver.web.answering import on_the_wire
from hallserver.web.asking import Proof
from hallserver.web.decoding import command_named, read
from hallserver.web.drafting import read_ready
from hallserver.web.finding import was_found
from hallserver.web.guard import is_local
from hallserver.web.link import CLOSE_REFUSED, CLOSE_TOO_MUCH, SocketHandler
from hallserver.web.looks import ToldLook
from hallserver.web.policy import Route
from hallserver.web.seeing import about, must_see
from hallserver.web.sounds import SoundOver
from hallserver.web.telling import was_told

if TYPE_CHECKING:
    from hallserver.web.door import Door

log = logging.getLogger(__name__)


class SignInMessage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first message: exactly one proof."""

    token: str = ""
    key: str = ""
    ticket: str = ""

    def proof(self) -> Proof:
        """Return the proof. Raises NotSignedIn when there is none, Malformed when there is more than one."""
        shown = [proof for proof in self._proofs() if proof.secret]
        if not shown:
            raise NotSignedIn("sign-in-needed")
        if len(shown) > 1:
            raise Malformed("proof-not-one")
        return shown[0]

    def _proofs(self) -> tuple[Proof, ...]:
        return (Proof(way="session", secret=self.token), Proof(way="key", secret=self.key), Proof(way="ticket", secret=self.ticket))


class Asked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A command on its way in; ``id`` is its idempotency key."""

    id: str
    command: str
    fields: msgspec.Raw = msgspec.Raw(b"{}")
    before_us: int | None = None
    """Not to be done after this moment: by then whoever asked has been told that there was no answer."""


class Touched(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody pressed or typed something that is no command."""

    touched: Literal[True]


class PageSocket(SocketHandler):
    """The line of one screen."""

    def initialize(self, door: "Door", route: Route) -> None:
        """Begin with no page."""
        super().initialize(door, route)
        self.page: Page | None = None
        self.proof: Proof | None = None
        self.of = ""
        self.look = ToldLook(self.outlet.say)

    def open(self, *args: str, **kwargs: str) -> None:
        """Find the page; then wait for who it is."""
        self.page = self.door.pages.get(self.get_query_argument("page", ""))
        self.quick = self.page is not None and self.page.quick
        super().open(*args, **kwargs)
        if self.page is None:
            self.refuse(NotFound("page-unknown", page=self.get_query_argument("page", "")[:60]))
        elif self.request.protocol != "https" and self.page.of != "ticket" and not is_local(self.request):
            self.refuse(NotAllowed("https-needed"))

    @property
    def label(self) -> str:
        """Return the page's name; one for all unknown ones."""
        return self.page.name if self.page else "unknown"

    @property
    def secret(self) -> str:
        """Return the token or key; empty before the first message."""
        return self.proof.secret if self.proof else ""

    async def on_message(self, message: str | bytes) -> None:
        """Take the sign-in, then commands, one after the other."""
        if not self.within_rate():
            return
        body = message.encode() if isinstance(message, str) else message
        if self.known:
            if not (self._was_touched(body) or self._was_played(body) or await self._was_told(body)):
                await self._take_command(body)
            return
        try:
            await self._sign_in(read(SignInMessage, body))
        except HallError as refusal:
            self.refuse(refusal)
        except Exception as error:  # noqa: BLE001 - the screen is told, the log has it
            self.refuse_unexpected(error, body)

    def recheck(self) -> None:
        """Close when the sign-in has ended, the key was revoked or the role was taken away."""
        if self.known and not self.ended:
            try:
                self.look.follow(self.door.service.hall, self._actor(used=False))
            except HallError as refusal:
                self.refuse(refusal)

    def refuse(self, error: HallError) -> None:
        """Say why, and close."""
        if not self.ended:
            self.outlet.say(msgspec.json.encode({"refused": problems.problem(error, self.language, self.door.service.hall)}))
            self.end(CLOSE_TOO_MUCH if isinstance(error, TooOften) else CLOSE_REFUSED, error.key)

    def refuse_unexpected(self, error: Exception, body: bytes) -> None:
        """Say that something of ours failed, and close; the log knows what."""
        self.outlet.say(msgspec.json.encode({"refused": self._fault(error, body)}))
        self.end(CLOSE_REFUSED, "unexpected")

    async def _sign_in(self, message: SignInMessage) -> None:
        page = self._page()
        self.proof = message.proof()
        if self.door.floods.wait_s(self.secret) > 0:
            raise self.too_many()
        try:
            actor = self._actor(used=False)
        except NotSignedIn as unknown:
            self.door.misses.missed(unknown, self.address)
            raise
        self.of = about(page, actor, self.get_query_argument("of", ""), self.door.service.hall)
        if actor.kind == "device":
            self._come(actor.name)
        self.door.links.know(self, self.proof.way, self.secret)
        self.come_in()
        self.leaves.append(self.door.whispers.register(page.name, actor.id, self.outlet.say))
        leave = await self.door.hub.watch(page, self.of, self.outlet.show)
        if self.ended:
            leave()
        else:
            self.leaves.append(leave)
            self.look.follow(self.door.service.hall, actor)
            self.door.talks.came(page.name, actor)

    def _come(self, device: str) -> None:
        self.refuse_twin(device)
        self.door.presence.came(device, self.address)
        self.leaves.append(lambda: self.door.presence.went(device, self.address))

    def _was_touched(self, body: bytes) -> bool:
        try:
            read(Touched, body)
        except HallError:
            return False
        try:
            self._actor(used=True)
        except HallError as refusal:
            self.refuse(refusal)
        return True

    def _was_played(self, body: bytes) -> bool:
        if not self._page().roles & {"display", "kiosk"}:
            return False
        try:
            over, actor = read(SoundOver, body), self._actor(used=False)
        except HallError:
            return False
        self.door.sounds.played(actor.name, over.played, over.problem)
        return True

    async def _was_told(self, body: bytes) -> bool:
        try:
            actor = self._actor(used=False)
            if self.door.talks.was_talked(self._page().name, actor, body):
                return True
            return await was_found(self.door, self._page(), actor, body, self.outlet.say) or await was_told(self.door, actor, body)
        except HallError:
            return False  # it is refused as a command is

    async def _take_command(self, body: bytes) -> None:
        asked_id = ""
        try:
            asked = read(Asked, body)
            asked_id = asked.id
            said = {"id": asked.id, "answer": await self._ask(asked)}
        except HallError as refusal:
            said = {"id": asked_id, "problem": problems.problem(refusal, self.language, self.door.service.hall)}
            self.door.metrics.refusals.labels(refusal.key).inc()
            if isinstance(refusal, NotSignedIn):
                self.outlet.say(msgspec.json.encode(said))
                self.refuse(refusal)
                return
        except Exception as error:  # noqa: BLE001 - the line must outlive one fault of ours; it is logged
            said = {"id": asked_id, "problem": self._fault(error, body)}
        self.outlet.say(msgspec.json.encode(said))

    async def _ask(self, asked: Asked) -> object:
        actor = self._actor(used=True)
        if asked.before_us is not None and self.door.clock.now() > asked.before_us:
            raise Conflict("command-late")
        kind, page = command_named(asked.command), self._page()
        if asked.command not in page.commands:
            raise NotAllowed("command-not-of-page", command=asked.command, page=page.name)
        at_kiosk = "kiosk" in actor.roles and not actor.may(kind)
        self.door.reading.must_hold(actor) if at_kiosk else actor.must_be_allowed(kind)  # before a field is looked at
        command = await read_ready(asked.command, asked.fields, self.door, actor, asked.id)
        if at_kiosk:
            actor, command = self.door.reading.holder(actor, command)
        return on_the_wire(await self.door.reading.submit(command, actor, asked.id))

    def _actor(self, *, used: bool) -> Actor:
        assert self.proof is not None, "asked before sign-in"
        actor = self.door.askers.find(self.proof, used=used)
        must_see(self._page(), actor)
        return actor

    def _page(self) -> Page:
        assert self.page is not None, "refused when opened"
        return self.page

    def _fault(self, error: Exception, body: bytes) -> problems.Problem:
        incident = secrets.token_hex(4)
        heard = [*self.heard(), *texts_of(body), self.proof.secret if self.proof else ""]
        log.error("incident %s on the line of %s", incident, self.label, exc_info=error, extra={HEARD: heard})
        return problems.unexpected(incident, self.language)
