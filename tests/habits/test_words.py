# SPDX-License-Identifier: Apache-2.0
"""Every sentence is there in every language, with the same gaps, and every key that is asked for exists."""

import ast
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import get_args, get_type_hints

from hallserver import wire
from tests.habits.house import FIVE, Source, called, files, planted, read, sources
from tests.habits.script import arguments, strings

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
"""Languages of every sentence; those that are spoken need `yue` as well."""
SPOKEN = "voice."
HAN = re.compile(r"[\u3400-\u9fff]")
HONG_KONG = frozenset("着衞幺")
"""What Hong Kong writes and Big5 has not (List of Graphemes of Commonly-used Chinese Characters), and 幺 of spoken figures."""
SIMPLER = frozenset("么网复挂确优听离几气机与并据体厂儿种触愿适坏构虫丑吨丰伙极荐洁惊夸宁扑仆洒胜圣涂洼万佣踊涌云郁吁筑庄异后里")
"""Simplified characters that Big5 has too, for other words, which no hall needs (后 of 皇后, 几 of 茶几)."""
GAP = re.compile(r"\{(\w+)\}")
KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[A-Za-z0-9]+([_-][A-Za-z0-9]+)*)+")
NO_KEY = re.compile(r"\.(js|css|html|json|svg|png|pdf|csv|xlsx)$|^hall\.(demo|key|language|list|person|ticket|token)\b")
"""What looks like a key in a script and is none: names of files, and of what a browser keeps."""

Words = dict[str, dict[str, str]]
GOOD: Words = {
    "a.b": {"zh-Hans": "{x} 号", "zh-Hant": "{x} 號", "en": "number {x}"},
    "error.x": {"zh-Hans": "{n}", "zh-Hant": "{n}", "en": "{n}"},
}
"""Two sentences with which nothing is wrong."""


