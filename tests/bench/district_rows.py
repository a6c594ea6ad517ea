# SPDX-License-Identifier: Apache-2.0
"""The set-up of a hall of the district: what it offers, who works there, what it does otherwise than the standard."""

from typing import Any

from tests.support import names

SERVICES = {
    "senior-card": ("social", "敬老优待证", 400, 8), "old-age": ("social", "高龄老人津贴", 700, 4),
    "illness": ("social", "疾病救助", 900, 4), "social-card": ("social", "社会保障卡申领、补领、换领及信息变更", 450, 12),
    "lease": ("tenancy", "房屋租赁登记备案", 600, 34), "residence": ("tenancy", "户口本打印", 240, 10),
    "founding": ("firms", "企业设立登记", 1500, 6), "food": ("firms", "食品经营许可", 1700, 2),
    "enquiry": ("collect", "咨询", 200, 8), "collection": ("collect", "出件领证", 150, 12),
}  # fmt: skip
"""Service → queue, name, mean service time in seconds, share of the arrivals."""
QUEUES = {"social": ("A", "民生社保"), "tenancy": ("B", "房屋租赁"), "firms": ("C", "企业服务"), "collect": ("D", "咨询出件")}
SURNAMES = "李王张陈刘赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩"
LAYER = """[layer]
tier = "hall"
name = "福田大厅"

[deviation."book.late"]
value = 20
reason = "地铁施工，群众到厅时间难以预计"
author = "单明"
date = 2026-10-20

[deviation."call.absent_after"]
value = 120
reason = "大厅面积大，老年群众步行时间长"
author = "单明"
date = 2026-10-20

[deviation."miss.forfeit_from"]
value = 2
reason = "过号两次的群众重新取号，避免长时间占号"
author = "单明"
date = 2026-10-20
"""
"""What every third hall does otherwise."""


def rows_of(name: str, number: int, counters: int) -> dict[str, list[dict[str, Any]]]:
    """Return the set-up of a hall."""
    queues = [*QUEUES]
    zones = {"main": names("一楼大厅"), "self": names("自助服务区")} if counters > 2 else {"main": names("服务大厅")}
    return {
        "hall": [{"slug": f"hall-{number:03d}", "names": names(name), "zone": "Asia/Shanghai", "zones": zones,
                  "hours": {day: ["08:30-12:00", "12:00-18:00"] for day in "1234567"}}],
        "queues": [{"slug": slug, "names": names(of), "letter": letter} for slug, (letter, of) in QUEUES.items()],
        "items": [{"slug": slug, "names": names(of[1])} for slug, of in SERVICES.items()],
        "services": [{"slug": slug, "names": names(of[1]), "queue": of[0], "items": [slug]} for slug, of in SERVICES.items()],
        "counters": [
            {"slug": f"c{no}", "names": names(f"{no}号窗口"), "number": no,
             "queues": queues if counters < 6 or no % 4 == 0 else sorted({queues[no % 4], queues[no % 3]})}
            for no in range(1, counters + 1)
        ],
        "people": [
            {"slug": "guo", "names": names("郭芳"), "roles": ["guide"]},
            {"slug": "dan", "names": names("单明"), "roles": ["duty-manager"]},
            {"slug": "gao", "names": names("高主任"), "roles": ["hall-manager"]},
            {"slug": "jian", "names": names("简文清"), "roles": ["inspector"]},
            {"slug": "shi", "names": names("石磊"), "roles": ["system-admin"]},
            *({"slug": f"p{no}", "names": names(f"{SURNAMES[no % 24]}{'敏强燕晨洋静凯宁'[no % 8]}"), "badge": f"{100 + no}",
               "rights": ["call-ticket"]} for no in range(1, counters + 1)),
        ],
        "devices": [
            {"slug": "agent-1", "names": names("设备代理"), "kind": "agent"},
            {"slug": "printer-1", "names": names("小票机"), "kind": "printer", "agent": "agent-1", "driver": "pretend"},
            {"slug": "kiosk-1", "names": names("取号机"), "kind": "kiosk", "printer": "printer-1"},
            *({"slug": f"rater-{no}", "names": names(f"{no}号评价器"), "kind": "rater", "counter": f"c{no}"}
              for no in range(1, counters + 1)),
        ],
        "machines": [{"slug": "terminal-1", "names": names("自助办理终端"), "zone": [*zones][-1], "uses": ["apply", "print", "look-up"]}],
    }  # fmt: skip
