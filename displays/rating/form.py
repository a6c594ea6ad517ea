# SPDX-License-Identifier: Apache-2.0
"""What is asked beside the five levels: dimensions that get stars of their own, and tags. All of it is free."""

from hallserver.core.hall import Hall
from hallserver.core.rules_rating import ALWAYS
from hallserver.core.standard import Choice
from hallserver.words import LANGUAGES, say

Asked = list[dict[str, object]]


def rating_form(hall: Hall) -> dict[str, Asked]:
    """Return the standard's form; of a standard without one, what every hall asks after a bad rating."""
    form = hall.standard.rating if hall.standard is not None else None
    if form is None or not (form.dimension or form.tag):
        return {"dimensions": [], "tags": [_usual(tag) for tag in sorted(ALWAYS)]}
    return {"dimensions": _choices(form.dimension), "tags": _choices(form.tag)}


def _choices(rows: dict[str, Choice]) -> Asked:
    """Return slug and names of each; ``bad`` true: beside a bad rating, false: beside a good one, null: beside any."""
    return [{"slug": slug, "names": row.names, "bad": row.bad} for slug, row in rows.items()]


def _usual(tag: str) -> dict[str, object]:
    names = {language: say(f"rating.tag-{tag}", language) for language in LANGUAGES if language != "yue"}
    return {"slug": tag, "names": names, "bad": True}
