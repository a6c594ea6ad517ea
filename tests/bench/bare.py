# SPDX-License-Identifier: Apache-2.0
"""The yardstick: a Tornado server that reads a JSON body, and answers with one, and does nothing else."""

import asyncio
import json
import sys

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler


class Bare(RequestHandler):
    """Gives back what it got."""

    def post(self) -> None:
        """Answer like a command is answered, without asking anything."""
        fields = json.loads(self.request.body)
        self.set_header("Content-Type", "application/json")
        self.write(json.dumps({"seq": 1, "events": [], "result": fields}))


async def main() -> None:
    """Serve on a free port of the loopback, say which, until the line that started us closes."""
    server = HTTPServer(Application([("/", Bare)]))
    [socket] = bind_sockets(0, "127.0.0.1")
    server.add_socket(socket)
    sys.stdout.write(f"{socket.getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
