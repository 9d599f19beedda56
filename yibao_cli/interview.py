"""The questions, asked one at a time and only while their answer can still change the result.

The only place that imports questionary. Every prompt has a flag; nothing typed is stored anywhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Protocol

from . import case as cases
from . import parse, regions
from .advise.explain import SCHEME_NAMES, question_of
from .advise.inquiry import Inquiry
from .case import Case
from .errors import InputError
from .lang import pick, tr
from .policy.vocabulary import SCHEMES, facts

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


def fill(
    raw: dict[str, Any], today: dt.date, prompter: Prompter | None = None
) -> tuple[dict[str, Any], bool]:
    """Ask what is missing and still matters; gives the raw answers and whether the interview was finished.

    Raises InputError for facts given beforehand that cannot be used.
    """
    answers = dict(raw)
    cases.read(answers, today)
    try:
        prompter = prompter or Questions()
        while key := next_key(answers, today):
            answers[key] = _ask(key, answers, today, prompter)
            if key == "covered":
                answers.pop("last_covered", None)
        return answers, True
    except (KeyboardInterrupt, EOFError):
        return answers, False


def next_key(answers: dict[str, Any], today: dt.date) -> str | None:
    """The next fact to ask for, or None when nothing that could be asked changes the result any more."""
    missing = Inquiry(cases.read(answers, today), assume=False).missing
    return missing[0] if missing else None


def _ask(key: str, answers: dict[str, Any], today: dt.date, prompter: Prompter) -> str:
    case = cases.read(answers, today)
    about = question_of(key, Inquiry(case, assume=False))
    step = tr(f"第 {len(answers) + 1} 问 ", f"Question {len(answers) + 1}: ")
    if key == "region":
        return prompter.region(step + about["ask"], about["why"], _refusal(key, answers, today))
    choices = _choices(key, case)
    if choices:
        return prompter.choose(step + about["ask"], about["why"], choices)
    return prompter.text(step + about["ask"], f"{about['why']} {hint(key)}", _refusal(key, answers, today))


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
        return tr("（如 2026-05-31、2026年5月31日、今天）", "(such as 2026-05-31 or today)")
    if key == "last_covered":
        return tr("（如 2026-05、2026年5月）", "(such as 2026-05)")
    if key == "covered":
        return tr(
            "（如 2026-05..2026-07；多段用分号隔开）",
            "(such as 2026-05..2026-07; separate spans with semicolons)",
        )
    if key == "benefit_year":
        return tr("（如 2027）", "(such as 2027)")
    return tr("（写整数）", "(a whole number)")


def _refusal(key: str, answers: dict[str, Any], today: dt.date) -> Validate:
    def refuse(text: str) -> str | None:
        if not text.strip():
            return tr("请回答，或按 Ctrl-C 退出", "please answer, or press Ctrl-C to leave")
        kept = {k: v for k, v in answers.items() if not (key == "covered" and k == "last_covered")}
        try:
            cases.read({**kept, key: text}, today)
        except InputError as error:
            return f"{error.message}。{error.hint}" if error.hint else error.message
        return None

    return refuse


def about(question: str, why: str) -> str:
    """The question and, indented below it, why it is asked, broken to the width of the terminal."""
    from shutil import get_terminal_size

    from .render.wrap import wrap

    width = max(get_terminal_size().columns - 3, 20)
    return "\n  ".join([question, *wrap(why, width - 2)])


class Questions:
    """Questions on the terminal, by questionary."""

    def __init__(self) -> None:
        import questionary

        self.ask = questionary
        # Colours that hold on light and dark grounds; the pointer and mark exist in GBK.
        self.style = questionary.Style(
            [
                ("qmark", "bold"),
                ("question", "bold"),
                ("answer", "bold"),
                ("pointer", "bold"),
                ("instruction", ""),
            ]
        )

    def choose(self, question: str, why: str, choices: dict[str, str]) -> str:
        """A list to pick from with the arrow keys."""
        titles = [self.ask.Choice(title, value) for value, title in choices.items()]
        return str(
            self.ask.select(
                question,
                titles,
                qmark="?",
                pointer=">",
                instruction=about("", why + tr("（↑↓ 选择，回车确认）", " (arrow keys, Enter)")),
                style=self.style,
            ).unsafe_ask()
        )

    def text(self, question: str, why: str, validate: Validate) -> str:
        """A line of text."""
        return str(
            self.ask.text(
                about(question, why) + "\n ", qmark="?", validate=_verdict(validate), style=self.style
            ).unsafe_ask()
        )

    def region(self, question: str, why: str, validate: Validate) -> str:
        """A line of text with a menu of regions by 汉字, pinyin, initials or code; exactly one must match."""
        from prompt_toolkit.completion import Completer, Completion
        from prompt_toolkit.document import Document

        class Regions(Completer):
            def get_completions(self, document: Document, complete_event: Any) -> Any:
                typed = document.text.strip()
                for region in _candidates(typed):
                    yield Completion(
                        region.zh, -len(document.text), display=f"{region.zh} {region.pinyin} {region.code}"
                    )

        how = tr(
            "（汉字、拼音、首字母或代码；Tab 或 ↓ 选择）",
            "(name, pinyin, initials or code; Tab or arrow to choose)",
        )
        return str(
            self.ask.autocomplete(
                about(question, why + how) + "\n ",
                choices=[],
                completer=Regions(),
                qmark="?",
                validate=_verdict(validate),
                style=self.style,
            ).unsafe_ask()
        )


def _candidates(typed: str) -> list[regions.Region]:
    """What the menu lists: everything that the typed text may become."""
    if not typed:
        return []
    text = parse.normal(typed).casefold()
    found = regions.find(text)
    more = [
        r
        for r in regions.register().values()
        if text in r.zh or r.pinyin.startswith(text) or r.initials.startswith(text) or r.code.startswith(text)
    ]
    return list(dict.fromkeys([*found, *more]))[:12]


def _verdict(validate: Validate) -> Callable[[str], bool | str]:
    return lambda text: validate(text) or True
