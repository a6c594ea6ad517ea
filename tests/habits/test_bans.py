# SPDX-License-Identifier: Apache-2.0
"""What nobody writes here, whatever the linter thinks: calls, imports, names, words and places."""

import ast
import re

from msgspec import Struct

from tests.habits.house import FIVE, ROOT, Source, files, imports, planted, read, sources, within


class Ban(Struct, frozen=True):
    """Dotted names that nothing may import or call, but in these files, and why."""

    names: tuple[str, ...]
    why: str
    allowed: tuple[str, ...] = ()


BANS = (
    Ban(("tornado.ioloop.PeriodicCallback", "PeriodicCallback"), "it drifts and follows the wall clock: use Clock.call_later"),
    Ban(
        ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "time.localtime"),
        "hallserver/clock.py is the one place for time",
        ("hallserver/clock.py", "tests/"),
    ),
    Ban(("time.sleep",), "a loop that sleeps serves nobody", ("devices/", "tests/")),
    Ban(("unittest.mock", "mock", "pytest_mock"), "tests speak to the real thing or to a `pretend` one"),
    Ban(("os.system", "eval", "exec", "pickle"), "what came in from outside could run"),
)

SHY_NAMES = re.compile(r"(Manager|Helper|Util|Utils|Base)$")
"""Endings of class names that say nothing."""
OTHER_WORDS = re.compile(r"customer|^(?!.*(?:\bcases?\b|受理|办件|当场办结)).*办结", re.IGNORECASE)
"""Words of other houses; ours are in the glossary of README.md (visitor; 完成). 办结 is a case's end: beside that word it may stand."""
LEFT_OVERS = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
"""Marks of work that was not done."""
CLAIMS = re.compile(r"(conform|compl(y|ies|iant)|certified)[^.]{0,60}GB ?/?T?|(符合|达到|通过)[^。]{0,20}GB", re.IGNORECASE)
"""Claims that a national standard is met: the text of none could be read, items are recorded, that is all."""
PLACES = re.compile("|".join(("/" + "work/", "/" + "opt/pypi", "/" + "tmp/", "/" + "home/", "/" + "root/")))
"""Places of somebody's machine."""


def banned(found: list[Source]) -> list[str]:
    """Return each import and call of something banned."""
    return [
        f"{source.path}: {name} ({ban.why})"
        for source in found
        for name in {*imports(source), *_calls(source)}
        for ban in BANS
        if not source.path.startswith(ban.allowed or "-") and (within(name, ban.names) or name.endswith(tuple(f".{n}" for n in ban.names)))
    ]


def _calls(source: Source) -> list[str]:
    """Return the dotted names of all calls."""
    return [ast.unparse(node.func) for node in source.nodes if isinstance(node, ast.Call)]


def shy_names(found: list[Source]) -> list[str]:
    """Return the classes whose names say nothing of what they are."""
    classes = ((source.path, node) for source in found for node in source.nodes if isinstance(node, ast.ClassDef))
    return [f"{path}: {node.name}" for path, node in classes if SHY_NAMES.search(node.name)]


def silent_handlers(found: list[Source]) -> list[str]:
    """Return the places that swallow an error: a bare `except`, or one that only passes."""
    handlers = ((source.path, node) for source in found for node in source.nodes if isinstance(node, ast.ExceptHandler))
    return [f"{path}:{node.lineno}" for path, node in handlers if node.type is None or isinstance(node.body[0], ast.Pass)]


def marked(texts: dict[str, str], mark: re.Pattern[str]) -> list[str]:
    """Return path, line number and find of every line that a pattern marks."""
    return [
        f"{path}:{number}: {found[0]}"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if (found := mark.search(line))
    ]


def bare_expressions(found: list[Source]) -> list[str]:
    """Return the waits in a browser whose condition is no function: if it fails at first, the page's policy refuses another look."""
    calls = ((source.path, node) for source in found for node in source.nodes if isinstance(node, ast.Call))
    waits = ((path, node) for path, node in calls if ast.unparse(node.func).endswith(".wait_for_function"))
    asked = ((path, node, ast.unparse(node.args[0])) for path, node in waits if not isinstance(node.args[0], ast.Name))
    return [f"{path}:{node.lineno}" for path, node, condition in asked if "=>" not in condition]


