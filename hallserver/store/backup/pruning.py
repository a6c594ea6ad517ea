# SPDX-License-Identifier: Apache-2.0
"""Which backups are old enough to go."""

from hallserver.store.backup import full as fulls
from hallserver.store.backup import segment
from hallserver.store.backup.place import Line

KEPT_FULLS = 2
"""Verified full copies that stay whatever their age."""


def prune_line(line: Line, key: bytes, before_us: int, *, current: bool) -> int:
    """Drop what is older; a line of an earlier life may go altogether."""
    all_fulls = line.fulls()
    sound = [full for full in all_fulls if full.verified.exists()]
    kept_from_us = sound[-KEPT_FULLS:][0].taken_us if sound and current else before_us
    old = [full for full in all_fulls if full.taken_us < min(before_us, kept_from_us)]
    if not old:
        return 0
    rest = [full for full in all_fulls if full not in old]
    first_needed = fulls.read_head(rest[0], key).segment + 1 if rest else 1 << 62
    behind = [file for file in line.segments() if file.number < first_needed]
    if not rest and not current and behind and segment.read(behind[-1], key).taken_us >= before_us:
        return 0
    gone = [path for file in behind for path in (file.path, line.vault(file.number))]
    gone += [path for full in old for path in (full.path, full.vault, full.verified)]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def drop_orphans(line: Line) -> None:
    """Drop the vaults of full copies that are not there: what an earlier process that died, or a full disk, left half-way."""
    named = {full.vault for full in line.fulls()}
    for path in line.folder.glob("vault-full-*.sealed"):
        if path not in named:
            path.unlink(missing_ok=True)
