# SPDX-License-Identifier: Apache-2.0
"""What there is to see: a row for each state of each screen, how a person gets there, and at which sizes it is looked at."""

from typing import Any, Final

from msgspec import Struct

Step = tuple[str, str, str]
"""What a hand does: ``("click", selector, "")``, ``("press", key, "")``, ``("type", selector, text)``, ``("see", selector, "")``."""
Act = tuple[str, str, dict[str, Any]]
"""Somebody's command: who, its name, its fields."""
_TALL, _WIDE = (1080, 1920), (1920, 1080)
_KIOSK: Final = (_TALL, _WIDE)
_HALL: Final = ((1366, 768), _WIDE, (3840, 2160), _TALL)
_COUNTER: Final = ((1024, 600), (1920, 540))
_PHONE: Final = ((390, 844), (320, 568))
_DESK: Final = ((1366, 768),)
_HAND: Final = ((1024, 768), (390, 844))
Sizes = tuple[tuple[int, int], ...]


class Shot(Struct, frozen=True, kw_only=True):
    """One state of one screen."""

    screen: str
    """As in the address; ``ticket``: a visitor's phone."""
    state: str
    who: str
    """Person or device; of a ticket its service."""
    sizes: Sizes
    steps: tuple[Step, ...] = ()
    before: tuple[Act, ...] = ()
    after: tuple[Act, ...] = ()
    """Commands that make the state, and that take it back."""
    query: str = ""
    shows: str = "body"
    """What must be there before the picture is taken."""

    @property
    def name(self) -> str:
        """Return how its pictures begin."""
        return f"{self.screen}-{self.state}"


def _click(*selectors: str) -> tuple[Step, ...]:
    return tuple(("click", it, "") for it in selectors)


def _kiosk(state: str, *steps: Step, **more: Any) -> Shot:
    return Shot(screen="kiosk", state=state, who="kiosk-1", sizes=_KIOSK, steps=steps, **more)


def _hall(state: str, **more: Any) -> Shot:
    return Shot(screen="hall", state=state, who="hall-1", sizes=_HALL, **more)


def _staff(screen: str, state: str, who: str, sizes: Sizes, *steps: Step, **more: Any) -> Shot:
    return Shot(screen=screen, state=state, who=who, sizes=sizes, steps=steps, **more)


_DUTY: Final = "duty"
SUSPEND: Final[Act] = (_DUTY, "suspend", {"reason": "power"})
RESUME: Final[Act] = (_DUTY, "resume-hall", {"reason": "power"})
NOTICE: Final[Act] = (
    _DUTY,
    "announce",
    {"text": {"zh-Hans": "请车牌粤B12345的车主移车，您的车挡住了消防通道。", "en": "Please move the car."}},
)

COMPLAINT: Final[Act] = ("guide", "register-case", {"source": "complaint", "text": "等了很久，没有人说明原因。", "contact": "13800001234"})

_FOUND: Final[dict[str, Any]] = {"check": "goods-sort", "zone": "main", "severity": "major", "counter": "c3", "note": "台面堆着宣传册。"}
FINDING: Final[Act] = ("guide", "open-finding", {"found": _FOUND})
ACTION: Final[Act] = (_DUTY, "plan-action", {"measure": "宣传册改用电子版，不再堆放", "owner": _DUTY, "due": "2030-12-31"})
FOUND_CARD: Final[Act] = (
    "guide",
    "register-entry",
    {"register": "lost-found", "fields": {"side": "found", "kind": "card", "zone": "main", "what": "社保卡一张"}},
)

SLIDE: Final = "slide.png"
"""The one file of the media folder."""
TALK: Final = "talk"
"""An act that is no command: a clerk writes to the visitor at the counter."""
_SLIDE: Final[dict[str, Any]] = {"slug": "slide", "names": {"zh-Hans": "宣传画", "en": "A picture"}, "file": SLIDE}

