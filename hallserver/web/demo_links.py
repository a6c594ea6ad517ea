# SPDX-License-Identifier: Apache-2.0
"""What the landing page of a demo may know: addresses, accounts and device keys, for whoever has the printed secret."""

import hmac
from typing import Any

from msgspec import Struct

from hallserver.core.errors import NotFound, NotSignedIn
from hallserver.web.handler import ApiHandler


class DemoLinks(Struct, frozen=True, kw_only=True):
    """The demo's secret, as printed in its address, and what it opens."""

    secret: str
    links: dict[str, Any]

    def opened_by(self, secret: str) -> bool:
        """Tell whether this is the secret."""
        return hmac.compare_digest(self.secret.encode(), secret.encode())


class DemoLinksHandler(ApiHandler):
    """``GET /demo/links`` with ``Authorization: Bearer <secret>``; elsewhere than in a demo there is no such address."""

    def get(self) -> None:
        """Answer addresses, accounts and device keys of the demo."""
        demo = self.door.demo
        if demo is None:
            raise NotFound("address-unknown")
        scheme, _, secret = self.request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not demo.opened_by(secret):
            raise NotSignedIn("sign-in-needed")
        self.answer(demo.links)
