# SPDX-License-Identifier: Apache-2.0
"""Whom an agent trusts. Against a real server it is tested in ``tests/faults/test_tls.py``."""

import asyncio
import ssl
from pathlib import Path

import pytest

from devices.errors import NotTrusted
from devices.trust import FILE, context_for, trusting, why
from hallserver.store.authority import AUTHORITY_FILE, ensure_authority, see
from hallserver.wire import pin_of
from tests.support import NINE_US


def trust(server: str, folder: Path, pin: str = "") -> ssl.SSLContext | None:
    """Return the context of an agent whose keys lie in this folder."""
    return asyncio.run(context_for(server, folder / "agent-keys.json", pin))


def test_plain_http_is_for_this_machine_alone(tmp_path: Path) -> None:
    """The agent's key must not cross the hall in the clear."""
    for near in ("http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"):
        assert trust(near, tmp_path) is None
    for far in ("http://10.0.0.2:8080", "ws://hall:1", "http://127.0.0.1.evil.example", "10.0.0.2"):
        with pytest.raises(NotTrusted, match="not encrypted"):
            trust(far, tmp_path)


def test_who_was_paired_over_https_never_goes_back(tmp_path: Path) -> None:
    """Not even to this machine: whoever changes the address must not get the key."""
    ensure_authority(tmp_path, "futian", NINE_US)
    with pytest.raises(NotTrusted, match="does not go back"):
        trust("http://127.0.0.1:8080", tmp_path)


def test_the_first_time_needs_a_pin(tmp_path: Path) -> None:
    """Otherwise whoever answers first would be the hall."""
    with pytest.raises(NotTrusted, match="--pin"):
        trust("https://127.0.0.1:1", tmp_path)


def test_what_is_kept_is_trusted_without_asking_again(tmp_path: Path) -> None:
    """No line is needed; TLS 1.2 at least, names are compared, nobody else is trusted."""
    assert AUTHORITY_FILE == FILE, "the pages say one name"
    ensure_authority(tmp_path, "futian", NINE_US)
    pin = pin_of(see(tmp_path / AUTHORITY_FILE).authority)
    for given in ("", pin, pin.lower().replace("-", " ")):
        context = trust("https://127.0.0.1:1", tmp_path, given)
        assert context is not None
        assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
        assert context.minimum_version == ssl.TLSVersion.TLSv1_2
        assert len(context.get_ca_certs()) == 1
    with pytest.raises(OSError, match="1"):
        trust("https://127.0.0.1:1", tmp_path, "AAAA-" * 6 + "AA")  # another pin: the authority is fetched anew, from nobody
    assert pin_of(see(tmp_path / AUTHORITY_FILE).authority) == pin


def test_faults_of_certificates_are_said_in_plain_words() -> None:
    """OpenSSL's words help nobody in a hall; other faults stay as they are."""
    said = set()
    for code in (9, 10, 19, 20, 62, 64):
        error = ssl.SSLCertVerificationError()
        error.verify_code = code
        said.add(why(error))
    assert len(said) == 4
    assert "clock" in why(_coded(10))
    assert why(ConnectionResetError("x")) == "ConnectionResetError('x')"
    assert "SSLCertVerificationError" in why(_coded(99))
    with pytest.raises(ssl.SSLError):
        trusting("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")


def _coded(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError()
    error.verify_code = code
    return error
