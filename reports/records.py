# SPDX-License-Identifier: Apache-2.0
"""Ratings as records in an authority's layout: facts of ours in, JSON out. Pure.

What is not recorded is empty and named. A record that the layout has no place for (a follow-up, a default, what two persons left out) or
that lacks what it needs (a case number, which may come later) is held back with its reason. Personal fields are masked unless the one who
asks may see them; what was said with a good rating is read by nobody (PIPL §6, §51; contact numbers went over several hops in clear text
in systems seen in the field).
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from hallserver.core.catalog import Catalog, ItemRow
from hallserver.core.rating_codes import CODES
from reports import record_layouts as at
from reports.kpi_ratings import BAD
from reports.record_layouts import FIELDS, LAYOUTS, PERSONAL, Layout, Mapped

_CODE = re.compile(r"[A-Za-z0-9-]+", re.ASCII)
_PLAIN = re.compile(r"[A-Za-z0-9]+", re.ASCII)
_REGION = re.compile(r"\d{6}", re.ASCII)
_SHOWN = 4
"""Last digits of a number that stay readable when it is masked."""


class RatedRow(NamedTuple):
    """A rating, or with ``nth`` 0 what was noted because nobody rated; with what the tables know of its leg, case and work order."""

    ticket: str
    leg: int
    stage: str
    nth: int
    day: str
    at_us: int
    stars: int
    counter: str
    clerk: str
    channel: str
    tags: str
    dimensions: str
    content: str
    kind: str
    doubt: str
    excluded: str
    label: str
    service: str
    begun_us: int | None
    case_no: str
    done_us: int | None
    rectified_us: int | None
    explained_us: int | None
    comment_ref: str | None
    contact_ref: str | None
    answer_ref: str | None
    items: str
    """Slugs of the items that were listed for the leg, commas between."""


class Asked(NamedTuple):
    """What is wanted: days (ISO, the last one included), the layout, the hall's region code (six digits, else empty)."""

    layout: str
    first: str
    last: str
    region: str = ""


class Said(NamedTuple):
    """What the vault has, by reference; and who may read it as it is: of ratings of others' work. Empty: nobody, all is masked."""

    texts: Mapping[str, str]
    reader: str = ""


def masked(text: str) -> str:
    """Return a personal text as somebody may see it who has no right to it: of a number its last digits, of anything else nothing."""
    digits = re.sub(r"\D", "", text)
    return "*" * max(3, len(digits) - _SHOWN) + digits[-_SHOWN:] if len(digits) > 2 * _SHOWN - 2 else "***"


def facts(row: RatedRow, catalog: Catalog, said: Said, region: str) -> dict[str, Any]:
    """Return what is known of a rating by our fields; what is not recorded is None."""
    item, person = _item(row, catalog), catalog.people.get(row.clerk)
    clerk_name = person.names.get("zh-Hans", "") if person is not None else ""
    details = [*json_list(row.tags), *(f"{name}:{stars}" for name, stars in sorted(msgspec.json.decode(row.dimensions or "{}").items()))]
    found: dict[str, Any] = {
        "case_no": row.case_no, "stage": row.stage, "region": region, "clerk": {"loginName": row.clerk, "name": clerk_name},
        "clerk_no": person.badge if person is not None else "", "clerk_name": clerk_name, "begun_us": row.begun_us,
        "done_us": row.done_us if row.stage == "completed" else None, "rated_us": row.at_us if row.nth else None, "channel": row.channel,
        "stars": row.stars, "nth": row.nth or None, "details": details, "content": row.content, "is_default": row.nth == 0,
        "left_out": row.excluded != "", "rectified": (row.rectified_us, row.explained_us),
        "contact": _told(row, row.contact_ref, said), "answer": _told(row, row.answer_ref, said),
        "comment": _told(row, row.comment_ref, said) if row.stars <= BAD else None,
    }  # fmt: skip
    of_item = {"item_code": "code", "item_version": "version", "department": "department", "for_whom": "for_whom", "promise": "promise"}
    found |= {ours: getattr(item, name) if item is not None else None for ours, name in of_item.items()}
    found["item_name"] = item.names.get("zh-Hans", "") if item is not None else None
    return found


def json_list(text: str) -> list[str]:
    """Return a list that stands in a column as JSON; an empty column is an empty list."""
    return msgspec.json.decode(text or "[]", type=list[str])


def _item(row: RatedRow, catalog: Catalog) -> ItemRow | None:
    """Return the one matter that the leg was about: as it was listed, else the only one of its service; of several none is chosen."""
    service = catalog.services.get(row.service)
    slugs = [it for it in row.items.split(",") if it] or [*(service.items if service is not None else ())]
    return catalog.items.get(slugs[0]) if len(slugs) == 1 else None


def _told(row: RatedRow, ref: str | None, said: Said) -> str | None:
    text = said.texts.get(ref) if ref is not None else None
    return text if text is None or (said.reader and said.reader != row.clerk) else masked(text)


def _time(value: int | None, zone: tzinfo, pattern: str) -> str:
    return "" if value is None else f"{datetime.fromtimestamp(value // 1_000_000, zone):{pattern}}"


