# SPDX-License-Identifier: Apache-2.0
"""The alarms of a report: how often each there was, how long it lasted, and how soon somebody acknowledged it. Pure."""

from collections.abc import Sequence

from hallserver.words import WRITTEN, say
from reports.figures import Figure, count, mean_s, ranks_s, sample, share
from reports.report import Group, Section
from reports.rows_beside import AlarmRow

_LEVELS = ("critical", "warning", "note")


def alarms_section(rows: Sequence[AlarmRow]) -> list[Section]:
    """Return the table of alarms, a line for each kind and level, the worst level first; none where there were no alarms."""
    if not rows:
        return []
    kinds = sorted({(row.level, row.key) for row in rows}, key=lambda it: (_LEVELS.index(it[0]), it[1]))
    return [Section(key="by-alarm", groups=tuple(_group(level, key, rows) for level, key in kinds))]


def _group(level: str, key: str, rows: Sequence[AlarmRow]) -> Group:
    of = [row for row in rows if (row.level, row.key) == (level, key)]
    names = {
        language: say("report.alarm", language, name=say(f"report.alarm.{key}", language), level=say(f"report.level.{level}", language))
        for language in WRITTEN
    }
    return Group(slug=f"{key}.{level}", names=names, figures=tuple(_figures(of, len(rows))))


def _figures(rows: Sequence[AlarmRow], total: int) -> list[Figure]:
    lasted = sample(rows, lambda row: row.until_us - row.raised_us)
    seen = [row for row in rows if row.seen_us is not None]
    after = sample(seen, lambda row: (row.seen_us or 0) - row.raised_us)
    return [
        count("alarms.raised", "alarms", len(rows), total),
        mean_s("alarms.mean", lasted),
        *ranks_s({"alarms.max": 100}, lasted),
        share("alarms.seen", len(seen), len(rows)),
        mean_s("alarms.after", after),
    ]
