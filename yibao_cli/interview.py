"""The questions, asked one at a time and only while their answer can still change the result.

Every prompt has a flag; nothing typed is stored anywhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Protocol

from . import case as cases
from . import regions
from .advise.explain import SCHEME_NAMES, question_of
from .advise.inquiry import Inquiry
from .case import Case
from .errors import InputError
from .lang import pick, tr
from .policy.vocabulary import SCHEMES, facts
from .render.labels import FACTS

Validate = Callable[[str], str | None]
"""Takes what was typed; gives the message that refuses it, or None."""


class Prompter(Protocol):
    """How questions reach a person; tests put a script in its place. Each method raises KeyboardInterrupt on Ctrl-C."""

    def choose(self, question: str, why: str, choices: dict[str, str]) -> str:
        """One of the choices (value: title)."""

    def text(self, question: str, why: str, validate: Validate) -> str:
        """A typed text that `validate` accepts."""

    def region(self, question: str, why: str, validate: Validate) -> str:
        """A typed region, with completion."""

    def review(self, question: str, lines: dict[str, str]) -> str:
        """The line to change (key: text), or the key GO_ON."""


GO_ON = ""
"""The answer to a review that finds nothing to change."""


def fill(
    raw: dict[str, Any], today: dt.date, prompter: Prompter | None = None
) -> tuple[dict[str, Any], bool]:
    """Ask what is missing and still matters; gives the raw answers and whether the interview was finished.

    Raises InputError for facts given beforehand that cannot be used.
    """
    answers = dict(raw)
    cases.read(answers, today)
    if next_key(answers, today) is None:
        return answers, True
    try:
        if prompter is None:
            from .prompts import Questions

            prompter = Questions()
        return _rounds(dict(raw), today, prompter), True
    except Interrupted as stop:
        return stop.answers, False


class Interrupted(Exception):
    """The person has left; `answers` is what was said until then."""

    def __init__(self, answers: dict[str, Any]) -> None:
        super().__init__()
        self.answers = answers


def _rounds(given: dict[str, Any], today: dt.date, prompter: Prompter) -> dict[str, Any]:
    """Ask, show everything once, ask again what was to be changed, until nothing is.

    After a change only those earlier answers are kept that are still asked for and still fit.
    """
    answers = _questions(given, {}, today, prompter)
    while key := _leaving(answers, _review, answers, today, prompter):
        others = {k: v for k, v in answers.items() if k != key}
        new = _leaving(answers, _ask, key, others, today, prompter)
        given.pop(key, None)
        answers = _questions(given, {**others, key: new}, today, prompter)
    return answers


def _questions(
    given: dict[str, Any], before: dict[str, Any], today: dt.date, prompter: Prompter
) -> dict[str, Any]:
    answers = _usable(given, before, today)
    while key := next_key(answers, today):
        if key in before and _refusal(key, answers, today)(str(before[key])) is None:
            answers[key] = before[key]
        else:
            answers[key] = _leaving(answers, _ask, key, answers, today, prompter)
        if key == "covered":
            answers.pop("last_covered", None)
    return answers


def _usable(given: dict[str, Any], before: dict[str, Any], today: dt.date) -> dict[str, Any]:
    """The given facts without those that a changed answer contradicts."""
    answers = dict(given)
    while True:
        try:
            cases.read({**answers, **{k: v for k, v in before.items() if k in ("region", "scheme")}}, today)
            return answers
        except InputError as error:
            if error.field not in answers:
                return answers
            del answers[error.field]


def _leaving(answers: dict[str, Any], ask: Callable[..., str], *about: Any) -> str:
    """An answer; Ctrl-C and Ctrl-D become Interrupted with what was said so far."""
    try:
        return ask(*about)
    except (KeyboardInterrupt, EOFError):
        raise Interrupted(answers) from None


def _review(answers: dict[str, Any], today: dt.date, prompter: Prompter) -> str:
    case = cases.read(answers, today)
    lines = {GO_ON: tr("没有错，给我回答", "All correct: show the answer")}
    lines |= {key: f"{name(key)}{tr('：', ': ')}{shown(key, value)}" for key, value in case.given().items()}
    return prompter.review(tr("请核对；要改哪一项？", "Please check; which line is to be changed?"), lines)


def name(key: str) -> str:
    """What a fact is called in a list."""
    text = pick(FACTS[key])
    return text[:1].upper() + text[1:]


def shown(key: str, value: str) -> str:
    """A value, as a flag takes it, in words."""
    if key in ("region", "previous_region"):
        region = regions.register()[value]
        return tr(region.zh, region.en)
    if key in ("scheme", "previous_scheme"):
        return pick(SCHEME_NAMES[value])
    fact = facts().get(key)
    if fact is not None and value in fact.member_names:
        return pick(fact.member_names[value])
    return {"yes": tr("是", "yes"), "no": tr("否", "no")}.get(value, value)


def next_key(answers: dict[str, Any], today: dt.date) -> str | None:
    """The next fact to ask for, or None when nothing that could be asked changes the result any more."""
    missing = Inquiry(cases.read(answers, today), assume=False).missing
    return missing[0] if missing else None


def _ask(key: str, answers: dict[str, Any], today: dt.date, prompter: Prompter) -> str:
    case = cases.read(answers, today)
    about = question_of(key, Inquiry(case, assume=False))
    step = progress(answers, today)
    if key == "region":
        return prompter.region(step + about["ask"], about["why"], _refusal(key, answers, today))
    choices = _choices(key, case)
    if choices:
        return prompter.choose(step + about["ask"], about["why"], choices)
    return prompter.text(step + about["ask"], about["why"] + hint(key), _refusal(key, answers, today))


def progress(answers: dict[str, Any], today: dt.date) -> str:
    """Which step this is and about how many are left: the questions that are open now, usually a few while no
    table is known."""
    open_now = Inquiry(cases.read(answers, today), assume=False).missing
    likely = [key for key in open_now[1:] if not SELDOM.get(key, set()) & set(open_now)]
    left = len(likely) + (USUAL if {"region", "scheme"} & set(open_now) else 0)
    number = len(answers) + 1
    if left <= 0:
        return tr(f"第 {number} 步，可能是最后一步。", f"Step {number}, perhaps the last. ")
    return tr(f"第 {number} 步，大约还有 {left} 步。", f"Step {number}, about {left} to go. ")


SELDOM = {
    "previous_scheme": {"cause"},
    "previous_region": {"cause"},
    "arrears_in_term": {"cause"},
    "continuous_months": {"cause", "last_covered"},
    "birth_date": {"group"},
}
"""Facts that few people are asked for, and the facts that settle it."""

USUAL = 4
"""How many questions usually follow once region and scheme are known."""


def _choices(key: str, case: Case) -> dict[str, str]:
    if key in ("scheme", "previous_scheme"):
        members = (
            facts()["previous_scheme"].members_of(case.scheme or "") if key == "previous_scheme" else SCHEMES
        )
        return {scheme: pick(SCHEME_NAMES[scheme]) for scheme in members}
    fact = facts().get(key)
    if fact is None or fact.kind not in ("enum", "yes_no"):
        return {}
    if fact.kind == "yes_no":
        return {"yes": tr("是", "yes"), "no": tr("否", "no")}
    return {member: pick(fact.member_names[member]) for member in fact.members_of(case.scheme or "")}


def hint(key: str) -> str:
    """How to write a value."""
    if key in ("pay_date", "birth_date"):
        return tr("（如 2026-05-31、今天）", " (such as 2026-05-31 or today)")
    if key == "last_covered":
        return tr("（如 2026-05、2026年5月）", " (such as 2026-05)")
    if key == "covered":
        return tr(
            "（如 2026-05..2026-07；多段用分号隔开）",
            " (such as 2026-05..2026-07; separate spans with semicolons)",
        )
    if key == "benefit_year":
        return tr("（如 2027）", " (such as 2027)")
    return tr("（写整数）", " (a whole number)")


def _refusal(key: str, answers: dict[str, Any], today: dt.date) -> Validate:
    def refuse(text: str) -> str | None:
        if not text.strip():
            return tr("请回答，或按 Ctrl-C 退出", "please answer, or press Ctrl-C to leave")
        kept = {k: v for k, v in answers.items() if not (key == "covered" and k == "last_covered")}
        try:
            cases.read({**kept, key: text}, today)
        except InputError as error:
            return tr(f"{error.message}。{error.hint}", f"{error.message}; {error.hint}").removesuffix(
                tr("。", "; ")
            )
        return None

    return refuse
