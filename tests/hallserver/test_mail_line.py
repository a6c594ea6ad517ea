# SPDX-License-Identifier: Apache-2.0
"""A line to a mail server is cut when the whole conversation has taken too long; `test_mailing.py` cuts it at every step."""

import smtplib
from contextlib import suppress

from hallserver.mail_line import Deadline, Line
from tests.hallserver.pretend_mail import DRIP, pretend_mail


def test_time_is_over_by_itself_however_far_the_conversation_is() -> None:
    """The server answers letter by letter, without end."""
    with pretend_mail() as server:
        server.refuses = {"EHLO": DRIP}
        with Deadline(0.05) as deadline, suppress(smtplib.SMTPException, OSError):
            Line(deadline, "127.0.0.1", server.port, timeout=30).ehlo()
    assert deadline.passed


def test_who_is_in_time_is_not_cut() -> None:
    """Nor afterwards: the block is over."""
    with pretend_mail() as server:
        with Deadline(3600) as deadline:
            line = Line(deadline, "127.0.0.1", server.port, timeout=30)
            assert line.noop()[0] > 0
        assert (line.noop()[0] > 0, deadline.passed) == (True, False)
        line.close()
    deadline.cut()
    assert deadline.passed, "a line that is gone already is no fault"
