# SPDX-License-Identifier: Apache-2.0
"""The demo's catalog: eight counters, twelve services in four queues, the people, devices, hours and plans of a street hall."""

from typing import Any

from hallserver.core.keys import USUAL
from hallserver.demo.matters import FOUND_BY, NEEDED, PAPERS, THEMES
from hallserver.demo.traditional import names as _names
from hallserver.setup.drivers import FF68_STARS

Rows = list[dict[str, Any]]
_PRETEND = {"agent": "agent-1", "driver": "pretend"}


QUEUES: Rows = [
    {"slug": "social", "letter": "A", "names": _names("民生社保", "Social affairs")},
    {"slug": "tenancy", "letter": "B", "names": _names("房屋租赁", "Tenancy")},
    {"slug": "firms", "letter": "C", "names": _names("企业服务", "Firms"), "target_s": 1200},
    {"slug": "collect", "letter": "D", "names": _names("咨询出件", "Enquiry and collection"), "target_s": 600},
]

_SERVICES = (
    # slug, queue, initials, Chinese, English, department, for whom, promise
    ("senior-card", "social", "jlyd", "敬老优待证", "Senior card", "民政局", "person", "on-the-spot"),
    ("old-age", "social", "gljt", "高龄老人津贴", "Old-age allowance", "民政局", "person", "promised"),
    ("illness-aid", "social", "jbjz", "疾病救助", "Illness aid", "民政局", "person", "promised"),
    ("social-card", "social", "sbk", "社会保障卡", "Social security card", "人力资源局", "person", "on-the-spot"),
    ("disability", "social", "cjr", "残疾人服务", "Services for disabled people", "残疾人联合会", "person", "promised"),
    ("tenancy", "tenancy", "fwzl", "房屋租赁登记备案", "Tenancy registration", "住房建设局", "both", "on-the-spot"),
    ("residence", "tenancy", "hkb", "户口本打印", "Household register print", "公安分局", "person", "on-the-spot"),
    ("founding", "firms", "qysl", "企业设立登记", "Company registration", "市场监督管理局", "firm", "promised"),
    ("sanitation", "firms", "ggcs", "公共场所卫生许可", "Public place sanitation permit", "卫生健康局", "firm", "promised"),
    ("restaurant", "firms", "fdkb", "饭店开办", "Opening a restaurant", "市场监督管理局", "firm", "promised"),
    ("enquiry", "collect", "zx", "咨询", "Enquiry", "大厅管理办", "both", "on-the-spot"),
    ("collection", "collect", "cjlz", "出件领证", "Collection of results", "大厅管理办", "both", "on-the-spot"),
)

SERVICE_S = {
    "senior-card": 150, "old-age": 240, "illness-aid": 300, "social-card": 160, "disability": 260, "tenancy": 210,
    "residence": 90, "founding": 420, "sanitation": 360, "restaurant": 480, "enquiry": 80, "collection": 60,
}  # fmt: skip
"""Mean service time in seconds that the demo's clerks take for each service."""
SHARE = {
    "senior-card": 8, "old-age": 4, "illness-aid": 4, "social-card": 12, "disability": 3, "tenancy": 34,
    "residence": 10, "founding": 6, "sanitation": 3, "restaurant": 2, "enquiry": 8, "collection": 12,
}  # fmt: skip
"""Share of each service among arrivals: tenancy is over 40 % of a street hall's volume in season."""

