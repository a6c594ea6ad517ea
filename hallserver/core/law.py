# SPDX-License-Identifier: Apache-2.0
"""What the law fixes, whatever a standard's text says: a district that writes a root of its own cannot loosen it either."""

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from hallserver.core.errors import AgainstStandard
from hallserver.core.parameters import Parameter, fits, out_of_range
from hallserver.core.standard import Group

FIXED_GROUP = "disabled"
"""The group that the law names: it stays, visitors may say that they belong to it, and it stays in front."""
FIXED_BY = "残疾人保障法 第五十五条"


class Law(Struct, frozen=True, kw_only=True):
    """The range that an article leaves, in the unit of the parameter."""

    article: str
    min: int | None = None
    max: int | None = None
    one_of: tuple[str, ...] = ()


_LICENSING = "行政许可法 第四十二条"
LAWS: dict[str, Law] = {
    "notice.once_wd": Law(article="行政许可法 第三十二条", min=0, max=5),
    "permit.days": Law(article=_LICENSING, max=20),
    "permit.extension": Law(article=_LICENSING, max=10),
    "permit.joint_days": Law(article=_LICENSING, max=45),
    "permit.joint_extension": Law(article=_LICENSING, max=15),
    "ui.accessible_window": Law(article="无障碍环境建设法 第四十条", min=1),
    "pi.screen_name": Law(article="个人信息保护法 第六条、第五十一条", one_of=("number", "masked")),
    "pi.id_store": Law(article="个人信息保护法 第十九条、第二十八条、第五十一条", one_of=("hash", "encrypted")),
    "pi.ticket_retention": Law(article="个人信息保护法 第十九条", max=1095),
    "pi.face": Law(article="个人信息保护法 第二十六条", one_of=("off", "consent")),
    "prio.elderly_age_major": Law(article="老年人权益保障法 第二条、第五十五条", max=60),
    "log.retention": Law(article="网络安全法 第二十一条", min=6),
    "pia.retention": Law(article="个人信息保护法 第五十六条", min=3),
}
"""Parameter → what the law leaves of it. The article of retention names no number: three years are our reading of *the shortest time*."""


def must_keep_the_law(parameters: Mapping[str, Parameter], groups: Mapping[str, Group]) -> None:
    """Raise AgainstStandard, naming the article, for a root that would let a value leave what the law allows."""
    for key, law in LAWS.items():
        if key in parameters:
            _must_keep(key, parameters[key], law)
    group = groups.get(FIXED_GROUP)
    if group is None or not group.front or not group.declarable:
        raise fixed_group()


def _must_keep(key: str, parameter: Parameter, law: Law) -> None:
    lawful = msgspec.structs.replace(parameter, min=law.min, max=law.max, one_of=law.one_of, bind="LAW", article=law.article)
    kept = {msgspec.structs.replace(lawful, value=it) for it in (parameter.value, *parameter.one_of)}
    bounds = [(parameter.min, law.min), (parameter.max, law.max)]
    wide = any(fixed is not None and bound is None for bound, fixed in bounds) or bool(law.one_of and not parameter.one_of)
    kept |= {msgspec.structs.replace(lawful, value=bound) for bound, fixed in bounds if fixed is not None and bound is not None}
    bad = next((it for it in kept if not fits(it)), None)
    if bad is not None or wide or parameter.bind != "LAW":
        raise out_of_range(key, bad or lawful)


def fixed_group() -> AgainstStandard:
    """Return the refusal of a standard in which the law's group would wait."""
    return AgainstStandard(
        "standard-against-law", parameter=f"group.{FIXED_GROUP}", value="–", expected="front = true, declarable = true", article=FIXED_BY
    )
