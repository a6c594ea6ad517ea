# SPDX-License-Identifier: Apache-2.0
"""Whom an agent trusts: the one authority whose pin it was given with its pairing code, and nobody else, ever after.

The first time it fetches the authority's certificate from the server, over a line that it does not trust yet and on
which it says nothing of its own, compares it with the pin and keeps it beside its key. Plain HTTP is for a server on
the same machine alone, and never again once there is an authority.
"""

import asyncio
import ipaddress
import os
import ssl
from pathlib import Path
from urllib.parse import urlsplit

from devices.errors import NotTrusted
from hallserver.wire import pin_of, same_pin

FILE = "authority.pem"
_FETCH_S = 10.0
_MOST_BYTES = 65536
_EXPIRED, _EARLY, _FOREIGN, _OTHER_NAME = {10}, {9}, {2, 18, 19, 20, 21, 24, 7}, {62, 63, 64}
"""What OpenSSL's verification codes mean to whoever must mend it."""


async def context_for(server: str, keys: Path, pin: str) -> ssl.SSLContext | None:
    """Return the context for lines to this server: it trusts the kept authority alone. None: plain HTTP on this machine.

    Raises NotTrusted for plain HTTP to elsewhere or after HTTPS, for a missing pin, and for another authority than pinned;
    OSError when the server cannot be reached.
    """
    address, kept = urlsplit(server), keys.with_name(FILE)
    if address.scheme != "https":
        _check_plain(server, address.hostname or "", kept)
        return None
    if kept.exists() and (not pin or same_pin(pin, ssl.PEM_cert_to_DER_cert(kept.read_text(encoding="ascii")))):
        return trusting(kept.read_text(encoding="ascii"))
    if not pin:
        message = (
            f"nothing is known yet of the authority of {server}: start once with --pin and the pin that stands beside the pairing code"
        )
        raise NotTrusted(message)
    pem = await _fetch(address.hostname or "", address.port or 443)
    authority = ssl.PEM_cert_to_DER_cert(pem)
    if not same_pin(pin, authority):
        message = f"{server} shows the authority {pin_of(authority)}, not {pin}: this is another server, or the pin was mistyped"
        raise NotTrusted(message)
    context = trusting(pem)
    _keep(kept, pem)
    return context


def trusting(pem: str) -> ssl.SSLContext:
    """Return a context that accepts what this certificate signed, for the right name, in TLS 1.2 or later, and nothing else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_flags |= ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN  # the pinned one may itself be signed by somebody
    context.load_verify_locations(cadata=pem)
    return context


def why(error: BaseException) -> str:
    """Return what is the matter with a line, for the log: in plain words where it is a certificate."""
    if not isinstance(error, ssl.SSLCertVerificationError):
        return repr(error)
    code = error.verify_code
    if code in _EXPIRED:
        return "the server's certificate has ended: look at the clock of this box, then at the server's"
    if code in _EARLY:
        return "the server's certificate is not good yet: the clock of this box is wrong"
    if code in _FOREIGN:
        return "the server's certificate is not signed by the hall's authority: this is another server, or the hall has a new authority"
    if code in _OTHER_NAME:
        return "the server's certificate is for other names: use one of its names, or add this one to its setting hosts"
    return repr(error)


def _check_plain(server: str, host: str, kept: Path) -> None:
    if kept.exists():
        message = f"this agent was paired over HTTPS ({kept}) and does not go back to {server}"
        raise NotTrusted(message)
    if not _is_loopback(host):
        message = f"{server} is not encrypted; beyond this machine the address begins with https"
        raise NotTrusted(message)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _fetch(host: str, port: int) -> str:
    """Return what the server says is its authority's certificate, whoever it is. Raises OSError, NotTrusted."""
    anybody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE  # the pin is what tells
    async with asyncio.timeout(_FETCH_S):
        reader, writer = await asyncio.open_connection(host, port, ssl=anybody)
        try:
            named = f"[{host}]" if ":" in host else host
            writer.write(f"GET /{FILE} HTTP/1.1\r\nHost: {named}:{port}\r\nConnection: close\r\n\r\n".encode())
            answer = await _read(reader)
        finally:
            writer.close()
    begin, end = answer.find("-----BEGIN CERTIFICATE-----"), answer.find("-----END CERTIFICATE-----")
    if not answer.startswith("HTTP/1.1 200 ") or not 0 <= begin < end:
        message = f"{host}:{port} does not say who its authority is: is it a hall server?"
        raise NotTrusted(message)
    return answer[begin:end] + "-----END CERTIFICATE-----\n"


async def _read(reader: asyncio.StreamReader) -> str:
    got = b""
    while len(got) < _MOST_BYTES and (more := await reader.read(_MOST_BYTES)):
        got += more
    return got.decode("latin-1")


def _keep(path: Path, pem: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="ascii") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
