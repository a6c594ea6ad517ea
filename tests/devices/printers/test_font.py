# SPDX-License-Identifier: Apache-2.0
"""The font of slips: reviewed, complete, and replaceable."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.errors import FontMissing
from devices.printers import font as fonts


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Let no test see the font that another one chose."""
    fonts.font_file.cache_clear()
    fonts.font.cache_clear()
    yield
    fonts.font_file.cache_clear()
    fonts.font.cache_clear()


def test_the_wheel_holds_the_font_that_was_reviewed() -> None:
    """Another font under the same name could carry anything."""
    assert fonts.wheel_font().name == "wqy-microhei.ttc"


def test_a_changed_font_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the hash."""
    package = tmp_path / "changed_fonts"
    (package / "fonts").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "fonts" / "wqy-microhei.ttc").write_bytes(fonts.wheel_font().read_bytes() + b"\0")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(fonts, "WHEEL", "changed_fonts")

    with pytest.raises(FontMissing, match="not the font that was reviewed"):
        fonts.wheel_font()


def test_a_configured_font_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hall may have bought its own."""
    own = tmp_path / "own.ttc"
    own.write_bytes(fonts.wheel_font().read_bytes())
    monkeypatch.setenv(fonts.SETTING, str(own))

    assert fonts.font_file() == own


def test_a_configured_font_that_is_gone_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Falling back in silence would hide the mistake."""
    monkeypatch.setenv(fonts.SETTING, "/nowhere/own.ttc")

    with pytest.raises(FontMissing, match=r"HALL_FONT names /nowhere/own\.ttc"):
        fonts.font_file()


def test_the_font_has_every_character_of_the_old_national_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of services may use any of GB2312; a missing character would print as a box."""
    monkeypatch.setattr(fonts, "SYSTEM", ())
    letters = [bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    face = fonts.font(24)
    box = bytes(face.getmask("\U0010fffd"))

    assert [letter for letter in letters if letter and bytes(face.getmask(letter)) == box] == []


def test_a_text_is_as_long_as_its_characters() -> None:
    """Rows are measured thousands of times; a character is measured once."""
    for text in ("取号A012", "Please take a seat", ""):
        assert abs(fonts.length_px(24, text) - fonts.font(24).getlength(text)) <= 2
