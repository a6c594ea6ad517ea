# SPDX-License-Identifier: Apache-2.0
"""The look that all halls of a district share (统一标识): logo, colours light and dark, type sizes, door signs, naming.

It is the table ``[theme]`` of the standard's TOML text. Colours are ``#rrggbb``; every pair that is read together has a
contrast of at least ``CONTRAST`` (WCAG 2.2, 1.4.3; the same in the general specification of barrier-free design for apps of 2021).
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct, convert, structs

from hallserver.core.errors import AgainstStandard
from hallserver.core.logo import SVG, logo_of, ratio_of

Colour = Annotated[str, Meta(pattern=r"^#[0-9a-f]{6}$", max_length=7)]
"""``#rrggbb``, lower case."""
Named = dict[str, Annotated[str, Meta(min_length=1, max_length=80)]]
CONTRAST = 4.5
"""Least contrast of text on its ground."""
_LINEAR = 0.04045
"""Below this part of full brightness sRGB is linear (IEC 61966-2-1)."""


class Palette(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The colours of one look. Each is the custom property of the same name on every screen: ``main_deep`` is ``--main-deep``."""

    ink: Colour = "#17212f"
    ink_soft: Colour = "#4b586a"
    paper: Colour = "#ffffff"
    ground: Colour = "#f2f5f9"
    line: Colour = "#d3dbe6"
    line_strong: Colour = "#76869b"
    main: Colour = "#14488f"
    """Buttons, numbers, links."""
    main_deep: Colour = "#0c2c5c"
    """The band at the top of every screen and whatever covers one."""
    main_tint: Colour = "#e9f0fa"
    on_main: Colour = "#ffffff"
    """Text on ``main``."""
    on_deep: Colour = "#ffffff"
    on_deep_soft: Colour = "#cfdcf0"
    accent: Colour = "#f2c14e"
    """The line under the band and the roof of the sign: never text."""
    call: Colour = "#b3191f"
    """A number that is called just now."""
    red: Colour = "#b3191f"
    red_deep: Colour = "#8c1216"
    red_tint: Colour = "#fdeeee"
    amber: Colour = "#8a5200"
    amber_tint: Colour = "#fff4dd"
    green: Colour = "#17683a"
    green_tint: Colour = "#e6f4eb"


DARK = Palette(
    ink="#eef3fa", ink_soft="#b4c2d6", paper="#16202e", ground="#0d141e", line="#2c3a4d", line_strong="#8295ad",
    main="#8ab8ff", main_deep="#0a1c38", main_tint="#1d3050", on_main="#0a1c38", call="#ff9a94",
    red="#ff9a94", red_deep="#ffb8b3", red_tint="#45191b", amber="#ffc66b", amber_tint="#3d2c0c", green="#7fd6a2", green_tint="#12351f",
)  # fmt: skip
"""The dark look where a theme says nothing else."""

READ_TOGETHER: tuple[tuple[str, str], ...] = (
    ("ink", "paper"), ("ink", "ground"), ("ink", "main_tint"), ("ink_soft", "paper"), ("ink_soft", "ground"),
    ("main", "paper"), ("main", "ground"), ("main", "main_tint"), ("on_main", "main"),
    ("on_deep", "main_deep"), ("on_deep_soft", "main_deep"),
    ("call", "paper"), ("red", "paper"), ("red", "red_tint"), ("red_deep", "red_tint"), ("amber", "amber_tint"), ("amber", "paper"),
    ("green", "green_tint"), ("green", "paper"),
)  # fmt: skip
"""(text, ground): pairs that some screen shows."""


class Door(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the sign of a counter is laid out (门牌), on its display and on paper."""

    number: Literal["left", "top"] = "left"
    """Where the counter's number stands."""
    queues: bool = True
    """Whether the queues that it serves are named."""
    badge: bool = True
    """Whether the clerk's badge number is shown."""


class Naming(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How halls and zones are called: a pattern by language; empty: as each likes. A counter is called by the word ``shared.counter``."""

    hall: Named = {}
    """Gap ``{place}``: ``{place}政务服务大厅``."""
    zone: Named = {}
    """Gap ``{zone}``: ``{zone}区``."""


class Theme(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A look: its names, logo, two palettes, the size of type against the usual, door signs and naming."""

    names: Named = {}
    logo: Annotated[str, Meta(max_length=60_000)] = ""
    """PNG or SVG as a data address (``data:image/png;base64,…``); empty: the neutral sign of a hall."""
    light: Palette = Palette()
    dark: Palette = DARK
    scale_percent: Annotated[int, Meta(ge=90, le=140)] = 100
    """Size of type on every screen against the usual."""
    font: Annotated[str, Meta(max_length=60, pattern=r"^[^\"'\\;{}<>\x00-\x1f\x7f]*$(?!\n)")] = ""
    """A font that is installed on the hall's machines, before the usual ones; empty: none. An end of line would end its string in CSS, and
    with that the whole look."""
    door: Door = Door()
    naming: Naming = Naming()


def theme_of(table: object) -> Theme:
    """Return the theme of a standard's table; colours that it does not name are the usual ones of their look.

    Raises msgspec.ValidationError for what is no theme.
    """
    dark = table.get("dark") if isinstance(table, dict) else None
    if isinstance(table, dict) and isinstance(dark, dict):
        table = table | {"dark": structs.asdict(DARK) | dark}
    return convert(table, Theme)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.2), 0 to 1."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def too_faint(theme: Theme) -> list[str]:
    """Return each pair of a theme that cannot be read, as ``light: amber on amber_tint 3.1``."""
    looks = (("light", theme.light), ("dark", theme.dark))
    pairs = ((look, text, ground, contrast(getattr(of, text), getattr(of, ground))) for look, of in looks for text, ground in READ_TOGETHER)
    return [f"{look}: {text} on {ground} {ratio:.1f}" for look, text, ground, ratio in pairs if ratio < CONTRAST]


_LOGO = """:root {{ --logo: url("/theme/logo?of={mark}"); --logo-room: {room:g}rem; --logo-gap: 0.625rem; }}
.sign {{ background: var(--logo) center / contain no-repeat; }}
.top-name .sign {{ min-width: {least:g}rem; }}
.sign > * {{ display: none; }}
"""
"""Where a theme has a logo it stands in place of the neutral sign, a wide one in a wide place: as high as on the smallest phone."""


def style_sheet(theme: Theme, mark: str = "none") -> str:
    """Return the theme as CSS: custom properties of the light look, and of the dark one where ``<html data-look="dark">``.

    ``mark`` names the standard that it comes from: by that a screen knows that there is another.
    """
    font = f'--font-first: "{theme.font}"; ' if theme.font else ""
    size = f"--scale: {theme.scale_percent / 100:g}; "
    light = f':root {{ --standard: "{mark}"; {font}{size}color-scheme: light; {_properties(theme.light)} }}'
    wide = ratio_of(theme.logo)
    logo = _LOGO.format(mark=mark, room=2 * wide, least=1.75 * wide) if theme.logo else ""
    return f'{light}\n:root[data-look="dark"] {{ color-scheme: dark; {_properties(theme.dark)} }}\n{logo}'


_ICON_LOGO_B = 2000
"""Bytes of a logo that may be the icon of every page: a visitor pays for it on a phone."""
_ICON_RATIO = 1.3
"""So much wider than high it may be: in a square of 16 pixels nothing is left of a wider one."""
_SIGN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="14" fill="{main_deep}"/>'
    '<path fill="{accent}" d="M32 11 L54 25 H10 Z"/>'
    '<path fill="{on_deep}" d="M15 29 H21 V44 H15 Z M29 29 H35 V44 H29 Z M43 29 H49 V44 H43 Z M11 48 H53 V53 H11 Z"/></svg>'
)
"""The neutral sign of a hall."""


def icon_of(theme: Theme) -> tuple[str, bytes]:
    """Return kind and content of what stands for a page in its tab: a small logo, else the sign of a hall in the theme's colours."""
    try:
        kind, logo = logo_of(theme.logo)
    except AgainstStandard:
        kind, logo = "", b""
    if 0 < len(logo) <= _ICON_LOGO_B and ratio_of(theme.logo) <= _ICON_RATIO:
        return kind, logo
    return SVG, _SIGN.format(**structs.asdict(theme.light)).encode()


def _properties(palette: Palette) -> str:
    return " ".join(f"--{name.replace('_', '-')}: {value};" for name, value in structs.asdict(palette).items())
