# SPDX-License-Identifier: Apache-2.0
"""The API that asks and looks: commands, views, tickets, words, health, metrics."""

import hmac

import msgspec
from tornado.web import HTTPError

from hallserver import words
from hallserver.core.errors import NotFound, NotSignedIn
from hallserver.core.logo import logo_of
from hallserver.core.naming import deviations
from hallserver.core.theme import Naming, Theme, icon_of, style_sheet
from hallserver.sentences import listing
from hallserver.templates.halls import choices
from hallserver.web import guard
from hallserver.web.answering import on_the_wire
from hallserver.web.asking import Proof
from hallserver.web.decoding import command_named
from hallserver.web.drafting import read_ready
from hallserver.web.handler import ApiHandler, OpenHandler
from hallserver.web.seeing import about, must_see


class CommandHandler(ApiHandler):
    """``POST /api/v1/commands/{command}``."""

    async def post(self, name: str) -> None:
        """Have the command decided and made durable."""
        self.actor.must_be_allowed(command_named(name))  # before a field is looked at
        key = self.request.headers.get("Idempotency-Key")
        command = await read_ready(name, self.body, self.door, self.actor, key)
        self.answer(on_the_wire(await self.door.reading.submit(command, self.actor, key)))


class ViewHandler(ApiHandler):
    """``GET /api/v1/views/{page}``."""

    async def get(self, name: str) -> None:
        """Answer the view as of now, or that it has not changed."""
        page = self.door.page(name)
        must_see(page, self.actor)
        of = about(page, self.actor, self.get_query_argument("of", ""), self.door.service.hall)
        self.answer_if_changed(*await self.door.hub.look(page, of))


class TicketHandler(ApiHandler):
    """``GET /api/v1/tickets/{token}``: the token is the only right one needs, and the only ticket it shows."""

    async def get(self, token: str) -> None:
        """Answer the ticket page's view; every unknown token gets the same 404, too many from one address 429."""
        try:
            actor = self.door.askers.find(Proof(way="ticket", secret=token))
        except NotSignedIn as unknown:
            self.door.misses.missed(unknown, self.address)
            raise NotFound("ticket-token-unknown") from unknown
        self.answer_if_changed(*await self.door.hub.look(self.door.page("ticket"), actor.name))


class WordsHandler(OpenHandler):
    """``GET /words/{language}.json``."""

    def get(self, file: str) -> None:
        """Answer the sentences of these areas in this language; without areas, all that screens say."""
        language = file.removesuffix(".json")
        if language not in words.LANGUAGES or file == language:
            raise HTTPError(404)
        areas = self.get_query_argument("areas", "")
        body = msgspec.json.encode(words.of_areas(language, areas.split(",")) if areas else words.of_screens(language))
        self.set_header("Words-Mark", words.mark())
        self.answer_packed(body)


class SentencesHandler(ApiHandler):
    """``GET /api/v1/sentences``."""

    async def get(self) -> None:
        """Answer every sentence with what the program, the district and the hall say; ``areas=kiosk,hall`` gives those only."""
        await self.door.service.settled()
        areas = self.get_query_argument("areas", "")
        self.answer_packed(msgspec.json.encode(listing(self.door.service.hall, areas.split(",") if areas else ())))


class TemplatesHandler(ApiHandler):
    """``GET /api/v1/templates``."""

    async def get(self) -> None:
        """Answer what the first set-up offers: sizes of hall, the catalogue, and how the district calls its halls."""
        await self.door.service.settled()
        hall = self.door.service.hall
        naming = hall.standard.theme.naming if hall.standard is not None else Naming()
        self.answer_packed(msgspec.json.encode({**choices(), "naming": naming, "deviations": deviations(naming, hall.catalog.here)}))


class ThemeHandler(OpenHandler):
    """``GET /theme.css``."""

    async def get(self) -> None:
        """Answer the theme in force; the usual one before a standard is adopted."""
        await self.door.service.settled()
        standard = self.door.service.hall.standard
        body = (style_sheet(standard.theme, standard.mark) if standard is not None else style_sheet(Theme())).encode()
        self.answer_packed(body, "text/css; charset=utf-8")


class LogoHandler(OpenHandler):
    """``GET /theme/logo``."""

    def picture(self, theme: Theme) -> tuple[str, bytes]:
        """Return kind and content of the picture; two empty ones: there is none."""
        return logo_of(theme.logo)

    async def get(self) -> None:
        """Answer the picture, which may do nothing even where somebody opens it by itself."""
        await self.door.service.settled()
        standard = self.door.service.hall.standard
        kind, body = self.picture(standard.theme if standard is not None else Theme())
        if not body:
            raise NotFound("address-unknown")
        self.set_header("Content-Security-Policy", "default-src 'none'; sandbox")
        self.answer_if_changed(guard.tag_of(body), body, kind)


class IconHandler(LogoHandler):
    """``GET /theme/icon``."""

    def picture(self, theme: Theme) -> tuple[str, bytes]:
        """Return what stands for a page in its tab; there always is something."""
        return icon_of(theme)


class HealthHandler(OpenHandler):
    """``GET /healthz``: whether commands are taken; says nothing else to strangers."""

    async def get(self) -> None:
        """Answer 200, or 503 while nothing can be written."""
        await self.door.service.settled()
        down = self.door.service.down
        self.answer({"ok": not down}, status=503 if down else 200)


class MetricsHandler(ApiHandler):
    """``GET /metrics``: this machine, or whoever shows the metrics token."""

    async def get(self) -> None:
        """Answer all figures in Prometheus' format."""
        if not guard.is_local(self.request) and not self._shows_token():
            raise NotSignedIn("metrics-token-needed")
        await self.door.service.settled()
        hall = self.door.service.hall
        self.door.metrics.seq.set(hall.seq)
        self.door.metrics.waiting.set(sum(line.waiting for line in hall.lines.values()))
        self.set_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.finish(self.door.metrics.text())

    def _shows_token(self) -> bool:
        token = self.door.metrics_token
        shown = self.request.headers.get("Authorization", "").removeprefix("Bearer ")
        return bool(token) and hmac.compare_digest(token.encode(), shown.encode())


class DemoLinksHandler(ApiHandler):
    """``GET /demo/links`` with ``Authorization: Bearer <secret>``; elsewhere than in a demo there is no such address."""

    def get(self) -> None:
        """Answer addresses, accounts and device keys of the demo."""
        demo = self.door.demo
        if demo is None:
            raise NotFound("address-unknown")
        scheme, _, secret = self.request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not demo.opened_by(secret):
            raise NotSignedIn("sign-in-needed")
        self.answer(demo.links)
