# SPDX-License-Identifier: Apache-2.0
"""Rating records in three layouts: what they say, what they leave empty, what is held back, and what a receiver answers."""

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hallserver.core.catalog import Catalog
from reports.record_layouts import FIELDS, LAYOUTS, UNRECORDED
from reports.records import FORMS, Asked, RatedRow, Said, export, facts, held_back, masked, record_of
from tests.reports.receiver import ALREADY, push, receiving
from tests.reports.sample_day import DATE, at

CATALOG = Catalog()
CATALOG.replace("hall", [{"slug": "hall", "names": {"zh-Hans": "莲花街道大厅"}}])
CATALOG.replace("items", [
    {"slug": "senior-card", "names": {"zh-Hans": "敬老优待证"}, "code": "440304-001", "department": "MZJ01", "for_whom": "person",
     "version": "3"},
    {"slug": "lease", "names": {"zh-Hans": "租赁备案"}, "promise": "promised"},
])  # fmt: skip
CATALOG.replace("services", [
    {"slug": "seniors", "names": {"zh-Hans": "敬老优待"}, "queue": "a", "items": ["senior-card"]},
    {"slug": "many", "names": {"zh-Hans": "综合"}, "queue": "a", "items": ["senior-card", "lease"]},
])  # fmt: skip
CATALOG.replace(
    "people", [{"slug": "li", "names": {"zh-Hans": "李敏"}, "badge": "0101"}, {"slug": "wu", "names": {"zh-Hans": "吴洁"}, "badge": "A-07"}]
)
TEXTS = {"c": "138-1234-5678", "w": "态度不好，请回电", "a": "已向您致歉"}


def row(**fields: Any) -> RatedRow:
    """Return a bad rating of an errand with a case, a contact and a comment, put right and answered."""
    return RatedRow(
        "1.7", 1, "accepted", 1, DATE, at("10:00"), 1, "c1", "li", "qr", '["attitude"]', '{"attitude": 1}', "2020-A", "given", "burst", "",
        "A007", "seniors", at("09:30"), "SZ-2026-1", None, at("15:00"), None, "w", "c", "a", "senior-card",
    )._replace(**fields)  # fmt: skip


def exported(layout: str, *rows: RatedRow, reader: str = "", region: str = "440304") -> dict[str, Any]:
    """Return the export of these rows."""
    found: dict[str, Any] = json.loads(export(rows, Asked(layout, DATE, DATE, region), CATALOG, Said(TEXTS, reader)))
    return found


def test_guangdong() -> None:
    """By hand; the clerk's number as it stands on the badge, times of fourteen digits in the hall's zone."""
    assert exported("guangdong", row())["records"][0]["record"] == {
        "affairSerialNo": "SZ-2026-1", "evalProcess": 1, "affairCode": "440304-001", "affairName": "敬老优待证", "affairHandleItem": "",
        "departmentCode": "MZJ01", "affairDealNo": "0101", "affairDealOfficer": "李敏", "affairApplyTime": "20260302093000",
        "affairDoneTime": "", "userName": "", "contactPhone": "*******5678", "userType": 0, "certificateType": "", "certificateNo": "",
        "star": 1,
    }  # fmt: skip


def test_national() -> None:
    """A late rating of the closed case, the second of its stage, as it was found valid and put right."""
    late = row(stage="completed", nth=2, kind="follow-up", done_us=at("09:00"), at_us=at("11:00", "2026-03-05"), stars=4)

    assert exported("national", late)["records"][0]["record"] == {
        "projectNo": "SZ-2026-1", "proStatus": 2, "taskCode": "440304-001", "taskName": "敬老优待证", "taskHandleItem": "",
        "areaCode": "440304", "deptcode": "MZJ01", "prodepart": "MZJ01", "acceptDate": "2026-03-02 09:30:00",
        "assessTime": "2026-03-05 11:00:00", "userName": "", "userProp": 0, "certKey": "", "mobile": "*******5678", "promiseTime": 1,
        "pf": 3, "assessNumber": 2, "satisfaction": 4, "evalDetail": "attitude,attitude:1", "writingEvaluation": "", "isprotion": 0,
        "appStatus": "", "effectivEvalua": 1, "evaversion": "2020-A", "rectification": 1, "answer": "***",
    }  # fmt: skip


