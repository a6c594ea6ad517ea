# SPDX-License-Identifier: Apache-2.0
"""Host, origin and line, compared exactly."""

import pytest
from tornado.httputil import HTTPConnection, HTTPHeaders, HTTPServerRequest, RequestStartLine
from tornado.web import HTTPError

from hallserver.core.errors import NotAllowed
from hallserver.web.guard import check_host, check_line, check_origin, is_local, tag_of


class Context:
    """Where a request comes from."""

    def __init__(self, remote_ip: str, protocol: str) -> None:
        """Keep address and protocol."""
        self.remote_ip, self.protocol = remote_ip, protocol


class Connection(HTTPConnection):
    """A connection with nothing but its context."""

    def __init__(self, context: Context) -> None:
        """Keep the context."""
        self.context = context


def request(host: str = "hall:8443", *, ip: str = "10.0.0.7", protocol: str = "https", **headers: str) -> HTTPServerRequest:
    """Return a request from another machine."""
    sent = HTTPHeaders({"Host": host} | {name.replace("_", "-"): value for name, value in headers.items()})
    return HTTPServerRequest(
        start_line=RequestStartLine("POST", "/", "HTTP/1.1"), headers=sent, connection=Connection(Context(ip, protocol))
    )


def test_only_our_own_hosts_pass() -> None:
    """Neither beginning nor end of a name is enough."""
    ours = frozenset({"hall:8443"})
    check_host(request("HALL:8443"), ours)
    for host in ("hall", "hall:844", "hall:8443.evil", "evil.hall:8443", "hall:84431"):
        with pytest.raises(HTTPError):
            check_host(request(host), ours)


def test_only_our_own_origin_passes() -> None:
    """Protocol, name and port, all of it."""
    check_origin(request())
    check_origin(request(Origin="https://hall:8443"))
    check_origin(request(Sec_Fetch_Site="same-origin"))
    for origin in ("http://hall:8443", "https://hall", "null", "https://hall:8443.evil", "https://evil"):
        with pytest.raises(NotAllowed):
            check_origin(request(Origin=origin))
    check_origin(request(Sec_Fetch_Site="none"))
    for site in ("cross-site", "same-site"):
        with pytest.raises(NotAllowed):
            check_origin(request(Sec_Fetch_Site=site))


def test_plain_http_from_another_machine_is_only_for_phones() -> None:
    """Passwords and keys must not travel where anybody on the LAN can read them."""
    check_line(request(), plain=False)
    check_line(request(protocol="http", ip="127.0.0.1"), plain=False)
    check_line(request(protocol="http"), plain=True)
    with pytest.raises(NotAllowed):
        check_line(request(protocol="http"), plain=False)
    assert all(is_local(request(ip=ip)) for ip in ("::1", "127.0.0.1", "127.9.9.9"))
    assert not any(is_local(request(ip=ip)) for ip in ("10.0.0.7", "", "0.0.0.0"))  # noqa: S104 - nobody binds to it here


def test_a_tag_follows_the_content() -> None:
    """Equal content, equal tag."""
    assert tag_of(b"a") == tag_of(b"a") != tag_of(b"b")
