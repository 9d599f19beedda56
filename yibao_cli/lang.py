"""Two languages, side by side in the code, so that neither is forgotten."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("zh", "en")
_now = ["zh"]


def use(language: str) -> None:
    """Choose the language of everything that is said from now on."""
    _now[0] = language


def current() -> str:
    """The chosen language."""
    return _now[0]


def tr(zh: str, en: str) -> str:
    """The text in the chosen language."""
    return zh if _now[0] == "zh" else en


def pick(texts: Mapping[str, str]) -> str:
    """The chosen language's text of a ``{zh, en}`` pair."""
    return texts[_now[0]]


def plural(number: int | str, word: str) -> str:
    """A count in English: 1 month, 6 months."""
    return f"{number} {word}" if str(number) == "1" else f"{number} {word}s"
