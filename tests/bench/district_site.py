# SPDX-License-Identifier: Apache-2.0
"""What a hall of the district does beside its visitors: patrols with findings and photos, actions, registers; what the clock does."""

import base64
import io
import random
from datetime import date, timedelta
from functools import cache, partial

from msgspec import structs, to_builtins

from hallserver.core import commands as c
from hallserver.core.check_row import Severity, Walk
from hallserver.core.checklist import checklist, planned
from hallserver.core.commands_site import ActionStep, Found
from hallserver.core.hall import LIVE
from hallserver.core.registers import REGISTERS
from hallserver.core.roles import SERVICE_CLOCK, Actor
from hallserver.dutywatch import due
from tests.bench.district_day import Floor, us_of
from tests.bench.district_orders import Orders
from tests.support import BOSS, DUTY, GUIDE, INSPECTOR

SETTER = Actor(kind="person", name="shi", roles=frozenset({"system-admin"}))
NOTES = (
    "通道堆放纸箱",
    "填单台缺笔",
    "叫号屏左下角黑屏",
    "老花镜缺一副",
    "等候区座椅松动，靠背螺丝脱落，需要更换后再使用",
    "垃圾桶未及时清理",
)

LOST = (
    ("found", "umbrella", "黑色长柄雨伞"),
    ("found", "document", "居民户口簿一本，封皮破损"),
    ("missed", "phone", "灰色手机，锁屏为全家福"),
    ("found", "card", "社会保障卡一张"),
)
STOCK = ("slip-paper", "copy-paper", "pen", "mask")
FAULTS = (
    ("furniture", "等候区第二排座椅螺丝脱落"),
    ("damaged", "3号填单台玻璃裂缝"),
    ("software", "高拍仪识别不清，重装驱动"),
    ("building", "卫生间感应水龙头不出水"),
)
INCIDENTS = (
    ("network", "major", "专线中断二十分钟，改用备用线路，群众由引导员解释"),
    ("illness", "minor", "一位老人低血糖，饮糖水休息后好转，家属接回"),
    ("quarrel", "minor", "两位群众因取号先后争执，值班经理劝开"),
)
STEPS = {"fault": ("reported", "repairing", "repaired"), "lost-found": ("told", "given-back")}
"""Register → the steps that its entries take here, where not simply all of them."""

MEASURES = ("明确责任人，每日闭厅前复核", "重画定位线，班前会逐人讲清", "更换老化部件，纳入每月检修", "增加一次午间保洁，张贴点检表")
AFTER: dict[str, ActionStep] = {"plan": "do", "do": "check", "check": "act", "act": "standardise"}
"""Step of an action → the next one."""


