# SPDX-License-Identifier: Apache-2.0
"""The mapping table of rating records: which of our fields goes where in each layout, and in which form. Data, no code.

Three layouts as they were seen in interfaces in the field: the window push of Guangdong's platform, the record of national style
(EvaInstance), and Anhui's. Only fields that were seen stand here: an authority's own field list may have more, and goes before. A field
of theirs without one of ours is one that this house does not record: it is sent empty and named, never made up.
"""

from typing import NamedTuple

TEXT, CODE, PLAIN, NUMBER, LIST = "text", "code", "code without hyphens", "number", "codes, commas between"
TIME14, TIME = "yyyyMMddHHmmss", "yyyy-MM-dd HH:mm:ss"
STAGE, STARS, WHOM, PROMISE = "1 accepted, 2 completed", "5..1", "0 person, 1 firm", "1 on the spot, 2 promised"
CHANNEL, PJQ = "1 PC 2 mobile 3 QR 4 tablet 5 other terminal 9 paper", "PJQ: a rater at the counter"
FLAG, NOT_FLAG, STATE = "1 yes, 0 no", "0 yes, 1 no", "1 rectified, 2 explained, 0 not yet"
REGION6, REGION12, PEOPLE = "6 digits", "6 digits and 000000", "list of loginName, name"
"""Forms: what a value looks like in the record. ``code``: letters, digits and hyphens only.

Of a clerk's number a platform takes no hyphens."""
UNRECORDED = ""
"""In place of a field of ours: this house does not record it."""


class Mapped(NamedTuple):
    """One field of theirs: our field, its form, and its longest length (0: none is known)."""

    theirs: str
    ours: str
    form: str = TEXT
    longest: int = 0
    needed: bool = False
    """A record without it is not sent."""


class Layout(NamedTuple):
    """A layout's fields, and what it has a place for beside plain ratings."""

    fields: tuple[Mapped, ...]
    follow_ups: bool = False
    """It can tell the n-th rating; otherwise only the first of a case and stage is sent."""
    defaults: bool = False
    """It can flag what nobody rated; otherwise that is never sent, for it would pass as a rating."""
    left_out: bool = False
    """It can say that a rating is not valid; otherwise what two persons left out is not sent."""


LAYOUTS: dict[str, Layout] = {
    "guangdong": Layout((
        Mapped("affairSerialNo", "case_no", CODE, 50, needed=True),
        Mapped("evalProcess", "stage", STAGE, needed=True),
        Mapped("affairCode", "item_code", CODE, 32),
        Mapped("affairName", "item_name", TEXT, 100),
        Mapped("affairHandleItem", UNRECORDED, CODE, 33),
        Mapped("departmentCode", "department", CODE, 20),
        Mapped("affairDealNo", "clerk_no", PLAIN, 10),
        Mapped("affairDealOfficer", "clerk_name"),
        Mapped("affairApplyTime", "begun_us", TIME14),
        Mapped("affairDoneTime", "done_us", TIME14),
        Mapped("userName", UNRECORDED),
        Mapped("contactPhone", "contact"),
        Mapped("userType", "for_whom", WHOM),
        Mapped("certificateType", UNRECORDED),
        Mapped("certificateNo", UNRECORDED),
        Mapped("star", "stars", STARS, needed=True),
    )),
    "national": Layout((
        Mapped("projectNo", "case_no", CODE, needed=True),
        Mapped("proStatus", "stage", STAGE, needed=True),
        Mapped("taskCode", "item_code", CODE),
        Mapped("taskName", "item_name"),
        Mapped("taskHandleItem", UNRECORDED, CODE),
        Mapped("areaCode", "region", REGION6),
        Mapped("deptcode", "department", CODE),
        Mapped("prodepart", "department"),
        Mapped("acceptDate", "begun_us", TIME),
        Mapped("assessTime", "rated_us", TIME),
        Mapped("userName", UNRECORDED),
        Mapped("userProp", "for_whom", WHOM),
        Mapped("certKey", UNRECORDED),
        Mapped("mobile", "contact"),
        Mapped("promiseTime", "promise", PROMISE),
        Mapped("pf", "channel", CHANNEL),
        Mapped("assessNumber", "nth", NUMBER),
        Mapped("satisfaction", "stars", STARS, needed=True),
        Mapped("evalDetail", "details", LIST),
        Mapped("writingEvaluation", "comment"),
        Mapped("isprotion", "is_default", FLAG),
        Mapped("appStatus", UNRECORDED),
        Mapped("effectivEvalua", "left_out", NOT_FLAG),
        Mapped("evaversion", "content"),
        Mapped("rectification", "rectified", STATE),
        Mapped("answer", "answer"),
    ), follow_ups=True, defaults=True, left_out=True),
    "anhui": Layout((
        Mapped("projNo", "case_no", CODE, needed=True),
        Mapped("handleStateCode", "stage", STAGE, needed=True),
        Mapped("serviceCode", "item_code", CODE),
        Mapped("serviceVersion", "item_version"),
        Mapped("regionCode", "region", REGION12),
        Mapped("evaluatedPersonInfo", "clerk", PEOPLE),
        Mapped("evaluateChannel", "channel", PJQ),
    )),
}  # fmt: skip
"""Name of a layout → its table. Of Anhui's no field for the stars was seen: what it is called must come from the authority."""
PERSONAL = frozenset({"contact", "comment", "answer"})
"""Our fields that hold personal data: in clear text only for a role that may see them."""
FIELDS = (
    "case_no", "stage", "item_code", "item_name", "item_version", "department", "for_whom", "promise", "region", "clerk", "clerk_no",
    "clerk_name", "begun_us", "done_us", "rated_us", "channel", "stars", "nth", "details", "content", "is_default", "left_out", "rectified",
    "contact", "comment", "answer",
)  # fmt: skip
"""Every field of ours that is mapped somewhere."""
