"""The interview: every outcome can be reached, and nothing is asked that could not change the result."""

from __future__ import annotations

from typing import Any

import pytest

from tests.people import TODAY, Person, of_table, tables
from yibao_cli import dates, interview, lang
from yibao_cli.advise.explain import question_of
from yibao_cli.advise.inquiry import Inquiry
from yibao_cli.case import read
from yibao_cli.interview import Validate
from yibao_cli.lang import pick
from yibao_cli.policy import layers
from yibao_cli.policy.vocabulary import facts

ALWAYS = ("region", "scheme", "pay_date")
"""Asked whatever the region: without them there is no table and no day to count from."""


class Script:
    """A person with answers ready. A question for which there is none is a failure."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.before: list[tuple[str, dict[str, Any]]] = []

    def choose(self, question: str, why: str, choices: dict[str, str]) -> str:
        assert why.strip()
        answer = str(self.person[self.key])
        assert answer in choices
        return answer

    def text(self, question: str, why: str, validate: Validate) -> str:
        answer = str(self.person[self.key] if self.key in self.person else self.ledger())
        assert validate(answer) is None, (self.key, answer, validate(answer))
        return answer

    region = text

    def review(self, question: str, lines: dict[str, str]) -> str:
        assert interview.GO_ON in lines
        return interview.GO_ON

    def ledger(self) -> str:
        """The covered months of somebody who was made with the last month and a length only."""
        last = str(self.person["last_covered"])
        end = int(last[:4]) * 12 + int(last[5:]) - 1
        return f"{dates.month_text(end - int(self.person.get('continuous_months') or 120) + 1)}..{last}"


def outcomes(raw: dict[str, Any]) -> object:
    """What is still possible: the outcomes with their days, and those of the other readings."""
    inquiry = Inquiry(read(raw, TODAY), assume=False)
    return frozenset(
        (row.rule.then, tuple(r.then for r in row.rule.readings), f.earliest, f.latest, f.never)
        for row, f in inquiry.findings.items()
    )


def values(key: str, scheme: str) -> list[str]:
    """Enough answers to a question to show that it matters."""
    fact = facts().get(key)
    if fact and fact.members:
        return list(fact.members_of(scheme))
    return {
        "last_covered": [f"{y}-{m:02d}" for y in range(2020, 2028) for m in range(1, 13)],
        "covered": [f"2026-{a:02d}..2026-{b:02d}" for a in range(1, 11) for b in range(a, 11)]
        + ["2020-01..2026-08"],
        "benefit_year": ["2025", "2026", "2027"],
        "birth_date": ["2026-11-01", "2026-08-13", "2026-06-01", "2025-01-01", "2026-02-01", "2026-05-01"],
        "continuous_months": ["0", "5", "6", "12", "23", "24", "36", "60", "120"],
    }[key]


def drive(person: Person, monkeypatch: pytest.MonkeyPatch) -> Script:
    script = Script(person)
    original = interview._ask

    def ask(key: str, answers: dict[str, Any], today: Any, prompter: Any) -> str:
        script.key = key
        script.before.append((key, dict(answers)))
        return original(key, answers, today, prompter)

    monkeypatch.setattr(interview, "_ask", ask)
    told = {key: value for key, value in person.items() if key == "window"}
    answers, done = interview.fill(told, TODAY, script)
    monkeypatch.undo()
    assert done
    script.answers = answers  # type: ignore[attr-defined]
    return script


@pytest.mark.parametrize(("code", "scheme"), tables(), ids=lambda v: str(v))
def test_every_outcome_by_relevant_questions(code: str, scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Driving a person of each rule asks only what matters and ends at the same rule as giving everything at once."""
    table = layers.table(code, scheme)
    for row, found in of_table(table, code, most=1):
        for person in found:
            script = drive(person, monkeypatch)
            end = Inquiry(read(script.answers, TODAY), assume=False)  # type: ignore[attr-defined]
            assert {r.rule.then for r in end.findings} == {row.rule.then}, (row.id, person)
            for key, known in script.before:
                if key in ALWAYS:
                    continue
                possible = set()
                for value in values(key, scheme):
                    try:
                        kept = {
                            k: v for k, v in known.items() if not (key == "covered" and k == "last_covered")
                        }
                        possible.add(outcomes({**kept, key: value}))
                    except Exception:  # a value that contradicts what is known is no possible answer
                        continue
                assert len(possible) > 1, (row.id, key, known)


def test_interrupt_keeps_what_was_said() -> None:
    class Leaves(Script):
        def choose(self, question: str, why: str, choices: dict[str, str]) -> str:
            raise KeyboardInterrupt

    answers, done = interview.fill({"region": "510100"}, TODAY, Leaves({}))
    assert not done
    assert answers == {"region": "510100"}


class Listed:
    """A person with a list of answers, whatever is asked; the reviews are answered from a list of their own."""

    def __init__(self, answers: list[str], reviews: list[str]) -> None:
        self.answers, self.reviews = answers, reviews
        self.asked: list[str] = []
        self.seen: list[dict[str, str]] = []

    def choose(self, question: str, why: str, choices: dict[str, str]) -> str:
        self.asked.append(question)
        answer = self.answers.pop(0)
        assert answer in choices, (question, answer, choices)
        return answer

    def text(self, question: str, why: str, validate: Validate) -> str:
        self.asked.append(question)
        answer = self.answers.pop(0)
        assert validate(answer) is None
        return answer

    region = text

    def review(self, question: str, lines: dict[str, str]) -> str:
        self.seen.append(lines)
        return self.reviews.pop(0)


CHENGDU = ["成都", "flexible", "missed", "general", "2026-09-10", "2026-02"]


