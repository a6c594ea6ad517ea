# SPDX-License-Identifier: Apache-2.0
"""The usual matters of a district's halls, ready to be ticked: queues, services with their item, and the papers that these need.

Items, departments and papers are those that Shenzhen's district, street and community halls publish; a hall edits them in its set-up.
"""

from typing import Any, Final

Row = dict[str, Any]
_Names = tuple[str, str, str]
"""Simplified Chinese, Traditional Chinese, English."""

_QUEUES: Final[dict[str, _Names]] = {
    "all": ("综合业务", "綜合業務", "All services"),
    "social": ("民生社保", "民生社保", "Social affairs"),
    "family": ("生育医保", "生育醫保", "Family and health"),
    "tenancy": ("房屋租赁", "房屋租賃", "Housing and tenancy"),
    "firms": ("企业服务", "企業服務", "Firms"),
    "collect": ("咨询出件", "諮詢出件", "Enquiry and collection"),
}
"""In the order in which they get their letters; ``all`` is that of a hall with one queue."""

_PAPERS: Final[dict[str, _Names]] = {
    "own-id": ("本人身份证原件", "本人身份證原件", "Own ID card"),
    "agent-id": ("代办人身份证和委托书", "代辦人身份證和委託書", "Agent's ID card and authorisation"),
    "register": ("户口本", "戶口本", "Household register"),
    "id-photo": ("近期一寸免冠彩照", "近期一寸免冠彩照", "Recent one-inch photo"),
    "bank-card": ("本人银行卡复印件", "本人銀行卡影印本", "Copy of own bank card"),
    "marriage": ("结婚证", "結婚證", "Marriage certificate"),
    "birth": ("出生医学证明", "出生醫學證明", "Birth certificate"),
    "diagnosis": ("疾病诊断证明", "疾病診斷證明", "Diagnosis"),
    "bills": ("医疗费用结算单", "醫療費用結算單", "Medical bills"),
    "disability-card": ("残疾人证", "殘疾人證", "Disability card"),
    "lease": ("房屋租赁合同", "房屋租賃合同", "Lease"),
    "title-deed": ("房屋产权证明", "房屋產權證明", "Proof of ownership"),
    "application": ("登记申请书", "登記申請書", "Application"),
    "articles": ("公司章程", "公司章程", "Articles of association"),
    "premises": ("经营场所证明", "經營場所證明", "Proof of premises"),
    "health": ("从业人员健康证明", "從業人員健康證明", "Health certificates of the staff"),
    "floor-plan": ("平面布局图", "平面佈局圖", "Floor plan"),
    "investor": ("投资方主体资格证明", "投資方主體資格證明", "Proof of the investor's status"),
    "art": ("经营单位营业执照", "經營單位營業執照", "Business licence"),
    "hazard": ("重大危险源辨识报告", "重大危險源辨識報告", "Report on major hazards"),
    "charter": ("社会组织章程", "社會組織章程", "Charter of the organisation"),
    "receipt": ("受理回执", "受理回執", "Receipt of the case"),
}

