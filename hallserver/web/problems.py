# SPDX-License-Identifier: Apache-2.0
"""What a refusal looks like on the wire: RFC 9457 problem+json with a sentence in the reader's language."""

from http import HTTPStatus

from hallserver import words
from hallserver.core.errors import HallError
from hallserver.core.hall import Hall
from hallserver.naming import sentence
from hallserver.redact import without_shapes

PROBLEM_JSON = "application/problem+json"
Problem = dict[str, str | int]
_LANGUAGES = (
    ("yue", "yue"), ("zh-hant", "zh-Hant"), ("zh-hk", "zh-Hant"), ("zh-mo", "zh-Hant"), ("zh-tw", "zh-Hant"),
    ("zh", "zh-Hans"), ("en", "en"),
)  # fmt: skip


def language_of(accept: str) -> str:
    """Return the language of ours that an Accept-Language header likes best; Simplified Chinese when none.

    Quality values are ignored on purpose: browsers list in order of preference.
    """
    for part in accept.lower().split(","):
        tag = part.split(";")[0].strip()
        for prefix, language in _LANGUAGES:
            if tag == prefix or tag.startswith(prefix + "-"):
                return language
    return "zh-Hans"


def problem(error: HallError, language: str, hall: Hall) -> Problem:
    """Return the problem of a refusal: type, title, status, detail (a sentence with the hall's own names) and key."""
    return _problem(error.key, error.status, sentence(hall, error, language))


def plain_problem(status: int, language: str) -> Problem:
    """Return the problem of a status that HTTP itself gives: unknown address, wrong method, wrong host."""
    key = {404: "address-unknown", 405: "method-unknown", 421: "host-unknown"}.get(status, "request-unreadable")
    return _problem(key, status, words.say(f"error.{key}", language))


def unexpected(incident: str, language: str) -> Problem:
    """Return the problem of a fault of ours: nothing about it but the number under which the log has it."""
    return _problem("unexpected", 500, words.say("error.unexpected", language, id=incident))


def _problem(key: str, status: int, detail: str) -> Problem:
    # What was asked for comes back in the sentence; a secret or an ID number in it must not stand on a screen.
    detail = without_shapes(detail)
    return {"type": f"urn:hall:error:{key}", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, "key": key}
