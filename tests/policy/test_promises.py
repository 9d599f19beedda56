"""The promises on small files written for them: which pairs of rules break one, and which only look as if they did."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from yibao_cli.policy import layers
from yibao_cli.policy.layers import Table, compile_files
from yibao_cli.policy.model import load
from yibao_cli.policy.outcome import Start, Wait
from yibao_cli.policy.promises import PAY, _day, broken, worst_day
from yibao_cli.policy.prove import Report, check_file, holes, overlaps, situations

HEAD = """region: {code: "510100", zh: "成都市", en: "Chengdu"}
sources:
  s: {title: "t", issuer: "i", kind: document, published: 2026-01-01, checked: 2026-11-22}
policies:
"""


def policy(*rules: str, schemes: str = "flexible", more: str = "") -> str:
    """A policy with rules `when -> then`, called r1, r2, …; `then` is the value of `resume`."""
    lines = [f"  - schemes: {schemes}\n    in_force: {{from: 2026-01-01}}\n{more}    rules:\n"]
    for number, rule in enumerate(rules, 1):
        when, _, then = rule.partition(" -> ")
        lines.append(
            f"      - {{id: r{number}, when: {{{when}}}, "
            f"then: {{resume: {then}, gap_costs: covered, back_payment: optional}}, cite: [s]}}\n"
        )
    return "".join(lines)


def table(room: Path, *policies: str, scheme: str = "flexible") -> Table:
    path = room / "510100-x.yaml"
    path.write_text(HEAD + "".join(policies), encoding="utf-8")
    return compile_files((load(path),), scheme)


def pairs(found: Table) -> list[str]:
    """The broken promises by the last parts of the rules' names."""
    messages = [problem.message for problem in broken(found, "510100")]
    assert all(problem.code == "E306" for problem in broken(found, "510100"))
    return [message.replace("510100.flexible.", "").replace("510100.resident.", "") for message in messages]


def after(months: int) -> str:
    return f"{{from: pay_day, wait: {{months: {months}}}}}"


def test_a_day_that_shows_every_anchor() -> None:
    assert PAY.day not in (1, 28, 29, 30, 31)
    assert PAY.month not in (1, 12)
    first, year = PAY.replace(day=1), dt.date(PAY.year, 1, 1)
    anchors = {
        "pay_day": PAY,
        "pay_month": first,
        "benefit_year": year,
        "birth": first,
        "cover_end": first,
        "enrolment": year,
    }
    assert {anchor: _day(Start(anchor), 0) for anchor in anchors} == anchors
    assert _day(None, 0) == dt.date.max
    assert _day(Start("pay_day", share=0.5, full_after=Wait(months=1)), 0) == PAY.replace(month=PAY.month + 1)


GAPS = "cause: missed, gap_months: 1..3", "cause: missed, gap_months: 4.."


@pytest.mark.parametrize(
    ("one", "two", "bad"),
    [
        (after(6), after(3), True),
        (after(3), after(3), False),
        (after(3), after(6), False),
        ("{from: pay_day}", "{from: pay_month}", True),
        ("{from: pay_day, align: next_month}", after(0), True),
        ("closed", after(0), False),
        (after(6), "{between: [{from: pay_day}, {from: pay_day, wait: {months: 3}}]}", False),
        ("{between: [{from: pay_day}, open]}", after(3), False),
    ],
)
def test_a_longer_gap(tmp_path: Path, one: str, two: str, bad: bool) -> None:
    found = pairs(table(tmp_path, policy(f"{GAPS[0]} -> {one}", f"{GAPS[1]} -> {two}")))
    assert found == (["断得更久反而更早恢复：r1 → r2"] if bad else [])


@pytest.mark.parametrize(("one", "two", "bad"), [(6, 3, True), (3, 3, False), (3, 6, False)])
def test_a_back_payment(tmp_path: Path, one: int, two: int, bad: bool) -> None:
    rules = f"cause: missed, back_pay: yes -> {after(one)}", f"cause: missed, back_pay: no -> {after(two)}"
    assert pairs(table(tmp_path, policy(*rules))) == (["补缴反而更晚恢复：r1 → r2"] if bad else [])