_SERVICES: Final[tuple[tuple[str, str, str, _Names, str, str, str, str, str], ...]] = (
    # slug, queue, initials, names, department, for whom, promise, papers, other words
    ("senior-card", "social", "jlyd", ("敬老优待证", "敬老優待證", "Senior card"),
     "民政局", "person", "on-the-spot", "own-id id-photo agent-id", "老年证 老人卡"),
    ("old-age", "social", "gljt", ("高龄老人津贴", "高齡老人津貼", "Old-age allowance"),
     "民政局", "person", "promised", "own-id register bank-card agent-id", "养老金 长寿补贴"),
    ("illness-aid", "social", "jbjz", ("疾病救助", "疾病救助", "Illness aid"),
     "民政局", "person", "promised", "own-id diagnosis bills bank-card", "医疗救助 大病"),
    ("social-card", "social", "sbk", ("社会保障卡", "社會保障卡", "Social security card"),
     "人力资源局", "person", "on-the-spot", "own-id id-photo", "社保卡 医保卡"),
    ("disability", "social", "cjr", ("残疾人服务", "殘疾人服務", "Services for disabled people"),
     "残疾人联合会", "person", "promised", "own-id disability-card bank-card", "残疾证"),
    ("register-print", "social", "hkb", ("户口本打印", "戶口本打印", "Household register print"),
     "公安分局", "person", "on-the-spot", "own-id register", "户籍"),
    ("family-planning", "family", "jhsy", ("计划生育服务证", "計劃生育服務證", "Family planning certificate"),
     "卫生健康局", "person", "on-the-spot", "own-id marriage register", "计生证"),
    ("second-child", "family", "zsy", ("再生育一胎子女审批", "再生育一胎子女審批", "Approval of a further child"),
     "卫生健康局", "person", "promised", "own-id marriage register birth", "二胎 三孩"),
    ("child-insurance", "family", "seyb", ("少儿医保计划生育证明", "少兒醫保計劃生育證明", "Family planning proof for child insurance"),
     "卫生健康局", "person", "on-the-spot", "own-id register birth", "少儿医保"),
    ("birth-registration", "family", "sydj", ("生育登记证明", "生育登記證明", "Proof of birth registration"),
     "卫生健康局", "person", "on-the-spot", "own-id marriage register", "生育登记"),
    ("birth-certificate", "family", "csyx", ("出生医学证明", "出生醫學證明", "Birth certificate"),
     "卫生健康局", "person", "on-the-spot", "own-id marriage", "出生证"),
    ("tenancy", "tenancy", "fwzl", ("房屋租赁登记备案", "房屋租賃登記備案", "Tenancy registration"),
     "住房建设局", "both", "on-the-spot", "own-id lease title-deed", "租房 学位"),
    ("property-proof", "tenancy", "bdc", ("不动产权证明", "不動產權證明", "Proof of property"),
     "规划和自然资源局", "both", "on-the-spot", "own-id", "房产证 查房"),
    ("founding", "firms", "qysl", ("企业设立登记", "企業設立登記", "Company registration"),
     "市场监督管理局", "firm", "promised", "application articles own-id premises", "营业执照 公司注册"),
    ("foreign-founding", "firms", "wstz", ("外商投资企业设立", "外商投資企業設立", "Foreign-invested company"),
     "市场监督管理局", "firm", "promised", "application articles investor premises", "外资"),
    ("sanitation", "firms", "ggcs", ("公共场所卫生许可", "公共場所衞生許可", "Public place sanitation permit"),
     "卫生健康局", "firm", "promised", "application premises health floor-plan", "卫生许可证"),
    ("art-dealers", "firms", "yspjy", ("艺术品经营单位备案", "藝術品經營單位備案", "Registration of art dealers"),
     "文化广电旅游体育局", "firm", "promised", "application art own-id", "艺术品"),
    ("hazards", "firms", "whpba", ("危险化学品重大危险源备案", "危險化學品重大危險源備案", "Filing of major chemical hazards"),
     "应急管理局", "firm", "promised", "application hazard", "危化品"),
    ("ngo-grading", "firms", "shzz", ("社会组织等级评估", "社會組織等級評估", "Grading of social organisations"),
     "民政局", "firm", "promised", "application charter", "社会团体"),
    ("restaurant", "firms", "fdkb", ("饭店开办", "飯店開辦", "Opening a restaurant"),
     "市场监督管理局", "firm", "promised", "application premises health floor-plan own-id", "餐饮 食品经营"),
    ("training-school", "firms", "pxjg", ("培训机构设立", "培訓機構設立", "Founding a training school"),
     "教育局", "firm", "promised", "application premises own-id", "培训班"),
    ("kindergarten", "firms", "yey", ("幼儿园申办", "幼兒園申辦", "Founding a kindergarten"),
     "教育局", "firm", "promised", "application premises health floor-plan", "托儿所"),
    ("entertainment", "firms", "ylcs", ("娱乐场所开办", "娛樂場所開辦", "Opening a place of entertainment"),
     "文化广电旅游体育局", "firm", "promised", "application premises floor-plan own-id", "歌舞厅"),
    ("enquiry", "collect", "zx", ("咨询", "諮詢", "Enquiry"),
     "", "both", "on-the-spot", "", "问询"),
    ("collection", "collect", "cjlz", ("出件领证", "出件領證", "Collection of results"),
     "", "both", "on-the-spot", "own-id receipt", "取证 拿证"),
    ("assisted", "collect", "bb", ("自助帮办", "自助幫辦", "Assisted self-service"),
     "", "both", "on-the-spot", "own-id", "帮办"),
    ("unsolved", "collect", "bbc", ("“办不成事”反映", "「辦不成事」反映", "“Could not get it done”"),
     "", "both", "promised", "", "办不成"),
    ("complaint", "collect", "ts", ("投诉", "投訴", "Complaint"),
     "", "both", "promised", "", "建议"),
)  # fmt: skip


def named(names: _Names) -> dict[str, str]:
    """Return names by language tag."""
    return dict(zip(("zh-Hans", "zh-Hant", "en"), names, strict=True))


def queues() -> list[Row]:
    """Return the queues, without letters: these are given in the order in which a hall takes them."""
    return [{"slug": slug, "names": named(names)} for slug, names in _QUEUES.items()]


def services() -> list[Row]:
    """Return the services as rows of the catalog, each naming its queue and its one item."""
    return [
        {
            "slug": slug, "names": named(names), "queue": queue, "items": [slug],
            "initials": initials, "keywords": more.split(), "for_whom": whom,
        }
        for slug, queue, initials, names, _, whom, _, _, more in _SERVICES
    ]  # fmt: skip


def items() -> list[Row]:
    """Return the items as rows of the catalog, with the papers that they need."""
    return [
        {
            "slug": slug, "names": named(names), "department": department, "for_whom": whom, "promise": promise,
            "papers": {paper: named(_PAPERS[paper]) for paper in papers.split()},
        }
        for slug, _, _, names, department, whom, promise, papers, _ in _SERVICES
    ]  # fmt: skip
