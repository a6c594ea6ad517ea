# SPDX-License-Identifier: Apache-2.0
"""The numbers behind a figure, from the file: labels and names, half-open days, refusals."""

from collections.abc import Iterator
from contextlib import closing

import msgspec
import pytest

from hallserver.behind_door import Asked, numbers_behind
from hallserver.core.errors import HallError
from hallserver.core.hall import Hall
from hallserver.store.folder import Folder
from hallserver.store.reading import Reader
from tests.hallserver.core.work import rated
from tests.support import keep, new_folder, next_day

DAY = "2026-11-23"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Reader, Hall]]:
    """Return how to read a hall with a rated number, and that hall."""
    play = next_day(rated())
    with closing(Folder(new_folder(tmp_path_factory.mktemp("hall")))) as folder:
        keep(folder, play.entries)
        yield folder.database.reader, play.hall


def _found(kept: tuple[Reader, Hall], **asked: str) -> dict[str, object]:
    connect, hall = kept
    with connect() as reader:
        found: dict[str, object] = msgspec.json.decode(numbers_behind(reader, Asked(**({"first": DAY, "last": DAY} | asked)), hall))
    return found


def test_numbers_are_told_by_their_labels_and_names(kept: tuple[Reader, Hall]) -> None:
    """What a person reads on the slip; the counter by its name; who served does not find the rating."""
    rows = _found(kept, figure="ratings.bad")["rows"]
    assert isinstance(rows, list)
    assert [(it["number"], it["day"], it["counter"], it["clerk"], it["measure"]) for it in rows] == [("A001", DAY, "1号窗口", "李敏", 1)]
    assert _found(kept, figure="ratings.bad", person="li")["n"] == 0
    assert _found(kept, figure="tickets.issued", section="by-channel", slug="kiosk")["n"] == _found(kept, figure="tickets.issued")["n"]


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"figure": "wait.mean", "first": "2026-11-24"}, "report-dates"),
        ({"figure": "wait.mean", "first": "2026-01-01"}, "behind-days"),
        ({"figure": "wait.mean", "first": "2026-02-30"}, "report-date"),
        ({"figure": "wait.mean", "first": "2026-11-01", "last": "2026-11-02"}, "report-no-days"),
        ({"figure": "counters.open"}, "figure-without-numbers"),
    ],
)
def test_what_there_is_not_is_refused(kept: tuple[Reader, Hall], asked: dict[str, str], key: str) -> None:
    """A year at once would be read row by row."""
    with pytest.raises(HallError) as refused:
        _found(kept, **asked)
    assert refused.value.key == key
