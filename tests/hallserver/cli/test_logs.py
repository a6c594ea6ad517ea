# SPDX-License-Identifier: Apache-2.0
"""The log stays small and still says what happened."""

import io
import logging
from pathlib import Path

import pytest

from hallserver.cli import logs
from hallserver.cli.logs import FILE_BYTES, FILES, LINE_MOST, Calm, Short, handler_for


class Written:
    """A logger of its own, in front of a filter with a clock that the test turns."""

    def __init__(self) -> None:
        """Begin at second zero with nothing written."""
        self.now_s, self._text = 0.0, io.StringIO()
        handler = logging.StreamHandler(self._text)
        handler.setFormatter(Short("%(message)s"))
        handler.addFilter(Calm(lambda: self.now_s))
        self.log = logging.Logger("door")  # noqa: LOG001 - not in the tree: no other handler hears it
        self.log.addHandler(handler)

    @property
    def lines(self) -> list[str]:
        """Return what was written."""
        return self._text.getvalue().splitlines()


def test_a_flood_of_one_kind_is_a_few_lines_and_then_a_count() -> None:
    """The addresses differ, the kind is the same."""
    written = Written()
    for number in range(100_000):
        written.log.warning("bad request from %s", number)
    assert written.lines == [f"bad request from {number}" for number in range(5)]
    written.now_s = 60
    written.log.warning("bad request from %s", "there")
    written.log.warning("bad request from %s", "here")

    assert written.lines[5:] == ["bad request from there (and 99995 more like this before)", "bad request from here"]


def test_a_flood_does_not_hide_what_else_happens() -> None:
    """The one line that matters comes in between."""
    written = Written()
    for number in range(1000):
        written.log.warning("bad request from %s", number)
        if number == 500:
            written.log.warning("the printer is lost")

    assert "the printer is lost" in written.lines
    assert len(written.lines) == 6


def test_faults_of_different_kinds_are_told_apart() -> None:
    """A disk that fails behind a flood of crooked requests is another kind, though the sentence is the same."""
    written = Written()
    for number in range(100):
        for fault in (ValueError, OSError):
            written.log.error("incident %s", number, exc_info=fault())

    assert sum(line == "ValueError" for line in written.lines) == 20
    assert sum(line == "OSError" for line in written.lines) == 20


def test_made_up_kinds_cost_neither_memory_nor_disk() -> None:
    """A sentence with the address already in it would be a new kind each time."""
    written = Written()
    for number in range(10_000):
        written.log.warning(f"bad request from {number}")  # noqa: G004 - that is the point

    assert len(written.lines) == logs._MOST_KINDS * 1 + 5


def test_an_entry_has_its_length() -> None:
    """One request can make one line, not a page of them."""
    written = Written()
    written.log.error("x" * 100_000)

    assert len(written.lines[0]) < LINE_MOST + 20


def test_files_are_bounded_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest is given up. The bound itself is 200 MB."""
    assert FILE_BYTES * FILES == 200_000_000
    monkeypatch.setattr(logs, "FILE_BYTES", 10_000)
    handler = handler_for(str(tmp_path / "hall.log"))
    for number in range(5_000):
        handler.emit(logging.LogRecord("door", logging.INFO, "", 1, "line %s of many", (number,), None))
    handler.close()
    files = sorted(tmp_path.iterdir())

    assert len(files) == FILES
    assert sum(file.stat().st_size for file in files) <= 10_000 * FILES
    assert "line 4999 of many" in (tmp_path / "hall.log").read_text(encoding="utf-8")


def test_without_a_file_the_log_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    """Where a supervisor keeps it."""
    handler_for("").handle(logging.LogRecord("door", logging.INFO, "", 1, "hello", (), None))

    assert capsys.readouterr().err.endswith("INFO door: hello\n")


def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """At the start, not at the first line."""
    with pytest.raises(OSError, match="nowhere"):
        handler_for(str(tmp_path / "nowhere" / "hall.log"))


def test_no_secret_gets_into_the_log(tmp_path: Path) -> None:
    """Whatever writes it, and before it is cut."""
    file = tmp_path / "hall.log"
    log, handler = logging.Logger("door"), handler_for(str(file))  # noqa: LOG001 - not in the tree: no other handler hears it
    log.addHandler(handler)
    log.error("password='correct horse' of 11010519491231002X %s", "x" * LINE_MOST)
    handler.close()
    text = file.read_text(encoding="utf-8")
    assert "password=*** of **************002X" in text
