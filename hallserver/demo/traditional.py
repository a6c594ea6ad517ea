# SPDX-License-Identifier: Apache-2.0
"""Names of the demo's rows in the three written languages: Traditional Chinese character by character, which is right for these words."""

from typing import Final

_SIMPLIFIED: Final = (
    "户码业书产从价优会侧养册凯刘办务医单卫厅号听员咨图场备复学宁审导寿布应开张强托执扫断时机权条楼残注疗监线经终结综联营补计记许设"
    "证评诊询语请贴费赁资赵轮长门间陈静项预领饭饮黄龄"
)
_TRADITIONAL: Final = (
    "戶碼業書產從價優會側養冊凱劉辦務醫單衞廳號聽員諮圖場備複學寧審導壽佈應開張強託執掃斷時機權條樓殘註療監線經終結綜聯營補計記許設"
    "證評診詢語請貼費賃資趙輪長門間陳靜項預領飯飲黃齡"
)
_TABLE: Final = str.maketrans(_SIMPLIFIED, _TRADITIONAL)


def names(chinese: str, english: str) -> dict[str, str]:
    """Return what a row of the demo is called, by language."""
    return {"zh-Hans": chinese, "zh-Hant": chinese.translate(_TABLE), "en": english}
