# SPDX-License-Identifier: Apache-2.0
"""A pretend mail server: the real conversation (RFC 5321, STARTTLS, AUTH PLAIN) over a real socket; keeps what was handed in."""

import base64
import itertools
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, NamedTuple

DRIP = "…"
"""As an answer: letters that never become one."""
SOME = 3


class Mail(NamedTuple):
    """One mail as it was handed in: whether the line was encrypted by then, from whom, to whom, the message."""

    encrypted: bool
    user: str
    sender: str
    to: list[str]
    message: EmailMessage


class PretendMail(socketserver.ThreadingTCPServer):
    """Listens on a free port of this machine. ``context``: its certificate; ``account``: the only name and password that it knows."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, context: ssl.SSLContext | None = None, account: tuple[str, str] | None = None, *, at_once: bool = False) -> None:
        """Begin to listen; ``at_once``: encrypted from the first byte."""
        super().__init__(("127.0.0.1", 0), _Talk)
        self.context, self.account, self.at_once = context, account, at_once
        self.mails: list[Mail] = []
        self.lines = 0
        """How often somebody connected."""
        self.gone = threading.Event()
        self.refuses: dict[str, str] = {}
        """Verb, or ``RCPT <mailbox>``, → what is answered in place of what it would be; ``…``: letter by letter, without end."""
        self.dripping: Callable[[], None] = lambda: None
        """Is called when some letters have dripped."""
        self.port: int = self.server_address[1]

    def get_request(self) -> tuple[Any, Any]:
        """Return the next line, encrypted where it is to be so at once."""
        line, address = super().get_request()
        self.lines += 1
        return (self.context.wrap_socket(line, server_side=True) if self.context and self.at_once else line), address

    def handle_error(self, *_: Any) -> None:
        """Say nothing: who does not trust the certificate hangs up."""


class _Talk(socketserver.StreamRequestHandler):
    """One conversation."""

    server: PretendMail

    def setup(self) -> None:
        super().setup()
        self.user, self.sender, self.to, self.encrypted = "", "", list[str](), self.server.at_once

    def handle(self) -> None:
        self.say("220 pretend")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            answer = self.server.refuses.get(verb) or self.server.refuses.get(f"{verb} {_within(line)}")
            if answer == DRIP:
                return self.drip()
            if verb in self.server.refuses or answer:
                self.say(answer or "")
                continue
            if verb == "QUIT":
                return self.say("221 bye")
            getattr(self, f"on_{verb.lower()}", self.on_other)(line)
        return None

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def drip(self) -> None:
        """Answer one letter after the other, each well within any patience, until the other side is gone."""
        with suppress(OSError):
            for letters in itertools.count():
                self.wfile.write(b"2")
                if letters == SOME:
                    self.server.dripping()
                self.server.gone.wait(0.002)

    def on_other(self, _: str) -> None:
        self.say("502 what")

    def on_ehlo(self, _: str) -> None:
        offers = ["pretend", *(["STARTTLS"] if self.server.context and not self.encrypted else []), "AUTH PLAIN"]
        for at, offer in enumerate(offers):
            self.say(f"250{' ' if at == len(offers) - 1 else '-'}{offer}")

    def on_starttls(self, _: str) -> None:
        assert self.server.context is not None
        self.say("220 go on")
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", buffering=0)
        self.encrypted = True

    def on_auth(self, line: str) -> None:
        _, name, password = base64.b64decode(line.split()[2]).decode().split("\0")
        known = (name, password) == self.server.account
        self.user = name if known else ""
        self.say("235 welcome" if known else "535 no")

    def on_mail(self, line: str) -> None:
        self.sender, self.to = _within(line), []
        self.say("250 ok")

    def on_rcpt(self, line: str) -> None:
        self.to.append(_within(line))
        self.say("250 ok")

    def on_data(self, _: str) -> None:
        self.say("354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        message: Any = message_from_bytes(b"".join(lines), policy=default)
        self.server.mails.append(Mail(self.encrypted, self.user, self.sender, self.to, message))
        self.say("250 kept")

    def on_rset(self, _: str) -> None:
        self.say("250 ok")


def _within(line: str) -> str:
    """Return the mailbox of a line."""
    return line.partition("<")[2].partition(">")[0]


@contextmanager
def pretend_mail(
    context: ssl.SSLContext | None = None, account: tuple[str, str] | None = None, *, at_once: bool = False
) -> Iterator[PretendMail]:
    """Run a pretend mail server for a block."""
    server = PretendMail(context, account, at_once=at_once)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
