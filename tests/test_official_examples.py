"""The dated examples that authorities printed, one test each, with where they were printed.

The answers are those of the source; nothing here is copied from the program's output.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from yibao_cli.advise.answer import to_json
from yibao_cli.advise.compose import advise
from yibao_cli.case import read

TODAY = dt.date(2026, 11, 22)
FUXIN = "阜新市医疗保障局《城乡居民参保新变化》2025-09-08 (A)"
LONGLING = "龙陵县龙山镇人民政府 2025-06-20 (A)"
QINGDAO = "青岛医疗保障官方账号 (A*)"

EXAMPLES: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("OE-01a 张某 late for 2025", FUXIN,
     {"region": "阜新", "last_covered": "2024-12", "benefit_year": 2025, "pay_date": "2025-07-03"},
     {"resume_date": "2025-10-03", "wait": 3}),
    ("OE-01b 张某 then 2026 in its window", FUXIN,
     {"region": "阜新", "last_covered": "2025-12", "benefit_year": 2026, "pay_date": "2025-12-03"},
     {"resume_date": "2026-01-01", "wait": 0}),
    ("OE-02 李某 both years on one day", FUXIN,
     {"region": "阜新", "last_covered": "2024-12", "benefit_year": 2025, "pay_date": "2025-11-06"},
     {"resume_date": "2026-02-06", "wait": 3}),
    ("OE-03 王某 2025 missed, 2026 in the window", FUXIN,
     {"region": "阜新", "last_covered": "2024-12", "benefit_year": 2026, "pay_date": "2025-12-03"},
     {"resume_date": "2026-04-01", "wait": 3}),
    ("OE-04 one year missed, in the window", LONGLING,
     {"region": "龙陵", "last_covered": "2024-12", "benefit_year": 2026, "pay_date": "2025-11-20"},
     {"resume_date": "2026-04-01", "wait": 3}),
    ("OE-05 one year missed, after the window: 3 full months", LONGLING,
     {"region": "龙陵", "last_covered": "2024-12", "benefit_year": 2026, "pay_date": "2026-04-10"},
     {"resume_date": "2026-07-10", "wait": 3}),
    ("OE-06 two years missed, in the window", LONGLING,
     {"region": "龙陵", "last_covered": "2024-12", "benefit_year": 2027, "pay_date": "2026-11-20"},
     {"resume_date": "2027-05-01", "wait": 4}),
    ("OE-07 小孙 2025 and 2026 missed", QINGDAO,
     {"region": "青岛", "last_covered": "2024-12", "benefit_year": 2027, "pay_date": "2026-11-22"},
     {"resume_date": "2027-05-01", "wait": 4}),
    ("OE-08 小孙 repairs one year", QINGDAO,
     {"region": "青岛", "last_covered": "2024-12", "benefit_year": 2027, "pay_date": "2026-11-22", "repair_years": 1},
     {"resume_date": "2027-04-01", "wait": 3}),
    ("OE-09 paid on 1 March", "南方网 2025-12-25 引广州市医保局 (B)",
     {"region": "广州", "last_covered": "2025-12", "benefit_year": 2026, "pay_date": "2026-03-01"},
     {"resume_date": "2026-06-02", "wait": 3}),
    ("OE-11 one year missed", "咸宁市医保局 2026 居民政策 (A*)",
     {"region": "咸宁", "last_covered": "2024-12", "benefit_year": 2026, "pay_date": "2025-11-20"},
     {"resume_date": "2026-04-01", "wait": 3}),
    ("OE-12 one year missed", "陕西 2026 居民通知 (A*)",
     {"region": "陕西", "last_covered": "2024-12", "benefit_year": 2026, "pay_date": "2025-11-20"},
     {"resume_date": "2026-04-01", "wait": 3}),
    ("OE-20 arrears of August paid on 10 October", "温州发布 2022-09-23、浙江省医疗保障条例第29条 (A*)",
     {"region": "温州", "scheme": "flexible", "last_covered": "2022-07", "pay_date": "2022-10-10", "back_pay": True},
     {"resume_date": "2022-12-01", "gap_costs": "not_covered"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "source", "case", "expected"), EXAMPLES, ids=[e[0].split()[0] for e in EXAMPLES]
)
def test_example(name: str, source: str, case: dict[str, Any], expected: dict[str, Any]) -> None:
    found = to_json(advise(read({"scheme": "resident", **case}, TODAY)))["answer"]
    assert found["resume_date"] == expected["resume_date"], (name, source)
    if "wait" in expected:
        assert found["wait"]["months"] == expected["wait"], (name, source)
    if "gap_costs" in expected:
        assert found["gap_costs"] == expected["gap_costs"], (name, source)
