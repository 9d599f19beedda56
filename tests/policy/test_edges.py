"""Limits, defaults and refusals of the policy language that no policy on file comes near."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from yibao_cli.policy import certificate, nodes, strict
from yibao_cli.policy.errors import Place, PolicyError, Problem
from yibao_cli.policy.outcome import Further, Outcome, Resume, Start, Wait, outcome
from yibao_cli.policy.prove import Report
from yibao_cli.policy.sources import Source, best, may_link, worst
from yibao_cli.policy.table import Axis, Diagram
from yibao_cli.policy.vocabulary import cell, facts

HERE = Place("x.yaml", 1, 1)


def code_of(text: str) -> str:
    """The code with which a file is refused; empty if it is taken."""
    try:
        strict.read(text, "x.yaml")
    except PolicyError as error:
        return error.problems[0].code
    return ""


def node(text: str) -> nodes.Node:
    """A value as it stands in a file."""
    found: nodes.Node = strict.read(f"x: {text}", "x.yaml")["x"]
    return found


def taken(reader: Callable[[nodes.Node], object], text: str) -> object:
    """What a reader makes of a value, or the code with which it refuses it."""
    try:
        return reader(node(text))
    except PolicyError as error:
        return error.problems[0].code


def test_size_depth_and_openings() -> None:
    text = "a: 1\n#"
    assert code_of(text + "x" * (2_000_000 - len(text))) == ""
    assert code_of(text + "x" * (2_000_001 - len(text))) == "E107"
    # The mapping is depth 0: 24 lists may lie in it, and a word only in 23.
    assert code_of("a: " + "[" * 24 + "]" * 24) == ""
    assert code_of("a: " + "[" * 25 + "]" * 25) == "E107"
    assert code_of("a: " + "[" * 23 + "x" + "]" * 23) == ""
    assert code_of("a: " + "[" * 24 + "x" + "]" * 24) == "E107"
    items = ", ".join(["[]"] * 4_999)
    assert code_of(f"a: [{items}]") == ""
    assert code_of(f"a: [{items}, []]") == "E107"
    for text in ("x" * 2_000_001, f"a: [{items}, []]"):
        with pytest.raises(PolicyError) as caught:
            strict.read(text, "x.yaml")
        assert caught.value.problems[0].places == (HERE,)


def test_waits_have_plain_defaults() -> None:
    assert Wait() == Wait(months=0, days=0, paid=False, further=None)
    assert Wait().length() == (0, 0)
    assert Further(1) == Further(1, months=0, days=0, repair=True, floor_years=None, floor_months=0)
    further = Wait(months=3, further=Further(1, months=1))
    assert [further.length(n) for n in range(4)] == [(3, 0), (3, 0), (4, 0), (5, 0)]
    assert further.length() == (3, 0)
    assert further.length(3, 1) == (4, 0)
    assert further.length(3, 9) == (3, 0)
    # Nobody missed a year, nobody repaired one: the default of the dates as well.
    anchors = {"pay_day": dt.date(2026, 6, 17)}
    every_year = Start("pay_day", Wait(months=3, further=Further(0, months=1, floor_years=3, floor_months=9)))
    assert every_year.day(anchors) == every_year.full_day(anchors) == dt.date(2026, 9, 17)
    assert every_year.day(anchors, 2) == every_year.full_day(anchors, 2) == dt.date(2026, 11, 17)
    assert every_year.day(anchors, 2, 1) == every_year.full_day(anchors, 2, 1) == dt.date(2026, 10, 17)
    assert every_year.wait.length(3, 3) == (9, 0), "the floor holds against repair"
    assert every_year.wait.length(2, 0) == (5, 0)
    assert every_year.wait.length() == (3, 0)
    assert not Outcome(Resume(None, None), "covered", "optional").carries_over


def test_a_report_starts_empty() -> None:
    assert Report() == Report(files=0, tables=0, rules=0, situations=0, days=0, dated_values=0, problems=[])


def source(checked: dt.date, kind: str = "law", issuer: str = "a") -> Source:
    return Source("s", "t", issuer, kind, None, checked, None, None, HERE)


def test_grades_and_ages() -> None:
    day = dt.date(2026, 11, 22)
    assert [source(day - dt.timedelta(n)).grade(day) for n in (0, 366, 367)] == ["A", "A", "B"]
    assert [source(day - dt.timedelta(n), "recalled").grade(day) for n in (0, 367)] == ["U", "U"]
    assert [source(day - dt.timedelta(n)).stale(day) for n in (366, 367)] == [False, True]
    names = [certificate._age(n) for n in (0, 90, 91, 180, 181, 366, 367)]
    assert names == ["up to 90 days"] * 2 + ["91 to 180 days"] * 2 + ["181 to 366 days"] * 2 + [
        "over 366 days"
    ]
    two = [source(day, "page", "a"), source(day, "press", "b")]
    assert [best(cited, day) for cited in ([], two[:1], [two[0], two[0]], two)] == ["U", "C", "C", "B"]
    old = [source(day - dt.timedelta(367), "page", "b"), two[0]]
    assert best(old, day) == "C", "an old page does not make a second one"
    assert best([*two, source(day)], day) == "A"
    assert [worst(list(grades)) for grades in ("", "A", "ACB", "UA")] == ["U", "A", "C", "U"]


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://www.gov.cn/a", True), ("http://gov.cn", True), ("https://ybj.chengdu.gov.cn/x?y=1", True),
        ("https://paper.people.com.cn/", True), ("https://notgov.cn/", False), ("https://gov.cn.example.com/", False),
        ("ftp://www.gov.cn/", False), ("https://user@www.gov.cn/", False), ("https://www.gov.cn/ ", False),
        ("https://wωw.gov.cn/", False), ("https://[", False), ("www.gov.cn", False), ("https:///x", False),
    ],
)  # fmt: skip
def test_links(url: str, may: bool) -> None:
    assert may_link(url) is may


def cell_or_code(fact: str, text: str) -> object:
    return taken(lambda value: cell(facts()[fact], value), text)


def test_cells() -> None:
    low, high = facts()["gap_months"].span
    for text, wanted in (
        ("3", (3, 3)), ("1..3", (1, 3)), ("4..", (4, high)), ("..4", (low, 4)), ("..", "E206"), ("3..1", "E205"),
        ("-1", "E204"), (f"{high + 1}", "E204"), (f"{high}", (high, high)), ("03", "E204"), ("0", (0, 0)), ("x", "E204"),
        ("1.5", "E204"), ("３", "E204"), ("[1, 2]", "E206"), ("{a: 1}", "E206"), ("-0", "E204"), ("--1", "E204"), ("-01", "E204"),
        ("9" * 5000, "E204"), ("-5..3", "E204"),
    ):  # fmt: skip
        assert cell_or_code("gap_months", text) == wanted, text
    for text, day in (
        ("2000-01-01", 730120), ("1999-12-31", "E204"), ("2100-12-31", 767009), ("2101-01-01", "E204"),
        ("2026-1-31", "E401"), ("20260131", "E401"), ("2026-02-29", "E401"), ("2026-W01-1", "E401"),
    ):  # fmt: skip
        assert cell_or_code("pay_date", text) == (day if isinstance(day, str) else (day, day)), text
    assert cell_or_code("back_pay", "yes") == frozenset({"yes"})
    assert cell_or_code("back_pay", "{not: [yes]}") == frozenset({"no"})
    assert cell_or_code("cause", "[missed, moved]") == frozenset({"missed", "moved"})
    assert cell_or_code("cause", "mised") == "E203"


@pytest.mark.parametrize(
    ("text", "year"),
    [("2026", 2026), ("1999", None), ("3000", None), ("20260", None), ("２０２６", None), ("202", None)],
)
def test_years(text: str, year: int | None) -> None:
    assert taken(nodes.year_of, text) == (year or "E204")


@pytest.mark.parametrize(
    ("text", "code"),
    [('"a"', ""), ("'a'", ""), ("a", "E108"), ('""', "E108"), ('" "', "E108"), ('"a\\nb"', "E109"), ('"a\\u200bb"', "E109"),
     ('"\\u202ea"', "E109"), ('"\\u2028"', "E109"), ("[a]", "E105"), ("{a: b}", "E105")],
)  # fmt: skip
def test_texts(text: str, code: str) -> None:
    assert taken(nodes.quoted_text, text) == (code or "a")


def test_a_wide_space_is_no_control_character() -> None:
    assert taken(nodes.quoted_text, '"a\u3000b"') == "a\u3000b"


def test_places_count_from_one() -> None:
    top = strict.read("a: 1\nbb: [x,\n  y]\n", "x.yaml")
    assert (str(top.place), str(top.keys_at["bb"]), str(top["bb"].place)) == (
        "x.yaml:1:1",
        "x.yaml:2:1",
        "x.yaml:2:5",
    )
    assert [str(item.place) for item in top["bb"]] == ["x.yaml:2:6", "x.yaml:3:3"]
    assert [top["a"].quoted, node('"1"').quoted] == [False, True]  # type: ignore[union-attr]
    assert nodes.nearest("missd", ["moved", "missed"]) == "missed"
    assert nodes.nearest("x", []) == ""
    assert nodes.entries(top, "zz") == []
    assert nodes.entries(top, "a") == ["1"]


def resume(text: str) -> object:
    form = "{resume: %s, gap_costs: covered, back_payment: optional}"
    return taken(lambda value: outcome(value).resume.earliest, form % text)


def test_starts() -> None:
    for text, wanted in (
        ("{from: pay_day}", Start("pay_day", Wait(), "same_day", 1.0, None)),
        ("{from: pay_day, wait: {days: 90}}", Start("pay_day", Wait(days=90))),
        ("{from: pay_month, wait: {paid_months: 6}}", Start("pay_month", Wait(months=6, paid=True))),
        ("{from: pay_day, align: next_day, share: 0.5, full_after: {months: 3}}",
         Start("pay_day", Wait(), "next_day", 0.5, Wait(months=3))),
        ("{from: pay_day, wait: {months: 3, days: 1}}", "E206"),
        ("{from: pay_day, wait: {}}", "E206"),
        ("{from: pay_day, share: 0.5}", "E206"),
        ("{from: pay_day, full_after: {months: 3}}", "E206"),
        ("{from: pay_day, share: 1, full_after: {months: 3}}", "E204"),
        ("{from: pay_day, share: 0, full_after: {months: 3}}", "E204"),
        ("{from: pay_day, share: -1, full_after: {months: 3}}", "E204"),
        ("{from: pay_day, share: nan, full_after: {months: 3}}", "E204"),
        ("{from: pay_day, share: half, full_after: {months: 3}}", "E204"),
        ("{from: pay_day, wait: {months: %s}}" % ("9" * 5000), "E204"),
        ("closed", None),
        ("open", "E203"),
        ("{between: [{from: pay_day}]}", "E206"),
        ("{between: {from: pay_day}}", "E206"),
        ("{between: [{from: pay_day}, shut]}", "E203"),
        ("{from: pay_day, wait: {months: 3, further_years: {after: 1, months: 1, repair: yes, floor: {missed_years: 4, months: 6}}}}",
         Start("pay_day", Wait(months=3, further=Further(1, 1, 0, True, 4, 6)))),
        ("{from: pay_day, wait: {days: 30, further_years: {after: 0, days: 10, repair: no}}}",
         Start("pay_day", Wait(days=30, further=Further(0, 0, 10, False, None, 0)))),
    ):  # fmt: skip
        assert resume(text) == wanted, text
    between = outcome(
        node("{resume: {between: [{from: pay_day}, open]}, gap_costs: covered, back_payment: optional}")
    ).resume
    assert between == Resume(Start("pay_day"), None)
    assert not between.exact
    assert Resume(Start("pay_day"), Start("pay_day")).exact
    assert not Resume(None, None).exact
    assert not Resume(Start("pay_day"), Start("pay_month")).exact


def test_problems_as_text() -> None:
    assert str(Problem("E101", "m")) == "E101 m"
    assert (
        str(Problem("E101", "m", (HERE, HERE), "r", "w"))
        == "x.yaml:1:1 x.yaml:1:1: E101 m\n  例: w\n  改法: r"
    )
    assert str(PolicyError(Problem("E101", "m"), Problem("E102", "n"))) == "E101 m\nE102 n"


def test_numbers_of_many_digits_are_no_numbers() -> None:
    def message(text: str) -> str:
        with pytest.raises(PolicyError) as caught:
            cell(facts()["gap_months"], node(text))
        return caught.value.problems[0].message

    assert message("9" * 9) == f"{'9' * 9} 超出 gap_months 的范围"
    assert message("9" * 10) == f"“{'9' * 10}”不是整数"


def test_an_axis_of_one_atom_never_decides() -> None:
    one = Axis(facts()["gap_months"], starts=(0,))
    three = Axis(facts()["cause"], members=("a", "b", "c"))
    assert (one.full, one.size, three.full, three.size) == (1, 1, 7, 3)
    assert three.mask(None) == three.mask(frozenset("abc")) == 7
    assert three.mask(frozenset("ac")) == 5
    diagram = Diagram((one, three))
    leaf = diagram.leaf("x")
    assert diagram.node(0, (leaf,)) == leaf
    other = diagram.leaf("y")
    assert diagram.node(0, (leaf, leaf)) == leaf
    assert diagram.node(0, (leaf, other)) not in (leaf, other)
    ends = Axis(facts()["gap_months"], starts=(0, 3, 7))
    assert [ends.atom(n) for n in (-5, 0, 2, 3, 6, 7, 9_999)] == [0, 0, 0, 1, 1, 2, 2]
    assert [ends.span(n) for n in range(3)] == [(0, 2), (3, 6), (7, facts()["gap_months"].span[1])]
    assert [ends.mask(span) for span in ((0, 2), (3, 3), (2, 7), (8, 9), (0, 99))] == [1, 2, 7, 4, 7]


@pytest.mark.parametrize(
    ("text", "where"),
    [("a: [1, 2", "2:1: E101"), ("a: b: c", "1:5: E101"), ("\ta: 1", "1:1: E101"), ("x: @y", "1:4: E101"),
     ("a:\n  - x\n b: 1", "3:2: E101"), ("a: 1\n---\nb: 2", "2:1: E106"), ("a: &x 1", "1:4: E103"), ("a: !t 1", "1:4: E104"),
     ("a: 1\nb: *x", "2:4: E103"), ("a: \x01", "1:1: E101")],
)  # fmt: skip
def test_where_a_file_is_broken(text: str, where: str) -> None:
    with pytest.raises(PolicyError) as caught:
        strict.read(text, "x.yaml")
    assert str(caught.value).startswith(f"x.yaml:{where} ")


def test_a_message_repeats_no_more_than_twenty_characters() -> None:
    for reader in (nodes.year_of, nodes.quoted_text):
        with pytest.raises(PolicyError) as caught:
            reader(node("x" * 30))
        assert "x" * 20 in caught.value.problems[0].message
        assert "x" * 21 not in caught.value.problems[0].message
