# SPDX-License-Identifier: Apache-2.0
"""The limits of the door."""

import pytest

from hallserver.core.errors import AgainstStandard
from hallserver.web.limits import Limits, check_new_password


def test_the_defaults_are_the_settings_sheet() -> None:
    """Tornado's own defaults are open: an hour for a header, no end to a body."""
    limits = Limits()
    assert limits.http_options()["idle_connection_timeout"] == 12
    assert limits.http_options()["body_timeout"] == 12
    assert limits.http_options()["connections_per_address"] == 256
    assert limits.http_options()["max_header_size"] == 8192
    assert limits.max_body == 1_000_000
    settings = limits.settings()
    assert settings["websocket_max_message_size"] == 65536
    assert limits.beat_s * (limits.silent_beats + 1) <= 15, "a dead line is noticed within 15 s"
    assert (settings["debug"], settings["serve_traceback"]) == (False, False)


def test_a_password_is_long_enough_and_nothing_more_is_asked() -> None:
    """Length helps; rules about signs do not."""
    check_new_password("一二三四五六七八")
    for wrong in ("", "1234567", "x" * 201):
        with pytest.raises(AgainstStandard):
            check_new_password(wrong)