def test_anhui() -> None:
    """The stars have no field there that was seen: the export says so, and makes none up. A phone's rating is no rater's."""
    found = exported("anhui", row(channel="rater"), row(ticket="1.8", channel="phone"))

    assert found["records"][0]["record"] == {
        "projNo": "SZ-2026-1", "handleStateCode": 1, "serviceCode": "440304-001", "serviceVersion": "3", "regionCode": "440304000000",
        "evaluatedPersonInfo": [{"loginName": "li", "name": "李敏"}], "evaluateChannel": "PJQ",
    }  # fmt: skip
    assert found["records"][1]["record"]["evaluateChannel"] == ""
    assert "stars" in found["no_field"]


def test_what_is_not_known_is_empty_and_named() -> None:
    """Of several matters none is chosen, no region is made up, and what does not fit a field is left out, never cut."""
    found = exported("guangdong", row(items="", service="many", clerk="gone", begun_us=None), region="")
    record = found["records"][0]["record"]

    assert {name for name, value in record.items() if value == ""} == {
        "affairCode", "affairName", "affairHandleItem", "departmentCode", "affairDealNo", "affairDealOfficer", "affairApplyTime",
        "affairDoneTime", "userName", "userType", "certificateType", "certificateNo",
    }  # fmt: skip
    assert found["not_recorded"] == ["affairHandleItem", "userName", "certificateType", "certificateNo"]
    assert {"affairCode", "affairDoneTime"} <= set(found["empty"])
    assert found["empty"]["affairCode"] == 1
    assert exported("guangdong", row(case_no="X" * 51))["held_back_by_reason"] == {"no-case_no": 1}


def test_a_clerks_number_with_a_hyphen_is_left_out_where_none_is_taken() -> None:
    """Guangdong takes no hyphen there: the record goes without the number rather than being refused; the name says who."""
    records = [it["record"] for it in exported("guangdong", row(clerk="wu"))["records"]]
    with receiving("guangdong") as (address, _):
        answers = [push(address, record) for record in records]

    assert [(it["affairDealNo"], it["affairDealOfficer"]) for it in records] == [("", "吴洁")]
    assert [it["code"] for it in answers] == [0]


def test_personal_fields_are_in_clear_text_only_for_who_may_see_them() -> None:
    """The control: asked in clear, it is all there; so it is the mask that takes it away."""
    hidden, seen = (json.dumps(exported("national", row(), reader=reader), ensure_ascii=False) for reader in ("", "gao"))

    for text in ("138", "1234", "态度不好", "致歉"):
        assert text not in hidden
        assert text in seen
    assert exported("national", row(), reader="gao")["personal"] == "clear"


def test_nobody_reads_who_rated_their_own_work_or_what_was_said_with_a_good_rating() -> None:
    """A hall manager who served at a counter learns nothing of it; praise in a comment is for no one's eyes."""
    own, good = (exported("national", it, reader="gao")["records"][0]["record"] for it in (row(clerk="gao"), row(stars=5)))

    assert (own["mobile"], own["writingEvaluation"]) == ("*******5678", "***")
    assert (good["mobile"], good["writingEvaluation"]) == ("138-1234-5678", "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("13812345678", "*******5678"), ("138-1234-5678", "*******5678"), ("微信 zhang_san", "***"), ("王女士", "***"), ("8330", "***")],
)
def test_a_masked_contact_names_nobody(text: str, shown: str) -> None:
    """The last four digits of a number, as on screens; of a name or a short number nothing."""
    assert masked(text) == shown


def test_what_was_erased_is_empty() -> None:
    """The vault has it no more."""
    known = facts(row(), CATALOG, Said({}, "gao"), "")
    assert (known["contact"], known["comment"], known["answer"]) == (None, None, None)


