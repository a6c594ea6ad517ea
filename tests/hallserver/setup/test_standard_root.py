# SPDX-License-Identifier: Apache-2.0
"""A hall that goes by an older unified standard is offered this release's, and keeps what its district has made of it."""

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP, Actor
from hallserver.core.standard import read_standard
from hallserver.exchange_standard import StandardForm
from hallserver.presets import root_text
from hallserver.setup.standard_plan import command, preview
from hallserver.setup.standard_root import news, renewed
from tests.support import Play

ADMIN = Actor(kind="person", name="admin", roles=frozenset({"system-admin"}))
TABLE = '[parameter."call.max_calls"]'
OLD = "\n".join(
    [
        root_text().replace("eval.window_online", "eval.window_once").replace(f"{TABLE}\nvalue = 3", f"{TABLE}\nvalue = 4"),
        '[words."kiosk.home"]\nzh-Hans = "回到首页"\nen = "Home"',
    ]
)
"""One parameter under another key, one with another value, and a sentence of the district's own."""


def test_what_is_new_is_counted_and_what_is_the_districts_stays() -> None:
    """A hall under this release's own is offered nothing."""
    assert news(root_text()) == 0
    assert news(OLD) == 3
    fresh = read_standard(renewed(OLD))
    assert fresh.parameters == read_standard(root_text()).parameters
    assert fresh.words["kiosk.home"]["zh-Hans"] == "回到首页"
    assert fresh.theme == read_standard(OLD).theme


def test_it_is_previewed_value_by_value_and_laid_ready() -> None:
    """What an older release did not have comes from nothing."""
    play = Play(standard=OLD)
    form = StandardForm(root=True)
    found = preview(form, play.hall, ADMIN, play.now_us, "zh-Hans")
    assert found.against == ()
    (day,) = found.preview.days
    assert [(it.key, it.before, it.after) for it in day.changes] == [
        ("call.max_calls", "4 次", "3 次"),
        ("eval.window_once", "7 个自然日", "（无）"),
        ("eval.window_online", "（无）", "7 个自然日"),
    ]
    play.ask(command(form, play.hall, ADMIN, play.now_us), ADMIN)
    play.later(9 * 3600).ask(c.CloseDay(), SERVICE_SETUP)
    play.later(15 * 3600).ask(c.OpenDay(), SERVICE_SETUP)
    assert play.hall.rules.whole("call.max_calls") == 3
