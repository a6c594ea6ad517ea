# SPDX-License-Identifier: Apache-2.0
"""Where somebody inspects a hall: one number's whole story, with the standard then in force."""

from hallserver.core.hall import Hall
from hallserver.store.report_rows import Reader, read_extent
from hallserver.store.standards import read_standards
from hallserver.store.ticket_entries import read_ticket_entries
from reports.timeline import BESIDE, TOLD, Timeline, but_about, timeline_of, to_json
from reports.timeline_facts import Setting

_NO_DAY = "9999-12-31"
"""Later than any."""


def made_timeline(reader: Reader, day: str, number: str, hall: Hall, *, language: str, but: str = "") -> Timeline:
    """Return the story of the number (``A012``) of a business day (ISO date).

    ``but``: who asks, a person's slug; ratings of the own work and the orders about it are left out of the story, for nobody may learn
    who rated him. ``reader`` is a read-only connection of the calling thread. Raises NotFound for a day or a number that there is not.
    """
    with reader.atomic():
        entries = but_about(read_ticket_entries(reader, day, number.upper(), TOLD, BESIDE), but)
        mark = getattr(entries[0].event, "standard", "")
        standard = read_standards(reader.execute_sql, [mark]).get(mark) if mark else None
        journal = read_extent(reader.execute_sql, day, _NO_DAY).journal
    groups = standard.groups if standard is not None else hall.rules.groups
    setting = Setting(
        catalog=hall.catalog, groups={slug: group.names for slug, group in groups.items()}, language=language, standard=standard
    )
    return timeline_of(entries, setting, journal)


def timeline_report(reader: Reader, day: str, number: str, output: str, *, hall: Hall, language: str = "zh-Hans", but: str = "") -> bytes:
    """Return the same as ``json`` or ``pdf``."""
    made = made_timeline(reader, day, number, hall, language=language, but=but)
    if output == "json":
        return to_json(made)
    from reports.timeline_pdf import to_pdf  # noqa: PLC0415 -- what draws pages is loaded when the first one is asked for

    return to_pdf(made, language, hall.rules.theme.logo)
