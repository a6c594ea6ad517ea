# SPDX-License-Identifier: Apache-2.0
"""Slips as they come out of our printers, kept as pictures: ``python -m tests.devices.printers.slips`` draws them anew.

Those drawn as pictures stand in ``devices/README.md``, those in text mode are kept with the other things that were once right.
"""

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from devices.printers import emulated_page, font
from devices.printers.emulator import Machine
from devices.printers.escpos_printer import EscposPrinter
from devices.printers.models import model_of
from devices.printers.pretend import OwnLine
from displays.handout import handout_job
from displays.slip import slip_job
from hallserver.core import commands as c
from hallserver.core.jobs import PrintSlip
from hallserver.words import say
from tests.support import DUTY, LI, SMALL_HALL, Play, names

ROOT = Path(__file__).parents[3]
PICTURES = ROOT / "devices" / "printers" / "pictures"
KEPT = ROOT / "tests" / "golden" / "slips"
LANGUAGES = {"zh": "zh-Hans", "en": "en"}
PAPERS = {"80": {}, "58": {"width": "384"}}
"""Width of the paper in millimetres → options of its printer."""
TOKEN = "Zk3x9QmPq0aBcDeFgHiJkL"


def emblem() -> str:
    """Return a logo for a hall without one: a roof on pillars, as base64."""
    picture = Image.new("1", (112, 72), 1)
    draw = ImageDraw.Draw(picture)
    draw.polygon([(56, 0), (111, 26), (0, 26)], fill=0)
    draw.rectangle((8, 64, 103, 71), fill=0)
    for left_px in (14, 36, 62, 84):
        draw.rectangle((left_px, 31, left_px + 13, 60), fill=0)
    file = io.BytesIO()
    picture.save(file, format="PNG")
    return base64.b64encode(file.getvalue()).decode()


def sample(language: str) -> PrintSlip:
    """Return the slip of the fifth visitor in a hall that has everything a slip can show."""
    here = SMALL_HALL["hall"][0] | {
        "public_url": "http://10.8.0.5:8080", "wifi": "Futian-Hall", "help_point": names("大厅正门东侧", "east of the main door"),
        "zones": {"a": names("A区", "Zone A")}, "logo": emblem(),
    }  # fmt: skip
    counters = [row | {"zone": "a", "room": "1F"} for row in SMALL_HALL["counters"]]
    play = Play(SMALL_HALL | {"hall": [here], "counters": counters})
    for _ in range(5):
        ticket = play.take(language=language)
    ticket.range_s = (480, 900)
    return slip_job(play.hall, ticket.id, "printer-1", copy=1, token=TOKEN, say=say)


def handouts(language: str) -> dict[str, PrintSlip]:
    """Return what a visitor takes home who lacks papers, and who could not be served, by name."""
    here = SMALL_HALL["hall"][0] | {"public_url": "http://10.8.0.5:8080", "help_point": names("大厅正门东侧", "east of the main door")}
    papers = {"book": names("户口簿原件及本人页复印件", "Household register, original and copy of your page")}
    reader = {"slug": "reader-1", "names": names("扫码器"), "kind": "reader", "kiosk": "kiosk-1", "agent": "agent-1", "driver": "pretend"}
    rows = {"hall": [here], "items": [SMALL_HALL["items"][0] | {"papers": papers}], "devices": [*SMALL_HALL["devices"], reader]}
    play = Play(SMALL_HALL | rows).open()
    play.take(language=language)
    play.later(300).call()
    play.later(200).ask(c.Finish(outcome="incomplete", missing=("book", "photo", "authorisation")), LI)
    play.ask(c.GiveReturn(ticket=play.take("aid", language=language).id, reason="closing"), DUTY)
    jobs = [handout_job(play.hall, it, TOKEN, say) for it in play.hall.handouts.values()]
    return dict(zip(("notice", "return"), jobs, strict=True))


def page_of(job: PrintSlip, options: dict[str, str]) -> Image.Image:
    """Return the picture of the paper that comes out of a printer with these address options."""
    model = model_of(options)
    machine = Machine(model)
    state = EscposPrinter("printer-1", lambda: OwnLine(machine), model=model).print(job, lambda: None)
    assert (state, machine.parser.overrun, bytes(machine.parser.stray)) == ("done", 0, b"")
    (page,) = machine.parser.pages
    return page


def slips() -> Iterator[tuple[Path, PrintSlip, dict[str, str]]]:
    """Yield where each kept picture lies, its job and its printer's options."""
    for paper, options in PAPERS.items():
        for short, language in LANGUAGES.items():
            yield PICTURES / f"{paper}-{short}.png", sample(language), options
            yield KEPT / f"{paper}-{short}-text.png", sample(language), options | {"text": "gb18030"}
    for name, job in handouts("zh-Hans").items():
        yield PICTURES / f"{name}-80-zh.png", job, {}
    for name, job in handouts("en").items():
        yield KEPT / f"{name}-58-en.png", job, PAPERS["58"]
        yield KEPT / f"{name}-80-en-text.png", job, {"text": "gb18030"}


@contextmanager
def own_font() -> Iterator[None]:
    """Draw with the font of the wheel, whatever this machine has."""
    caches = (font.font_file, font.font, font._char_px, emulated_page._dots)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(font, "SYSTEM", ())
        patch.delenv(font.SETTING, raising=False)
        for cache in caches:
            cache.cache_clear()
        yield
    for cache in caches:
        cache.cache_clear()


def draw_anew() -> None:
    """Write every picture."""
    with own_font():
        for path, job, options in slips():
            path.parent.mkdir(parents=True, exist_ok=True)
            page_of(job, options).convert("1").save(path, format="PNG", optimize=True, dpi=(203, 203))


if __name__ == "__main__":
    draw_anew()
