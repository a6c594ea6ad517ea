# SPDX-License-Identifier: Apache-2.0
"""What the demo's services need, and under which themes and words people look for them."""

from hallserver.demo.traditional import names as _names

PAPERS = {
    "own-id": ("本人身份证原件", "Own ID card"),
    "agent-id": ("代办人身份证和委托书", "Agent's ID card and authorisation"),
    "register": ("户口本", "Household register"),
    "id-photo": ("近期一寸免冠彩照", "Recent one-inch photo"),
    "bank-card": ("本人银行卡复印件", "Copy of own bank card"),
    "diagnosis": ("疾病诊断证明", "Diagnosis"),
    "bills": ("医疗费用结算单", "Medical bills"),
    "disability-card": ("残疾人证", "Disability card"),
    "lease": ("房屋租赁合同", "Lease"),
    "title-deed": ("房屋产权证明", "Proof of ownership"),
    "application": ("登记申请书", "Application"),
    "articles": ("公司章程", "Articles of association"),
    "premises": ("经营场所证明", "Proof of premises"),
    "health": ("从业人员健康证明", "Health certificates of the staff"),
    "floor-plan": ("平面布局图", "Floor plan"),
    "receipt": ("受理回执", "Receipt of the case"),
}
"""Paper → what it is called."""
NEEDED: dict[str, tuple[str, ...]] = {
    "senior-card": ("own-id", "id-photo", "agent-id"),
    "old-age": ("own-id", "register", "bank-card", "agent-id"),
    "illness-aid": ("own-id", "diagnosis", "bills", "bank-card"),
    "social-card": ("own-id", "id-photo"),
    "disability": ("own-id", "disability-card", "bank-card"),
    "tenancy": ("own-id", "lease", "title-deed"),
    "residence": ("own-id", "register"),
    "founding": ("application", "articles", "own-id", "premises"),
    "sanitation": ("application", "premises", "health", "floor-plan"),
    "restaurant": ("application", "premises", "health", "floor-plan", "own-id"),
    "collection": ("own-id", "receipt"),
}
"""Item → the papers that it needs."""
THEMES = {
    "old-age": _names("养老助残", "Age and disability"),
    "birth-school": _names("生育入学", "Birth and school"),
    "home": _names("安家落户", "A home"),
    "business": _names("开店办企", "Opening a business"),
    "illness": _names("看病就医", "Illness"),
}
"""Theme → what it is called."""
FOUND_BY: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "senior-card": (("old-age",), ("老年证", "老人卡")),
    "old-age": (("old-age",), ("养老金", "长寿补贴")),
    "illness-aid": (("illness",), ("医疗救助", "大病")),
    "social-card": (("illness", "birth-school"), ("社保卡", "医保卡")),
    "disability": (("old-age",), ("残疾证",)),
    "tenancy": (("home", "birth-school"), ("租房", "学位")),
    "residence": (("home", "birth-school"), ("户籍",)),
    "founding": (("business",), ("营业执照", "公司注册")),
    "sanitation": (("business",), ("卫生许可证",)),
    "restaurant": (("business",), ("餐饮", "食品经营")),
    "collection": ((), ("取证", "拿证")),
}
"""Service → its themes, and other words under which people look for it."""
