"""Plans: every route can be reached and acted on, in both languages, and asks for no paper that no list has."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from yibao_cli import lang
from yibao_cli.advise import acts, benefits, contacts, routes
from yibao_cli.advise.choose import route_of
from yibao_cli.advise.procedure import procedure
from yibao_cli.advise.workdays import add_workdays, transfer_due, workday
from yibao_cli.policy.errors import PolicyError
from yibao_cli.regions import register

from .places import BUILT_IN, ask, places

__all__ = ["places"]

pytestmark = pytest.mark.usefixtures("places")

LAPSE: dict[str, Any] = {"last_covered": "2026-05", "pay_date": "2026-11-10"}
YEARS: dict[str, Any] = {
    "scheme": "resident",
    "last_covered": "2024-12",
    "benefit_year": 2026,
    "pay_date": "2025-12-15",
}
EMPLOYEE: dict[str, Any] = {"region": "上海", "scheme": "employee", **LAPSE}
FLEXIBLE: dict[str, Any] = {"region": "上海", "scheme": "flexible", **LAPSE}
RESIDENT: dict[str, Any] = {"region": "上海", **YEARS}

CASES: dict[str, dict[str, Any]] = {
    "employer-back-payment": EMPLOYEE | {"cause": "employer_arrears"},
    "new-employer": EMPLOYEE,
    "flexible-resume": FLEXIBLE,
    "flexible-start": FLEXIBLE | {"cause": "switched", "previous_scheme": "employee"},
    "transfer": FLEXIBLE | {"cause": "moved", "previous_region": "福建"},
    "switch-to-flexible": FLEXIBLE | {"cause": "switched", "previous_scheme": "resident"},
    "switch-to-unit": EMPLOYEE | {"cause": "switched", "previous_scheme": "resident"},
    "unemployment-benefit": FLEXIBLE | {"group": "unemployment_benefit"},
    "resident-window": RESIDENT,
    "resident-late": RESIDENT | {"pay_date": "2026-04-10"},
    "resident-repair": RESIDENT | {"region": "福建", "benefit_year": 2027, "pay_date": "2026-11-10"},
    "resident-closed": RESIDENT | {"benefit_year": 2027, "pay_date": "2026-05-10"},
    "resident-moved": RESIDENT | {"cause": "moved"},
    "switch-to-resident": RESIDENT | {"cause": "switched", "previous_scheme": "employee"},
    "newborn": {
        "region": "上海",
        "scheme": "resident",
        "group": "newborn",
        "birth_date": "2026-04-01",
        "pay_date": "2026-05-01",
    },
    "graduate": RESIDENT | {"group": "graduate"},
    "veteran": RESIDENT | {"group": "veteran"},
    "released": RESIDENT | {"group": "released"},
    "returned": RESIDENT | {"group": "returned"},
    "aided": RESIDENT | {"group": "aided"},
    "first-steps": {},
}
BY_NAME = ("foreigner", "hmt", "retirement", "wrong-data", "card")
"""Routes that no fact of a case leads to: offered beside the plan, or asked for by name."""


def plan(name: str) -> dict[str, Any]:
    return procedure(ask(**CASES.get(name, FLEXIBLE)), name if name in BY_NAME else None)


def test_every_route_is_reached() -> None:
    assert {*CASES, *BY_NAME} == set(routes.route_ids())
    assert {name: route_of(ask(**facts)) for name, facts in CASES.items()} == {name: name for name in CASES}


@pytest.mark.parametrize("name", [*CASES, *BY_NAME])
def test_every_route_can_be_acted_on(name: str) -> None:
    found = plan(name)
    assert found["route"] == name
    assert [step["n"] for step in found["steps"]] == list(range(1, len(found["steps"]) + 1))
    assert len(found["steps"]) >= 3 or name in ("hmt",)
    for step in found["steps"]:
        assert step["who"]
        assert step["where"]
        assert step["text"]
        assert step["sources"]
    for key in ("channel", "limit", "fee", "keep", "check"):
        assert any(step[key] for step in found["steps"]), key
    assert found["documents"]
    assert found["channels"]
    assert all(item["sources"] for key in ("documents", "channels", "benefits") for item in found[key])
    assert all(item["number"].endswith(("12393", "12366", "12333")) and item["say"] for item in found["ask"])


WORDS = ("sources", "id", "route", "basis", "layer", "state")


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        words = {key for key in value if key in WORDS or (key == "for" and isinstance(value[key], list))}
        return [text for key, each in value.items() if key not in words for text in texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return [value] if isinstance(value, str) else []


KEPT = (
    "医保电子凭证",
    "缴费记录",
    "个人参保信息",
    "地方专区",
    "转移接续",
    "亲情账户",
    "申请查询",
    "正常",
    "社会保险经办条例",
)
"""Names that an English reader has to recognise on the screen or in a law."""


@pytest.mark.parametrize("name", [*CASES, *BY_NAME])
def test_both_languages_are_complete(name: str) -> None:
    chinese = texts(plan(name))
    lang.use("en")
    english = texts(plan(name))
    assert len(chinese) == len(english)
    for text in english:
        bare = re.sub("《[^》]*》|" + "|".join(sorted(KEPT, key=len, reverse=True)), "", text)
        assert not re.search("[\u3000-\u9fff\uff00-\uffef]", bare), text
    for text in chinese:
        text.encode("gbk")
    assert not [text for text in chinese if re.search("[a-z]{4,}", text.replace("fuwu.nhsa.gov.cn", ""))]


@pytest.mark.parametrize("name", ["flexible-resume", "flexible-start", "switch-to-flexible"])
@pytest.mark.parametrize("region", ["上海", "福建", "成都"])
def test_a_flexible_worker_needs_identity_only(name: str, region: str) -> None:
    found = procedure(ask(**(CASES[name] | {"region": region, "back_pay": "no"})))
    demanded = [item["text"] for item in found["documents"] if item["basis"] == "official_list"]
    assert len(demanded) == 1
    assert demanded[0].startswith("一份有效身份证件")
    rest = [item for item in found["documents"] if item["basis"] == "may_be_asked"]
    assert rest
    assert all("第 31 条" in item["text"] for item in rest)


def test_local_papers_and_channels_come_first() -> None:
    found = plan("employer-back-payment")
    assert "补缴申请（当地清单）" in [
        item["text"] for item in found["documents"] if item["basis"] == "local_list"
    ]
    assert found["channels"][0] == {
        "text": "随申办",
        "for": ["register", "pay"],
        "layer": "city",
        "sources": ["s1"],
    }
    assert found["channels"][-1]["layer"] == "nation"


def test_gap_costs_are_claimed_only_where_they_are_covered() -> None:
    moved = {
        "region": "福建",
        "scheme": "employee",
        "cause": "moved",
        "last_covered": "2026-08",
        "pay_date": "2026-11-10",
    }
    paid = procedure(ask(**moved, back_pay="yes"))
    claims = [item for item in paid["documents"] if "手工报销" in item["for"]]
    assert len(claims) == 4
    unpaid = procedure(ask(**moved, back_pay="no"))
    assert not [item for item in unpaid["documents"] if "手工报销" in item["for"]]
    assert len(unpaid["steps"]) < len(paid["steps"])


def test_no_step_puts_a_late_fee_on_a_person() -> None:
    for name in [*CASES, *BY_NAME]:
        for step in plan(name)["steps"]:
            for text in texts(step):
                if "滞纳金" in text:
                    assert "单位" in text or "个人无" in text or "没有" in text, text


def states(**facts: Any) -> dict[str, str]:
    return {item["id"]: item["state"] for item in procedure(ask(**facts))["benefits"]}


def test_benefits_in_an_own_lapse() -> None:
    found = states(region="福建", scheme="flexible", **LAPSE)
    assert found["inpatient"] == "unknown"
    assert found["account"] == "yes"
    assert found["cumulative"] == "yes"


def test_benefits_of_a_resident_who_missed_a_year() -> None:
    found = states(**RESIDENT)
    assert (found["inpatient"], found["continuous"], found["ceiling"], found["account"]) == (
        "no",
        "no",
        "no",
        "no",
    )
    assert found["cumulative"] == "yes"


def test_an_unbroken_cover_keeps_everything() -> None:
    found = states(region="福建", scheme="employee", last_covered="2026-10", pay_date="2026-11-10")
    assert {
        found[key] for key in ("inpatient", "outpatient", "chronic", "elsewhere", "maternity", "continuous")
    } == {"yes"}


def test_an_unknown_names_the_hotline() -> None:
    for name in CASES:
        for item in plan(name)["benefits"]:
            assert bool(item["ask"]) == (item["state"] == "unknown")


def test_area_codes() -> None:
    codes = contacts.area_codes()
    assert codes.keys() <= register().keys()
    assert codes["510100"] == "028"
    two_digits = {"010", *(f"02{n}" for n in range(10))} - {"026"}
    assert all(
        code in two_digits if len(code) == 3 else re.fullmatch("0[3-9][0-9]{2}", code)
        for code in codes.values()
    )
    found = plan("transfer")["ask"]
    assert found[0]["number"] == "021-12393"
    assert found[1]["number"] == "12393"  # a province has no area code
    assert "最后参保月是 2026-05" in found[0]["say"]


def test_working_days() -> None:
    # National day 2025: 1 to 8 October off, Sunday 28 September and Saturday 11 October worked.
    assert add_workdays(dt.date(2025, 9, 27), 4) == (dt.date(2025, 10, 9), True)
    assert add_workdays(dt.date(2025, 10, 10), 1) == (dt.date(2025, 10, 11), True)
    assert transfer_due(dt.date(2026, 11, 10)) == (dt.date(2026, 12, 1), True)
    day, known = transfer_due(dt.date(2099, 12, 28))
    assert (workday(day), known) == ((True, False), False)


def test_a_date_beyond_the_calendar_is_an_estimate() -> None:
    near = [step for step in plan("transfer")["steps"] if step["due"]]
    assert [step["due"] for step in near] == ["2026-12-01"]
    assert "估计" not in near[0]["limit"]
    far = procedure(ask(**(CASES["transfer"] | {"pay_date": "2099-12-28"})))["steps"]
    assert ["估计" in step["limit"] for step in far if step["due"]] == [True]


def test_every_act_is_cited() -> None:
    cited = {source.id for paper in routes.papers().values() for source in paper.cite}
    cited |= {source.id for channel in routes.channels().values() for source in channel.cite}
    cited |= {
        source.id
        for _, found in benefits.table().values()
        for state in found.values()
        for source in state.cite
    }
    cited |= {
        source.id for name in routes.route_ids() for step in routes.route(name).steps for source in step.cite
    }
    assert cited == set(acts.acts())


def test_every_paper_is_used() -> None:
    used = {key for name in routes.route_ids() for key in routes.route(name).papers}
    assert used == set(routes.papers())


def test_a_broken_route_is_refused(places: Path) -> None:
    path = places / "national" / "routes" / "card.yaml"
    text = (BUILT_IN / "national" / "routes" / "card.yaml").read_text(encoding="utf-8")
    for old, new, code in (
        ("check-record", "check-recrod", "E203"),
        ("[credential,", "[credentail,", "E203"),
        ('en: "Paid, but', 'eng: "Paid, but', "E201"),
        ("cite: [channels-pages]", "cite: [nobody]", "E203"),
    ):
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        routes.route.cache_clear()
        with pytest.raises(PolicyError) as error:
            routes.route("card")
        assert error.value.problems[0].code == code


@pytest.mark.parametrize("scheme", ["employee", "flexible", "resident", None])
@pytest.mark.parametrize("region", ["上海", "福建", None])
@pytest.mark.parametrize("cause", ["missed", "moved", "switched", "first_enrolment", None])
def test_missing_facts_never_crash(scheme: str | None, region: str | None, cause: str | None) -> None:
    found = procedure(ask(scheme=scheme, region=region, cause=cause))
    assert found["steps"]
    assert found["ask"]
