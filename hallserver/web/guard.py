# SPDX-License-Identifier: Apache-2.0
"""What a request must look like before anything is done with it: host, origin, line. Exact comparison only."""

import re
import zlib
from functools import lru_cache
from ipaddress import ip_address

from tornado.httputil import HTTPServerRequest
from tornado.web import HTTPError

from hallserver.core.errors import NotAllowed

HEADERS: dict[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "hallserver",
}
"""Headers of every answer, besides the content policy."""
_CONTENT = (
    "default-src 'self'; connect-src 'self' ws://{host} wss://{host}; img-src 'self' blob:;"
    " object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""Old Chromiums do not count WebSockets to the own host as ``'self'``, so the host, checked before, is named."""
_FROM_HERE = frozenset({"same-origin", "none"})
"""Values of Sec-Fetch-Site when no page of another host or port asks; ``none``: the user did, by the address bar."""
_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]+")


def headers_for(request: HTTPServerRequest) -> dict[str, str]:
    """Return the headers of an answer to this request."""
    host = request.host if _HOST.fullmatch(request.host) else "localhost"
    return HEADERS | {"Content-Security-Policy": _CONTENT.format(host=host)}


def is_local(request: HTTPServerRequest) -> bool:
    """Tell whether the request comes from this machine."""
    return _is_loopback(request.remote_ip or "")


@lru_cache(1024)
def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def check_host(request: HTTPServerRequest, hosts: frozenset[str]) -> None:
    """Answer 421 unless the Host header is exactly one of ours (``name:port``, or ``name`` on the usual port)."""
    if request.host.lower() not in hosts:
        raise HTTPError(421)


def check_origin(request: HTTPServerRequest) -> None:
    """Raise NotAllowed for a request that another site's page makes; programs send no Origin and may pass.

    A browser names the origin of whatever is not read only, and of every socket.
    """
    own = f"{request.protocol}://{request.host}".lower()
    origins = request.headers.get_list("Origin")
    if any(origin.lower() != own for origin in origins):
        raise NotAllowed("origin-foreign")
    if request.method not in ("GET", "HEAD") and not _FROM_HERE.issuperset(request.headers.get_list("Sec-Fetch-Site")):
        raise NotAllowed("origin-foreign")


def check_line(request: HTTPServerRequest, *, plain: bool) -> None:
    """Raise NotAllowed on plain HTTP from another machine, but for what a visitor's phone needs (``plain``)."""
    if request.protocol != "https" and not plain and not is_local(request):
        raise NotAllowed("https-needed")


def tag_of(body: bytes) -> str:
    """Return a tag that changes with the content."""
    return f"{zlib.crc32(body):08x}-{len(body):x}"