SHOTS: Final[tuple[Shot, ...]] = (
    Shot(screen="landing", state="demo", who="", sizes=((1280, 800), (390, 844))),
    _kiosk("home", shows=".service"),
    _kiosk("elder", *_click("[data-mode=elder]"), shows=".service"),
    _kiosk("wheelchair", *_click("[data-mode=low]"), shows=".service"),
    _kiosk("elder-wheelchair", *_click("[data-mode=elder]", "[data-mode=low]"), shows=".service"),
    _kiosk("search", *_click("#find-open"), shows="#search"),
    _kiosk("search-found", *_click("#find-open", "[data-letter=Z]", "[data-letter=F]"), shows="#found"),
    _kiosk("themes", *_click("#themes"), shows="#find"),
    _kiosk("papers", *_click("#look", ".service"), shows="#result"),
    _kiosk("wishes", *_click("#wish"), shows="#result"),
    _kiosk("holder-code", *_click("#have"), shows="#result"),
    _kiosk("taken", *_click("[data-service]"), shows="#number"),
    _kiosk("suspended", before=(SUSPEND,), after=(RESUME,), shows="#notice"),
    _kiosk("stopped", before=((_DUTY, "stop-issuing", {"reason": "full"}),), after=((_DUTY, "resume-issuing", {}),), shows="#notice"),
    _hall("busy", shows="#number"),
    _hall("suspended", before=(SUSPEND,), after=(RESUME,), shows="#idle"),
    _hall("notice", before=(NOTICE,), shows="#notice"),
    _hall(
        "media",
        before=(("admin", "configure", {"section": "media", "rows": [_SLIDE]}),),
        after=(("admin", "configure", {"section": "media", "rows": [_SLIDE | {"retired": True}]}),),
        shows=".media img",
    ),
    Shot(
        screen="counter", state="talk", who="counter-1", sizes=(*_COUNTER, (1280, 390), (600, 1024)), query="?touch=1",
        before=(("li", TALK, {"code": "hello"}),), after=(("li", TALK, {"do": "end"}),), shows="#talk",
    ),
    Shot(screen="counter", state="called", who="counter-1", sizes=_COUNTER, shows="#ticket"),
    Shot(screen="counter", state="other", who="counter-4", sizes=_COUNTER, shows="#state"),
    Shot(
        screen="counter", state="paused", who="counter-8", sizes=_COUNTER, shows="#state",
        before=(("zhou", "open-counter", {"counter": "c8"}), ("zhou", "pause-counter", {"reason": "lunch"})),
    ),
    Shot(screen="ticket", state="waiting", who="tenancy", sizes=_PHONE, shows="#number"),
    Shot(screen="ticket", state="suspended", who="tenancy", sizes=_PHONE, before=(SUSPEND,), after=(RESUME,), shows="#number"),
    Shot(screen="rating", state="open", who="rater-1", sizes=((1024, 600), (800, 1280))),
    Shot(screen="rating", state="closed", who="rater-8", sizes=((1024, 600),)),
    _staff("clerk", "work", "li", (*_DESK, (1024, 768)), shows="#pad"),
    _staff("clerk", "more", "li", _DESK, ("press", "KeyM", ""), shows="dialog"),
    _staff("clerk", "transfer", "li", _DESK, ("press", "F7", ""), shows="dialog"),
    _staff("clerk", "strip", "li", ((480, 96),), query="?strip=1", shows=".strip-number"),
    *(
        _staff("guide", tab, "guide", sizes, *_click(f".tab[data-tab={tab}]"), shows="#app")
        for tab, sizes in (("take", _HAND), ("people", _HAND), ("care", _HAND[1:]), ("desk", _HAND))
    ),
    *(
        _staff("duty", tab, "duty", _HAND, *_click(f".tab[data-tab={tab}]"), shows="#app")
        for tab in ("now", "desks", "tickets", "plans", "day")
    ),
    _staff("orders", "list", "manager", (*_DESK, (390, 844)), before=(COMPLAINT,), shows=".order"),
    *(
        _staff("orders", state, who, (*_DESK, (390, 844)), *_click(".order", *more), before=(COMPLAINT,), shows=shows)
        for state, who, more, shows in (
            ("case", "duty", (), ".case-acts"),
            ("verify", "manager", ("[data-act=verify-order]",), "dialog"),
        )
    ),
    _staff("orders", "register", "manager", (*_DESK, (390, 844)), *_click("#register"), shows="dialog"),
    _staff("duty", "order", "duty", ((390, 844),), before=(COMPLAINT,), shows="[data-order]"),
    _staff("duty", "settle", "duty", ((390, 844),), *_click("[data-act=settle]"), before=(COMPLAINT,), shows="dialog"),
    _staff("manager", "live", "manager", (*_DESK, _WIDE, (390, 844)), shows="#app"),
    Shot(screen="wall", state="live", who="hall-1", sizes=(*_DESK, _WIDE, (3840, 2160)), query="?turn=3600", shows="#tiles"),
    _staff("manager", "briefing", "manager", (*_DESK, (390, 844)), *_click("[data-face=briefing]"), shows="#app"),
    _staff("manager", "picture", "manager", (*_DESK, (390, 844)), *_click("[data-face=picture]"), shows="#app"),
    *(
        _staff("site", state, who, ((390, 844), *_DESK), *_click(*steps), before=before, shows=shows)
        for state, who, steps, before, shows in (
            ("rounds", "guide", (), (FINDING,), "[data-begin]"),
            ("patrol", "guide", ("[data-begin=daily]", "[data-fine]"), (), "[data-rest]"),
            ("finding-form", "guide", ("[data-begin=weekly]", "[data-wrong]", "[data-value=critical]"), (), "dialog"),
            ("findings", "manager", (".tab[data-tab=findings]",), (FINDING,), "[data-finding]"),
            ("finding", "manager", (".tab[data-tab=findings]", "[data-finding]"), (FINDING,), ".history li"),
            ("actions", "manager", (".tab[data-tab=actions]",), (ACTION,), ".board"),
            ("registers", "duty", (".tab[data-tab=registers]", "[data-register=lost-found]"), (FOUND_CARD,), "[data-entry]"),
            ("entry-form", "duty", (".tab[data-tab=registers]", "[data-act=register-entry]"), (), "dialog"),
            ("attendance", "manager", (".tab[data-tab=attendance]",), (), ".figures"),
        )
    ),
    *(
        _staff("room", state, "manager", ((1366, 768), *_HAND), *_click(*steps), shows=shows)
        for state, steps, shows in (
            ("day", (), "#headline"),
            ("numbers", ("[data-figure='wait.mean']",), "[data-number]"),
            ("timeline", ("[data-figure='wait.mean']", "[data-number]"), "[data-timeline]"),
            ("osm", (".chip:nth-child(4)",), ".matrix"),
            ("download", ("[data-act=download]",), "dialog"),
            ("inspect", ("[data-tab=inspect]",), "#story"),
        )
    ),
    *(
        _staff("setup", f"section-{place:02}", "admin", _DESK, *_click(f":nth-match(.nav-button, {place})"), shows=".nav-button")
        for place in range(1, 18)
    ),
    _staff("setup", "wizard", "admin", _DESK, *_click(".nav-wizard"), shows="#app"),
    _hall("evacuation", before=((_DUTY, "suspend", {"reason": "evacuation"}),), after=((_DUTY, "resume-hall", {}),), shows="#full"),
    _hall("closed", before=((_DUTY, "close-day", {"rest": "served-late"}),), shows="#night"),  # last: nothing takes it back
)  # fmt: skip
