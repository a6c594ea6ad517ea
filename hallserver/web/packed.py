# SPDX-License-Identifier: Apache-2.0
"""Answers that are the same for everybody, packed once for browsers that take gzip: pages, scripts, styles, words.

Nothing that only one reader may see is packed: how small it gets would tell something of what is in it.
"""

import gzip
from functools import lru_cache

LEAST = 512
"""Shorter bodies are sent as they are: the headers alone are as long."""


def takes_gzip(accepted: str) -> bool:
    """Tell whether a reader takes gzip, by its ``Accept-Encoding`` (RFC 9110, 12.5.3): named, or any, and not with weight 0."""
    weights: dict[str, bool] = {}
    for part in accepted.split(","):
        name, _, parameter = part.partition(";")
        weights[name.strip().lower()] = parameter.replace(" ", "").lower().rstrip("0").rstrip(".") not in {"q=", "q=0"}
    return weights.get("gzip", weights.get("*", False))


@lru_cache(maxsize=512)
def packed_file(body: bytes) -> bytes:
    """Return a file of a screen as gzip, the same bytes each time: there are a few hundred of them."""
    return _gzip(body)


@lru_cache(maxsize=48)
def packed(body: bytes) -> bytes:
    """Return an answer as gzip, the same bytes each time. Few are kept: whoever asks for odd sets of words must not fill the memory."""
    return _gzip(body)


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)
