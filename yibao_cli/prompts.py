"""Prompts on a terminal. The only place that imports questionary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import parse, regions
from .interview import Validate
from .lang import tr


def about(question: str, why: str) -> str:
    """The question and, indented below it, why it is asked, broken to the width of the terminal."""
    from .render.wrap import wrap

    width = columns() - 5
    return "\n  ".join([*wrap(question, width), *(wrap(why, width) if why else [])])


def columns() -> int:
    """The width of the terminal."""
    from shutil import get_terminal_size

    return max(get_terminal_size().columns, 25)


def fit(text: str, width: int) -> str:
    """A message for one line: whole if it fits, else cut after a part of it, best between two items of a list."""
    from .render.wrap import cell_len

    if cell_len(text) <= width:
        return text
    kept = text
    while kept and cell_len(kept) > width - 2:
        kept = kept[:-1]
    for mark in "、,。;. ":
        if mark in kept[len(kept) // 2 :]:
            return kept[: kept.rindex(mark)] + " …"
    return kept + " …"


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
        titles = [self.ask.Choice(fit(title, columns() - 5), value) for value, title in choices.items()]
        how = tr("（↑↓ 选择，回车确认）", " (arrow keys, Enter)")
        return str(
            self.ask.select(
                about(question, "") + "\n ",
                titles,
                qmark="?",
                pointer=">",
                instruction=about((why + how).strip(), ""),
                style=self.style,
            ).unsafe_ask()
        )

    def review(self, question: str, lines: dict[str, str]) -> str:
        """The whole list with the first line chosen, which is to go on."""
        return self.choose(question, "", lines)

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
            " (name, pinyin, initials or code; Tab or arrow to choose)",
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
    return list(dict.fromkeys([*found, *more]))[:12] or (regions.suggest(text) if len(text) > 1 else [])


def _verdict(validate: Validate) -> Callable[[str], bool | str]:
    def verdict(text: str) -> bool | str:
        refused = validate(text)
        return fit(refused, columns() - 2) if refused else True

    return verdict