Form = Callable[[Any, tzinfo], Any]
FORMS: dict[str, Form] = {
    at.TEXT: lambda value, _: value or "",
    at.CODE: lambda value, _: value if value and _CODE.fullmatch(value) else "",
    at.PLAIN: lambda value, _: value if value and _PLAIN.fullmatch(value) else "",
    at.TIME14: lambda value, zone: _time(value, zone, "%Y%m%d%H%M%S"),
    at.TIME: lambda value, zone: _time(value, zone, "%Y-%m-%d %H:%M:%S"),
    at.STAGE: lambda value, _: {"accepted": 1, "completed": 2}.get(value, ""),
    at.STARS: lambda value, _: value or "",
    at.WHOM: lambda value, _: {"person": 0, "firm": 1}.get(value, ""),
    at.PROMISE: lambda value, _: {"on-the-spot": 1, "promised": 2}.get(value, ""),
    at.CHANNEL: lambda value, _: CODES.get(value, ""),
    at.FLAG: lambda value, _: int(value),
    at.NOT_FLAG: lambda value, _: int(not value),
    at.LIST: lambda value, _: ",".join(value),
    at.NUMBER: lambda value, _: "" if value is None else value,
    at.REGION6: lambda value, _: value if _REGION.fullmatch(value) else "",
    at.REGION12: lambda value, _: f"{value}000000" if _REGION.fullmatch(value) else "",
    at.PEOPLE: lambda value, _: [value] if value["loginName"] else [],
    at.PJQ: lambda value, _: "PJQ" if value in {"rater", "keys"} else "",
    at.STATE: lambda value, _: 1 if value[0] else 2 if value[1] else 0,
}
"""Form → a value of ours as it stands in their record; what does not fit is empty."""


def _field(it: Mapped, known: Mapping[str, Any], zone: tzinfo) -> Any:  # noqa: ANN401 -- a field of theirs: text, number or list
    if it.ours == at.UNRECORDED:
        return ""
    value = FORMS[it.form](known[it.ours], zone)
    return "" if it.longest and len(str(value)) > it.longest else value


def record_of(layout: Layout, known: Mapping[str, Any], zone: tzinfo) -> dict[str, Any]:
    """Return the record in this layout, every field of it; what is too long for a field is left empty, never cut."""
    return {it.theirs: _field(it, known, zone) for it in layout.fields}


def held_back(layout: Layout, row: RatedRow, record: Mapping[str, Any]) -> str:
    """Return why a record is not sent in this layout; empty: it is."""
    reasons = {
        "default": row.nth == 0 and not layout.defaults,
        "follow-up": row.nth > 1 and not layout.follow_ups,
        "left-out": row.excluded != "" and not layout.left_out,
        **{f"no-{it.ours}": record[it.theirs] == "" for it in layout.fields if it.needed},
        "no-done_us": row.stage == "completed" and row.done_us is None,
    }
    return next((why for why, holds in reasons.items() if holds), "")


def export(rows: Sequence[RatedRow], asked: Asked, catalog: Catalog, said: Said) -> bytes:
    """Return the ratings as JSON: the mapping table, records in order, what is empty and why, what is held back and why."""
    layout, zone = LAYOUTS[asked.layout], ZoneInfo(catalog.here.zone)
    records: list[dict[str, Any]] = []
    held: list[dict[str, Any]] = []
    for row in rows:
        known = facts(row, catalog, said, asked.region)
        record = record_of(layout, known, zone)
        why = held_back(layout, row, record)
        key = {"rating": f"{row.ticket}/{row.leg}/{row.stage}/{row.nth}", "day": row.day, "number": row.label}
        if why:
            held.append({**key, "why": why})
        else:
            records.append({**key, "doubt": row.doubt, "record": record})
    return msgspec.json.format(msgspec.json.encode(_document(layout, asked, said, records, held)), indent=2)


def _document(layout: Layout, asked: Asked, said: Said, records: list[dict[str, Any]], held: list[dict[str, Any]]) -> dict[str, Any]:
    used = {it.ours for it in layout.fields}
    empty = Counter(name for it in records for name, value in it["record"].items() if value in ("", []))
    unrecorded = [it.theirs for it in layout.fields if it.ours == at.UNRECORDED]
    return {
        "layout": asked.layout, "from": asked.first, "to": asked.last, "personal": "clear" if said.reader else "masked",
        "mapping": [_row(it) for it in layout.fields],
        "not_recorded": unrecorded,
        "no_field": [name for name in FIELDS if name not in used],
        "empty": {name: empty[name] for name in sorted(set(empty) - set(unrecorded))},
        "records": records, "held_back": held, "held_back_by_reason": dict(sorted(Counter(it["why"] for it in held).items())),
    }  # fmt: skip


def _row(it: Mapped) -> dict[str, Any]:
    return {
        "theirs": it.theirs, "ours": it.ours or None, "form": it.form, "longest": it.longest or None, "needed": it.needed,
        "personal": it.ours in PERSONAL,
    }  # fmt: skip
