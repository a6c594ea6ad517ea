# SPDX-License-Identifier: Apache-2.0
"""The habits read scripts rightly: a check that misreads its text passes for nothing."""

from tests.habits.script import arguments, code, rules, strings


def test_comments_and_strings_are_blanked() -> None:
    """`a?.b` in a comment or a sentence is no syntax."""
    assert "?." not in code("x(); // a?.b\n/* c?.d\n */ y('e?.f', \"g?.h\", 'it\\'s?.')")


def test_code_inside_a_template_is_still_code() -> None:
    """`${a?.b}` runs, the text around it does not."""
    bare = code("const t = `one?? ${a?.b} two?? ${`in ${c?.d} ??`} ??`; e ?? f")

    assert bare.count("?.") == 2
    assert bare.count("??") == 1


def test_code_after_a_template_is_read_again() -> None:
    """A template that seems never to end would hide the rest of the file."""
    assert code("f(`a${ {b: 1}.b }c`, d?.e)").count("?.") == 1


def test_patterns_are_blanked_and_divisions_are_not() -> None:
    """A quote inside a pattern begins no string."""
    assert code("""x.replace(/["'`]/g, ""); a?.b""").count("?.") == 1
    assert code("y = a / b; c?.d / e").count("?.") == 1


def test_lines_stay_lines() -> None:
    """Finds name the line."""
    assert code("/* a\nb */\n`c\nd`\ne").count("\n") == 4


def test_strings_are_handed_over() -> None:
    """Word keys are looked up in them."""
    assert strings("""say("a.b"); say('c.d'); // say("e.f")""") == ["a.b", "c.d"]


def test_first_arguments_are_handed_over() -> None:
    """Not every string is a key, but every one that is said is."""
    assert arguments("""say("a.b", "c.d"); essay("e.f"); say(\n'g.h'); // say("i.j")\n`${say("k.l")}`""", "say") == ["a.b", "g.h", "k.l"]


def test_rules_of_a_style_sheet_are_found_inside_media_too() -> None:
    """A fault in print or on wide screens is a fault."""
    assert rules("/* x */ a, b { c: d } @media print { e { f: g; } }") == [("a, b", " c: d "), ("e", " f: g; ")]
