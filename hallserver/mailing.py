# SPDX-License-Identifier: Apache-2.0
"""Sends a mail through the mail server that is set: one conversation, encrypted unless told otherwise, the password from a file."""

import logging
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from msgspec import Struct

from hallserver.settings import Settings

_log = logging.getLogger(__name__)

TIMEOUT_S = 30.0
_MEDIA = {
    "pdf": ("application", "pdf"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "csv": ("text", "csv"),
    "json": ("application", "json"),
    "png": ("image", "png"),
}
"""Ending of an attachment → its kind."""


class Undelivered(Exception):
    """Something was not delivered: ``why`` is the word key ``undelivered.<why>``; the text says more, for the log."""

    def __init__(self, why: str, detail: str) -> None:
        """Keep both."""
        super().__init__(f"{why}: {detail}"[:400])
        self.why = why


class Attached(Struct, frozen=True):
    """A file of a mail."""

    name: str
    content: bytes


class Mailer(Struct, frozen=True, kw_only=True):
    """How mails go out."""

    host: str
    port: int
    security: str
    """``starttls``, ``tls`` or ``none``."""
    user: str
    password_file: str
    sender: str
    to: tuple[str, ...]
    ca: str = ""

    def send(self, subject: str, text: str, files: Sequence[Attached]) -> None:
        """Send a mail; takes as long as the server takes, at most half a minute a step. Raises Undelivered."""
        try:
            with closing(self._connected()) as server:
                if self.user:
                    server.login(self.user, _password(self.password_file))
                refused = server.send_message(self._message(subject, text, files), self.sender, self.to)
                _taken(server, refused)
        except smtplib.SMTPAuthenticationError as error:
            raise Undelivered("sign-in", str(error)) from error
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
            raise Undelivered("refused", str(error)) from error
        except ssl.SSLError as error:
            raise Undelivered("tls", str(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise Undelivered("connect", str(error)) from error

    def _connected(self) -> smtplib.SMTP:
        """Return the line to the server, encrypted where it is set so; never in clear because the server offers nothing better."""
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_S, context=self._trusting())
        server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_S)
        if self.security == "starttls":
            try:
                server.starttls(context=self._trusting())
            except BaseException:
                server.close()
                raise
        return server

    def _trusting(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.ca or None)

    def _message(self, subject: str, text: str, files: Sequence[Attached]) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["Subject"], message["From"], message["To"] = subject, self.sender, ", ".join(self.to)
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine answers it
        message.set_content(text)
        for file in files:
            kind = _MEDIA.get(file.name.rpartition(".")[2], ("application", "octet-stream"))
            message.add_attachment(file.content, maintype=kind[0], subtype=kind[1], filename=file.name)
        return message


def _taken(server: smtplib.SMTP, refused: Mapping[str, object]) -> None:
    """Part from a server that has taken the mail: however it does so, the mail is not sent again, not even to those it refused alone."""
    if refused:
        _log.warning("the mail server did not take the mail for: %s", ", ".join(refused))
    with suppress(smtplib.SMTPException, OSError):
        server.quit()


def _password(file: str) -> str:
    try:
        return Path(file).read_text(encoding="ascii").strip()  # smtplib sends no other letters
    except (OSError, UnicodeDecodeError) as error:
        raise Undelivered("password-file", str(error)) from error


def mailer_of(settings: Settings) -> Mailer | None:
    """Return how mails go out; None where no mailbox or no server is set."""
    to = tuple(filter(None, (it.strip() for it in settings.text("report_mail_to").split(","))))
    if not to or not settings.text("smtp_host"):
        return None
    return Mailer(
        host=settings.text("smtp_host"),
        port=settings.number("smtp_port"),
        security=settings.text("smtp_security"),
        user=settings.text("smtp_user"),
        password_file=settings.text("smtp_password_file"),
        sender=settings.text("smtp_from") or settings.text("smtp_user"),
        to=to,
        ca=settings.text("smtp_ca"),
    )