@pytest.mark.parametrize(
    ("fields", "guangdong", "national"),
    [
        ({}, "", ""),
        ({"case_no": ""}, "no-case_no", "no-case_no"),
        ({"nth": 0, "stars": 3, "channel": ""}, "default", ""),
        ({"nth": 2, "kind": "follow-up"}, "follow-up", ""),
        ({"excluded": "mistaken"}, "left-out", ""),
        ({"stage": "completed"}, "no-done_us", "no-done_us"),
    ],
)
def test_what_a_layout_has_no_place_for_is_held_back(fields: dict[str, Any], guangdong: str, national: str) -> None:
    """A default rating never passes as one that somebody gave; without a case number there is nothing to join it to yet."""
    for layout, why in (("guangdong", guangdong), ("national", national)):
        found = exported(layout, row(**fields))
        assert [it["why"] for it in found["held_back"]] == ([why] if why else [])
        assert len(found["records"]) == (not why)


def test_a_default_is_flagged_where_it_can_be() -> None:
    """Its flag says so, it has no number and no time of a rating; one that two persons left out says that it is not valid."""
    silent, left_out = exported("national", row(nth=0, stars=3, channel=""), row(excluded="malicious"))["records"]

    assert [silent["record"][name] for name in ("isprotion", "assessNumber", "assessTime", "satisfaction", "pf")] == [1, "", "", 3, ""]
    assert (left_out["record"]["isprotion"], left_out["record"]["effectivEvalua"], left_out["doubt"]) == (0, 0, "burst")


def test_the_mapping_table_is_whole() -> None:
    """Every field of ours that it names is one that there is, every form is known, no field of theirs stands there twice."""
    known = facts(row(), CATALOG, Said(TEXTS), "")
    for layout in LAYOUTS.values():
        assert {it.ours for it in layout.fields} <= {*known, UNRECORDED}
        assert {it.form for it in layout.fields} <= set(FORMS)
        assert len({it.theirs for it in layout.fields}) == len(layout.fields)
    assert {*known} == {*FIELDS}


def test_what_a_field_needs_is_what_holds_a_record_back() -> None:
    """Whatever the table says is needed."""
    layout = LAYOUTS["guangdong"]
    record = record_of(layout, facts(row(), CATALOG, Said(TEXTS), ""), ZoneInfo("Asia/Shanghai"))

    for it in layout.fields:
        found = held_back(layout, row(), record | {it.theirs: ""})
        assert found == (f"no-{it.ours}" if it.needed else "")


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_a_receiver_takes_each_rating_once(layout: str) -> None:
    """Over real HTTP: every record is taken, sent again it is refused as rated already, and nothing is taken twice."""
    rows = [row(), row(ticket="1.8", case_no="SZ-2026-2", stars=5), row(stage="completed", done_us=at("14:00"), stars=5), row(nth=2)]
    records = [it["record"] for it in exported(layout, *rows)["records"]]
    with receiving(layout) as (address, receiver):
        first = [push(address, record) for record in records]
        again = [push(address, record) for record in records]

    assert [answer["code"] for answer in first] == [0] * (4 if layout == "national" else 3)
    assert [answer["code"] for answer in again] == [1] * len(first)
    assert {answer["message"] for answer in again} == {ALREADY}
    assert len(receiver.taken) == len(first)


def test_the_receiver_refuses_what_is_not_filled_in() -> None:
    """The control: it looks at what it is sent."""
    good = exported("guangdong", row())["records"][0]["record"]
    with receiving("guangdong") as (address, receiver):
        for spoilt in (
            {"affairSerialNo": ""},
            {"star": 0},
            {"affairApplyTime": "2026-03-02"},
            {"affairDealNo": "x" * 11},
            {"affairDealNo": "A-07"},
        ):
            assert push(address, good | spoilt)["code"] == 2
        assert not receiver.taken
