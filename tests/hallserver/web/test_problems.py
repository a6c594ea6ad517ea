# SPDX-License-Identifier: Apache-2.0
"""What a refusal looks like."""

import pytest

from hallserver.core.errors import NotAllowed, NotFound
from hallserver.core.hall import Hall
from hallserver.web.problems import language_of, plain_problem, problem, unexpected


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "zh-Hans"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("en-US,en;q=0.5", "en"),
        ("fr, en;q=0.3", "en"),
        ("zh-HK", "zh-Hant"),
        ("zh-Hant-TW,en", "zh-Hant"),
        ("yue-Hant-HK", "yue"),
        ("*", "zh-Hans"),
    ],
)
def test_the_first_language_that_we_have_is_taken(accept: str, language: str) -> None:
    """Browsers list in order of preference."""
    assert language_of(accept) == language


def test_a_problem_has_a_sentence_with_its_gaps_filled() -> None:
    """Lists are joined in the language's own way."""
    said = problem(NotAllowed("role-needed", roles=["auditor", "district"]), "en", Hall())
    assert said["status"] == 403
    assert said["title"] == "Forbidden"
    assert str(said["detail"]).endswith("audit administrator, district.")
    assert "审计管理员、区级平台" in str(problem(NotAllowed("role-needed", roles=["auditor", "district"]), "zh-Hans", Hall())["detail"])


def test_what_http_itself_refuses_has_words_too() -> None:
    """One shape for all."""
    assert [plain_problem(status, "en")["key"] for status in (404, 405, 421, 418)] == [
        "address-unknown",
        "method-unknown",
        "host-unknown",
        "request-unreadable",
    ]
    assert "abcd" in str(unexpected("abcd", "en")["detail"])


def test_a_problem_repeats_no_secret_and_no_id_number() -> None:
    """What was asked for comes back in the sentence, and the sentence stands on a screen."""
    for secret in ("11010519491231002X", "13800138000", "K7QM-2XHD-9RTA", "kQ3vZr9QWk3vZr9QxYz012"):
        said = problem(NotFound("command-unknown", command=f"x {secret}"), "en", Hall())
        assert secret not in str(said["detail"])
