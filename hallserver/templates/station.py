# SPDX-License-Identifier: Apache-2.0
"""A community station (社区党群服务中心 / 便民服务站) that is ready to serve: one browser tab, one clerk, no kiosk.

It is the guide's station without what somebody would have to be there for: who answers for it sets a password, and opens the counter.
"""

from typing import Final

from hallserver.templates.halls import HALLS
from hallserver.templates.rows import Rows, rows_of

CLERK: Final = "clerk"
"""The one account that is there: its password is set with the one-time code of ``init``."""
QUEUE: Final = "all"


def station() -> dict[str, Rows]:
    """Return the rows of every section; the hall's own row lacks its slug."""
    [size] = [one for one in HALLS if one.slug == "station"]
    rows = rows_of(size)
    return {
        **rows,
        "hall": [rows["hall"][0] | {"one_tab": True}],
        "services": [row | {"on_kiosk": False} for row in rows["services"]],
        "people": [{"slug": CLERK, "names": {"zh-Hans": "窗口人员", "en": "Clerk"}, "badge": "1", "roles": ["clerk", "duty-manager"]}],
    }
