# SPDX-License-Identifier: Apache-2.0
"""Where the door stands: sockets are bound before the door is built, so that it knows its own addresses."""

import logging
import re
import socket as sockets_of
import ssl
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from socket import socket
from typing import Any

from tornado.http1connection import HTTP1ServerConnection
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPConnection, HTTPMessageDelegate
from tornado.iostream import IOStream
from tornado.netutil import bind_sockets
from tornado.web import Application

from hallserver.web.place import place_of

log = logging.getLogger(__name__)
BACKLOG = 2048
"""Connections that wait while the server cannot take them: all screens of a hall come back in the same moment."""
_ROUTES, _SIXES = Path("/proc/net/fib_trie"), Path("/proc/net/if_inet6")
"""Where Linux lists the addresses of its interfaces."""


def own_addresses() -> frozenset[str]:
    """Return every IP address of this machine but those that need an interface's name, as text."""
    if not _ROUTES.exists():
        found = {str(it[4][0]) for it in sockets_of.getaddrinfo(sockets_of.gethostname(), None)}
        return frozenset(it for it in found | {"127.0.0.1", "::1"} if not it.startswith("fe80"))
    fours = re.findall(r"-- (\S+)\n\s+/32 host LOCAL", _ROUTES.read_text(encoding="ascii"))
    sixes = [line.split() for line in _SIXES.read_text(encoding="ascii").splitlines()] if _SIXES.exists() else []
    # the fourth column is the scope; 20 is an address that is good on one link only
    return frozenset([*fours, *(sockets_of.inet_ntop(sockets_of.AF_INET6, bytes.fromhex(row[0])) for row in sixes if row[3] != "20")])


def machine_name() -> str:
    """Return this machine's own name, lower case."""
    return sockets_of.gethostname().lower()


def bind(host: str, port: int) -> tuple[list[socket], int]:
    """Return sockets that listen on this address, and the port; port 0 takes a free one. Raises OSError."""
    sockets = bind_sockets(port, host, backlog=BACKLOG)
    return sockets, int(sockets[0].getsockname()[1])


def tls_context(cert: Path, key: Path) -> ssl.SSLContext:
    """Return a context for HTTPS, TLS 1.2 or later. Raises OSError naming a file that cannot be read, or ssl.SSLError."""
    for file in (cert, key):
        file.open("rb").close()  # OpenSSL would not say which
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(cert, key)
    return context


class CountedServer(HTTPServer):
    """An HTTP server that takes only so many connections of one address; one that became a WebSocket is not counted any more."""

    def initialize(self, *application: Any, connections_per_address: int = 256, **options: Any) -> None:
        """Begin with nobody there. The rest is Tornado's."""
        super().initialize(*application, **options)
        self._most = connections_per_address
        self._open: Counter[str] = Counter()
        self._fresh: dict[str, dict[object, None]] = {}
        """Address → its connections without a whole request yet, the oldest first."""
        self._served: set[object] = set()

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        """Serve the connection. When its address has enough, the oldest goes that has not asked anything; without such a one, this."""
        name = place_of(str(address[0])) if address else ""
        if self._open[name] >= self._most and not self._close_fresh(name):
            log.warning("%s has %s connections already; a further one was closed", name, self._most)
            stream.close()
            return
        self._open[name] += 1
        super().handle_stream(stream, address)

    def start_request(self, server_conn: object, request_conn: HTTPConnection) -> HTTPMessageDelegate:
        """Note the connection when its first request is awaited; with the second it has completed one."""
        fresh = self._fresh.setdefault(_name_of(server_conn), {})
        if server_conn in self._served:
            fresh.pop(server_conn, None)
        else:
            self._served.add(server_conn)
            fresh[server_conn] = None
        return super().start_request(server_conn, request_conn)

    def _close_fresh(self, name: str) -> bool:
        fresh = self._fresh.get(name)
        if not fresh:
            return False
        oldest = next(iter(fresh))
        del fresh[oldest]
        assert isinstance(oldest, HTTP1ServerConnection)
        oldest.stream.close()
        return True

    def on_close(self, server_conn: object) -> None:
        """Count the connection out: it ended, or became a WebSocket."""
        super().on_close(server_conn)
        name = _name_of(server_conn)
        self._served.discard(server_conn)
        self._fresh.get(name, {}).pop(server_conn, None)
        self._open[name] -= 1
        if self._open[name] <= 0:
            del self._open[name]
            self._fresh.pop(name, None)


def _name_of(server_conn: object) -> str:
    assert isinstance(server_conn, HTTP1ServerConnection)
    address = getattr(server_conn.context, "address", None)
    return place_of(str(address[0])) if address else ""


def open_door(application: Application, options: dict[str, Any], sockets: Sequence[socket], tls: ssl.SSLContext | None) -> HTTPServer:
    """Let the application answer on these sockets."""
    server = CountedServer(application, ssl_options=tls, **options)
    server.add_sockets(sockets)
    return server
