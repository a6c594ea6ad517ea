# SPDX-License-Identifier: Apache-2.0
"""The hall's own authority: made once, private, and what it signs."""

import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from hallserver.store.authority import (
    AUTHORITY_DAYS,
    AUTHORITY_FILE,
    AUTHORITY_KEY,
    RENEW_DAYS,
    SERVER_DAYS,
    SERVER_FILE,
    AuthorityUnreadable,
    ensure_authority,
    ensure_server,
    make_authority,
    make_server,
    see,
)
from tests.support import NINE_US

DAY_US = 86_400_000_000
NAMES = ("10.0.0.5", "fd00:0::5", "Hall.Example", "大厅.example", "localhost")


def test_an_authority_is_made_once_and_its_key_is_the_owners_alone(tmp_path: Path) -> None:
    """Agents and screens trust it for years; whoever reads its key is the hall."""
    first = ensure_authority(tmp_path, "futian", NINE_US)
    again = ensure_authority(tmp_path, "futian", NINE_US + DAY_US)
    assert first.certificate == again.certificate
    assert isinstance(first.key.curve, ec.SECP256R1)
    assert oct((tmp_path / AUTHORITY_KEY).stat().st_mode & 0o777) == "0o600"
    assert b"PRIVATE" not in (tmp_path / AUTHORITY_FILE).read_bytes(), "what is handed to screens holds the key"
    assert (see(tmp_path / AUTHORITY_FILE).ends_us - NINE_US) // DAY_US == AUTHORITY_DAYS - 1
    (tmp_path / AUTHORITY_FILE).unlink()
    assert ensure_authority(tmp_path, "futian", NINE_US).certificate == first.certificate
    assert (tmp_path / AUTHORITY_FILE).exists()


def test_what_it_signs_is_good_for_these_names_and_for_serving_only(tmp_path: Path) -> None:
    """A server's key that is stolen must not make further authorities."""
    issuer = ensure_authority(tmp_path, "futian", NINE_US)
    assert ensure_server(tmp_path, issuer, NAMES, NINE_US)
    made, authority = x509.load_pem_x509_certificates((tmp_path / SERVER_FILE).read_bytes())
    made.verify_directly_issued_by(authority)
    assert authority == issuer.certificate
    seen = see(tmp_path / SERVER_FILE)
    assert seen.names == {"10.0.0.5", "fd00::5", "hall.example", "" + "大厅.example".encode("idna").decode() + "", "localhost"}
    assert (seen.ends_us - seen.begins_us) // DAY_US == SERVER_DAYS
    assert not made.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert authority.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0
    assert list(made.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert oct((tmp_path / SERVER_FILE).stat().st_mode & 0o777) == "0o600"
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tmp_path / SERVER_FILE)


@pytest.mark.parametrize(
    ("names", "days", "made"),
    [
        (NAMES, 1, False),
        (tuple(reversed(NAMES)), 1, False),
        (NAMES[:-1], 1, True),
        (NAMES, SERVER_DAYS - RENEW_DAYS - 2, False),
        (NAMES, SERVER_DAYS - RENEW_DAYS, True),
        (NAMES, SERVER_DAYS + 30, True),
        (NAMES, -30, True),
        (NAMES, 100 * 365, True),
    ],
)
def test_a_certificate_is_made_anew_when_it_must_be(names: tuple[str, ...], days: int, made: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """Other names, near its end, after it, or made by a clock that was ahead; otherwise the same stays."""
    issuer = ensure_authority(tmp_path, "futian", NINE_US)
    ensure_server(tmp_path, issuer, NAMES, NINE_US)
    before = (tmp_path / SERVER_FILE).read_bytes()
    assert ensure_server(tmp_path, issuer, names, NINE_US + days * DAY_US) is made
    assert ((tmp_path / SERVER_FILE).read_bytes() != before) is made


def test_a_clock_far_ahead_neither_stops_the_hall_nor_stays(tmp_path: Path) -> None:
    """A dead clock battery can say 2099: nothing lasts longer than its authority, and the right time mends it."""
    issuer = ensure_authority(tmp_path, "futian", NINE_US)
    ahead_us = NINE_US + 70 * 365 * DAY_US
    assert ensure_server(tmp_path, issuer, NAMES, ahead_us)
    assert see(tmp_path / SERVER_FILE).ends_us == see(tmp_path / AUTHORITY_FILE).ends_us
    assert not ensure_server(tmp_path, issuer, NAMES, ahead_us), "made anew each hour for nothing"
    assert ensure_server(tmp_path, issuer, NAMES, NINE_US)
    assert see(tmp_path / SERVER_FILE).begins_us < NINE_US


def test_another_authority_makes_another_certificate(tmp_path: Path) -> None:
    """Who replaced the authority meant it."""
    ensure_server(tmp_path, ensure_authority(tmp_path, "futian", NINE_US), NAMES, NINE_US)
    (tmp_path / AUTHORITY_KEY).unlink()
    assert ensure_server(tmp_path, ensure_authority(tmp_path, "futian", NINE_US), NAMES, NINE_US)


def test_files_that_hold_something_else_are_named(tmp_path: Path) -> None:
    """A new authority in silence would lock out every agent."""
    path = tmp_path / AUTHORITY_KEY
    good = make_authority("futian", NINE_US)
    for content in (b"", b"{}", good[:-300], good[-300:]):
        path.write_bytes(content)
        with pytest.raises(AuthorityUnreadable, match=AUTHORITY_KEY):
            ensure_authority(tmp_path, "futian", NINE_US)
        assert path.read_bytes() == content
    (tmp_path / SERVER_FILE).write_bytes(b"nothing")
    with pytest.raises(AuthorityUnreadable, match=SERVER_FILE):
        see(tmp_path / SERVER_FILE)
    path.write_bytes(good)
    assert b"PRIVATE" in make_server(ensure_authority(tmp_path, "futian", NINE_US), ["a"], NINE_US)
