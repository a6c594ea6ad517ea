# SPDX-License-Identifier: Apache-2.0
"""A file comes in: the same file changes nothing, a changed one changes what it says, a wrong one nothing at all."""

import copy
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl import Workbook, load_workbook

from hallserver.core.catalog import Catalog
from hallserver.core.commands import Configure
from hallserver.core.errors import Malformed
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_SETUP, Actor
from hallserver.exchange import ImportForm, Proposal
from hallserver.setup.exporting import FILES
from hallserver.setup.importing import read_file, read_form, rehearse
from tests.hallserver.setup.made_up import catalogs
from tests.support import Play

ADMIN = Actor(kind="person", name="admin", roles=frozenset({"system-admin"}))
BOTH = ("hall.toml", "hall.xlsx")


def proposed(hall: Hall, file: bytes, by: Actor = SERVICE_SETUP, **form: Any) -> Proposal:
    """Return what a file comes to."""
    return read_form(ImportForm(file=file, **form))(hall, by, 0)


def book_of(hall: Hall) -> Workbook:
    """Return the hall's workbook as somebody opens it."""
    return load_workbook(BytesIO(FILES["hall.xlsx"](hall)))


def saved(book: Workbook) -> bytes:
    """Return a workbook as a file."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def items(rows: list[list[object]], title: str = "Sheet1") -> bytes:
    """Return a list of items as an office has it."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return saved(book)


@pytest.mark.parametrize("name", BOTH)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate))
@given(catalog=catalogs())
def test_what_goes_out_comes_in_as_it_was(name: str, catalog: Catalog) -> None:
    """Whatever the types allow: no field is lost, none is read as something else."""
    hall = Hall(catalog=catalog)
    proposal = proposed(hall, FILES[name](hall))
    assert proposal.preview.faults == ()
    assert proposal.preview.changes == ()
    assert proposal.commands == ()


@pytest.mark.parametrize("name", BOTH)
def test_an_empty_hall_takes_another_halls_set_up_as_it_is(name: str) -> None:
    """A district gives its street halls a file; all sections pass the rules in their order."""
    full, empty = Play().hall, Hall(standard=Play().hall.standard)
    proposal = proposed(empty, FILES[name](full))
    assert proposal.preview.faults == ()
    assert proposal.against == ()
    for command in proposal.commands:
        empty.catalog.replace(command.section, command.rows)
    assert empty.catalog == full.catalog


def test_an_office_list_of_items_is_taken_with_its_own_headings() -> None:
    """No codes of ours, 个人 and 企业, papers one after the other."""
    rows: list[list[object]] = [
        ["2026年事项目录"],
        ["序号", "事项编码", "事项名称", "英文名称", "实施部门", "办理对象", "办件类型", "申请材料"],
        [1, "440304-001", "食品经营许可", "Food licence", "市监局", "企业", "承诺", "申请书、身份证"],
        [2, 440304002, "居住证", None, "公安局", "个人", "即办件", None],
    ]
    hall = Play().hall
    proposal = proposed(hall, items(rows), section="items")
    assert proposal.preview.faults == ()
    new = {row["slug"]: row for row in proposal.commands[0].rows if row["slug"].startswith("440304")}
    assert new["440304-001"]["papers"] == {"paper-1": {"zh-Hans": "申请书"}, "paper-2": {"zh-Hans": "身份证"}}
    assert (new["440304-001"]["for_whom"], new["440304-001"]["promise"]) == ("firm", "promised")
    assert (new["440304002"]["code"], new["440304002"]["for_whom"]) == ("440304002", "person")
    again = Hall(catalog=copy.deepcopy(hall.catalog), standard=hall.standard)
    again.catalog.replace("items", proposal.commands[0].rows)
    assert proposed(again, items(rows), section="items").commands == ()


def test_each_fault_is_named_by_sheet_row_and_column_and_nothing_would_be_done() -> None:
    """An unknown sheet, an unknown column, a wrong choice, a letter that is none, a number that is none, a slug twice."""
    book = book_of(Play().hall)
    book.create_sheet("备注").append(["看看"])
    queues, counters = book["队列"], book["窗口"]
    queues["B3"] = "a1"
    counters.cell(1, 30, "颜色")
    counters["B4"] = "三号"
    book["业务"]["A4"] = book["业务"]["A3"].value
    proposal = proposed(Play().hall, saved(book))
    found = {(it.sheet, it.row, it.column.partition(" ")[0], it.wrong) for it in proposal.preview.faults}
    assert found == {
        ("备注", 0, "", "sheet-unknown"), ("队列", 3, "B", "cell"), ("窗口", 2, "AD", "column-unknown"), ("窗口", 4, "B", "cell"),
        ("业务", 4, "", "twice"),
    }  # fmt: skip
    assert not proposal.preview.able


def test_the_rules_are_asked_beforehand_and_the_hall_stays_as_it_is() -> None:
    """Two counters with one number: refused whole, as it would be on the screen."""
    hall = Play().hall
    before = copy.deepcopy(hall.catalog)
    book = book_of(hall)
    book["窗口"]["B4"] = book["窗口"]["B3"].value
    proposal = proposed(hall, saved(book))
    assert [(section, error.key) for section, error in proposal.against] == [("counters", "counter-number-twice")]
    assert not proposal.preview.able
    assert hall.catalog == before


