"""The interview: every outcome can be reached, and nothing is asked that could not change the result."""

from __future__ import annotations

from typing import Any

import pytest

from tests.people import TODAY, Person, of_table, tables
from yibao_cli import dates, interview
from yibao_cli.advise.inquiry import Inquiry
from yibao_cli.case import read
from yibao_cli.interview import Validate
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
