# SPDX-License-Identifier: Apache-2.0
"""A line to a mail server is cut when the whole conversation has taken too long; `test_mailing.py` cuts it at every step."""

import smtplib
from contextlib import suppress
from threading import Event

import pytest

from hallserver.mail_line import Deadline, Line, TimeOver
from tests.hallserver.pretend_mail import DRIP, pretend_mail


def test_time_is_over_by_itself_however_far_the_conversation_is() -> None:
    """The server answers letter by letter, without end."""
    with pretend_mail() as server:
        server.refuses = {"EHLO": DRIP}
        deadline = Deadline(0.05)
        with suppress(smtplib.SMTPException, OSError):
            deadline.run(lambda: Line(deadline, "127.0.0.1", server.port, timeout=30).ehlo())
    assert deadline.passed


def test_who_is_in_time_is_not_cut() -> None:
    """Nor afterwards; when it is over, however, nothing more is said."""
    with pretend_mail() as server:
        deadline = Deadline(3600)
        line = deadline.run(lambda: Line(deadline, "127.0.0.1", server.port, timeout=30))
        assert (line.noop()[0] > 0, deadline.passed) == (True, False)
        deadline.cut()
        with pytest.raises(TimeOver):
            line.noop()
    deadline.cut()
    assert deadline.passed, "a line that is gone already is no fault"


def test_what_hangs_where_no_line_can_be_cut_is_left_to_itself() -> None:
    """Who waits goes on; what was asked goes on, too, on its own thread."""
    found = Event()
    with pytest.raises(TimeOver):
        Deadline(0.01, 0.01).run(lambda: found.wait(60))
    found.set()
