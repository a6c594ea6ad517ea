# SPDX-License-Identifier: Apache-2.0
"""``hallserver standard`` as a district's administrator runs it."""

import json
from argparse import ArgumentParser, Namespace
from contextlib import closing
from pathlib import Path

import pytest

from hallserver.cli import standard
from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.store.folder import Folder
from tests.hallserver.cli.running import started
from tests.support import LAYER, Play, keep, new_folder


def asked(*words: str | Path) -> Namespace:
    """Return what was typed."""
    parser = ArgumentParser()
    standard.add_to(parser)
    return parser.parse_args([str(it) for it in words])


def told(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, list[str], str]:
    """Run the verb in this process; return its code, its lines, and what stands beside them."""
    try:
        code = standard.run(asked(*words))
    except SystemExit as end:
        code = int(str(end.code))
    out, err = capsys.readouterr()
    return code, out.splitlines(), err


def test_show_has_one_line_a_parameter_with_its_key_first(capsys: pytest.CaptureFixture[str]) -> None:
    """And says beside them which standard it is; Chinese unless somebody wants English."""
    code, lines, beside = told(capsys, "show", "--on", "2026-11-23")
    keys = [it.split()[0] for it in lines]

    assert code == 0
    assert keys == sorted(set(keys))
    assert len(keys) > 120
    assert "call.gap" in keys
    assert "标准 " in beside
    _, english, _ = told(capsys, "show", "--language", "en", "--on", "2026-11-23")
    assert [it.split()[0] for it in english] == keys


def test_nothing_says_that_it_conforms_to_a_national_standard(capsys: pytest.CaptureFixture[str]) -> None:
    """No text of one could be read: items are recorded, that is all."""
    for words in (["show"], ["show", "--language", "en"], ["check", "--preset", "shanghai"], ["explain", "sec.level"]):
        _, lines, beside = told(capsys, *words)
        text = "\n".join([*lines, beside]).lower()
        assert not [it for it in ("conform", "complies", "compliant", "符合", "达标") if it in text]


def test_check_takes_presets_and_layers_and_tells_what_to_see_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Unconfirmed rules of the place, deviations without an end."""
    file = tmp_path / "hall.toml"
    file.write_text(LAYER, encoding="utf-8")
    code, lines, _ = told(capsys, "check", "--preset", "shenzhen", "--layer", file, "--on", "2026-11-23")

    assert code == 0
    assert any("bad.contact_wd" in it for it in lines)
    assert any("book.late" in it and "结束" in it for it in lines)
    assert lines[-1] == "标准可以采用。"


def test_what_cannot_be_adopted_is_refused_with_the_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, one sentence, no trace."""
    file = tmp_path / "hall.toml"
    file.write_text(
        LAYER.replace('"book.late"', '"permit.days"').replace("20", "30", 1).replace("value = 20", "value = 30"), encoding="utf-8"
    )
    code, lines, beside = told(capsys, "check", "--layer", file)

    assert (code, lines) == (2, [])
    assert "行政许可法 第四十二条" in beside


def test_diff_tells_what_is_otherwise_and_by_its_exit_code_that_something_is(capsys: pytest.CaptureFixture[str]) -> None:
    """As ``diff`` does."""
    assert told(capsys, "diff")[:2] == (0, ["没有差别。"])
    code, lines, _ = told(capsys, "diff", "--preset", "shanghai", "--language", "en")

    assert code == 1
    assert any(it.startswith("bad.contact_wd: 3") for it in lines)


def test_explain_tells_why_and_helps_with_a_slip_of_the_pen(capsys: pytest.CaptureFixture[str]) -> None:
    """The key, what it means, and what each place says of it."""
    code, lines, _ = told(capsys, "explain", "bad.contact_wd", "--preset", "shanghai")
    assert code == 0
    assert lines[0].startswith("bad.contact_wd")
    assert any("1 个工作日内联系核实" in it for it in lines)
    code, _, beside = told(capsys, "explain", "bad.kontakt_wd")

    assert code == 2
    assert "bad.contact_wd" in beside


@pytest.mark.parametrize("kind", ["layer", "profile"])
def test_schema_prints_json(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    """For an editor that checks while somebody types."""
    code, lines, _ = told(capsys, "schema", kind)

    assert code == 0
    assert json.loads("\n".join(lines))["title"] == kind


@pytest.mark.parametrize(
    "words",
    [
        ("show", "--preset", "nowhere"),
        ("show", "--on", "soon"),
        ("show", "--layer", "gone.toml"),
        ("show", "--data", "gone"),
        ("explain",),
        ("schema", "hall"),
    ],
)
def test_what_is_not_there_is_refused_in_a_sentence(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """With what there is."""
    code, lines, beside = told(capsys, *words)

    assert code != 0
    assert lines == []
    assert beside.strip()
    assert "Traceback" not in beside


def test_the_standard_of_a_hall_in_service_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From its own data folder, on the date of its day or on another."""
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        play = Play()
        play.ask(c.CloseDay(), SERVICE_SETUP)
        play.ask(c.AdoptStandard(text=play.hall.rules.text, layers=(LAYER + "until = 2026-11-30\n",)), SERVICE_SETUP)
        keep(folder, play.entries)
        code, lines, beside = told(capsys, "show", "--data", tmp_path / "hall")
        assert (code, next(it for it in lines if it.startswith("book.late ")).split("|")[-2].strip()) == (0, "大厅“福田大厅”的偏离")
        assert "2026-11-23" in beside
        _, lines, _ = told(capsys, "show", "--data", tmp_path / "hall", "--on", "2026-12-01")
        assert "偏离" not in next(it for it in lines if it.startswith("book.late "))
        assert told(capsys, "check", "--data", tmp_path / "hall")[0] == 0
        file = tmp_path / "new.toml"
        file.write_text(LAYER.replace("value = 20", "value = 25"), encoding="utf-8")
        _, lines, _ = told(capsys, "diff", "--data", tmp_path / "hall", "--layer", file)
        assert [it.split("：")[0] for it in lines] == ["book.late"], "a file is tried over the hall's own root before it is adopted"
        assert "25" in lines[0]


def test_a_folder_that_holds_no_hall_is_refused_in_a_process_of_its_own(tmp_path: Path) -> None:
    """As it is typed, in a sentence."""
    done = started("standard", "show", "--data", tmp_path / "none")

    assert done.returncode != 0
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
