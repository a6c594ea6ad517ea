# SPDX-License-Identifier: Apache-2.0
"""What the landing page of a demo may know: addresses, accounts and device keys, for whoever has the printed secret."""

import hmac
from typing import Any

from msgspec import Struct


class DemoLinks(Struct, frozen=True, kw_only=True):
    """The demo's secret, as printed in its address, and what it opens."""

    secret: str
    links: dict[str, Any]

    def opened_by(self, secret: str) -> bool:
        """Tell whether this is the secret."""
        return hmac.compare_digest(self.secret.encode(), secret.encode())
