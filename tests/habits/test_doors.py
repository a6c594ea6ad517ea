# SPDX-License-Identifier: Apache-2.0
"""One door per library: who may import what."""

import sys

from tests.habits.house import FIVE, Source, imports, planted, pyproject, sources, within

DOORS: dict[str, tuple[str, ...]] = {
    "PIL": ("devices/printers/", "hallserver/store/media.py", "hallserver/photos.py"),
    "cryptography": ("hallserver/store/",),
    "escpos": ("devices/printers/",),
    "espeakng_loader": ("devices/voices/",),
    "msgspec": FIVE,
    "docx": ("reports/sheet_docx.py",),
    "openpyxl": ("hallserver/setup/workbook.py", "reports/sheet_form.py", "reports/sheet_xlsx.py"),
    "paperang_p2_fonts_cjk": ("devices/printers/", "reports/pdf.py"),
    "peewee": ("hallserver/store/",),
    "playhouse": ("hallserver/store/",),
    "prometheus_client": ("hallserver/web/",),
    "pypdfium2": ("reports/daily_png.py",),
    "pyttsx3": ("devices/voices/",),
    "qrcode": ("devices/printers/",),
    "reportlab": (
        "reports/card_parts.py",
        "reports/card_sheets.py",
        "reports/charts.py",
        "reports/charts_counts.py",
        "reports/charts_days.py",
        "reports/drawing.py",
        "reports/gallery.py",
        "reports/hatching.py",
        "reports/osm_annex.py",
        "reports/osm_matrix_chart.py",
        "reports/osm_pdf.py",
        "reports/osm_bound.py",
        "reports/osm_district.py",
        "reports/grids.py",
        "reports/osm_signing.py",
        "reports/daily_png.py",
        "reports/paper.py",
        "reports/pictures.py",
        "reports/pdf.py",
        "reports/door_signs.py",
        "reports/timeline_pdf.py",
        "reports/why_pdf.py",
        "reports/order_pdf.py",
        "reports/form_parts.py",
        "reports/ladder_pdf.py",
    ),
    "serial": ("devices/bus.py",),
    "sqlite3": ("hallserver/store/",),
    "tomli_w": ("hallserver/setup/tomlfile.py",),
    "tornado": ("hallserver/web/",),
    "usb": ("devices/usb.py",),
    "websockets": ("devices/",),
    "zeroconf": ("devices/discovery.py", "hallserver/announcing.py"),
}
"""Library → the only files, or folders, that import it."""

IMPURE = frozenset(
    "asyncio ctypes io logging multiprocessing os pathlib queue random secrets selectors shutil signal socket sqlite3"
    " ssl subprocess tempfile threading time urllib uuid".split()
)
"""What of the standard library `hallserver/core` may not import: all that asks a clock, chance or the outside."""
A_DEVICE_KNOWS = ("hallserver.wire", "hallserver.core.jobs", "devices")
"""What of ours `devices` may import."""


def closed_doors(found: list[Source]) -> list[str]:
    """Return each import of a library outside its door, and of a library without one."""
    return [
        f"{source.path}: {name} comes in through {DOORS.get(top, 'no door: name one in DOORS')}"
        for source in found
        for name in imports(source)
        if (top := name.partition(".")[0]) not in {*FIVE, "tests"}
        and (top in DOORS or top not in sys.stdlib_module_names)
        and not source.path.startswith(DOORS.get(top, ()))
    ]


def impure_rules(found: list[Source]) -> list[str]:
    """Return each import by which `core` would learn of anything but values."""
    return [
        f"{source.path}: {name}"
        for source in found
        for name in imports(source)
        if not within(name, ("hallserver.core", "msgspec"))
        and ((top := name.partition(".")[0]) in IMPURE or top not in sys.stdlib_module_names)
    ]


def devices_that_know_too_much(found: list[Source]) -> list[str]:
    """Return each import by which an agent would know more of us than the wire."""
    return [
        f"{source.path}: {name}"
        for source in found
        for name in imports(source)
        if name.partition(".")[0] in FIVE and not within(name, A_DEVICE_KNOWS)
    ]


def homeless(found: list[Source], floors: list[str]) -> list[str]:
    """Return the modules that stand on no floor, so that the layers contract would not see them."""
    named = tuple(name.strip(" ()") for floor in floors for name in floor.split("|"))
    return [source.module for source in found if source.module != "hallserver" and not within(source.module, named)]


def test_each_library_comes_in_through_its_own_door() -> None:
    """Replacing a library, or reading how it is used, must take one look at one place."""
    assert closed_doors(sources()) == []


def test_core_learns_of_nothing_but_values() -> None:
    """A replay gives the same events only if no rule asks a clock, chance or the outside."""
    assert impure_rules(sources("hallserver/core")) == []


def test_devices_know_only_the_wire() -> None:
    """An agent runs on another box and outlives server versions: it may share nothing else with the server."""
    assert devices_that_know_too_much(sources("devices")) == []


def test_every_module_stands_on_a_floor() -> None:
    """import-linter checks the floors that are named; a new module must not slip between them."""
    layers = pyproject()["tool"]["importlinter"]["contracts"][0]["layers"]

    assert homeless(sources("hallserver"), layers) == []


def test_planted_imports_are_found() -> None:
    """A rule that cannot fail is none."""
    assert closed_doors(planted("import tornado.web"))
    assert closed_doors(planted("def late():\n    from peewee import Model", "reports/kpi.py"))
    assert closed_doors(planted("import pandas", "hallserver/store/x.py"))
    assert closed_doors(planted("import importlib\nimportlib.import_module('escpos.printer')", "displays/slip.py"))
    assert impure_rules(planted("import random"))
    assert impure_rules(planted("from os import path"))
    assert impure_rules(planted("from hallserver.clock import Clock"))
    assert impure_rules(planted("import tornado"))
    assert devices_that_know_too_much(planted("from hallserver.core import rules"))
    assert devices_that_know_too_much(planted("import displays.slip"))
    assert homeless(planted(""), ["hallserver.app", "hallserver.core | hallserver.clock"])


def test_what_is_allowed_is_not_found() -> None:
    """The counterpart: a rule that always fails is none either."""
    assert closed_doors(planted("import tornado.web", "hallserver/web/door.py")) == []
    assert impure_rules(planted("import msgspec, math\nfrom hallserver.core.events import Event")) == []
    assert devices_that_know_too_much(planted("from hallserver.wire import Hello\nfrom hallserver.core import jobs")) == []
    assert homeless(planted("", "hallserver/core/x.py"), ["hallserver.app", "hallserver.core | hallserver.clock"]) == []
