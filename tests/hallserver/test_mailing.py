# SPDX-License-Identifier: Apache-2.0
"""Mails go out in a real conversation with a pretend server; what fails says why, and nothing goes in clear that should not."""

import socket
import ssl
from email.utils import parsedate_to_datetime
from pathlib import Path
from threading import Event, Thread, current_thread
from typing import Any

import pytest
from msgspec import structs

from hallserver.clock import AnchoredClock
from hallserver.mail_line import Deadline
from hallserver.mailing import Attached, Mailer, Undelivered, mailer_of
from hallserver.settings import load
from hallserver.store.authority import ensure_authority, ensure_server
from tests.hallserver.pretend_mail import DRIP, PretendMail, pretend_mail

ACCOUNT = ("hall@example.org", "geheim & lang")
FILES = [Attached("hall-day-2026-11-23.pdf", b"%PDF-\x00\xff"), Attached("表.csv", "甲,乙\r\n".encode())]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an authority, a certificate of 127.0.0.1 and the file of the password."""
    folder = tmp_path_factory.mktemp("mail")
    now_us = AnchoredClock().now()
    ensure_server(folder, ensure_authority(folder, "hall", now_us), ["127.0.0.1"], now_us)
    (folder / "password").write_text(f"{ACCOUNT[1]}\n", encoding="utf-8")
    return folder


def context(place: Path) -> ssl.SSLContext:
    """Return what the server shows."""
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.load_cert_chain(place / "server.key")
    return found


def mailer(place: Path, server: PretendMail, security: str = "starttls") -> Mailer:
    """Return who sends to this server."""
    return Mailer(
        host="127.0.0.1", port=server.port, security=security, user=ACCOUNT[0], password_file=str(place / "password"),
        sender=ACCOUNT[0], to=("qu@example.org", "shi@example.org"), ca=str(place / "authority.pem"),
    )  # fmt: skip


@pytest.mark.parametrize("security", ["starttls", "tls", "none"])
def test_a_mail_arrives_with_its_files_and_encrypted_where_it_should_be(place: Path, security: str) -> None:
    """Chinese subject, text and file name; the bytes of a file as they were; password only from its file."""
    with pretend_mail(context(place), ACCOUNT, at_once=security == "tls") as server:
        mailer(place, server, security).send("大厅运行日报 2026-11-23", "附件是报告。", FILES)
    [mail] = server.mails

    assert (mail.encrypted, mail.user, mail.sender) == (security != "none", *[ACCOUNT[0]] * 2)
    assert mail.to == ["qu@example.org", "shi@example.org"]
    assert (mail.message["Subject"], mail.message["Auto-Submitted"]) == ("大厅运行日报 2026-11-23", "auto-generated")
    assert parsedate_to_datetime(mail.message["Date"]).tzinfo is not None
    body = mail.message.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == "附件是报告。"
    assert [(it.get_filename(), it.get_payload(decode=True)) for it in mail.message.iter_attachments()] == [
        (it.name, it.content) for it in FILES
    ]


def test_what_keeps_a_mail_from_going_out_is_named(place: Path, tmp_path: Path) -> None:
    """For the manager's screen: another hand mends each of them."""

    def why(server: PretendMail, **otherwise: object) -> str:
        with pytest.raises(Undelivered) as failed:
            structs.replace(mailer(place, server), **otherwise).send("s", "t", [])
        return failed.value.why

    with pretend_mail(context(place), ("hall@example.org", "another")) as server:
        assert why(server) == "sign-in"
        assert why(server, ca="") == "tls"
        (tmp_path / "chinese").write_text("密码", encoding="utf-8")
        for name in ("none", "chinese"):
            assert why(server, password_file=str(tmp_path / name)) == "password-file"
    with pretend_mail(context(place), ACCOUNT) as server:
        for verb in ("MAIL", "RCPT"):  # a server that asks for a name and a password; none is set
            server.refuses = {verb: "530 5.7.0 Authentication required"}
            assert why(server, user="") == "sign-in"
        assert why(server, host="mail..example") == "connect"
        server.refuses = {"RCPT": "550 no such box"}
        assert why(server) == "refused"
        server.refuses = {"RCPT": "450 come back"}
        assert why(server) == "later"
        server.refuses = {"DATA": "552 too large"}
        assert why(server) == "refused"
    assert why(server) == "connect"
    assert server.mails == []


