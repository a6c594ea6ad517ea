# SPDX-License-Identifier: Apache-2.0
"""What tests of on-site management find, say and photograph."""

from typing import Any

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.commands_site import Found
from hallserver.core.roles import Actor
from hallserver.core.site_state import Finding
from tests.support import GUIDE, Play

PHOTO = c.Photo("", c.Sealed(ref="photo", digest="d"), drawn=True)
NOTE = c.Personal("", c.Sealed(ref="note", digest="d"))
WHO = c.Personal("", c.Sealed(ref="who", digest="d"))


def found(check: str = "space-exits", **fields: Any) -> Found:
    """Return something found in the main zone."""
    return Found(check=check, **{"zone": "main", "severity": "minor"} | fields)


def opened(play: Play, by: Actor = GUIDE, **fields: Any) -> Finding:
    """Report a finding by itself; return it."""
    event = play.ask(c.OpenFinding(found=found(**fields)), by)[0]
    assert isinstance(event, e.FindingOpened | e.FindingSeenAgain)
    return play.hall.site.findings[event.finding]
