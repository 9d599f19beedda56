"""A small policies folder for tests: the national layer, and a few places with known standards and papers."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from yibao_cli.advise.answer import Answer, answer
from yibao_cli.case import read
from yibao_cli.policy import folder

TODAY = dt.date(2026, 11, 22)
BUILT_IN = Path(__file__).parents[2] / "policies"

SOURCE = 'kind: document, published: 2026-01-01, checked: 2026-11-22, issuer: "某局", title'

HEAD = """region: {{code: "{code}", zh: "{zh}", en: "{en}"}}
sources:
  s1: {{{source}: "文件一"}}
standards:
"""

CITY = (
    HEAD.format(code="310000", zh="上海市", en="Shanghai", source=SOURCE)
    + """
  - {id: base, value: 7546..37731, from: 2026-07-01, cite: [s1]}
  - {id: base, value: 7460..37302, from: 2025-07-01, to: 2026-06-30, cite: [s1]}
  - {id: flexible_rate, value: 0.10, from: 2024-03-01, cite: [s1]}
  - {id: unit_rate, value: 0.09, from: 2025-01-20, cite: [s1]}
  - {id: person_rate, value: 0.02, from: 2025-01-20, cite: [s1]}
  - {id: retirement_years, value: 15, cite: [s1]}
  - {id: resident_premium, value: 1040, benefit_year: 2026, who: adult, cite: [s1]}
  - {id: resident_premium, value: 870, benefit_year: 2026, who: elderly, note: {zh: "60–69 岁", en: "60 to 69"}, cite: [s1]}
  - {id: resident_premium, value: 700, benefit_year: 2026, who: elderly, note: {zh: "70 岁以上", en: "70 and over"}, cite: [s1]}
  - {id: resident_premium, value: 400, benefit_year: 2026, who: minor, cite: [s1]}
windows:
  - {benefit_year: 2026, in: 2025-11-07..2025-12-25, cite: [s1]}
channels:
  - {for: [register, pay], zh: "随申办", en: "the Suishenban app", cite: [s1]}
papers:
  - {for: employer_back_payment, zh: "补缴申请（当地清单）", en: "application (local list)", cite: [s1]}
"""
)

PROVINCE = (
    HEAD.format(code="430000", zh="湖南省", en="Hunan", source=SOURCE)
    + """
  - {id: resident_premium, value: 400, benefit_year: 2026, cite: [s1]}
  - {id: resident_premium, value: 0, benefit_year: 2026, who: poorest, cite: [s1]}
  - {id: resident_premium, value: 200, benefit_year: 2026, who: aided, cite: [s1]}
  - {id: resident_late_premium, value: 1100, benefit_year: 2026, cite: [s1]}
  - {id: flexible_yearly, value: 5400, benefit_year: 2026, cite: [s1]}
windows:
  - {benefit_year: 2026, in: 2025-09-01..2025-12-31, cite: [s1]}
"""
)

TARIFFS = (
    HEAD.format(code="610000", zh="陕西省", en="Shaanxi", source=SOURCE)
    + """
  - {id: resident_premium, value: 400, benefit_year: 2026, cite: [s1]}
  - {id: resident_subsidy, value: 700, benefit_year: 2026, cite: [s1]}
  - {id: average_wage, value: 82255, from: 2026-01-01, cite: [s1]}
  - {id: flexible_monthly, value: 300, from: 2026-01-01, note: {zh: "无个人账户", en: "without account"}, cite: [s1]}
  - {id: flexible_monthly, value: 500, from: 2026-01-01, note: {zh: "有个人账户", en: "with account"}, cite: [s1]}
windows:
  - {benefit_year: 2026, in: 2025-09-01..2025-12-31, cite: [s1]}
"""
)

MINIMUM = (
    HEAD.format(code="130000", zh="河北省", en="Hebei", source=SOURCE)
    + """
  - {id: resident_premium, value: 400, benefit_year: 2026, floor: yes, note: {zh: "全省最低标准", en: "provincial minimum"}, cite: [s1]}
windows:
  - {benefit_year: 2026, in: 2025-09-01..2025-12-31, cite: [s1]}
"""
)


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Path]:
    """The national layer of the project with the places above, in use for one test."""
    root = tmp_path / "policies"
    for name in ("vocabulary", "national"):
        shutil.copytree(BUILT_IN / name, root / name)
    (root / "regions").mkdir()
    for text in (CITY, PROVINCE, TARIFFS, MINIMUM):
        code = text.split('code: "')[1][:6]
        (root / "regions" / f"{code}-place.yaml").write_text(text, encoding="utf-8")
    folder.use(root)
    yield root
    folder.use(None)


def ask(**facts: Any) -> Answer:
    """The answer to a case on the tests' day."""
    return answer(read(facts, TODAY))
