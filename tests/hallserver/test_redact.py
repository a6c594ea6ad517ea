# SPDX-License-Identifier: Apache-2.0
"""A log line keeps what helps to find a fault, and loses what opens a door or names a person."""

import logging
import secrets
import sys
from io import StringIO

import pytest

from hallserver import redact
from hallserver.core.commands import Personal, Rate
from hallserver.core.id_number import with_check
from hallserver.redact import HEARD, HIDDEN, Redacting, clean, log_the_last, quieten, texts_in, texts_of, without_shapes
from hallserver.store.hashing import new_code

NUMBER = with_check("44030419900307123")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Authorization: Bearer abcdefghijklmnopqrstuvwxyz", f"Authorization: {HIDDEN} {HIDDEN}"),
        ("SignInForm(name='li', password='a long enough password')", f"SignInForm(name='li', password={HIDDEN})"),
        ('{"code": "K7QM-2XHD-9RTA", "x": 1}', f'{{"code": {HIDDEN}, "x": 1}}'),
        ("tried K7QM-2XHD-9RTA twice", f"tried {HIDDEN} twice"),
        ("call 13800138000 or +86 138-0013-8000 or 0755-12345678", f"call {HIDDEN} or {HIDDEN} or {HIDDEN}"),
        (f"visitor {NUMBER}", f"visitor {'*' * 14}{NUMBER[-4:]}"),
    ],
)
def test_secrets_and_persons_are_hidden(line: str, shown: str) -> None:
    """By the name of the field, or by the shape."""
    assert clean(line) == shown


@pytest.mark.parametrize(
    "line",
    [
        "the business day is now 2026-11-24",
        "event 1.57 cannot be folded, the process ends",
        "POST /api/v1/commands/take-ticket at_us=1795395600000000",
        "tests.hallserver.test_redact.test_other_lines_stay",
        "hash 0f3a9c21d7be0f3a9c21d7be0f3a9c21d7be0f3a9c21d7be0f3a9c21d7be0f3a",
        "exit code: 70, key: none",
        "A012 waits; queue social; 3 ahead",
    ],
)
def test_other_lines_stay(line: str) -> None:
    """A log that hides everything helps nobody."""
    assert clean(line) == line


def test_every_kind_of_secret_of_ours_is_told_by_its_shape() -> None:
    """Tokens are random: hardly one in a million may look like a word."""
    made = (
        [secrets.token_urlsafe(32) for _ in range(500)] + [secrets.token_urlsafe(16) for _ in range(500)] + [new_code() for _ in range(200)]
    )
    assert [it for it in made if it in without_shapes(f"it was {it} that failed")] == []


def test_what_was_heard_is_not_repeated() -> None:
    """An error of a library may name whatever it was handed, in any form."""
    record = logging.makeLogRecord({"msg": "failed on %r", "args": ("南宫写的一句话\n",), HEARD: ["南宫写的一句话\n", "li"]})
    assert Redacting().format(record) == f"failed on '{HIDDEN}'"


def test_a_traceback_is_cleaned_too() -> None:
    """It is where libraries talk most."""
    try:
        dict[str, int]()["no such key: password='hunter2 hunter2'"]
    except KeyError:
        record = logging.makeLogRecord({"msg": "incident", "exc_info": sys.exc_info()})
    text = Redacting().format(record)
    assert "hunter2" not in text
    assert "test_redact.py" in text


def test_every_text_of_a_body_is_found() -> None:
    """Values at any depth; names of fields only where they are none; of what is no JSON, every word."""
    assert texts_of(b'{"name": "li", "rows": [{"x": "deep"}], "13800138000": 1}') == ["13800138000", "li", "deep"]
    assert "secret-word" in texts_of(b'{"a": "secret-word"')


def test_libraries_do_not_write_down_what_they_handle() -> None:
    """The one would write every statement with its values, the other every frame."""
    quieten("DEBUG")
    assert not logging.getLogger("peewee").isEnabledFor(logging.DEBUG)
    quieten("ERROR")
    assert not logging.getLogger("websockets").isEnabledFor(logging.WARNING)
    quieten("INFO")


def test_the_last_error_of_a_process_is_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python itself would print it as it is."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Redacting())
    log = logging.getLogger(redact.__name__)
    log.addHandler(handler)
    monkeypatch.setattr(log, "propagate", False)
    try:
        log_the_last(ValueError, ValueError(f"bad {NUMBER}"), None)
    finally:
        log.removeHandler(handler)
    assert "ValueError: bad ****" in written.getvalue()
    assert NUMBER not in written.getvalue()


def test_what_a_visitor_wrote_is_a_text_of_the_command() -> None:
    """A comment is on its way to the vault when a rule fails on it."""
    assert "南宫写的一句话" in list(texts_in(Rate(stars=1, comment=Personal("南宫写的一句话"))))
