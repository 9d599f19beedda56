"""What the values of an answer are called, for every form of it."""

from __future__ import annotations

Names = dict[str, dict[str, str]]
"""Texts in both languages by value."""

STATUSES: Names = {
    "answered": {"zh": "有确定答案", "en": "exact"},
    "bounded": {"zh": "只能给出范围", "en": "a range only"},
    "closed": {"zh": "这样缴费没有待遇", "en": "no benefits this way"},
    "needs_facts": {"zh": "还缺信息", "en": "facts are missing"},
}
ROWS: Names = {
    "region": {"zh": "统筹区", "en": "Region"},
    "scheme": {"zh": "险种", "en": "Scheme"},
    "pay_date": {"zh": "缴费日", "en": "Payment"},
    "gap": {"zh": "中断", "en": "Gap"},
    "missed_years": {"zh": "断保年度", "en": "Missed years"},
    "window": {"zh": "参保期", "en": "Window"},
    "wait": {"zh": "等待期", "en": "Wait"},
    "stop": {"zh": "待遇停止", "en": "Benefits stop"},
    "gap_costs": {"zh": "中断期间费用", "en": "Costs in the gap"},
    "back_payment": {"zh": "补缴", "en": "Back-payment"},
    "rule": {"zh": "依据", "en": "Rests on"},
    "says": {"zh": "规定", "en": "Rule"},
}
"""What the lines about the situation and the rule are called."""

COSTS: Names = {
    "covered": {"zh": "可以报销（按规定追溯）", "en": "covered, claimable afterwards"},
    "not_covered": {"zh": "不能报销，自己承担", "en": "not covered, yours to pay"},
    "by_employer": {"zh": "由单位承担", "en": "owed by the employer"},
    "unknown": {"zh": "没有查到规定，请问 12393", "en": "unknown (rule not found): ask 12393"},
}
SCHEMES: Names = {
    "employee": {"zh": "职工", "en": "employee"},
    "flexible": {"zh": "灵活就业", "en": "flexible"},
    "resident": {"zh": "居民", "en": "resident"},
}
"""Short names, for the cells of tables."""

BACK: Names = {
    "required": {"zh": "必须补缴", "en": "required"},
    "optional": {"zh": "可以补缴（自愿）", "en": "optional"},
    "not_allowed": {"zh": "不能补缴", "en": "not possible"},
    "not_needed": {"zh": "不需要补缴", "en": "not needed"},
    "unknown": {"zh": "没有查到规定，请问 12393", "en": "unknown (rule not found): ask 12393"},
}
LAYERS: Names = {
    "city": {"zh": "本地规定", "en": "local rule"},
    "province": {"zh": "省级规定", "en": "provincial rule"},
    "nation": {"zh": "全国规定", "en": "national rule"},
}
BASIS: Names = {
    "official_list": {"zh": "官方清单", "en": "official list"},
    "local_list": {"zh": "当地清单", "en": "local list"},
    "may_be_asked": {"zh": "可能被要求", "en": "may be asked"},
}
STATES: Names = {
    "yes": {"zh": "保留", "en": "stays"},
    "no": {"zh": "停止", "en": "stops"},
    "unknown": {"zh": "要问", "en": "ask"},
}
BEST: Names = {"resume": {"zh": "恢复最早", "en": "earliest"}, "cost": {"zh": "花费最少", "en": "cheapest"}}
FACTS: Names = {
    "region": {"zh": "统筹区", "en": "region"},
    "scheme": {"zh": "险种", "en": "scheme"},
    "covered": {"zh": "参保月份", "en": "covered months"},
    "last_covered": {"zh": "最后参保月", "en": "last covered month"},
    "pay_date": {"zh": "缴费日", "en": "payment day"},
    "back_pay": {"zh": "补缴中断的月份", "en": "missed months paid back"},
    "cause": {"zh": "中断原因", "en": "cause"},
    "previous_scheme": {"zh": "原来的险种", "en": "previous scheme"},
    "previous_region": {"zh": "原来的统筹区", "en": "previous region"},
    "group": {"zh": "人群", "en": "group"},
    "birth_date": {"zh": "出生日期", "en": "date of birth"},
    "benefit_year": {"zh": "居民医保年度", "en": "benefit year"},
    "repair_years": {"zh": "修复年数", "en": "years repaired"},
    "continuous_months": {"zh": "中断前连续参保月数", "en": "unbroken months before"},
    "window": {"zh": "参保期", "en": "window"},
    "arrears_in_term": {"zh": "单位在责令期限内补缴", "en": "employer pays within the term"},
    "base": {"zh": "月缴费基数", "en": "monthly base"},
    "wage": {"zh": "上年月平均工资", "en": "own average wage"},
    "rate": {"zh": "费率", "en": "rate"},
    "as_of": {"zh": "提问日", "en": "day of the question"},
}
STEP_PARTS: Names = {
    "who": {"zh": "谁办", "en": "who"},
    "where": {"zh": "在哪", "en": "where"},
    "channel": {"zh": "渠道", "en": "how"},
    "limit": {"zh": "时限", "en": "limit"},
    "due": {"zh": "预计完成", "en": "due"},
    "fee": {"zh": "费用", "en": "fee"},
    "keep": {"zh": "留存", "en": "keep"},
    "check": {"zh": "核对", "en": "check"},
}