_COUNTERS = (
    # number, kind, own queues, helped queues, accessible
    (1, "accessible", ("social",), ("collect",), True),
    (2, "general", ("social", "tenancy"), (), False),
    (3, "general", ("tenancy",), ("social",), False),
    (4, "general", ("tenancy", "social"), (), False),
    (5, "special", ("firms",), ("tenancy",), False),
    (6, "special", ("firms",), ("collect",), False),
    (7, "collection", ("collect",), ("social",), False),
    (8, "general", ("social", "tenancy", "firms", "collect"), (), True),
)
_HOURS = {day: ["08:30-20:00" if day < "6" else "09:00-18:00"] for day in "1234567"}
MACHINES: Rows = [
    {"slug": "self-1", "names": _names("1号自助终端", "Self-service machine 1"), "uses": ["apply", "look-up"]},
    {"slug": "self-2", "names": _names("2号自助终端", "Self-service machine 2"), "uses": ["print", "look-up"]},
]
"""Self-service machines of other makers, which only patrols and registers know."""
_PLANS = (
    # slug, kind, Chinese, English, counters (own queues, helped queues), services that kiosks do not offer
    ("usual", "daily", "平日预案", "Usual day", {f"c{row[0]}": (row[2], row[3]) for row in _COUNTERS}, ()),
    (
        "lunch", "lunch", "午间值守", "Lunch",
        {"c1": (("social", "tenancy"), ("collect",)), "c5": (("firms", "collect"), ("tenancy",))}, ("sanitation", "restaurant"),
    ),
    (
        "emergency", "emergency", "应急预案", "Emergency",
        {f"c{number}": (("social", "tenancy", "firms", "collect"), ()) for number in range(1, 9)}, ("sanitation", "restaurant", "founding"),
    ),
)  # fmt: skip
_NOTICES = {
    "lunch": {
        "zh-Hans": "午间时段，部分窗口轮流休息，各项业务照常办理。",
        "en": "Some counters rest in turn over lunch; every service goes on.",
    },
    "emergency": {"zh-Hans": "请听从工作人员安排，有序办理。", "en": "Please follow the staff's directions."},
}
YOURS = "c8"
"""The counter that no pretend clerk opens: for whoever tries the demo."""

_CLERKS = (
    ("li", "李敏"),
    ("wang", "王强"),
    ("zhang", "张燕"),
    ("chen", "陈晨"),
    ("liu", "刘洋"),
    ("zhao", "赵静"),
    ("huang", "黄凯"),
    ("zhou", "周宁"),
)
_STAFF = (
    ("admin", "管理员", ("system-admin", "security-admin")),
    ("manager", "何主任", ("hall-manager",)),
    ("duty", "值班长", ("duty-manager",)),
    ("guide", "导办员", ("guide",)),
    ("auditor", "审计员", ("auditor",)),
)
TRAINEE = "xin"
"""A trainee; 李敏 answers for what she does."""
_LANGUAGES = {"li": ["yue"], "chen": ["en"], "zhou": ["en", "yue"]}
COUNTER_OF = {slug: f"c{place}" for place, (slug, _) in enumerate(_CLERKS, start=1)}
"""Clerk → the counter where the demo has them."""


def sections() -> dict[str, Rows]:
    """Return the rows of every section, in the order in which they are configured."""
    return {
        "hall": [
            {
                "slug": "xiangmihu",
                "names": _names("香蜜湖街道政务服务大厅", "Xiangmihu service hall"),
                "spoken": ["cmn"],
                "zones": {"main": _names("一楼大厅", "Ground floor")},
                "address": "香梅路 1072 号",
                "help_point": _names("大门右侧", "right of the entrance"),
                "hours": _HOURS,
                "issue_until_min": 15,
                "seats": 120,
                "themes": THEMES,
            }
        ],
        "queues": QUEUES,
        "items": [_item(*row) for row in _SERVICES],
        "services": [_service(*row) for row in _SERVICES],
        "counters": [_counter(*row) for row in _COUNTERS],
        "people": _people(),
        "devices": _devices(),
        "plans": [_plan(*row) for row in _PLANS],
        "machines": MACHINES,
    }


def _item(*row: str) -> dict[str, Any]:
    slug, _, _, chinese, english, department, for_whom, promise = row
    return {
        "slug": slug, "names": _names(chinese, english), "department": department, "for_whom": for_whom, "promise": promise,
        "papers": {paper: _names(*PAPERS[paper]) for paper in NEEDED.get(slug, ())},
    }  # fmt: skip


