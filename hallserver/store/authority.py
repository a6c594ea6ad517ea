# SPDX-License-Identifier: Apache-2.0
"""The hall's own authority and the server's certificate that it signs: the only door to X.509.

In the data folder: ``authority.key`` (the authority, private), ``authority.pem`` (the same without its key, for
screens and agents), ``server.key`` (the server's key, its certificate and the authority's, as TLS wants them).
Elliptic curve P-256. Whoever loses ``authority.key`` deletes it: the next start makes another, and agents pair anew.
"""

import ipaddress
import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID
from msgspec import Struct

AUTHORITY_KEY, AUTHORITY_FILE, SERVER_FILE = "authority.key", "authority.pem", "server.key"
AUTHORITY_DAYS = 3650
SERVER_DAYS = 397
"""What browsers accept at most."""
RENEW_DAYS = 30
"""So long before its end the server's certificate is replaced."""
_DAY_US = 86_400_000_000
_PEM = serialization.Encoding.PEM
_SIGNS = {"key_cert_sign", "crl_sign"}
_SERVES = {"digital_signature"}
_USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


class AuthorityUnreadable(Exception):
    """A certificate or key file does not hold what it should; the text is its path."""


class Seen(Struct, frozen=True, kw_only=True):
    """What a certificate says: from when until when it is good (UTC, µs), for which names, and which authority signed it (DER)."""

    begins_us: int
    ends_us: int
    names: frozenset[str]
    authority: bytes


class Issuer(Struct, frozen=True, kw_only=True):
    """An authority that can sign: its certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def ensure_authority(folder: Path, hall: str, now_us: int) -> Issuer:
    """Return the folder's authority, made now where there is none. Raises AuthorityUnreadable."""
    path = folder / AUTHORITY_KEY
    if not path.exists():
        _write_private(path, make_authority(hall, now_us))
    issuer = _load_issuer(path)
    public = issuer.certificate.public_bytes(_PEM)
    shown = folder / AUTHORITY_FILE
    if not shown.exists() or shown.read_bytes() != public:
        shown.write_bytes(public)
    return issuer


def known_authority(folder: Path) -> Issuer:
    """Return the authority that the folder has. Raises AuthorityUnreadable, OSError: one made now would shut every paired device out."""
    return _load_issuer(folder / AUTHORITY_KEY)


def ensure_server(folder: Path, issuer: Issuer, names: Iterable[str], now_us: int) -> bool:
    """Make the server's certificate unless there is one for these names that lasts long enough; tell whether one was made."""
    wanted = frozenset(_known(name) for name in names)
    path = folder / SERVER_FILE
    if path.exists() and _lasts(see(path), issuer, wanted, now_us):
        return False
    _write_private(path, make_server(issuer, wanted, now_us))
    return True


def _lasts(seen: Seen, issuer: Issuer, wanted: frozenset[str], now_us: int) -> bool:
    """Tell whether a certificate may stay: ours, for these names, and not near its end unless no new one would last longer."""
    ours = seen.names == wanted and seen.authority == issuer.certificate.public_bytes(serialization.Encoding.DER)
    longer_us = _us(_span(issuer, now_us)[1]) - seen.ends_us
    return ours and seen.begins_us <= now_us and (seen.ends_us - now_us > RENEW_DAYS * _DAY_US or longer_us < _DAY_US)


def _span(issuer: Issuer, now_us: int) -> tuple[datetime, datetime]:
    """Return from when until when a certificate made now is good: never beyond its authority's end, which a wrong clock may have passed.

    It begins a day ago: a box whose clock is a little behind must not be locked out.
    """
    end = issuer.certificate.not_valid_after_utc
    begin = min(_moment(now_us), end) - timedelta(days=1)
    return begin, min(begin + timedelta(days=SERVER_DAYS), end)


def make_authority(hall: str, now_us: int) -> bytes:
    """Return a new authority, key and certificate, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"{hall} hallserver authority"[:64])])
    usage = x509.KeyUsage(**{usage: usage in _SIGNS for usage in _USAGES})
    begin = _moment(now_us) - timedelta(days=1)
    built = (
        _begun(name, name, key, (begin, begin + timedelta(days=AUTHORITY_DAYS)))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    return _private(key) + built.public_bytes(_PEM)


def make_server(issuer: Issuer, names: Iterable[str], now_us: int) -> bytes:
    """Return a new server key, its certificate for these names and addresses, and the authority's, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hallserver")])
    signer = issuer.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    built = (
        _begun(subject, issuer.certificate.subject, key, _span(issuer, now_us))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{usage: usage in _SERVES for usage in _USAGES}), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in sorted(names)]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(signer), critical=False)
        .sign(issuer.key, hashes.SHA256())
    )
    return _private(key) + built.public_bytes(_PEM) + issuer.certificate.public_bytes(_PEM)


def see(path: Path) -> Seen:
    """Return what the first certificate of a PEM file says; its authority is the last one. Raises AuthorityUnreadable, OSError."""
    try:
        chain = x509.load_pem_x509_certificates(path.read_bytes())
        first = chain[0]
        return Seen(
            begins_us=_us(first.not_valid_before_utc),
            ends_us=_us(first.not_valid_after_utc),
            names=frozenset(str(name.value) for name in _alternatives(first)),
            authority=chain[-1].public_bytes(serialization.Encoding.DER),
        )
    except ValueError as error:
        raise AuthorityUnreadable(str(path)) from error


def _alternatives(certificate: x509.Certificate) -> list[x509.GeneralName]:
    try:
        return list(certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)
    except x509.ExtensionNotFound:
        return []


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, span: tuple[datetime, datetime]
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number(), *span)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def _moment(at_us: int) -> datetime:
    return datetime.fromtimestamp(at_us // 1_000_000, tz=UTC)


def _us(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000


def _known(name: str) -> str:
    """Return a name as a certificate has it: lower case, in ASCII, an address in its shortest form."""
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        return name.lower() if name.isascii() else name.lower().encode("idna").decode()


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _write_private(path: Path, content: bytes) -> None:
    """Write a file that its owner alone may read; it is whole at every moment."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _load_issuer(path: Path) -> Issuer:
    content = path.read_bytes()
    try:
        key = serialization.load_pem_private_key(content, None)
        certificate = x509.load_pem_x509_certificate(content)
    except (ValueError, TypeError) as error:
        raise AuthorityUnreadable(str(path)) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise AuthorityUnreadable(str(path))
    return Issuer(certificate=certificate, key=key)
