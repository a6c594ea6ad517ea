# SPDX-License-Identifier: Apache-2.0
"""Sockets and TLS of the door."""

import asyncio
import socket
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.web import Application, RequestHandler

from hallserver.web.listening import bind, machine_name, open_door, own_addresses, tls_context


def certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for localhost and its key; return both paths."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    begin = datetime(2020, 1, 1, tzinfo=UTC)
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), begin, begin + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    pem, pkcs8, plain = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key_file.write_bytes(key.private_bytes(pem, pkcs8, plain))
    return cert_file, key_file


class Hello(RequestHandler):
    """Says hello."""

    def get(self) -> None:
        """Say it."""
        self.write("hello")


def test_the_machine_knows_its_own_addresses() -> None:
    """The certificate must hold whatever a screen may be told; what needs an interface's name is left out."""
    found = own_addresses()

    assert "127.0.0.1" in found
    assert all(str(ip_address(each)) == each for each in found)
    assert not any(ip_address(each).is_link_local and ":" in each for each in found)
    assert machine_name() == machine_name().lower() != ""


def test_port_zero_takes_a_free_one_and_says_which() -> None:
    """Two demos on one machine."""
    (one, first), (other, second) = bind("127.0.0.1", 0), bind("127.0.0.1", 0)
    for it in (*one, *other):
        it.close()

    assert first != second
    assert min(first, second) > 0


def test_an_address_that_is_taken_is_refused_before_anything_is_built() -> None:
    """The sentence names the fault; no half-open door is left."""
    sockets, port = bind("127.0.0.1", 0)
    with pytest.raises(OSError, match="in use"):
        bind("127.0.0.1", port)
    for it in sockets:
        it.close()


def test_an_address_of_another_machine_is_refused() -> None:
    """A slip in the settings shows at the start."""
    with pytest.raises(OSError, match=r"assign|not valid|unreachable"):
        bind("192.0.2.1", 0)


def test_the_door_answers_over_https_with_the_given_certificate(tmp_path: Path) -> None:
    """And the client that trusts it reads the answer."""
    cert, key = certificate(tmp_path)

    async def story() -> bytes:
        sockets, port = bind("127.0.0.1", 0)
        server = open_door(Application([("/", Hello)]), {}, sockets, tls_context(cert, key))
        client = SimpleAsyncHTTPClient(force_instance=True, hostname_mapping={"localhost": "127.0.0.1"})
        try:
            return (await client.fetch(f"https://localhost:{port}/", ca_certs=str(cert))).body
        finally:
            client.close()
            server.stop()
            await server.close_all_connections()

    assert asyncio.run(story()) == b"hello"


def test_tls_before_1_2_is_not_spoken(tmp_path: Path) -> None:
    """Whatever the library would still allow."""
    assert tls_context(*certificate(tmp_path)).minimum_version == ssl.TLSVersion.TLSv1_2


def test_unreadable_certificates_are_refused(tmp_path: Path) -> None:
    """Missing, or no certificate at all."""
    cert, key = certificate(tmp_path)
    with pytest.raises(OSError, match=r"gone\.pem"):
        tls_context(tmp_path / "gone.pem", key)
    cert.write_text("no certificate", encoding="utf-8")
    with pytest.raises(ssl.SSLError):
        tls_context(cert, key)


def test_a_door_that_is_stopped_gives_its_address_back() -> None:
    """A restart finds it free."""

    async def story() -> int:
        sockets, port = bind("127.0.0.1", 0)
        open_door(Application([("/", Hello)]), {}, sockets, None).stop()
        return port

    port = asyncio.run(story())
    again, _ = bind("127.0.0.1", port)
    with socket.create_connection(("127.0.0.1", port), timeout=60):
        again[0].close()


def test_at_most_so_many_connections_of_an_address_and_the_oldest_silent_one_makes_room() -> None:
    """A hall's Wi-Fi is one address: idle connections must not keep a phone out. One that has asked stays; others are not concerned."""

    async def story() -> None:
        sockets, port = bind("127.0.0.1", 0)
        server = open_door(Application([("/", Hello)]), {"connections_per_address": 2}, sockets, None)
        asks = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
        reader, asker = await asyncio.open_connection("127.0.0.1", port)
        asker.write(asks)
        await reader.readuntil(b"hello")
        silent, _ = await asyncio.open_connection("127.0.0.1", port)
        late_reader, late = await asyncio.open_connection("127.0.0.1", port)
        assert await silent.read() == b"", "the silent one made room"
        late.write(asks)
        await late_reader.readuntil(b"hello")
        refused, _ = await asyncio.open_connection("127.0.0.1", port)
        assert await refused.read() == b"", "nobody is silent, so the newcomer has to wait"
        for source in ("127.0.0.2", "127.0.0.1"):
            if source == "127.0.0.1":
                asker.close()
                await asker.wait_closed()
            answer = b""
            while not answer:
                reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
                writer.write(asks.replace(b"Host: a", b"Host: a\r\nConnection: close"))
                answer = await reader.read()
                writer.close()
            assert answer.endswith(b"hello")
        late.close()
        server.stop()
        await server.close_all_connections()

    asyncio.run(asyncio.wait_for(story(), 60))