def _service(*row: str) -> dict[str, Any]:
    slug, queue, initials, chinese, english, *_ = row
    themes, keywords = FOUND_BY.get(slug, ((), ()))
    return {
        "slug": slug, "names": _names(chinese, english), "queue": queue, "items": [slug], "initials": initials,
        "themes": list(themes), "keywords": list(keywords),
    }  # fmt: skip


def _counter(number: int, kind: str, queues: tuple[str, ...], helps: tuple[str, ...], accessible: bool) -> dict[str, Any]:  # noqa: FBT001 -- a row of the table above
    names = _names(f"{number}号窗口", f"Counter {number}")
    return {
        "slug": f"c{number}", "names": names, "number": number, "kind": kind,
        "queues": list(queues), "helps": list(helps), "accessible": accessible,
    }  # fmt: skip


def _plan(*row: Any) -> dict[str, Any]:
    slug, kind, chinese, english, counters, closed = row
    duties = {counter: {"queues": list(queues), "helps": list(helps)} for counter, (queues, helps) in counters.items()}
    offered = {service: service not in closed for service in ("founding", "sanitation", "restaurant")}
    return {
        "slug": slug, "kind": kind, "names": _names(chinese, english), "counters": duties, "offered": offered,
        "notice": _NOTICES.get(slug, {}),
    }  # fmt: skip


def _people() -> Rows:
    clerks: Rows = [
        {
            "slug": slug, "names": {"zh-Hans": chinese}, "badge": f"{100 + place}", "rights": ["call-ticket"],
            "languages": _LANGUAGES.get(slug, []),
        }
        for place, (slug, chinese) in enumerate(_CLERKS, start=1)
    ]  # fmt: skip
    trainee = {"slug": TRAINEE, "names": {"zh-Hans": "新宁"}, "badge": "109", "roles": ["trainee"], "mentor": "li"}
    staff: Rows = [{"slug": slug, "names": {"zh-Hans": chinese}, "roles": list(roles)} for slug, chinese, roles in _STAFF]
    return [*clerks, trainee, *staff]


def _devices() -> Rows:
    numbers = [row[0] for row in _COUNTERS]
    return [
        {"slug": "agent-1", "kind": "agent", "names": _names("设备代理", "Device agent")},
        {"slug": "printer-1", "kind": "printer", "agent": "agent-1", "driver": "pretend", "names": _names("小票机", "Slip printer")},
        {"slug": "voice-1", "kind": "voice", "agent": "agent-1", "driver": "pretend", "names": _names("大厅语音", "Hall voice")},
        {"slug": "kiosk-1", "kind": "kiosk", "printer": "printer-1", "names": _names("1号取号机", "Kiosk 1")},
        {"slug": "kiosk-2", "kind": "kiosk", "printer": "printer-1", "names": _names("2号取号机", "Kiosk 2")},
        {"slug": "hall-1", "kind": "hall-display", "names": _names("综合屏", "Hall display")},
        *(_at_counter("counter", "counter-display", number, "窗口屏", "display") for number in numbers),
        *(_at_counter("rater", "rater", number, "评价器", "rater") for number in numbers),
        *(_at_counter("board", "board", number, "窗口LED屏", "LED board") | _PRETEND for number in numbers),
        {"slug": "board-hall", "kind": "board", "names": _names("大厅LED条屏", "Hall LED board"), **_PRETEND},
        {**_at_counter("keypad", "keypad", 8, "叫号器", "keypad"), **_PRETEND, "keys": USUAL["keypad", "ff68"]},
        {**_at_counter("stars", "rater", 8, "有线评价器", "cabled rater"), **_PRETEND, "keys": FF68_STARS},
        {"slug": "scanner-1", "kind": "reader", "kiosk": "kiosk-1", "names": _names("取号机扫码器", "Kiosk scanner"), **_PRETEND},
    ]


def _at_counter(slug: str, kind: str, number: int, chinese: str, english: str) -> dict[str, Any]:
    names = _names(f"{number}号{chinese}", f"Counter {number} {english}")
    return {"slug": f"{slug}-{number}", "kind": kind, "counter": f"c{number}", "names": names}
