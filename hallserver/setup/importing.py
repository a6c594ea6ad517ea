# SPDX-License-Identifier: Apache-2.0
"""A file of the set-up on its way in: read, laid beside the hall, rehearsed by the rules on a copy. Pure; who asks does the asking."""

import copy
import hashlib
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import msgspec
from msgspec import structs

from hallserver.core.catalog import read_rows
from hallserver.core.commands import Configure
from hallserver.core.errors import HallError, Malformed
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.core.rules import decide
from hallserver.exchange import ImportForm, Planned, Preview, Proposal
from hallserver.sentences import knowing_words
from hallserver.setup.changes import Draft, changes_of, draft_of, in_order, summary_of
from hallserver.setup.tables import Read, read_sheets
from hallserver.setup.tomlfile import read_toml
from hallserver.setup.workbook import SIGN, read_book

MOST_SHOWN: Final = 2000
"""Changes and faults in one preview."""
_BY_SECURITY: Final = frozenset({"people"})
_RULES: Final = knowing_words(decide)


def read_file(content: bytes, only: str = "") -> Read:
    """Return what a file says, workbook or TOML by its content. Raises Malformed for what is neither."""
    if content.startswith(SIGN):
        return read_sheets(read_book(content), only)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed("setup-file-unknown") from error
    return read_toml(text)


def read_form(form: ImportForm) -> Planned:
    """Return what plans the import of this file. Raises Malformed for what is no such file."""
    read = read_file(form.file, form.section)
    return partial(_plan, form, read)


def _plan(form: ImportForm, read: Read, hall: Hall, by: Actor, now_us: int) -> Proposal:
    """Return what the file comes to in this hall, asked by this person."""
    named = in_order({given.section for given in read.rows})
    wanted = [section for section in named if not form.sections or section in form.sections]
    rows = {section: [given for given in read.rows if given.section == section] for section in named}
    drafts = [draft_of(hall.catalog, section, rows[section], retire=form.missing == "retire" and section in wanted) for section in named]
    taken = [draft for draft in drafts if draft.section in wanted]
    commands, against = _rehearsed(hall, taken, by, now_us)
    changes = [change for draft in taken for change in changes_of(draft)]
    faults = [*read.faults, *(fault for draft in taken for fault in draft.faults)]
    summaries = tuple(summary_of(draft, changes_of(draft), may=may(by, draft.section)) for draft in drafts)
    preview = Preview(
        sections=summaries,
        changes=tuple(changes[:MOST_SHOWN]),
        faults=tuple(faults[:MOST_SHOWN]),
        mark=_mark(commands),
        able=bool(commands) and not faults and not against,
    )
    return Proposal(preview=preview, commands=tuple(commands), against=tuple(against))


def may(by: Actor, section: str) -> bool:
    """Tell whether somebody may set this section up; the rules ask the same."""
    return bool(by.roles & {"security-admin" if section in _BY_SECURITY else "system-admin", "service"})


def _mark(commands: Sequence[Configure]) -> str:
    return hashlib.sha256(msgspec.json.encode(commands)).hexdigest()[:32]


def _rehearsed(hall: Hall, drafts: Sequence[Draft], by: Actor, now_us: int) -> tuple[list[Configure], list[tuple[str, HallError]]]:
    """Return what is to be asked for, and what the rules have against it.

    Usually the catalog's order does. Where a queue goes out of use together with its services, what comes and changes goes first
    and what goes out of use follows from the last section to the first; then the hall may also give a service that is new.
    """
    moved = [draft for draft in drafts if list(draft.rows.items()) != list(draft.before.items())]
    plain = [Configure(section=draft.section, rows=_sent(draft)) for draft in moved]  # type: ignore[arg-type]
    against = rehearse(hall, plain, by, now_us)
    if not against:
        return plain, []
    later = _retiring_last(moved)
    return (later, []) if not rehearse(hall, later, by, now_us) else (plain, against)


def _sent(draft: Draft, *, but_retiring: bool = False) -> list[dict[str, Any]]:
    def row_of(slug: str, row: dict[str, Any]) -> dict[str, Any]:
        stays = but_retiring and slug in draft.before and row["retired"] and not draft.before[slug]["retired"]
        first = {"comprehensive": draft.before.get(slug, {}).get("comprehensive", "")} if but_retiring and draft.section == "hall" else {}
        row = {**row, **({"retired": False} if stays else {}), **first}
        return {name: value for name, value in row.items() if value is not None}

    return [msgspec.to_builtins(row) for row in read_rows(draft.section, [row_of(slug, row) for slug, row in draft.rows.items()])]


def _retiring_last(moved: Sequence[Draft]) -> list[Configure]:
    first = [Configure(section=draft.section, rows=_sent(draft, but_retiring=True)) for draft in moved]  # type: ignore[arg-type]
    last = [Configure(section=draft.section, rows=_sent(draft)) for draft in reversed(moved)]  # type: ignore[arg-type]
    done = {command.section: command.rows for command in first}
    return [*first, *(command for command in last if command.rows != done[command.section])]


def rehearse(hall: Hall, commands: Sequence[Configure], by: Actor, now_us: int) -> list[tuple[str, HallError]]:
    """Return which of these the rules would refuse and why, each decided on what those before it would leave. The hall stays as it is."""
    trial = copy.copy(hall)
    trial.catalog = structs.replace(hall.catalog)
    against: list[tuple[str, HallError]] = []
    for command in commands:
        try:
            _RULES(trial, command, by, now_us)
        except HallError as refusal:
            against.append((command.section, refusal))
        trial.catalog.replace(command.section, command.rows)
    return against