def test_missed_years(tmp_path: Path) -> None:
    def found(one: str, two: str) -> list[str]:
        rules = f"cause: missed, missed_years: 0..1 -> {one}", f"cause: missed, missed_years: 2.. -> {two}"
        return pairs(table(tmp_path, policy(*rules, schemes="resident"), scheme="resident"))

    variable = "{from: pay_day, wait: {months: 3, further_years: {after: 1, months: 1, repair: yes}}}"
    eager = variable.replace("after: 1", "after: 0")
    assert found(after(3), after(2)) == ["多断一年反而更早恢复：r1 → r2"]
    assert found(after(3), variable) == found(variable, after(3)) == []
    assert found(eager, after(3)) == ["多断一年反而更早恢复：r1 → r2"], (
        "one missed year is counted on both sides"
    )
    row = table(tmp_path, policy(f"cause: missed -> {eager}", schemes="resident"), scheme="resident").rows[0]
    assert worst_day(row) == dt.date(2026, 9, 17)
    assert worst_day(row, 1) == dt.date(2026, 10, 17)


def test_a_written_exception(tmp_path: Path) -> None:
    reason = '{promise: %s, reason: {zh: "条文", en: "the text"}, cite: [s]}'
    rules = f"{GAPS[0]} -> {after(6)}", f"{GAPS[1]} -> {after(3)}"
    longer = f"    exceptions: [{reason % 'longer_gap'}]\n"
    other = f"    exceptions: [{reason % 'back_payment'}]\n"
    assert pairs(table(tmp_path, policy(*rules, more=longer))) == []
    assert pairs(table(tmp_path, policy(*rules, more=other))) != []
    # One of the two texts is enough.
    one, two = policy(rules[0], more=longer), policy(rules[1]).replace("id: r1", "id: r2")
    assert pairs(table(tmp_path, one, two)) == []
    one, two = policy(rules[0]), policy(rules[1], more=longer).replace("id: r1", "id: r2")
    assert pairs(table(tmp_path, one, two)) == []


@pytest.mark.parametrize(
    ("then", "bad"),
    [(after(6), False), (after(7), True), ("closed", False), ("{between: [{from: pay_day}, open]}", False)],
)
def test_the_cap_of_a_transfer(tmp_path: Path, then: str, bad: bool) -> None:
    capped = policy(f"cause: moved -> {then}", more="    transfer: yes\n")
    assert pairs(table(tmp_path, capped)) == (["r1 的等待期超过 6 个月"] if bad else [])
    assert pairs(table(tmp_path, policy(f"cause: moved -> {then}"))) == []
    reason = '    exceptions: [{promise: transfer_cap, reason: {zh: "条文", en: "the text"}, cite: [s]}]\n'
    assert (
        pairs(table(tmp_path, policy(f"cause: moved -> {then}", more="    transfer: yes\n" + reason))) == []
    )


def test_each_pair_once_and_only_neighbours(tmp_path: Path) -> None:
    """The rules of a short gap test the back payment, the one of a long gap does not, and the other way round."""
    paid, unpaid = f"{GAPS[0]}, back_pay: yes -> {after(1)}", f"{GAPS[0]}, back_pay: no -> {after(6)}"
    found = table(tmp_path, policy(paid, unpaid, f"{GAPS[1]} -> {after(3)}"))
    assert pairs(found) == ["断得更久反而更早恢复：r2 → r3"]
    paid, unpaid = f"{GAPS[1]}, back_pay: yes -> {after(1)}", f"{GAPS[1]}, back_pay: no -> {after(6)}"
    found = table(tmp_path, policy(paid, unpaid, f"{GAPS[0]} -> {after(3)}"))
    assert pairs(found) == ["断得更久反而更早恢复：r3 → r1"]
    # Cut at 1, 4 and 7: the rule of the longest gap is no neighbour of the shortest.
    three = (
        "cause: missed, gap_months: 1..3",
        "cause: missed, gap_months: 4..6",
        "cause: missed, gap_months: 7..",
    )
    waits = [f"{when} -> {after(n)}" for when, n in zip(three, (5, 6, 5), strict=True)]
    assert pairs(table(tmp_path, policy(*waits))) == ["断得更久反而更早恢复：r2 → r3"]


def test_rules_of_different_layers_are_not_compared(tmp_path: Path) -> None:
    path = tmp_path / "510100-x.yaml"
    path.write_text(HEAD + policy(f"{GAPS[0]} -> {after(9)}"), encoding="utf-8")
    both = compile_files((load(path), layers.national_file("flexible")), "flexible")
    assert not [problem for problem in broken(both, "510100") if "r1" in problem.message]


