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
from tornado.iostream import IOStream
from tornado.netutil import bind_sockets
from tornado.web import Application

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

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        """Serve the connection, or close it at once when its address has enough."""
        name = str(address[0]) if address else ""
        if self._open[name] >= self._most:
            log.warning("%s has %s connections already; a further one was closed", name, self._most)
            stream.close()
            return
        self._open[name] += 1
        super().handle_stream(stream, address)

    def on_close(self, server_conn: object) -> None:
        """Count the connection out: it ended, or became a WebSocket."""
        super().on_close(server_conn)
        assert isinstance(server_conn, HTTP1ServerConnection)
        address = getattr(server_conn.context, "address", None)
        name = str(address[0]) if address else ""
        self._open[name] -= 1
        if self._open[name] <= 0:
            del self._open[name]


def open_door(application: Application, options: dict[str, Any], sockets: Sequence[socket], tls: ssl.SSLContext | None) -> HTTPServer:
    """Let the application answer on these sockets."""
    server = CountedServer(application, ssl_options=tls, **options)
    server.add_sockets(sockets)
    return server
