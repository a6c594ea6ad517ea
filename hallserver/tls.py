# SPDX-License-Identifier: Apache-2.0
"""HTTPS of this server: the certificate that is set, or one that the hall's own authority signs and that is renewed while it runs."""

import ipaddress
import logging
import ssl
from collections.abc import Callable
from pathlib import Path

from hallserver.clock import Cancellable, Clock
from hallserver.settings import Settings
from hallserver.store.authority import SERVER_FILE, AuthorityUnreadable, Issuer, Seen, ensure_authority, ensure_server, known_authority, see
from hallserver.web.listening import machine_name, own_addresses, tls_context

_log = logging.getLogger(__name__)
LOOK_EVERY_S = 3600.0
MakeContext = Callable[[Path, Path], ssl.SSLContext]
"""(certificate chain, key) → what the sockets are wrapped with."""


class HalfTls(Exception):
    """Of tls_cert and tls_key only one is set."""


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach that address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_everywhere(host: str) -> bool:
    """Tell whether that address stands for all of this machine's."""
    return host in {"", "0.0.0.0", "::"}  # noqa: S104 -- recognised, not chosen


def wants_tls(settings: Settings) -> bool:
    """Tell whether this server speaks HTTPS: always beyond loopback. Raises HalfTls."""
    cert, key = settings.text("tls_cert"), settings.text("tls_key")
    if bool(cert) != bool(key):
        raise HalfTls(cert or key)
    return bool(cert) or settings.text("https") == "always" or not is_loopback(settings.text("host"))


def names_of(settings: Settings) -> frozenset[str]:
    """Return the names and addresses under which this server may be addressed, lower case."""
    host = settings.text("host").lower()
    names = {name.strip().lower() for name in settings.text("hosts").split(",") if name.strip()}
    if is_loopback(host):
        return frozenset(names | {host, "localhost", "127.0.0.1"})
    return frozenset(names | {machine_name()} | ({"localhost"} | own_addresses() if is_everywhere(host) else {host}))


class Tls:
    """The server's certificate: a context for its sockets, the authority that signed it, and its renewal."""

    def __init__(self, folder: Path, hall: str, settings: Settings, clock: Clock, make_context: MakeContext = tls_context) -> None:
        """Load what is set, or make what is missing in the folder. Raises HalfTls, OSError, ssl.SSLError, AuthorityUnreadable."""
        self._own = not settings.text("tls_cert")
        self._folder, self._names, self._clock = folder, names_of(settings), clock
        self._timer: Cancellable | None = None
        self._cert = folder / SERVER_FILE if self._own else Path(settings.text("tls_cert"))
        self._key = self._cert if self._own else Path(settings.text("tls_key"))
        if self._own:
            self._renew(ensure_authority(folder, hall, clock.now()))
        self.context = make_context(self._cert, self._key)

    @property
    def seen(self) -> Seen:
        """Return what the certificate in use says."""
        return see(self._cert)

    def start(self) -> None:
        """Look every hour whether the certificate must be renewed; sockets that are open keep the old one."""
        if self._own:
            self._timer = self._clock.call_later(LOOK_EVERY_S, self._look)

    def stop(self) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.cancel()

    def _look(self) -> None:
        self.start()
        try:
            if self._renew(known_authority(self._folder)):
                self.context.load_cert_chain(self._cert, self._key)
                _log.info("the server's certificate was renewed")
        except AuthorityUnreadable as error:
            _log.exception("%s is not readable as a key: put it back from a backup; until then the certificate in use stays", error)
        except FileNotFoundError as error:
            _log.exception("%s is gone: put it back from a backup; until then the certificate in use stays", error.filename)
        except OSError:
            _log.exception("the server's certificate could not be renewed; the old one stays in use")

    def _renew(self, issuer: Issuer) -> bool:
        return ensure_server(self._folder, issuer, self._names, self._clock.now())