@cache
def photo(colour: int) -> str:
    """Return a small photo, as the door draws one anew."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 -- halls without findings need none

    picture = Image.new("RGB", (640, 480), ((37 * colour) % 160 + 60, (91 * colour) % 160 + 60, (53 * colour) % 160 + 60))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((120, 200, 420, 420), fill=(150, 110, 70), outline=(30, 30, 30), width=6)
    draw.line((0, 430, 640, 430), fill=(240, 240, 240), width=8)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70)
    return base64.b64encode(out.getvalue()).decode()


class Site:
    """One hall's staff off the counters."""

    def __init__(self, floor: Floor, dice: random.Random) -> None:
        """Keep the hall and the chances."""
        self._floor, self._dice, self._orders = floor, dice, Orders(floor, dice)
        self._slow: dict[str, bool] = {}
        self._planned = planned(floor.hall)

    def night(self, day: date) -> None:
        """Have the clock do what the last day has left: findings and orders that were not seen to are reminded of and taken higher."""
        self._floor.now_us = us_of(day, 0.1)
        for command in [*due(self._floor.hall, self._floor.now_us)]:
            self._floor.ask(command, SERVICE_CLOCK)

    def morning(self, day: date) -> None:
        """Open the day and go round: daily, on Mondays weekly, on the third monthly; lay down when it is done again today."""
        floor, dice = self._floor, self._dice
        floor.now_us = us_of(day, 8.5)
        floor.ask(c.OpenDay(), SERVICE_CLOCK)
        self._patrol("daily")
        if day.isoweekday() == 1:
            self._patrol("weekly")
        if day.day == 3:
            self._patrol("monthly")
        floor.at(us_of(day, dice.uniform(14, 15.5)), partial(self._patrol, "daily"))
        if dice.random() < 0.85:
            floor.at(us_of(day, dice.uniform(9.5, 17)), partial(self._patrol, "random"))
        if dice.random() < 0.05:
            floor.at(us_of(day, dice.uniform(10, 16)), partial(self._patrol, "inspection"))
        self._orders.morning(day)

    def evening(self, day: date) -> None:
        """See to work orders, findings and actions, write registers, close the day."""
        floor, dice = self._floor, self._dice
        self._orders.evening()
        self._findings(day)
        self._actions()
        self._registers(day)
        self._entries()
        waiting = [it.id for it in floor.hall.tickets.values() if it.state in LIVE and it.state != "absent"]
        ends: list[c.Disposition] = dice.choices(("left", "first-next-day", "served-late"), (70, 20, 10), k=len(waiting))
        left = tuple(c.Left(ticket=ticket, disposition=end) for ticket, end in zip(waiting, ends, strict=True))
        floor.later(60).ask(c.CloseDay(left=left), DUTY)

    def _patrol(self, cycle: Walk) -> None:
        """Write down a round that ends now."""
        floor, dice = self._floor, self._dice
        of = cycle if cycle in {"weekly", "monthly"} else "daily"
        checked = {zone: tuple(by[of]) for zone, by in self._planned.items() if of in by}
        if not checked or dice.random() < 0.07:
            return
        begun_us = floor.now_us - int(dice.uniform(180, 900) * 1_000_000)
        some = 0.4 if cycle == "inspection" else 0.08
        found = tuple(self._found(zone, dice.choice(slugs)) for zone, slugs in checked.items() if dice.random() < some)
        by = {"random": DUTY, "inspection": INSPECTOR}.get(cycle, GUIDE)
        floor.sealed(c.RecordPatrol(checked=checked, cycle=cycle, from_us=begun_us, until_us=floor.now_us, findings=found), by)

    def _found(self, zone: str, check: str) -> Found:
        dice = self._dice
        severity: Severity = dice.choices(("minor", "major", "critical"), (80, 17, 3))[0]
        photos = tuple(c.Photo(photo(dice.randrange(8)), drawn=True) for _ in range(dice.choice((0, 1, 2))))
        return Found(check=check, zone=zone, severity=severity, note=c.Personal(dice.choice(NOTES)), responsible="guo", photos=photos)

    def _is_slow(self, no: str) -> bool:
        """Tell whether nobody sees to this one for long; it stays so."""
        return self._slow.setdefault(no, self._dice.random() < 0.1)

    def _findings(self, day: date) -> None:
        """Put most findings right, look at them again; take back what is none; plan something about what is grave or comes again."""
        floor, dice, site = self._floor, self._dice, self._floor.hall.site
        for finding in [it for it in site.findings.values() if it.open]:
            chance, floor.now_us = dice.random(), floor.now_us + 60_000_000
            if finding.fixed_us:
                floor.ask(c.RecheckFinding(finding=finding.no, passed=chance < 0.85), DUTY)
            elif not finding.source and not finding.rechecks and chance > 0.985:
                why = c.WithdrawFinding(
                    finding=finding.no, reason=dice.choice(("in-order", "duplicate")), note=c.Personal("现场复看无此情况")
                )
                floor.sealed(why, DUTY)
            elif chance < (0.05 if self._is_slow(finding.no) else 0.5):
                floor.sealed(c.FixFinding(finding=finding.no, note=c.Personal("已整改")), GUIDE)
        seen_to = {no for it in site.actions.values() if it.open for no in it.findings}
        grave = [it.no for it in site.findings.values() if it.open and it.no not in seen_to and (it.severity != "minor" or it.nth > 1)]
        if grave and dice.random() < 0.35:
            until = (day + timedelta(days=7)).isoformat()
            floor.ask(c.PlanAction(measure=dice.choice(MEASURES), owner="guo", due=until, findings=tuple(grave[:3])), DUTY)

    def _actions(self) -> None:
        """Go on with what is planned; what a check does not bear out is done again, what it does becomes the rule."""
        floor, dice, site = self._floor, self._dice, self._floor.hall.site
        for action in [it for it in site.actions.values() if it.open and dice.random() < 0.3]:
            step = "do" if action.step == "check" and dice.random() < 0.2 else AFTER[action.step]
            checks = [site.findings[no].check for no in action.findings if no in site.findings]
            changed = self._sharpen(checks[0]) if step == "standardise" and checks and dice.random() < 0.6 else ""
            why = "" if changed or step != "standardise" else "按现行标准执行到位即可"
            floor.later(60).ask(c.StepAction(action=action.no, step=step, parameter=changed, why=why), BOSS)

    def _sharpen(self, slug: str) -> str:
        """Have a check cost a point more from now on, once; return which was changed, empty: none."""
        floor, rows = self._floor, self._floor.hall.catalog.patrol
        check = checklist(floor.hall).get(slug)
        if check is None or slug in rows:
            return ""
        stricter = structs.replace(check, minor=check.minor + 1)
        floor.later(60).ask(c.Configure(section="patrol", rows=[to_builtins(it) for it in (*rows.values(), stricter)]), SETTER)
        return slug

    def _registers(self, day: date) -> None:
        """Write now and then what a register asks for; what the terminal did, every day."""
        floor, dice, today = self._floor, self._dice, day.isoformat()
        applied = dice.randrange(3, 40)
        once: dict[str, tuple[float, dict[str, str | int]]] = {
            "self-service": (
                0.95,
                {"machine": "terminal-1", "date": today, "applied": applied, "printed": 2 * applied, "visited": 3 * applied},
            ),
            "lost-found": (0.08, dict(zip(("side", "kind", "what"), dice.choice(LOST), strict=True))),
            "consumable": (0.3, {"what": dice.choice(STOCK), "move": dice.choice(("out", "out", "in")), "count": dice.randrange(1, 9)}),
            "drill": (
                float(day.day == 9),
                {"kind": dice.choice(("fire", "power")), "date": today, "people": 12, "minutes": 20, "result": "good"},
            ),
            "fault": (0.08, dict(zip(("kind", "what"), dice.choice(FAULTS), strict=True))),
            "incident": (0.07, dict(zip(("kind", "level", "what"), dice.choice(INCIDENTS), strict=True))),
            "delegation": (
                0.12 if len(floor.hall.counters) > 2 else 0.02,
                {"date": today, "from": "龙华区政务服务管理局", "people": dice.randrange(4, 20), "purpose": "study"},
            ),
        }
        for register, (share, fields) in once.items():
            if dice.random() < share:
                who = c.Personal("王女士 13900001234") if register == "lost-found" else None
                floor.now_us += 30_000_000
                floor.sealed(c.RegisterEntry(register=register, fields=fields, who=who), DUTY)

    def _entries(self) -> None:
        """Say what became of what is registered; now and then take one back."""
        floor, dice = self._floor, self._dice
        for entry in [it for it in floor.hall.site.entries.values() if it.open and not it.withdrawn]:
            if dice.random() < 0.01:
                floor.sealed(c.WithdrawEntry(entry=entry.no, reason="duplicate", note=c.Personal("重复登记")), DUTY)
            elif dice.random() < 0.4:
                floor.later(30).ask(c.StepEntry(entry=entry.no, step=_step_after(entry.register, entry.step)), DUTY)


def _step_after(register: str, step: str) -> str:
    steps = STEPS.get(register, REGISTERS[register].steps)
    return steps[steps.index(step) + 1] if step else steps[0]