def test_overlaps_and_holes(tmp_path: Path) -> None:
    found = table(
        tmp_path, policy(f"{GAPS[0]} -> {after(1)}", f"cause: missed, gap_months: 3.. -> {after(2)}")
    )
    problems = list(overlaps(found))
    assert [problem.message for problem in problems] == [
        "规则 510100.flexible.r1 和 510100.flexible.r2 都回答同一情形"
    ]
    assert problems[0].witness == "pay_date=2026-01-01, cause=missed, gap_months=3"
    assert [problem.places[0].line for problem in problems] == [found.rows[0].rule.place.line]
    # pay_date has two atoms here (before and from 2026 on), the causes of a flexible worker are four, the gap has four.
    sizes = [axis.size for axis in found.axes]
    assert situations(found) == sizes[0] * sizes[1] * sizes[2] == 2 * 4 * 4
    assert not list(overlaps(table(tmp_path, policy(f"{GAPS[0]} -> {after(1)}", f"{GAPS[1]} -> {after(2)}"))))


def test_each_overlap_once(tmp_path: Path) -> None:
    """Three rules that answer alike are shown by their first two, and another pair by itself, in however many boxes."""
    cut = (
        f"cause: [moved, switched], gap_months: 2.. -> {after(4)}",
        f"cause: switched, back_pay: yes -> {after(5)}",
    )
    same = [f"cause: missed -> {after(n)}" for n in (1, 2, 3)]
    found = [problem.message for problem in overlaps(table(tmp_path, policy(*same, *cut)))]
    assert sorted(found) == [
        f"规则 510100.flexible.{one} 和 510100.flexible.{two} 都回答同一情形"
        for one, two in (("r1", "r2"), ("r4", "r5"))
    ]


def test_a_file_is_proven_for_each_of_its_schemes(tmp_path: Path) -> None:
    path = tmp_path / "510100-x.yaml"
    twice = policy(f"cause: missed -> {after(1)}", f"cause: missed -> {after(2)}")
    path.write_text(
        HEAD + twice + policy(f"cause: missed -> {after(1)}", schemes="resident"), encoding="utf-8"
    )
    report = Report()
    check_file(load(path), report)
    assert [problem.code for problem in report.problems if problem.code != "E209"] == ["E301"]
    assert (report.files, report.rules, report.dated_values) == (1, 3, 0)


def nation(room: Path, *policies: str) -> list[tuple[str, str]]:
    """Messages and witnesses of the holes in a national file."""
    path = room / "national.yaml"
    text = HEAD.replace("510100", "000000").replace("成都市", "全国") + "".join(policies)
    path.write_text(text, encoding="utf-8")
    return [(each.message, each.witness) for each in holes(compile_files((load(path),), "flexible"))]


def test_holes(tmp_path: Path) -> None:
    whole = policy(f" -> {after(0)}")
    assert nation(tmp_path, whole) == [], "the days before it is in force are not promised"
    hole = "flexible：有情形没有规则回答"
    assert nation(tmp_path, policy(f"gap_months: 1.., cause: {{not: first_enrolment}} -> {after(0)}")) == [
        (hole, "pay_date=2026-01-01, cause=missed, gap_months=0")
    ]
    later = whole.replace("2026-01-01", "2028-01-01")
    early = policy(f"cause: missed -> {after(0)}").replace(
        "from: 2026-01-01", "from: 2026-01-01, to: 2027-12-31"
    )
    assert nation(tmp_path, early, later) == [(hole, "pay_date=2026-01-01, cause=moved")]
    until = whole.replace("from: 2026-01-01", "from: 2026-01-01, to: 2027-12-31")
    assert nation(tmp_path, until, later) == []
    gap = whole.replace("from: 2026-01-01", "from: 2026-01-01, to: 2027-06-30")
    assert nation(tmp_path, gap, later) == [(hole, "pay_date=2027-07-01")]
    # A statute is in force for longer than the layer promises an answer.
    statute = policy(f"cause: moved -> {after(0)}", more="    binding: yes\n").replace(
        "2026-01-01", "2011-07-01", 1
    )
    assert nation(tmp_path, statute, whole) == []
    assert [message for message, _ in nation(tmp_path, statute)] == []
