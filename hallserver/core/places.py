# SPDX-License-Identifier: Apache-2.0
"""Where something was found before: people write one place in more than one way (门口, 门 口; 3号, ３号)."""

from unicodedata import normalize

from hallserver.core.site_state import LastFound, Site


def read_alike(key: str) -> str:
    """Return the key without what makes no other place: blanks, and figures and letters of full width."""
    return "".join(normalize("NFKC", key).casefold().split())


def found_last(site: Site, key: str) -> LastFound | None:
    """Return what was found last at this place, however it was written; None: nothing was."""
    about, alike = "|".join([*key.split("|", 3)[:3], ""]), read_alike(key)
    there = [it for other, it in site.last.items() if other.startswith(about) and read_alike(other) == alike]
    return max(there, key=lambda it: it.found_us, default=None)
