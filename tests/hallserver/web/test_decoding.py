# SPDX-License-Identifier: Apache-2.0
"""From bytes to commands."""

import msgspec
import pytest

from hallserver.core.commands import IdNumber, Personal, Rate, TakeTicket
from hallserver.core.errors import HallError, Malformed, NotFound
from hallserver.core.id_number import with_check
from hallserver.web.decoding import PERSONAL_MOST, read, read_command, schema_hook

NUMBER = with_check("11010519491231003")


def refusal(name: str, body: bytes) -> HallError:
    """Return how a body is refused."""
    with pytest.raises(HallError) as caught:
        read_command(name, body)
    return caught.value


def test_a_command_is_read_with_its_fields() -> None:
    """What goes in is the core's own type."""
    assert read_command("take-ticket", b'{"services": ["seniors"], "party": 2}') == TakeTicket(services=("seniors",), party=2)
    assert read_command("call-next", b"") == read_command("call-next", b"{}")


def test_the_field_that_does_not_fit_is_named() -> None:
    """Also deep inside."""
    assert isinstance(refusal("fly", b"{}"), NotFound)
    missing = refusal("finish", b'{"items": [{"quantity": 2}]}')
    assert (missing.key, missing.args_by_name["field"]) == ("field-missing", "items[0].item")
    wrong = refusal("rate", b'{"stars": 6}')
    assert (wrong.key, wrong.args_by_name["field"]) == ("field-wrong", "stars")
    unknown = refusal("rate", b'{"stars": 5, "star": 5}')
    assert (unknown.key, unknown.args_by_name["field"]) == ("field-unknown", "star")
    assert refusal("rate", b"[]").key == "field-wrong"
    assert refusal("rate", b"nonsense").key == "not-json"


def test_personal_text_is_wrapped_at_the_door() -> None:
    """From here on nobody can write it into an event by mistake."""
    rated = read_command("rate", '{"stars": 5, "comment": "谢谢"}'.encode())
    assert isinstance(rated, Rate)
    assert isinstance(rated.comment, Personal)
    assert rated.comment.text == "谢谢"
    long = msgspec.json.encode({"stars": 5, "comment": "长" * (PERSONAL_MOST + 1)})
    assert refusal("rate", long).args_by_name["field"] == "comment"
    assert refusal("rate", b'{"stars": 5, "comment": 7}').args_by_name["field"] == "comment"


@pytest.mark.parametrize("typed", [NUMBER, f"{NUMBER[:6]} {NUMBER[6:]}", NUMBER.lower()])
def test_an_id_number_is_read_and_shown_by_nothing(typed: str) -> None:
    """Neither its repr nor an encoder gives it away; only its digest can be had."""
    command = read_command("take-ticket", msgspec.json.encode({"services": ["seniors"], "id_number": typed}))
    assert isinstance(command, TakeTicket)
    assert isinstance(command.id_number, IdNumber)
    assert NUMBER not in repr(command) + command.id_number.text
    with pytest.raises(TypeError):
        msgspec.json.encode(command)
    assert command.id_number.hashed(b"k", "hall").text.endswith(NUMBER[-4:])


@pytest.mark.parametrize("typed", [NUMBER[:-1], NUMBER[:-1] + "0", NUMBER * 3, 7, [NUMBER]])
def test_what_is_no_id_number_is_refused_without_repeating_it(typed: object) -> None:
    """One wrong figure makes it somebody else's number."""
    refused = refusal("take-ticket", msgspec.json.encode({"services": ["seniors"], "id_number": typed}))
    assert refused.args_by_name["field"] == "id_number"
    assert NUMBER[:6] not in str(refused.args_by_name)


def test_a_value_that_is_not_among_the_known_is_not_repeated() -> None:
    """It may be a password in the wrong field."""
    refused = refusal("take-ticket", b'{"services": ["seniors"], "language": "correct horse"}')
    assert (refused.key, refused.args_by_name["detail"]) == ("field-wrong", "Invalid enum value")


def test_deep_json_is_refused_and_not_followed() -> None:
    """A thousand brackets cost the sender more than us."""
    with pytest.raises(Malformed):
        read(dict, b'{"a":' * 60_000)
    assert refusal("configure", b'{"section": "hall", "rows": [{"a":' + b"[" * 60_000).status == 400


def test_only_known_types_have_a_schema() -> None:
    """A new type without one must not slip into the description."""
    assert schema_hook(Personal)["type"] == "string"
    assert schema_hook(IdNumber)["writeOnly"]
    with pytest.raises(NotImplementedError):
        schema_hook(object)
