# SPDX-License-Identifier: Apache-2.0
"""Where the door stands: sockets are bound before the door is built, so that it knows its own addresses."""

import ssl
from collections.abc import Sequence
from pathlib import Path
from socket import socket
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application


def bind(host: str, port: int) -> tuple[list[socket], int]:
    """Return sockets that listen on this address, and the port; port 0 takes a free one. Raises OSError."""
    sockets = bind_sockets(port, host)
    return sockets, int(sockets[0].getsockname()[1])


def tls_context(cert: Path, key: Path) -> ssl.SSLContext:
    """Return a context for HTTPS, TLS 1.2 or later. Raises OSError naming a file that cannot be read, or ssl.SSLError."""
    for file in (cert, key):
        file.open("rb").close()  # OpenSSL would not say which
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(cert, key)
    return context


def open_door(application: Application, options: dict[str, Any], sockets: Sequence[socket], tls: ssl.SSLContext | None) -> HTTPServer:
    """Let the application answer on these sockets."""
    server = HTTPServer(application, ssl_options=tls, **options)
    server.add_sockets(sockets)
    return server
