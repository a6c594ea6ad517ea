# SPDX-License-Identifier: Apache-2.0
"""Every source file names its licence in its first line (after a `#!` line)."""

from tests.habits.house import FIVE, files, planted, read

LICENCE = "SPDX-License-Identifier: Apache-2.0"
ENDINGS = (".py", ".js", ".css")


def unlicensed(texts: dict[str, str]) -> list[str]:
    """Return the files whose first line does not name the licence."""
    return [path for path, text in texts.items() if LICENCE not in "\n".join(_first(text.splitlines()))]


def _first(lines: list[str]) -> list[str]:
    """Return the line that must name the licence."""
    return lines[1:2] if lines and lines[0].startswith("#!") else lines[:1]


def test_every_source_file_names_its_licence() -> None:
    """A file that is copied elsewhere must carry its terms along."""
    paths = [path for ending in ENDINGS for path in files(*FIVE, "tests", ending=ending)]

    assert unlicensed({path: read(path) for path in paths}) == []


def test_a_planted_file_without_licence_is_found() -> None:
    """A rule that cannot fail is none."""
    [bad], [good] = planted('"""M."""\n# ' + LICENCE), planted(f"# {LICENCE}\n")

    assert unlicensed({bad.path: bad.text}) == [bad.path]
    assert unlicensed({"empty.py": ""}) == ["empty.py"]
    assert unlicensed({good.path: good.text}) == []