def test_each_mailbox_answers_for_itself(place: Path) -> None:
    """One refuses for good, one for now, one takes it: no more than the second is tried again, and it alone gets the second mail."""
    good, later, gone = "qu@example.org", "shi@example.org", "alt@example.org"
    with pretend_mail(context(place), ACCOUNT) as server:
        sender = structs.replace(mailer(place, server), to=(good, later, gone), key=b"k")
        server.refuses = {f"RCPT {later}": "450 come back", f"RCPT {gone}": "550 no such box"}
        with pytest.raises(Undelivered) as first:
            sender.send("s", "t", [])
        server.refuses = {f"RCPT {later}": "550 gone too"}
        with pytest.raises(Undelivered) as second:
            sender.send("s", "t", [], first.value.left)
        server.refuses = {}
        sender.send("s", "t", [], first.value.left)
        sender.send("nobody of these is set any more", "t", [], ["00000000"])

    assert [it.to for it in server.mails] == [[good], [later]]
    first_id, second_id = (it.message["Message-ID"] for it in server.mails)
    assert first_id == second_id, "a mailbox that gets a mail again knows it again"
    assert first_id.endswith("@example.org>")
    assert server.mails[1].message["To"] == ", ".join(sender.to), "the head says who gets it, whenever it comes"
    assert (first.value.why, first.value.left, first.value.gone) == ("some-refused", (sender.mark(later),), (sender.mark(gone),))
    assert (first.value.taken, first.value.is_final) == (True, False)
    assert (second.value.why, second.value.left, second.value.is_final) == ("refused", (), True)
    assert sender.mark(good) != structs.replace(sender, key=b"other").mark(good), "nobody without the key tries out whose a mark is"


@pytest.mark.parametrize(
    ("security", "verb", "why"), [("none", "DATA", "slow"), ("none", "QUIT", ""), ("tls", "AUTH", "slow"), ("starttls", "AUTH", "slow")]
)
def test_a_server_that_drips_is_cut_off_and_what_it_had_taken_is_not_sent_again(place: Path, security: str, verb: str, why: str) -> None:
    """Every letter comes within the patience of a step, the end of the answer never; time is over when some have come."""
    with pretend_mail(context(place), ACCOUNT, at_once=security == "tls") as server:
        time_for_it = Deadline(3600)
        server.refuses, server.dripping = {verb: DRIP}, time_for_it.cut
        sender = structs.replace(mailer(place, server, security), deadline=lambda: time_for_it)
        found = ""
        try:
            sender.send("s", "t", [])
        except Undelivered as failed:
            found = failed.why
        assert (found, len(server.mails)) == (why, 0 if why else 1)


def test_a_name_that_is_looked_up_for_ever_is_given_up_and_nothing_is_said_when_it_is_found_at_last(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report is tried again later: were it sent now, too, it would come twice."""
    asked, found, look_up, talks = Event(), Event(), socket.getaddrinfo, list[Thread]()

    def hanging(*given: Any, **named: Any) -> Any:  # noqa: ANN401 -- as it stands in the library
        talks.append(current_thread())
        asked.set()
        found.wait(60)
        return look_up(*given, **named)

    with pretend_mail(context(place), ACCOUNT) as server:
        monkeypatch.setattr(socket, "getaddrinfo", hanging)
        with pytest.raises(Undelivered) as failed:
            structs.replace(mailer(place, server, "none"), deadline=lambda: Deadline(0.05, 0.01)).send("s", "t", [])
        assert (failed.value.why, asked.is_set()) == ("slow", True)
        found.set()
        talks[0].join(60)
        assert (server.lines, server.mails) == (1, []), "it was connected, and said nothing"


@pytest.mark.parametrize("parting", ["421 too busy to part", ""], ids=["an error", "no answer that is one"])
def test_a_mail_that_was_taken_is_not_sent_again_however_the_server_parts(place: Path, parting: str) -> None:
    """The server keeps the mail, then spoils the goodbye."""
    with pretend_mail(context(place), ACCOUNT) as server:
        server.refuses = {"QUIT": parting}
        mailer(place, server).send("s", "t", [])

    assert len(server.mails) == 1


def test_nothing_goes_in_clear_because_a_server_offers_nothing_better(place: Path) -> None:
    """A server without STARTTLS, or somebody on the line who cut it out, gets neither password nor mail."""
    with pretend_mail(None, ACCOUNT) as server:
        with pytest.raises(Undelivered) as failed:
            mailer(place, server).send("s", "t", [])
        assert (failed.value.why, server.mails) == ("connect", [])
        mailer(place, server, "none").send("control", "t", [])
        assert len(server.mails) == 1


def test_without_a_mailbox_nobody_sends_and_half_a_setting_is_named(tmp_path: Path) -> None:
    """No mailbox: no way by mail. A mailbox without a server or a sender is a fault."""
    assert mailer_of(load(tmp_path, {"smtp_host": "mail"}, {})) is None
    half: tuple[tuple[dict[str, str | int | None], str], ...] = (({}, "server"), ({"smtp_host": "127.0.0.1"}, "sender"))
    for settings, why in half:  # somebody waits for reports: that none can go out must be seen
        unset = mailer_of(load(tmp_path, {"report_mail_to": "a@example.org"} | settings, {}))
        assert unset is not None
        with pytest.raises(Undelivered) as failed:
            unset.send("s", "t", [])
        assert failed.value.why == why
    found = mailer_of(load(tmp_path, {"report_mail_to": " a@example.org, ,b@example.org", "smtp_host": "mail", "smtp_user": "u@x"}, {}))
    assert found is not None
    assert (found.to, found.sender, found.security, found.port) == (("a@example.org", "b@example.org"), "u@x", "starttls", 587)