def _texts(*endings: str) -> dict[str, str]:
    """Return the texts of the shipped files and the tests with these endings, this file left out: it must name the sins."""
    paths = (path for ending in endings for path in files(*FIVE, "tests", ending=ending))
    return {path: read(path) for path in paths if not path.endswith("/test_bans.py")}


def test_nothing_banned_is_imported_or_called() -> None:
    """Each of these has broken a hall, or a test, somewhere."""
    assert banned(sources(*FIVE, "tests")) == []


def test_class_names_say_what_they_are() -> None:
    """A manager of nothing in particular ends up holding everything."""
    assert shy_names(sources(*FIVE, "tests")) == []


def test_no_error_is_swallowed() -> None:
    """An error that nobody hears of comes back as a riddle."""
    assert silent_handlers(sources(*FIVE, "tests")) == []


def test_a_browser_waits_for_functions_only() -> None:
    """A bare expression holds on a quiet machine, and is an error of the page's own policy on a busy one."""
    assert bare_expressions(sources("tests")) == []


def test_only_words_of_the_trade_are_used() -> None:
    """Two words for one thing are two things to whoever comes next."""
    assert marked(_texts(".py", ".js", ".html", ".json"), OTHER_WORDS) == []


def test_nothing_is_left_for_later() -> None:
    """What is not done is an issue, not a comment."""
    assert marked(_texts(".py", ".js", ".css", ".html"), LEFT_OVERS) == []


def test_nothing_claims_to_meet_a_national_standard() -> None:
    """Whoever says so must have read it."""
    texts = _texts(".py", ".js", ".html", ".json", ".toml", ".md")
    texts |= {name: read(name) for name in ("README.md", "README.zh.md", "CHANGELOG.md")}

    assert marked(texts, CLAIMS) == []
    for sin in ("conforms to GB/T 36112", "complies with the standard GB/T 39734-2020", "本系统符合国家标准 GB/T 36112"):
        assert marked({"x": sin}, CLAIMS), sin
    assert not marked({"x": "records the items named in GB/T 36112"}, CLAIMS)


def test_no_machine_is_named() -> None:
    """What names somebody's folder works only there."""
    texts = _texts(".py", ".js", ".html", ".json", ".toml", ".md")
    texts |= {path.name: path.read_text(encoding="utf-8") for path in ROOT.iterdir() if path.is_file()}

    assert marked(texts, PLACES) == []


def test_planted_sins_are_found() -> None:
    """A rule that cannot fail is none."""
    assert banned(planted("from tornado.ioloop import PeriodicCallback", "hallserver/web/x.py"))
    assert banned(planted("import datetime\ndatetime.datetime.now()"))
    assert banned(planted("from datetime import datetime, UTC\nx = datetime.now(UTC)"))
    assert banned(planted("import time\ntime.sleep(1)"))
    assert banned(planted("from time import time"))
    assert banned(planted("from unittest.mock import Mock", "tests/x.py"))
    assert shy_names(planted("class QueueManager: ..."))
    assert silent_handlers(planted("try:\n  f()\nexcept:\n  log()"))
    assert silent_handlers(planted("try:\n  f()\nexcept OSError:\n  pass"))
    assert bare_expressions(planted("page.wait_for_function('window.x > 1')", "tests/x.py"))
    assert marked({"a": "the Customer waits"}, OTHER_WORDS)
    assert marked({"a": "服务已办结"}, OTHER_WORDS)
    assert not marked({"a": "办件已办结"}, OTHER_WORDS)
    assert marked({"a": "# TODO later"}, LEFT_OVERS)
    assert marked({"a": "open('/" + "work/x')"}, PLACES)


def test_what_is_allowed_is_not_found() -> None:
    """The counterpart: a rule that always fails is none either."""
    assert banned(planted("import time\ntime.time()", "hallserver/clock.py")) == []
    assert banned(planted("from datetime import datetime\ndatetime.fromtimestamp(1, tz)\nclock.now()")) == []
    assert shy_names(planted("class Baseline: ...")) == []
    assert silent_handlers(planted("try:\n  f()\nexcept OSError:\n  log()")) == []
    assert bare_expressions(planted("page.wait_for_function('() => window.x > 1')\npage.wait_for_function(SETTLED)", "tests/x.py")) == []
