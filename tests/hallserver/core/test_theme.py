# SPDX-License-Identifier: Apache-2.0
"""The look: contrast as WCAG counts it, no theme that cannot be read, and the style sheet that every screen loads."""

import base64
import re

import msgspec
import pytest

from hallserver.core.errors import AgainstStandard
from hallserver.core.standard import adoptable, read_standard
from hallserver.core.theme import CONTRAST, DARK, READ_TOGETHER, Palette, Theme, contrast, icon_of, style_sheet, too_faint
from tests.support import STANDARD

KNOWN = {
    ("#000000", "#ffffff"): 21.0,
    ("#ffffff", "#ffffff"): 1.0,
    ("#777777", "#ffffff"): 4.48,
    ("#767676", "#ffffff"): 4.54,
    ("#ff0000", "#ffffff"): 4.0,
    ("#0000ff", "#ffffff"): 8.59,
    ("#595959", "#ffffff"): 7.0,
}
"""Pairs whose ratio is widely published, for WCAG's own formula."""


@pytest.mark.parametrize(("pair", "ratio"), KNOWN.items())
def test_contrast_is_what_wcag_counts(pair: tuple[str, str], ratio: float) -> None:
    """It does not matter which of the two is the text."""
    assert contrast(*pair) == pytest.approx(ratio, abs=0.005)
    assert contrast(*reversed(pair)) == contrast(*pair)


def test_every_pair_of_the_usual_theme_can_be_read() -> None:
    """Light and dark, and the standard that is shipped."""
    assert too_faint(Theme()) == []
    assert too_faint(read_standard(STANDARD).theme) == []


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("pair", READ_TOGETHER)
def test_any_faint_pair_is_named(pair: tuple[str, str], look: str) -> None:
    """Each pair is looked at in both looks: text in the colour of its ground has no contrast at all."""
    text, ground = pair
    usual = getattr(Theme(), look)
    faint = msgspec.structs.replace(usual, **{text: getattr(usual, ground)})
    theme = msgspec.structs.replace(Theme(), **{look: faint})
    assert f"{look}: {text} on {ground} 1.0" in too_faint(theme)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_standard_with_a_faint_theme_is_not_adopted(look: str) -> None:
    """Whoever adopts it hears which pair; one with a theme of its own that can be read is adopted."""
    ground = getattr(Theme(), look).paper
    with pytest.raises(AgainstStandard) as refused:
        adoptable(f'{STANDARD}\n[theme.{look}]\nmain = "{ground}"\n')
    assert refused.value.key == "theme-faint"
    pairs = refused.value.args_by_name["pairs"]
    assert isinstance(pairs, list)
    assert f"{look}: main on paper 1.0" in pairs
    assert adoptable(f'{STANDARD}\n[theme.light]\nmain = "#7a1020"\n').theme.light.main == "#7a1020"


def test_what_a_dark_table_leaves_out_is_dark() -> None:
    """A district that changes one colour of the dark look must not get the light one around it; nor one without any theme."""
    dark = read_standard('[theme.dark]\nmain = "#ffd27a"\n').theme.dark
    assert (dark.main, dark.paper, dark.ink) == ("#ffd27a", DARK.paper, DARK.ink)
    assert read_standard("").theme == Theme()


def test_a_colour_that_css_would_not_read_is_refused() -> None:
    """Nor can a colour, a font or a mistyped name bring in anything else than a colour or a font."""
    for line in ('main = "#7a1020\\n"', 'main = "red"', 'main = "#fff"', 'main = "#7A1020"', 'main = "#7a1020; }"', 'colour = "#7a1020"'):
        with pytest.raises(AgainstStandard, match="standard-unreadable"):
            read_standard(f"[theme.light]\n{line}\n")
    for font in ('a";}', "a'b", "a\\b", "a;b", "a{b}", "a\nb", "a\n", "a\fb", "a\rb"):
        with pytest.raises(AgainstStandard, match="standard-unreadable"):
            read_standard(f"[theme]\nfont = {msgspec.json.encode(font).decode()}\n")


def _sheet(theme: Theme) -> tuple[dict[str, str], dict[str, str]]:
    """Return the custom properties of both looks."""
    found = re.findall(r'(:root(?:\[data-look="dark"\])?) \{ (.*) \}', style_sheet(theme, "ab12cd34"))
    assert [selector for selector, _ in found] == [":root", ':root[data-look="dark"]']
    light, dark = (dict(re.findall(r"([\w-]+): ([^;]+);", body)) for _, body in found)
    return light, dark


def test_the_style_sheet_has_every_colour_of_both_looks() -> None:
    """A colour that is missing in the dark look would stay light in it."""
    names = {f"--{name.replace('_', '-')}" for name in Palette.__struct_fields__}
    light, dark = _sheet(Theme())
    assert names <= light.keys()
    assert names <= dark.keys()
    assert (light["--main"], dark["--main"]) == ("#14488f", "#8ab8ff")
    assert (light["color-scheme"], dark["color-scheme"]) == ("light", "dark")


def test_the_style_sheet_has_size_font_and_the_standards_mark() -> None:
    """By the mark a screen knows that there is another theme; without a font of its own the usual one stays."""
    light, _ = _sheet(Theme(scale_percent=115, font="Source Han Serif SC"))
    assert (light["--scale"], light["--font-first"], light["--standard"]) == ("1.15", '"Source Han Serif SC"', '"ab12cd34"')
    assert "--font-first" not in _sheet(Theme())[0]


def test_the_least_contrast_is_that_of_the_law() -> None:
    """WCAG 2.2, 1.4.3."""
    assert CONTRAST == 4.5


def test_a_logo_stands_in_place_of_the_neutral_sign() -> None:
    """By style alone, so that no screen can forget it; where there is none the neutral sign stays."""
    sheet = style_sheet(Theme(logo="data:image/png;base64,AAAA"), "ab12cd34")
    assert 'url("/theme/logo?of=ab12cd34")' in sheet
    assert ".sign > * { display: none; }" in sheet
    assert "sign" not in style_sheet(Theme())


def test_a_wide_logo_has_a_wide_place_on_screens() -> None:
    """In a square a wide one would be a line."""
    wide = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 80 40'></svg>").decode()
    sheet = style_sheet(Theme(logo=f"data:image/svg+xml;base64,{wide}"))
    assert "--logo-room: 4rem;" in sheet
    assert ".top-name .sign { min-width: 3.5rem; }" in sheet


@pytest.mark.parametrize(("drawing", "own"), [("0 0 20 20", True), ("0 0 60 20", False)], ids=["square", "wide"])
def test_a_small_square_logo_is_the_icon_and_a_wide_one_is_not(drawing: str, own: bool) -> None:  # noqa: FBT001 -- a row
    """In 16 pixels nothing of a wide one could be seen: then it is the sign of a hall in the theme's colours."""
    content = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='{drawing}'><circle r='9'/></svg>"
    theme = Theme(logo=f"data:image/svg+xml;base64,{base64.b64encode(content.encode()).decode()}", light=Palette(accent="#00ff00"))
    kind, icon = icon_of(theme)
    assert kind == "image/svg+xml"
    assert (icon.decode() == content) is own
    assert ("#00ff00" in icon.decode()) is not own


def test_a_heavy_logo_is_no_icon() -> None:
    """It would be fetched beside the page by every phone."""
    content = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><title>{'x' * 3000}</title><circle r='9'/></svg>"
    theme = Theme(logo=f"data:image/svg+xml;base64,{base64.b64encode(content.encode()).decode()}")
    assert len(icon_of(theme)[1]) < 500
