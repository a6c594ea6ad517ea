# SPDX-License-Identifier: Apache-2.0
"""What a hall of the district does beside its visitors: patrols with findings and photos, work orders, registers."""

import base64
import io
import random
from datetime import date, timedelta
from functools import cache

from hallserver.core import commands as c
from hallserver.core.check_row import Cycle, Severity
from hallserver.core.checklist import planned
from hallserver.core.commands_site import Found
from hallserver.core.roles import SERVICE_SETUP
from tests.bench.district_day import Floor, us_of
from tests.support import BOSS, DUTY, GUIDE

NOTES = (
    "通道堆放纸箱",
    "填单台缺笔",
    "叫号屏左下角黑屏",
    "老花镜缺一副",
    "等候区座椅松动，靠背螺丝脱落，需要更换后再使用",
    "垃圾桶未及时清理",
)


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
        self._floor, self._dice = floor, dice

    def morning(self, day: date) -> None:
        """Open the day and go round: daily, on Mondays weekly, on the third monthly."""
        floor = self._floor
        floor.now_us = us_of(day, 8.5)
        floor.ask(c.OpenDay(), SERVICE_SETUP)
        self._patrol("daily")
        if day.isoweekday() == 1:
            self._patrol("weekly")
        if day.day == 3:
            self._patrol("monthly")

    def evening(self, day: date) -> None:
        """See to work orders and findings, write registers, close the day."""
        floor, dice = self._floor, self._dice
        if dice.random() < 0.2:
            self._patrol("random")
        self._orders()
        self._findings(day)
        self._registers(day)
        floor.later(60).ask(c.CloseDay(rest=dice.choice(("left", "first-next-day", "not-here"))), SERVICE_SETUP)

    def _patrol(self, cycle: Cycle) -> None:
        floor, dice = self._floor, self._dice
        zones = planned(floor.hall)
        of = "daily" if cycle == "random" else cycle
        checked = {zone: tuple(by[of]) for zone, by in zones.items() if of in by}
        if not checked or dice.random() < 0.08:
            return
        begun_us = floor.now_us
        floor.later(dice.uniform(180, 900))
        found = tuple(self._found(zone, dice.choice(slugs)) for zone, slugs in checked.items() if dice.random() < 0.12)
        patrol = c.RecordPatrol(checked=checked, cycle=cycle, from_us=begun_us, until_us=floor.now_us, findings=found)
        floor.sealed(patrol, GUIDE if cycle != "random" else DUTY)

    def _found(self, zone: str, check: str) -> Found:
        dice = self._dice
        severity: Severity = dice.choices(("minor", "major", "critical"), (80, 17, 3))[0]
        photos = tuple(c.Photo(photo(dice.randrange(8)), drawn=True) for _ in range(dice.choice((0, 1, 2))))
        return Found(check=check, zone=zone, severity=severity, note=c.Personal(dice.choice(NOTES)), responsible="guo", photos=photos)

    def _findings(self, day: date) -> None:
        """Put most findings right, look at them again, take some further; plan something about the grave ones."""
        floor, dice, site = self._floor, self._dice, self._floor.hall.site
        for finding in [it for it in site.findings.values() if it.open]:
            chance = dice.random()
            if chance < 0.5 and not finding.fixed_us:
                floor.later(60)
                floor.sealed(c.FixFinding(finding=finding.no, note=c.Personal("已整改")), GUIDE)
            elif finding.fixed_us:
                floor.later(60).ask(c.RecheckFinding(finding=finding.no, passed=chance < 0.85), DUTY)
            elif chance > 0.93:
                floor.later(60).ask(c.EscalateFinding(finding=finding.no), BOSS)
        grave = [it.no for it in site.findings.values() if it.open and it.severity != "minor"]
        if grave and dice.random() < 0.2:
            due = (day + timedelta(days=7)).isoformat()
            floor.ask(c.PlanAction(measure="明确责任人，每日闭厅前复核", owner="guo", due=due, findings=tuple(grave[:3])), DUTY)

    def _orders(self) -> None:
        """Handle the open work orders: some at once, some never in time."""
        floor, dice = self._floor, self._dice
        for order in [it for it in floor.hall.orders.values() if it.open]:
            if order.source == "rating" and dice.random() < 0.6 and not order.steps[1:]:
                floor.later(120).ask(c.VerifyOrder(order=order.no, found=dice.choice(("justified", "partly", "unjustified"))), DUTY)
                floor.later(120).ask(c.ContactVisitor(order=order.no), DUTY)
            elif order.steps[1:] and dice.random() < 0.8:
                cause = dice.choice(("attitude", "unclear", "rule", "other"))
                explained = c.ExplainOrder(order=order.no, cause="rule")
                fixed = c.RectifyOrder(order=order.no, measure="corrected", cause=cause)
                floor.later(60).ask(explained if order.found == "unjustified" else fixed, DUTY)
                floor.sealed(c.ReplyOrder(order=order.no, text=c.Personal("已增开窗口，感谢监督")), DUTY)
                floor.ask(c.CallVisitorBack(order=order.no, content="satisfied"), DUTY)
                floor.ask(c.CloseOrder(order=order.no), DUTY)

    def _registers(self, day: date) -> None:
        """Write now and then what a register asks for."""
        floor, dice = self._floor, self._dice
        fields: dict[str, dict[str, str | int]] = {
            "lost-found": {"side": "found", "kind": "umbrella", "what": "黑色长柄雨伞"},
            "consumable": {"what": "slip-paper", "move": "out", "count": dice.randrange(1, 9)},
            "drill": {"kind": "fire", "date": day.isoformat(), "people": 12, "minutes": 20, "result": "good"},
            "fault": {"device": "printer-1", "kind": "out", "what": "切纸不畅"},
        }
        for register, of in fields.items():
            if dice.random() < (0.02 if register == "drill" else 0.08):
                floor.later(30).ask(c.RegisterEntry(register=register, fields=of), DUTY)
