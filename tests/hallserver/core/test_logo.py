# SPDX-License-Identifier: Apache-2.0
"""The logo of a theme: what is a picture is taken, what could run or load is not."""

import base64
import io

import pytest
from PIL import Image

from hallserver.core.errors import AgainstStandard
from hallserver.core.logo import PNG, SVG, drawable, logo_of, ratio_of
from hallserver.core.standard import adoptable
from tests.support import STANDARD

DRAWING = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 64 64">
<title>区政务</title><defs><linearGradient id="g"><stop offset="0" stop-color="#7a1020"/></linearGradient></defs>
<circle cx="32" cy="32" r="30" fill="url(#g)"/><use xlink:href="#g"/></svg>"""


def svg(text: str) -> str:
    """Return a drawing as a data address."""
    return "data:image/svg+xml;base64," + base64.b64encode(text.encode()).decode()


def png(side: int = 64) -> str:
    """Return a red square as a data address."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), "#7a1020").save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def refusal(logo: str) -> str:
    """Return why a logo is refused."""
    with pytest.raises(AgainstStandard) as refused:
        logo_of(logo)
    return refused.value.key


def test_a_png_and_a_plain_drawing_are_taken() -> None:
    """What stands in an editor's file besides the drawing, its first line and comments, does no harm."""
    assert logo_of("") == ("", b"")
    assert logo_of(svg(DRAWING)) == (SVG, DRAWING.encode())
    kind, content = logo_of(png())
    assert (kind, content[:4]) == (PNG, b"\x89PNG")


@pytest.mark.parametrize(
    "logo",
    [
        "https://a.example/logo.png",
        "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
        "data:image/png;base64,%%%",
        "data:image/png;base64," + base64.b64encode(b"GIF89a").decode(),
        png(8),
        svg("<html></html>"),
        svg(""),
        svg("<svg viewBox='0 0 9 9'><circle r='4'/></svg>"),
        svg("<svg xmlns='http://www.w3.org/2000/svg'><circle r='4'></svg>"),
        svg("<svg xmlns='http://www.w3.org/2000/svg'><circle r='4'"),
        "data:image/svg+xml;base64," + base64.b64encode(b"\xff\xfe<svg/>").decode(),
        "data:image/svg+xml;utf8,<svg/>",
    ],
)
def test_what_is_no_picture_is_refused(logo: str) -> None:
    """Nor may one kind call itself another."""
    assert refusal(logo) == "theme-logo-kind"


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<x:script xmlns:x='http://www.w3.org/2000/svg'>alert(1)</x:script>",
        "<circle onload='alert(1)'/>",
        "<circle OnClick='alert(1)'/>",
        "<a href='https://a.example'/>",
        "<use xlink:href='https://a.example/b.svg#c'/>",
        "<use href='data:image/svg+xml;base64,PHN2Zy8+'/>",
        "<image href='https://a.example/b.png'/>",
        "<rect fill='url(https://a.example/b)'/>",
        "<rect style='fill: url(//a.example)'/>",
        "<style>@import 'https://a.example/b.css';</style>",
        "<foreignObject><p>x</p></foreignObject>",
        "<animate attributeName='href'/>",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<title><script>alert(1)</script></title>",
        "<?xml-stylesheet href='https://a.example/b.css'?>",
        "<!DOCTYPE svg [<!ENTITY e 'x'>]>",
    ],
)
def test_a_drawing_that_could_run_or_load_anything_is_refused(inside: str) -> None:
    """A logo comes from whoever draws the district's signs, by mail. The control: without it the same drawing is taken."""
    assert refusal(svg(f"<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>")) == "theme-logo-active"
    assert logo_of(svg("<svg xmlns='http://www.w3.org/2000/svg'></svg>"))[0] == SVG


def test_a_standard_with_such_a_logo_is_not_adopted() -> None:
    """One with a sound logo is."""
    assert adoptable(f'{STANDARD}\nlogo = "{png()}"\n').theme.logo == png()
    for logo, key in ((svg("<svg><script/></svg>"), "theme-logo-active"), ("logo.png", "theme-logo-kind")):
        with pytest.raises(AgainstStandard, match=key):
            adoptable(f'{STANDARD}\nlogo = "{logo}"\n')


@pytest.mark.parametrize(
    ("logo", "ratio"),
    [
        ("", 1.0),
        (png(), 1.0),
        ("data:image/png;base64," + base64.b64encode(b"GIF89a").decode(), 1.0),
        (svg("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 40'></svg>"), 1.0),
        (svg("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 0 0'></svg>"), 1.0),
        (svg("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1.2.3 4'></svg>"), 1.0),
        (svg("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0,0, 80,40'></svg>"), 2.0),
        (svg("<svg viewBox='0 0 900 40' xmlns='http://www.w3.org/2000/svg'></svg>"), 3.0),
    ],
)
def test_a_wide_logo_is_given_a_wide_place(logo: str, ratio: float) -> None:
    """At most three times as wide as high; a tall one, or one that says nothing, gets a square."""
    assert ratio_of(logo) == ratio


def test_only_a_picture_is_printed() -> None:
    """What cannot be printed stops no print."""
    assert drawable(png()).startswith(b"\x89PNG")
    assert [drawable(it) for it in ("", svg(DRAWING), "data:image/png;base64,%%%")] == [b"", b"", b""]
