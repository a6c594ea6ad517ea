# SPDX-License-Identifier: Apache-2.0
"""What a link needs no more once its hands are shaken: with thousands of phones in a hall that is most of what they cost."""

import asyncio
import sys

from tornado.httputil import HTTPHeaders
from tornado.websocket import WebSocketHandler, WebSocketProtocol13

KEPT = ("Accept-Language", "Authorization", "Cookie")
"""Headers that are asked for later: by a refusal, and by the log, which must not repeat them."""


class LeanProtocol(WebSocketProtocol13):
    """Frames are read in a task of their own: as Tornado reads them, four suspended calls of the handshake stay until the link ends."""

    async def _receive_frame_loop(self) -> None:
        """Begin to read; return at once, so that the handshake's own task ends."""
        self._reading = asyncio.create_task(self._read_on())

    async def _read_on(self) -> None:
        try:
            await super()._receive_frame_loop()
        except Exception:  # noqa: BLE001 - a fault of ours ends this link, and is logged as one of a request is
            self.handler.log_exception(*sys.exc_info())
            self._abort()
            # Tornado before 6.6 does not, and the link would stay counted for ever.
            self.handler.on_ws_connection_close(self.close_code, self.close_reason)


def forget_handshake(handler: WebSocketHandler) -> None:
    """Let go of the headers of both directions, of the HTTP connection and of what templates would need: 4 KB a link."""
    request = handler.request
    request.headers = HTTPHeaders({name: request.headers[name] for name in KEPT if name in request.headers})
    request.arguments = request.query_arguments
    request.connection = None  # a socket answers over its stream
    handler._headers = HTTPHeaders()  # noqa: SLF001 - those of the answer, which has been sent
    handler.ui = None  # type: ignore[assignment] # as Tornado does when a request has been answered