def test_progress_counts_up_and_the_estimate_goes_down() -> None:
    person = Listed([*CHENGDU], [interview.GO_ON])
    answers, done = interview.fill({}, TODAY, person)
    assert done
    assert [question.split()[1] for question in person.asked] == ["1", "2", "3", "4", "5", "6"]
    assert "大约还有 5 步" in person.asked[0]
    assert "大约还有 4 步" in person.asked[2]
    assert "大约还有 2 步" in person.asked[4]
    assert "大约还有 1 步" in person.asked[-1]


def test_the_review_shows_everything_in_words() -> None:
    person = Listed([*CHENGDU], [interview.GO_ON])
    interview.fill({}, TODAY, person)
    lines = person.seen[0]
    assert next(iter(lines)) == interview.GO_ON
    assert lines["region"] == "统筹区：成都市"
    assert lines["scheme"].startswith("险种：职工医保")
    assert lines["last_covered"] == "最后参保月：2026-02"


def test_a_line_can_be_changed_and_the_rest_is_kept() -> None:
    person = Listed([*CHENGDU, "2026-01"], ["last_covered", interview.GO_ON])
    answers, done = interview.fill({}, TODAY, person)
    assert done
    assert answers["last_covered"] == "2026-01"
    assert answers["pay_date"] == "2026-09-10"
    assert len(person.asked) == 7
    assert person.seen[1]["last_covered"] == "最后参保月：2026-01"


def test_a_change_drops_what_no_longer_fits_and_asks_what_is_new() -> None:
    """To the resident scheme: its benefit year is asked; a cause that only employees have is gone."""

    class Patient(Listed):
        """Answers by what is asked, so that the test does not depend on the order of questions."""

        def choose(self, question: str, why: str, choices: dict[str, str]) -> str:
            self.asked.append(question)
            for wanted in self.answers:
                if wanted in choices:
                    self.answers.remove(wanted)
                    return wanted
            raise AssertionError((question, choices, self.answers))

        def text(self, question: str, why: str, validate: Validate) -> str:
            self.asked.append(question)
            for wanted in self.answers:
                if validate(wanted) is None:
                    self.answers.remove(wanted)
                    return wanted
            raise AssertionError((question, self.answers))

        region = text

    patient = Patient(
        [
            "成都",
            "employee",
            "resident",
            "employer_arrears",
            "general",
            "2026-09-10",
            "2026-02",
            "yes",
            "missed",
            "2026",
        ],
        ["scheme", interview.GO_ON],
    )
    answers, done = interview.fill({}, TODAY, patient)
    assert done
    assert answers["scheme"] == "resident"
    assert answers["cause"] == "missed"
    assert answers["region"] == "成都"
    assert answers["benefit_year"] == "2026"
    read(answers, TODAY)


def test_a_given_flag_can_be_changed_too() -> None:
    given = {
        "region": "成都",
        "scheme": "flexible",
        "cause": "missed",
        "group": "general",
        "pay_date": "2026-09-10",
    }
    person = Listed(["2026-02", "2026-10-10"], ["pay_date", interview.GO_ON])
    answers, done = interview.fill(given, TODAY, person)
    assert done
    assert answers["pay_date"] == "2026-10-10"


def test_nothing_to_ask_means_no_review() -> None:
    given = dict(
        zip(["region", "scheme", "cause", "group", "pay_date", "last_covered"], CHENGDU, strict=True)
    )
    person = Listed([], [])
    assert interview.fill(given, TODAY, person) == (given, True)


def test_leaving_the_review_keeps_everything() -> None:
    class Leaves(Listed):
        def review(self, question: str, lines: dict[str, str]) -> str:
            raise KeyboardInterrupt

    answers, done = interview.fill({}, TODAY, Leaves([*CHENGDU], []))
    assert not done
    assert list(answers.values()) == CHENGDU


@pytest.mark.parametrize("width", [60, 80])
def test_messages_fit_the_line_under_the_prompt(width: int) -> None:
    from yibao_cli.prompts import fit
    from yibao_cli.render.wrap import cell_len

    for key, typed in [
        ("region", "sz"),
        ("region", "成府"),
        ("pay_date", "45717"),
        ("pay_date", "x"),
        ("benefit_year", "1"),
    ]:
        refused = interview._refusal(key, {}, TODAY)(typed)
        assert refused
        shown = fit(refused, width - 2)
        assert cell_len(shown) <= width - 2
        assert shown[:8] == refused[:8]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_reason_belongs_to_the_question(language: str) -> None:
    """What is asked and why it is asked are said of one fact, whatever else is counted from the answer."""
    lang.use(language)
    raw = {"region": "福州", "scheme": "resident", "cause": "missed", "group": "general"}
    inquiry = Inquiry(read(raw, TODAY), assume=False)
    assert {"benefit_year", "last_covered"} <= set(inquiry.missing)
    for key in inquiry.missing:
        about = question_of(key, inquiry)
        pairs = [
            (pick(fact.ask), pick(fact.why)) for fact in facts().values() if key in (fact.id, *fact.inputs)
        ]
        assert (about["ask"], about["why"]) in pairs
        if key in facts():
            assert about["why"] == pick(facts()[key].why)


@pytest.mark.parametrize(
    ("key", "typed"),
    [("region", "zzzz"), ("pay_date", "2026-13-01"), ("last_covered", "2026-13"), ("benefit_year", "x")],
)
def test_a_refusal_is_in_one_language(key: str, typed: str) -> None:
    lang.use("en")
    refused = interview._refusal(key, {"scheme": "resident"}, TODAY)(typed)
    assert refused
    assert not set("。，；：、") & set(refused)