def test_a_queue_goes_out_of_use_together_with_its_services() -> None:
    """In the catalog's order the rules would refuse the queue, whose services are still offered."""
    hall = Play().hall
    book = book_of(hall)
    gone = book["队列"]["A3"].value
    for name in ("队列", "业务"):
        sheet = book[name]
        head = [cell.value for cell in sheet[2]]
        for row in sheet.iter_rows(min_row=3):
            if gone in (row[0].value, row[head.index("queue")].value if "queue" in head else ""):
                row[head.index("retired")].value = "是"
    proposal = proposed(hall, saved(book))
    assert proposal.against == ()
    assert rehearse(hall, proposal.commands, SERVICE_SETUP, 0) == []
    assert {change.what for change in proposal.preview.changes} == {"retired"}


def test_a_row_that_the_file_does_not_have_is_kept_or_retired_as_somebody_chose() -> None:
    """Nothing is dropped; what is missing is counted."""
    hall = Play().hall
    book = book_of(hall)
    last = book["人员"].max_row
    gone = book["人员"].cell(last, 1).value
    book["人员"].delete_rows(last)
    kept, retired = (proposed(hall, saved(book), missing=missing) for missing in ("keep", "retire"))
    assert kept.commands == ()
    assert {it.section: it.missing for it in kept.preview.sections}["people"] == 1
    assert [(it.slug, it.what) for it in retired.preview.changes] == [(gone, "retired")]


def test_a_column_that_the_file_does_not_have_leaves_the_field_as_it_is() -> None:
    """A list of codes and new names changes the names alone; languages beside the Chinese stay."""
    hall = Play().hall
    slug, row = next(iter(hall.catalog.items.items()))
    [change] = proposed(hall, items([["代码", "名称"], [slug, "新名称"]], "事项")).preview.changes
    assert [it.field for it in change.fields] == ["names"]
    assert change.names == {**row.names, "zh-Hans": "新名称"}


def test_sections_that_belong_to_somebody_else_can_be_left_out() -> None:
    """People are set up by the security administrator; with them the whole is refused, without them it is not."""
    empty = Hall(standard=Play().hall.standard)
    file = FILES["hall.toml"](Play().hall)
    assert [error.key for _, error in proposed(empty, file, ADMIN).against] == ["section-not-yours"]
    some = proposed(empty, file, ADMIN, sections=("hall", "queues", "items", "services", "counters"))
    assert some.preview.able
    assert {it.section: it.may for it in some.preview.sections}["people"] is False


def test_eight_hundred_items_come_in_at_once() -> None:
    """As many as a district has; the rows are all there."""
    rows: list[list[object]] = [["事项编码", "事项名称", "英文名称", "部门", "办理对象", "办件类型", "材料"]]
    rows += [[f"GD-{n:04}", f"事项{n}", f"Item {n}", "民政局", "个人", "承诺", "身份证、申请表"] for n in range(800)]
    [command] = proposed(Play().hall, items(rows), section="items").commands
    assert sum(row["slug"].startswith("gd-") for row in command.rows) == 800


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04 no zip", b"a = = b"])
def test_what_is_no_file_of_ours_is_refused_with_a_sentence(content: bytes) -> None:
    """Whatever somebody drops on the screen; an empty file says nothing and changes nothing."""
    if content:
        with pytest.raises(Malformed):
            read_file(content)
    else:
        assert read_file(content).rows == []


def test_the_mark_is_that_of_what_would_be_done() -> None:
    """What somebody agreed to is what is done: another hall or another file has another mark."""
    hall = Play().hall
    slug = next(iter(hall.catalog.items))
    one, other = (proposed(hall, items([["代码", "名称"], [slug, name]], "事项")).preview.mark for name in ("甲", "乙"))
    assert one != other


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[[hall]]\nsentences = { "error.sign-in-needed" = { zh-Hans = "{oops}" } }\n', "sentence-gaps"),
        ('[[services]]\nslug = "{service}"\nthemes = ["nowhere"]\n', "reference-unknown"),
        ('[[hall]]\ncomprehensive = "nowhere"\n', "reference-unknown"),
    ],
)
def test_what_cannot_be_said_or_found_is_told_in_the_preview(text: str, key: str) -> None:
    """A preview that says yes where the door says no would leave half of a file behind."""
    hall = Play().hall
    proposal = proposed(hall, text.replace("{service}", next(iter(hall.catalog.services))).encode())
    assert [error.key for _, error in proposal.against] == [key]
    assert not proposal.preview.able


def test_a_hall_may_give_a_service_and_have_a_theme_that_come_with_the_same_file() -> None:
    """The hall stands before its services, whose theme it has, and after the one that it gives."""
    hall = Play().hall
    text = """
        [[hall]]
        comprehensive = "whole"
        themes = { age = { zh-Hans = "养老" } }
        [[services]]
        slug = "whole"
        names = { zh-Hans = "综合业务" }
        queue = "%s"
        themes = ["age"]
        """
    proposal = proposed(hall, (text % next(iter(hall.catalog.queues))).encode())
    assert proposal.against == ()
    for command in proposal.commands:
        hall.catalog.replace(command.section, command.rows)
    assert hall.catalog.here.comprehensive == "whole"
    assert hall.catalog.services["whole"].themes == ("age",)


def test_a_rehearsal_goes_on_after_a_refusal() -> None:
    """The control of all or nothing: each section is decided on what those before it would leave."""
    hall = Play().hall
    rows = [{"slug": slug, "names": dict(row.names), "letter": "A"} for slug, row in hall.catalog.queues.items()]
    against = rehearse(hall, [Configure(section="queues", rows=rows), Configure(section="items", rows=[])], SERVICE_SETUP, 0)
    assert [section for section, _ in against] == ["queues", "items"]