def table(texts: Iterable[str]) -> tuple[Words, list[str]]:
    """Return all sentences of these JSON texts by key, and the keys that stand there twice."""
    words: Words = {}
    twice: list[str] = []

    def keep(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        twice.extend(name for name in names if names.count(name) > 1)
        return dict(pairs)

    for text in texts:
        rows = json.loads(text, object_pairs_hook=keep)
        twice.extend(words.keys() & rows.keys())
        words |= rows
    return words, sorted(set(twice))


def unsaid(words: Words) -> list[str]:
    """Return each key and language whose sentence is missing or empty, and languages nobody knows."""
    wanted = {key: {*LANGUAGES, "yue"} if key.startswith(SPOKEN) else set(LANGUAGES) for key in words}
    missing = [f"{key}: no {tag}" for key in words for tag in sorted(wanted[key]) if not words[key].get(tag, "").strip()]
    return missing + [f"{key}: {tag}?" for key in words for tag in words[key].keys() - {*LANGUAGES, "yue"}]


def uneven(words: Words) -> list[str]:
    """Return the keys whose languages do not have the same gaps."""
    return [key for key, says in words.items() if len({frozenset(GAP.findall(sentence)) for sentence in says.values()}) > 1]


def simplified(words: Words) -> list[str]:
    """Return each key whose Traditional sentence has a character that Big5, the character set of Traditional Chinese, does not have."""
    foreign = {key: [it for it in says.get("zh-Hant", "") if HAN.match(it) and not _in_big5(it)] for key, says in words.items()}
    return [f"{key}: {''.join(found)}" for key, found in foreign.items() if found]


def _in_big5(character: str) -> bool:
    if character in HONG_KONG:
        return True
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return False
    return character not in SIMPLER


def texts_of(node: ast.expr | None, names: dict[str, list[str]] | None = None) -> list[str]:
    """Return what texts an expression can be: a literal, one of two, or a local name that only ever holds literals."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=one, orelse=other):
            return texts_of(one, names) + texts_of(other, names)
        case ast.Name(id=name):
            return (names or {}).get(name, [])
    return []


def refusals(found: list[Source]) -> set[str]:
    """Return the names of HallError and all classes below it."""
    bases = {
        node.name: {called(base) for base in node.bases} for source in found for node in source.nodes if isinstance(node, ast.ClassDef)
    }
    known = {"HallError"}
    while more := {name for name, above in bases.items() if above & known} - known:
        known |= more
    return known


def asked(found: list[Source]) -> Iterator[tuple[str, str, set[str] | None]]:
    """Yield (path, key, names of the arguments or None when not all are written out) of each key that Python asks for."""
    errors = refusals(found)
    for source in found:
        names = _literals(source)
        for call in (node for node in source.nodes if isinstance(node, ast.Call)):
            name, by_name = called(call.func), {word.arg: word.value for word in call.keywords}
            given = None if None in by_name else {str(word) for word in by_name}
            first = call.args[0] if call.args else None
            if name in errors and first is not None:
                yield from ((source.path, f"error.{key}", given) for key in texts_of(first, names))
            elif name == "Reason":
                yield from ((source.path, f"reason.{key}", None) for key in texts_of(by_name.get("key"), names))
            elif name == "say":
                yield from ((source.path, key, given) for key in texts_of(first, names) if "." in key)


def _literals(source: Source) -> dict[str, list[str]]:
    """Return the literal texts that are given to each simple name anywhere in a source."""
    held: dict[str, list[str]] = {}
    for node in source.nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) | ast.AnnAssign(target=ast.Name(id=name), value=value):
                held.setdefault(name, []).extend(texts_of(value))
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                for each, value in zip(names, values, strict=False):
                    held.setdefault(called(each), []).extend(texts_of(value))
    return held


def unknown(found: Iterable[tuple[str, str, set[str] | None]], words: Words) -> list[str]:
    """Return each key that is asked for and is not there, and each gap that is never filled."""
    lost: list[str] = []
    for path, key, given in found:
        if key not in words:
            lost.append(f"{path}: {key}")
        elif given is not None and (gaps := set(GAP.findall(words[key]["zh-Hans"])) - given):
            lost.append(f"{path}: {key} leaves {sorted(gaps)} open")
    return lost


def in_scripts(texts: dict[str, str], words: Words) -> Iterator[tuple[str, str, None]]:
    """Yield each string of a script that is asked for with `say`, or that looks like a key of an area that there is."""
    areas = {key.partition(".")[0] for key in words}
    for path, text in texts.items():
        for literal in strings(text):
            if KEY.fullmatch(literal) and literal.partition(".")[0] in areas and not NO_KEY.search(literal):
                yield path, literal, None
        yield from ((path, key, None) for key in arguments(text, "say"))


def unused(words: Words, texts: Iterable[str]) -> list[str]:
    """Return the keys that no text names, wholly or by a beginning that is completed at run time."""
    everything = "\n".join(texts)
    literal = set(re.findall(r"[\"'`]([a-z][\w.-]*)[\"'`]", everything))
    begun = tuple(set(re.findall(r"[\"'`]([a-z][a-z0-9-]*\.[a-z0-9.-]*)\$?[{\"'`]", everything)) - {key for key in words if key in literal})
    by_area: dict[str, Callable[[str], bool]] = {"error": literal.__contains__, "reason": literal.__contains__}

    def is_used(key: str) -> bool:
        area, _, rest = key.partition(".")
        return key in literal or (by_area[area](rest) if area in by_area else key.startswith(begun) or area in literal)

    return [key for key in words if not is_used(key)]


def _words() -> tuple[Words, list[str]]:
    """Return the project's sentences, and keys that stand there twice."""
    return table(read(path) for path in files("hallserver/words", ending=".json"))


def test_every_key_stands_once() -> None:
    """Of two sentences under one key, one is never seen."""
    assert _words()[1] == []


def test_each_area_stands_in_one_file() -> None:
    """Whoever corrects a sentence must find its neighbours beside it."""
    rows = {(key.partition(".")[0], path) for path in files("hallserver/words", ending=".json") for key in json.loads(read(path))}
    areas = [area for area, _ in rows]

    assert sorted({area for area in areas if areas.count(area) > 1}) == []


def test_keys_are_written_alike() -> None:
    """`area.some-name`: what looks otherwise is not found by the checks below."""
    assert [key for key in _words()[0] if not KEY.fullmatch(key)] == []


def test_every_sentence_is_there_in_every_language() -> None:
    """A visitor who reads no Chinese is told as much as one who does."""
    assert unsaid(_words()[0]) == []


def test_no_traditional_sentence_has_a_simplified_character() -> None:
    """A reader of Traditional Chinese stumbles over 后 for 後, and takes the screen for a careless one."""
    assert simplified(_words()[0]) == []


def test_languages_have_the_same_gaps() -> None:
    """A number that one language leaves out is one that its readers miss."""
    assert uneven(_words()[0]) == []


def test_every_key_that_python_asks_for_is_there() -> None:
    """A refusal without a sentence tells nobody what to do."""
    assert unknown(asked(sources()), _words()[0]) == []


def test_every_key_that_a_screen_asks_for_is_there() -> None:
    """A screen that has no sentence shows the key."""
    words, _ = _words()

    assert unknown(in_scripts({path: read(path) for path in files(*FIVE, ending=".js")}, words), words) == []


def test_every_refusal_on_the_device_wire_has_a_sentence() -> None:
    """Whoever pairs an agent reads why it was sent away."""
    keys = get_args(get_type_hints(wire.Refused)["key"])

    assert [key for key in keys if f"error.{key}" not in _words()[0]] == []


def test_no_sentence_is_left_over() -> None:
    """A sentence that nobody says is translated and corrected for nothing."""
    texts = [read(path) for ending in (".py", ".js", ".html") for path in files(*FIVE, ending=ending)]

    assert unused(_words()[0], texts) == []


def test_planted_gaps_are_found() -> None:
    """A rule that cannot fail is none."""
    good = GOOD

    assert table(['{"a.b": {"en": "1"}, "a.b": {"en": "2"}}'])[1] == ["a.b"]
    assert table(['{"a.b": {"en": "1"}}', '{"a.b": {"en": "2"}}'])[1] == ["a.b"]
    assert unsaid({"a.b": {"zh-Hans": "x", "zh-Hant": "x", "en": " "}}) == ["a.b: no en"]
    assert unsaid({"a.b": {"zh-Hans": "x", "en": "x"}}) == ["a.b: no zh-Hant"]
    assert unsaid({"voice.b": {"zh-Hans": "x", "zh-Hant": "x", "en": "x"}}) == ["voice.b: no yue"]
    assert uneven({"a.b": {"zh-Hans": "{x}", "en": "{y}"}}) == ["a.b"]
    for slip in ("叫号后", "叫號后", "請到櫃台里", "数據"):
        assert simplified({"a.b": {"zh-Hant": slip}}), slip
    for sin in (
        "class Gone(HallError): ...\nraise Gone('y')",
        "raise HallError('x', m=1)",
        "Conflict = HallError\nclass C(HallError): ...\nkey = 'y' if a else 'x'\nC(key, n=1)",
        "Reason(key='z')",
        "words.say('a.c')",
        "say('a.b', language)",
    ):
        assert unknown(asked(planted(sin)), good), sin
    assert unknown(in_scripts({"x.js": "say('q.r')"}, good), good)
    assert unknown(in_scripts({"x.js": "say(a ? 'a.b' : 'a.c')"}, good), good)
    assert unused(good, ['say("a.bc") "x"']) == ["a.b"]
    assert unused(good, ['say("a.b")']) == ["error.x"]


def test_what_is_right_is_not_found() -> None:
    """The counterpart: a rule that always fails is none either."""
    good = GOOD

    assert unsaid(good) == uneven(good) == simplified(good) == []
    assert simplified({"a.b": {"zh-Hant": "請坐着等候，到洗手間或衞生間前先告知導辦員；若干人同行，批准後辦理。"}}) == []
    assert (
        unknown(asked(planted("raise HallError('x', n=1)\nsay('a.b', x=1)\nsay('a.b', **more)\nraise HallError('x', **more)")), good) == []
    )
    assert unknown(in_scripts({"a.js": "import 'a.js'; say('a.b'); // say('a.z')"}, good), good) == []
    assert unused(good, ["say(`a.${x}`)", 'raise C("x")']) == []
