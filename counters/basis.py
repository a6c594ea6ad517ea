# SPDX-License-Identifier: Apache-2.0
"""On which law or rule a priority rests, for whoever confirms one: in our words for the groups that we ship, else as the standard says."""

from hallserver.core.hall import Hall
from hallserver.core.row import Names
from hallserver.words import WRITTEN, known, say


def basis_of(hall: Hall, group: str) -> Names:
    """Return the basis of a group by language; of one that the standard does not have, none."""
    key, row = f"why.basis.{group}", hall.rules.groups.get(group)
    if known(key):
        return {language: say(key, language) for language in WRITTEN}
    return dict.fromkeys(WRITTEN, row.basis) if row is not None else {}
