# SPDX-License-Identifier: Apache-2.0
"""When HTTPS is spoken, under which names, and how the certificate is renewed while the server runs."""

from pathlib import Path

import pytest

from hallserver.clock import SimulatedClock
from hallserver.settings import Settings, load
from hallserver.store.authority import RENEW_DAYS, SERVER_DAYS
from hallserver.tls import HalfTls, Tls, is_everywhere, is_loopback, names_of, wants_tls
from hallserver.web.listening import machine_name, own_addresses
from tests.hallserver.web.test_listening import certificate
from tests.support import NINE_US

DAY_US = 86_400_000_000
RENEWS_US = NINE_US + (SERVER_DAYS - RENEW_DAYS) * DAY_US
"""By then a certificate that was made at nine is renewed. Its hall stands still until shortly before: it looks every hour."""


def settings(**given: str | int) -> Settings:
    """Return settings changed by what is given."""
    return load(None, given, {})


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 -- what is told apart
        ("192.168.1.5", False),
        ("hall.example", False),
        ("", False),
    ],
)
def test_only_loopback_is_this_machine_alone(host: str, ours: bool) -> None:  # noqa: FBT001 -- a row of the table
    """A name that might be anything counts as outside, and outside there is HTTPS."""
    assert is_loopback(host) is ours
    assert wants_tls(settings(host=host)) is not ours
    assert wants_tls(settings(host=host, https="always"))


def test_half_a_pair_of_files_is_none() -> None:
    """Whoever set one of them meant to set both; our own certificate in its place would hide the slip."""
    for half in ({"tls_cert": "a"}, {"tls_key": "a"}):
        for host in ("127.0.0.1", "10.0.0.5"):
            with pytest.raises(HalfTls, match="a"):
                wants_tls(settings(host=host, **half))
    assert wants_tls(settings(tls_cert="a", tls_key="b"))


def test_a_server_on_every_address_has_all_their_names() -> None:
    """Whatever a screen was told, the certificate must fit."""
    assert names_of(settings(host="0.0.0.0", hosts="Hall.Example,")) == own_addresses() | {"localhost", "hall.example", machine_name()}  # noqa: S104
    assert names_of(settings(host="10.0.0.5")) == {"10.0.0.5", machine_name()}
    assert names_of(settings()) == {"127.0.0.1", "localhost"}
    assert is_everywhere("::")
    assert not is_everywhere("10.0.0.5")


def test_the_certificate_is_renewed_while_the_server_runs(tmp_path: Path) -> None:
    """Nobody in a hall thinks of certificates; sockets opened afterwards get the new one."""
    clock = SimulatedClock(NINE_US)
    tls = Tls(tmp_path, "futian", settings(), clock)
    first = tls.seen
    clock.move_to(RENEWS_US - 5 * DAY_US)
    tls.start()
    clock.move_to(RENEWS_US - 3 * DAY_US)
    assert tls.seen == first
    clock.move_to(RENEWS_US)
    assert tls.seen.ends_us > first.ends_us
    assert tls.seen.authority == first.authority
    renewed = tls.seen
    tls.stop()
    clock.move_to(NINE_US + 900 * DAY_US)
    assert tls.seen == renewed, "it is renewed after its end"


def test_a_renewal_that_fails_leaves_the_old_one_in_use(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The hall goes on; the log says what is the matter, and the next hour tries again."""
    clock = SimulatedClock(NINE_US)
    tls = Tls(tmp_path, "futian", settings(), clock)
    first = tls.seen
    clock.move_to(RENEWS_US - 3 * DAY_US)
    tls.start()
    (tmp_path / "server.key.new").mkdir()
    clock.move_to(RENEWS_US)
    assert tls.seen == first
    assert "could not be renewed" in caplog.text
    (tmp_path / "server.key.new").rmdir()
    clock.move_to(RENEWS_US + DAY_US)
    assert tls.seen.ends_us > first.ends_us


@pytest.mark.parametrize(("left", "says"), [(None, "authority.key is gone"), (b"no key", "authority.key is not readable as a key")])
def test_a_lost_key_of_the_authority_makes_no_other_while_it_runs(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, left: bytes | None, says: str
) -> None:
    """Another authority would shut every paired device out in the middle of the day; the log says what to do, each hour."""
    clock = SimulatedClock(NINE_US)
    tls = Tls(tmp_path, "futian", settings(), clock)
    first, key, public = tls.seen, (tmp_path / "authority.key").read_bytes(), (tmp_path / "authority.pem").read_bytes()
    clock.move_to(RENEWS_US - 3 * DAY_US)
    tls.start()
    (tmp_path / "authority.key").unlink()
    if left is not None:
        (tmp_path / "authority.key").write_bytes(left)
    clock.move_to(RENEWS_US)
    assert (tls.seen, (tmp_path / "authority.pem").read_bytes()) == (first, public)
    assert (tmp_path / "authority.key").exists() is (left is not None)
    assert says in caplog.text
    (tmp_path / "authority.key").write_bytes(key)
    clock.move_to(RENEWS_US + DAY_US)
    assert tls.seen.ends_us > first.ends_us
    assert tls.seen.authority == first.authority


def test_a_certificate_that_is_set_is_used_as_it_is(tmp_path: Path) -> None:
    """Its authority is the last of its chain; nothing is made in the folder."""
    cert, key = certificate(tmp_path)
    folder = tmp_path / "hall"
    folder.mkdir()
    tls = Tls(folder, "futian", settings(tls_cert=str(cert), tls_key=str(key)), SimulatedClock(NINE_US))
    tls.start()
    tls.stop()
    assert tls.seen.names == {"localhost"}
    assert list(folder.iterdir()) == []
    with pytest.raises(OSError, match="gone"):
        Tls(folder, "futian", settings(tls_cert="gone", tls_key=str(key)), SimulatedClock(NINE_US))
