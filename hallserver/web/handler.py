# SPDX-License-Identifier: Apache-2.0
"""What every request goes through: host, origin, line, policy, limits; and what every refusal looks like."""

import logging
import secrets
from http import HTTPStatus
from types import TracebackType
from typing import TYPE_CHECKING, Any

import msgspec
from tornado.web import HTTPError, RequestHandler, stream_request_body

from hallserver import words
from hallserver.core.errors import Conflict, HallError, Malformed, NotAllowed, NotSignedIn
from hallserver.core.roles import Actor
from hallserver.redact import HEARD, texts_of
from hallserver.web import guard, problems
from hallserver.web.asking import Asker, asker_of, xsrf_is_right
from hallserver.web.packed import LEAST, packed, takes_gzip
from hallserver.web.policy import Route

if TYPE_CHECKING:
    from hallserver.web.door import Door

log = logging.getLogger(__name__)
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
XSRF_HEADER = "X-XSRF-Token"
_JSON = "application/json"


def cookie_name(protocol: str, name: str) -> str:
    """Return a cookie's name: bound to this very host where the line is encrypted."""
    return f"__Host-{name}" if protocol == "https" else name


@stream_request_body
class DoorHandler(RequestHandler):
    """Handler of one row of the route table. A body is never parsed by Tornado (multipart, forms), only thrown away unless asked for."""

    def initialize(self, door: "Door", route: Route) -> None:
        """Keep the door and the row; nobody is known yet."""
        self.door = door
        self.route = route
        self.asker: Asker | None = None
        self.incident = ""

    def set_default_headers(self) -> None:
        """Set what every answer carries."""
        for name, value in guard.headers_for(self.request).items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse whatever may not come in, cheapest and most general check first."""
        guard.check_host(self.request, self.door.hosts)
        method = "GET" if self.request.method == "HEAD" else self.request.method
        operation = self.route.operations.get(method or "")
        if operation is None:
            raise HTTPError(405)
        guard.check_line(self.request, plain=operation.policy.plain)
        guard.check_origin(self.request)
        if operation.policy.kind not in ("public", "scraper"):
            self.asker = self._find_asker()
            operation.policy.check(self.asker.actor if self.asker else None)
            # A visitor's phone may come on plain HTTP; staff and devices never, whatever the route.
            guard.check_line(self.request, plain=self.asker is None or self.asker.proof.way == "ticket")

    def data_received(self, chunk: bytes) -> None:
        """Throw a body away: most addresses want none."""

    @property
    def language(self) -> str:
        """Return the reader's language: the one the page is in, else what the browser likes best."""
        asked = self.get_query_argument("language", "")
        return asked if asked in words.LANGUAGES else problems.language_of(self.request.headers.get("Accept-Language", ""))

    @property
    def actor(self) -> Actor:
        """Return who asks; only where the policy asked for it."""
        assert self.asker is not None, self.route.path
        return self.asker.actor

    @property
    def address(self) -> str:
        """Return the network address of the one who asks."""
        return self.request.remote_ip or ""

    def answer(self, value: object, *, status: int = HTTPStatus.OK) -> None:
        """Answer with JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(msgspec.json.encode(value))

    def answer_if_changed(self, etag: str, body: bytes, kind: str = "application/json; charset=utf-8") -> None:
        """Answer with these bytes, JSON unless said, or 304 when the reader has these already."""
        self.set_header("Etag", f'"{etag}"')
        self.set_header("Cache-Control", "no-cache")
        if self.check_etag_header():
            self.set_status(304)
            self.finish()
            return
        self.set_header("Content-Type", kind)
        self.finish(body)

    def answer_packed(self, body: bytes, kind: str = "application/json; charset=utf-8") -> None:
        """Answer with what is the same for everybody: packed where the reader takes that, 304 when the reader has it already."""
        self.set_header("Vary", "Accept-Encoding")
        gzip = takes_gzip(self.request.headers.get("Accept-Encoding", "")) and len(body) >= LEAST
        if gzip:
            self.set_header("Content-Encoding", "gzip")
        tag = guard.tag_of(body)
        self.answer_if_changed(f"{tag}-gz" if gzip else tag, packed(body) if gzip else body, kind)

    def compute_etag(self) -> str | None:
        """Compute none by default: answers of the API that may be kept say so themselves."""
        return None

    def log_exception(
        self,
        typ: type[BaseException] | None,  # noqa: ARG002 - Tornado's signature
        value: BaseException | None,
        tb: TracebackType | None,  # noqa: ARG002 - Tornado's signature
    ) -> None:
        """Log faults of ours with the number that the answer names; refusals are no faults."""
        if isinstance(value, (HallError, HTTPError)):
            return
        self.incident = secrets.token_hex(4)
        said = "incident %s at %s %s"
        log.error(said, self.incident, self.request.method, self.route.path, exc_info=value, extra={HEARD: self.heard()})

    def heard(self) -> list[str]:
        """Return the texts that came in with this request: an error may repeat them, the log must not."""
        cookies = [cookie.value for cookie in self.request.cookies.values()]
        proof = self.request.headers.get("Authorization", "").partition(" ")[2]
        asked = [value.decode(errors="replace") for values in self.request.query_arguments.values() for value in values]
        return [proof, *cookies, *self.path_args, *asked]

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer with a problem in the reader's language."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, HallError):
            said = problems.problem(error, self.language, self.door.service.hall)
        elif isinstance(error, HTTPError):
            said = problems.plain_problem(status_code, self.language)
        else:
            said = problems.unexpected(self.incident, self.language)
        self.door.metrics.refusals.labels(str(said["key"])).inc()
        self.set_status(int(said["status"]))
        if said["status"] == HTTPStatus.UNAUTHORIZED:
            self.set_header("WWW-Authenticate", "Bearer")
        self.set_header("Content-Type", problems.PROBLEM_JSON)
        self.set_header("Cache-Control", "no-store")
        self.finish(msgspec.json.encode(said))

    def on_finish(self) -> None:
        """Count the request."""
        # A method that somebody made up must not become a figure of its own.
        method = self.request.method if self.request.method in self.SUPPORTED_METHODS else "other"
        self.door.metrics.answered(self.route.path, method or "", self.get_status(), self.request.request_time())

    def refuse_twin(self, device: str) -> None:
        """Raise Conflict, and report it, when this device is connected from another machine: its key was copied."""
        # In a demo anybody opens any screen, from any machine.
        if self.door.demo is None and self.door.presence.is_twin(device, self.address):
            raise Conflict("device-twin", device=device)

    def _find_asker(self) -> Asker | None:
        cookie = self.get_cookie(cookie_name(self.request.protocol, "hall"))
        try:
            # Reading is no use: a page reads by itself, whether or not somebody sits in front of it.
            used = self.request.method in UNSAFE
            asker = asker_of(self.door.askers, self.request.headers.get("Authorization", ""), cookie, used=used)
        except NotSignedIn as unknown:
            self.door.misses.missed(unknown, self.address)
            raise
        if asker is not None and asker.proof.way == "key":
            self.refuse_twin(asker.actor.name)
        if asker is not None and asker.by_cookie and self.request.method in UNSAFE:
            shown = self.request.headers.get(XSRF_HEADER, "")
            if not xsrf_is_right(asker.proof.secret, shown):
                raise NotAllowed("xsrf-wrong")
            # A form of another site cannot send JSON without asking first, and is never allowed to.
            if self.request.headers.get("Content-Type", _JSON).partition(";")[0].strip().lower() != _JSON:
                raise HTTPError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        return asker


class ApiHandler(DoorHandler):
    """Handler of the API: never kept by anybody; its body is read after the checks, up to the limit."""

    def initialize(self, door: "Door", route: Route) -> None:
        """Begin with an empty body."""
        super().initialize(door, route)
        self._body = bytearray()
        self._too_large = False

    def set_default_headers(self) -> None:
        """Add that nobody keeps the answer."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")

    def prepare(self) -> None:
        """Throw a body away that says itself that it is too large; the refusal comes when it has been sent, so that it is heard."""
        super().prepare()
        said = self.request.headers.get("Content-Length", "0")
        if said.isdigit() and int(said) > self.door.limits.max_body:
            self._too_large = True

    def data_received(self, chunk: bytes) -> None:
        """Take one piece of the body; what goes beyond the limit is thrown away."""
        if self._finished or self._too_large:
            return
        self._body += chunk
        if len(self._body) > self.door.limits.max_body:
            self._too_large = True
            self._body.clear()

    def heard(self) -> list[str]:
        """Add what the body holds."""
        return [*super().heard(), *texts_of(bytes(self._body))]

    @property
    def body(self) -> bytes:
        """Return the whole body. Raises Malformed when it was too large."""
        if self._too_large:
            raise self._refusal()
        return bytes(self._body)

    def _refusal(self) -> Malformed:
        return Malformed("body-too-large", most=self.door.limits.max_body)


class OpenHandler(ApiHandler):
    """Handler of what anybody may fetch: whether it has changed may be asked without it."""

    async def head(self, *parts: str) -> None:
        """Answer as ``get`` does; Tornado leaves the body away."""
        answering = self.get(*parts)
        if answering is not None:
            await answering


class UnknownAddress(DoorHandler):
    """Whatever no row of the table names."""

    def prepare(self) -> None:
        """Check the host, as everywhere, then say that there is nothing here."""
        guard.check_host(self.request, self.door.hosts)
        raise HTTPError(404)
