# SPDX-License-Identifier: Apache-2.0
"""Sends a mail through the mail server that is set: one conversation, encrypted unless told otherwise, the password from a file.

Each mailbox answers for itself: who took it does not get it again, who refused it for good is named, for the others it is tried again.
"""

import hashlib
import logging
import smtplib
import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from functools import partial
from pathlib import Path

from msgspec import Struct

from hallserver.mail_line import Deadline, Line, TlsLine
from hallserver.settings import Settings

_log = logging.getLogger(__name__)

TIMEOUT_S = 30.0
"""Of one step of the conversation."""
LONGEST_S = 300.0
"""Of all of it: a server that answers a letter every half minute would hold up the reports for days."""
MARK_BYTES, ID_BYTES = 4, 16
_FOR_GOOD = range(500, 600)
"""Answers (RFC 5321) after which nothing is tried again."""
_SIGN_IN = frozenset({530, 534, 535, 538})
"""Answers (RFC 4954) that ask for a sign-in, or for another one."""
_MEDIA = {
    "pdf": ("application", "pdf"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "csv": ("text", "csv"),
    "json": ("application", "json"),
    "png": ("image", "png"),
}
"""Ending of an attachment → its kind."""
Refused = Mapping[str, tuple[int, bytes]]
"""Mailbox → what the server answered for it."""


class Undelivered(Exception):
    """Something was not delivered: ``why`` is the word key ``undelivered.<why>``; the text says more, for the log."""

    def __init__(self, why: str, detail: str, *, left: Sequence[str] = (), gone: Sequence[str] = (), taken: bool = False) -> None:
        """Keep all; ``left``, ``gone``: marks of mailboxes to be tried again and of those that refused for good; ``taken``: by others."""
        super().__init__(f"{why}: {detail}"[:400])
        self.why, self.left, self.gone, self.taken = why, tuple(left), tuple(gone), taken

    @property
    def is_final(self) -> bool:
        """Whether there is nobody for whom it could be tried again."""
        return bool(self.gone) and not self.left


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
    key: bytes = b""
    """By which marks are made: whoever has it not cannot try out whose a mark is."""
    deadline: Callable[[], Deadline] = partial(Deadline, LONGEST_S)

    def mark(self, mailbox: str) -> str:
        """Return what stands for a mailbox where no address may stand."""
        return hashlib.blake2b(mailbox.encode(), key=self.key, digest_size=MARK_BYTES).hexdigest()

    def send(self, subject: str, text: str, files: Sequence[Attached], only: Sequence[str] = ()) -> None:
        """Send a mail to all mailboxes, or to those with these marks; at most half a minute a step, and so long in all.

        Raises Undelivered unless every one of them took it.
        """
        to = [it for it in self.to if not only or self.mark(it) in only]
        if not to:  # who was left is no more among the mailboxes that are set
            return
        if not self.host or not self.sender:
            raise Undelivered("server" if not self.host else "sender", "smtp_host or smtp_from is not set")
        deadline, message = self.deadline(), self._message(subject, text, files)
        try:
            refused = deadline.run(lambda: self._hand_in(deadline, message, to))
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            if deadline.passed:  # what a cut line says is no answer
                raise Undelivered("slow", str(error)) from error
            if isinstance(error, smtplib.SMTPRecipientsRefused) and not _wants_sign_in(error):
                raise self._undelivered(error.recipients, to, taken=False) from error
            raise Undelivered(_fault(error), str(error)) from error
        if refused:
            raise self._undelivered(refused, [*refused], taken=True)

    def _hand_in(self, deadline: Deadline, message: EmailMessage, to: Sequence[str]) -> Refused:
        """Have the conversation; return who refused."""
        with closing(self._connected(deadline)) as server:
            if self.user:
                server.login(self.user, _password(self.password_file))
            refused = server.send_message(message, self.sender, to)
            _part(server)
            return refused

    def _undelivered(self, refused: Refused, to: Sequence[str], *, taken: bool) -> Undelivered:
        """Return that these mailboxes did not get it; where no other took it (``taken``), those it did not come to are tried again too."""
        gone = [it for it in to if it in refused and refused[it][0] in _FOR_GOOD]
        said = ", ".join(f"{it} ({self.mark(it)}) {refused.get(it, '')}" for it in to)
        _log.warning("the mail server did not take the mail for: %s", said)
        left = [self.mark(it) for it in to if it not in gone]
        return Undelivered(why_of(gone, left, taken=taken), said, left=left, gone=[self.mark(it) for it in gone], taken=taken)

    def _connected(self, deadline: Deadline) -> smtplib.SMTP:
        """Return the line to the server, encrypted where it is set so; never in clear because the server offers nothing better."""
        if self.security == "tls":
            return TlsLine(deadline, self.host, self.port, timeout=TIMEOUT_S, context=self._trusting())
        server = Line(deadline, self.host, self.port, timeout=TIMEOUT_S)
        if self.security == "starttls":
            try:
                server.starttls(context=self._trusting())
            except BaseException:
                server.close()
                raise
        return server

    def _trusting(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.ca or None)

    def _id(self, subject: str) -> str:
        """Return what a mailbox knows a mail by that it gets again: whether one was taken that no answer came for, nobody can tell."""
        digest = hashlib.blake2b(f"{subject}\n{self.sender}".encode(), key=self.key, digest_size=ID_BYTES).hexdigest()
        return f"<{digest}@{self.sender.rpartition('@')[2]}>"

    def _message(self, subject: str, text: str, files: Sequence[Attached]) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["Subject"], message["From"], message["To"] = subject, self.sender, ", ".join(self.to)
        message["Date"], message["Message-ID"] = formatdate(localtime=True), self._id(subject)
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine answers it
        message.set_content(text)
        for file in files:
            kind = _MEDIA.get(file.name.rpartition(".")[2], ("application", "octet-stream"))
            message.add_attachment(file.content, maintype=kind[0], subtype=kind[1], filename=file.name)
        return message


def _fault(error: Exception) -> str:
    """Return what is the matter with the whole of a mail."""
    if isinstance(error, smtplib.SMTPAuthenticationError) or _wants_sign_in(error):
        return "sign-in"
    if isinstance(error, smtplib.SMTPResponseException):
        return "refused" if error.smtp_code in _FOR_GOOD else "later"
    return "tls" if isinstance(error, ssl.SSLError) else "connect"


def _wants_sign_in(error: Exception) -> bool:
    """Tell whether the server takes nothing from whom it does not know: no mailbox refused anything."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code in _SIGN_IN for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code in _SIGN_IN


def why_of(gone: Sequence[str], left: Sequence[str], *, taken: bool) -> str:
    """Return what is the matter where some mailboxes refused for good, some for now, and others took it or did not."""
    if gone:
        return "some-refused" if left or taken else "refused"
    return "some-later" if taken else "later"


def _part(server: smtplib.SMTP) -> None:
    """Part from a server that has taken the mail: however it does so, the mail is not sent again to whom it was taken for."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()


def _password(file: str) -> str:
    try:
        return Path(file).read_text(encoding="ascii").strip()  # smtplib sends no other letters
    except (OSError, UnicodeDecodeError) as error:
        raise Undelivered("password-file", str(error)) from error


def mailer_of(settings: Settings, key: bytes = b"") -> Mailer | None:
    """Return how mails go out; None where no mailbox is set. ``key``: the hall's, for marks."""
    to = tuple(dict.fromkeys(filter(None, (it.strip() for it in settings.text("report_mail_to").split(",")))))
    if not to:
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
        key=key,
    )
