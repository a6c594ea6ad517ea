# SPDX-License-Identifier: Apache-2.0
"""A pretend receiver of rating records, as provincial platforms answer: code 0 taken, 1 rated already, 2 a field is missing or wrong."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.request import Request, urlopen

ALREADY = "该办件已评价，无需重复评价"


class Wants(NamedTuple):
    """What a receiver looks at: the fields that make a rating one, the stars, times, and the longest length of fields."""

    key: tuple[str, ...]
    stars: str = ""
    times: tuple[str, ...] = ()
    longest: Mapping[str, int] = MappingProxyType({})
    plain: tuple[str, ...] = ()
    """Fields without a hyphen."""


WANTS = {
    "guangdong": Wants(
        ("affairSerialNo", "evalProcess"), "star", ("affairApplyTime", "affairDoneTime"),
        {"affairSerialNo": 50, "affairCode": 32, "affairName": 100, "affairHandleItem": 33, "departmentCode": 20, "affairDealNo": 10},
        plain=("affairDealNo",),
    ),
    "national": Wants(("projectNo", "proStatus", "assessNumber"), "satisfaction"),
    "anhui": Wants(("projNo", "handleStateCode")),
}  # fmt: skip
"""By layout, written down anew from the interfaces' field lists, not from our mapping table."""


class Receiver:
    """Takes records of one layout, each rating once."""

    def __init__(self, layout: str) -> None:
        """Begin with none."""
        self._wants = WANTS[layout]
        self.taken: dict[tuple[Any, ...], dict[str, Any]] = {}

    def take(self, record: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a record."""
        wants = self._wants
        key = tuple(record.get(name, "") for name in wants.key)
        if "" in key or (wants.stars and record.get(wants.stars) not in {1, 2, 3, 4, 5}):
            return {"code": 2, "message": "必填项缺失或不合规"}
        if any(record[name] and not re.fullmatch(r"\d{14}", record[name]) for name in wants.times):
            return {"code": 2, "message": "时间格式应为 yyyyMMddHHmmss"}
        if any(len(str(record[name])) > most for name, most in wants.longest.items()):
            return {"code": 2, "message": "字段超长"}
        if any("-" in record[name] for name in wants.plain):
            return {"code": 2, "message": "字段不能有连字符"}
        if key in self.taken:
            return {"code": 1, "message": ALREADY}
        self.taken[key] = record
        return {"code": 0, "message": "成功"}


@contextmanager
def receiving(layout: str) -> Iterator[tuple[str, Receiver]]:
    """Serve a receiver on the loopback; give its address and itself."""
    receiver = Receiver(layout)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name is the standard library's
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = json.dumps(receiver.take(body), ensure_ascii=False).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing: a record may hold personal data."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/evaluate", receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def push(address: str, record: dict[str, Any]) -> dict[str, Any]:
    """Post one record; return the answer."""
    body = json.dumps(record, ensure_ascii=False).encode()
    with urlopen(Request(address, body, {"Content-Type": "application/json"}), timeout=60) as answer:  # noqa: S310 -- the loopback
        found: dict[str, Any] = json.load(answer)
        return found
