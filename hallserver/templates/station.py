# SPDX-License-Identifier: Apache-2.0
"""A community station (社区党群服务中心 / 便民服务站): two counters, one queue, one clerk, one browser tab, no kiosk.

Items and their usual papers are the convenience items of Shenzhen's streets and communities; a station edits them in the set-up.
"""

from typing import Any, Final

Rows = list[dict[str, Any]]

CLERK: Final = "clerk"
"""The one account that is there: its password is set with the one-time code of ``init``."""
QUEUE: Final = "service"

_PAPERS: Final = {
    "own-id": ("本人身份证原件", "Own ID card"),
    "agent-id": ("代办人身份证和委托书", "Agent's ID card and authorisation"),
    "register": ("户口本", "Household register"),
    "id-photo": ("近期一寸免冠彩照", "Recent one-inch photo"),
    "bank-card": ("本人银行卡复印件", "Copy of own bank card"),
    "marriage": ("结婚证", "Marriage certificate"),
    "birth": ("出生医学证明", "Birth certificate"),
    "diagnosis": ("疾病诊断证明", "Diagnosis"),
    "bills": ("医疗费用结算单", "Medical bills"),
    "disability-card": ("残疾人证", "Disability card"),
    "lease": ("房屋租赁合同", "Lease"),
    "title-deed": ("房屋产权证明", "Proof of ownership"),
    "receipt": ("受理回执", "Receipt of the case"),
}
"""Slug → what the paper is called."""

_ITEMS: Final = (
    # slug, initials, Chinese, English, department, promise, papers
    ("social-card", "sbk", "社会保障卡", "Social security card", "人力资源局", "on-the-spot", ("own-id", "id-photo")),
    ("senior-card", "jlyd", "敬老优待证", "Senior card", "民政局", "on-the-spot", ("own-id", "id-photo", "agent-id")),
    ("old-age", "gljt", "高龄老人津贴", "Old-age allowance", "民政局", "promised", ("own-id", "register", "bank-card", "agent-id")),
    ("illness-aid", "jbjz", "疾病救助", "Illness aid", "民政局", "promised", ("own-id", "diagnosis", "bills", "bank-card")),
    ("disability", "cjr", "残疾人服务", "Services for disabled people", "残联", "promised", ("own-id", "disability-card", "bank-card")),
    ("birth-registration", "sydj", "生育登记", "Birth registration", "卫生健康局", "on-the-spot", ("own-id", "marriage", "register")),
    ("child-insurance", "seyb", "少儿医保", "Children's medical insurance", "医疗保障局", "promised", ("register", "birth", "own-id")),
    ("register-print", "hkb", "户口本打印", "Household register print", "公安分局", "on-the-spot", ("own-id", "register")),
    ("tenancy", "fwzl", "房屋租赁登记备案", "Tenancy registration", "住房建设局", "on-the-spot", ("own-id", "lease", "title-deed")),
    ("enquiry", "zx", "咨询", "Enquiry", "", "on-the-spot", ()),
    ("collection", "lz", "领证取件", "Collection of results", "", "on-the-spot", ("own-id", "receipt")),
    ("unsolved", "bbc", "“办不成事”反映", "“Could not get it done”", "", "promised", ()),
)  # fmt: skip


def _names(chinese: str, english: str) -> dict[str, str]:
    return {"zh-Hans": chinese, "en": english}


def station() -> dict[str, Rows]:
    """Return the rows of every section; the hall's own row lacks slug, names and zone."""
    return {
        "hall": [{"one_tab": True, "seats": 20, "hours": {day: ["09:00-12:00", "14:00-18:00"] for day in "12345"}}],
        "queues": [{"slug": QUEUE, "letter": "A", "names": _names("综合业务", "All services")}],
        "items": [_item(*row) for row in _ITEMS],
        "services": [_service(*row[:4]) for row in _ITEMS],
        "counters": [_counter(number) for number in (1, 2)],
        "people": [{"slug": CLERK, "names": _names("窗口人员", "Clerk"), "badge": "1", "roles": ["clerk", "duty-manager"]}],
    }


def _item(*row: Any) -> dict[str, Any]:
    slug, _, chinese, english, department, promise, papers = row
    known = {paper: _names(*_PAPERS[paper]) for paper in papers}
    return {"slug": slug, "names": _names(chinese, english), "department": department, "promise": promise, "papers": known}


def _service(slug: str, initials: str, chinese: str, english: str) -> dict[str, Any]:
    return {"slug": slug, "names": _names(chinese, english), "queue": QUEUE, "items": [slug], "initials": initials, "on_kiosk": False}


def _counter(number: int) -> dict[str, Any]:
    names = _names(f"{number}号窗口", f"Counter {number}")
    return {"slug": f"c{number}", "number": number, "names": names, "queues": [QUEUE], "accessible": number == 1}
