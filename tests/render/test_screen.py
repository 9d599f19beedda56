"""Nothing that an answer says is lost on the screen, at any width, and lines break as Chinese lines do."""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Iterable, Sequence

import pytest
from rich.cells import cell_len

from tests.people import TODAY, of_table, tables
from yibao_cli import lang
from yibao_cli.advise.compose import advise
from yibao_cli.advise.procedure import procedure
from yibao_cli.advise.routes import route_ids
from yibao_cli.case import read
from yibao_cli.policy import layers
from yibao_cli.render import terminal, wrap
from yibao_cli.render.screen import Screen

WIDTHS = (60, 80, 120)


class Recorder(Screen):
    """A screen that also notes every text it was asked to show."""

    def __init__(self, width: int) -> None:
        super().__init__(color=False, width=width)
        self.asked: list[str] = []
        self.inside = False

    def note(self, texts: Iterable[str]) -> None:
        """Remember texts, unless another method asks on behalf of one that already did."""
        if not self.inside:
            self.asked += texts

    def line(self, text: str = "", style: str = "") -> None:
        self.note([text])
        super().line(text, style)

    def points(self, texts: Sequence[str], marks: Sequence[str] | None = None, style: str = "") -> None:
        self.note(texts)
        super().points(texts, marks, style)

    def table(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.note(str(cell) for row in rows for cell in row)
        self.inside = True
        super().table(headers, rows)
        self.inside = False


def letters(text: str) -> str:
    """The characters that matter: everything but white space and box lines."""
    return "".join(sorted(c for c in wrap.clean(text) if not c.isspace() and c not in "│┌┐└┘├┤┬┴┼─|+-*"))


def shown(raw: dict[str, object], width: int, monkeypatch: pytest.MonkeyPatch) -> tuple[str, list[str]]:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    screen = Recorder(width)
    terminal.show(advise(read(raw, TODAY), options=True), screen, explain=True, options=True)
    monkeypatch.undo()
    return out.getvalue(), screen.asked


PEOPLE = [
    person
    for code, scheme in tables()
    for row, found in of_table(layers.table(code, scheme), code, most=1)
    for person in found
]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_outcome_is_shown_whole(width: int, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A different sixth of all outcomes at each width and language; all of them over the six runs."""
    lang.use(language)
    start = WIDTHS.index(width) * 2 + (language == "en")
    for raw in PEOPLE[start::6]:
        text, asked = shown(raw, width, monkeypatch)
        missing = list(letters(text))
        for char in letters("".join(asked)):
            assert char in missing, (char, raw)
            missing.remove(char)
        assert max(cell_len(line) for line in text.splitlines()) <= width
        assert "…" not in "".join(line for line in text.splitlines() if "…" not in "".join(asked))


def test_lines_break_like_chinese_lines() -> None:
    rng = random.Random(5)
    alphabet = "医保断缴（）《》，。；：、“”abc 2026-05-31 ％%"
    for _ in range(3000):
        text = "".join(rng.choice(alphabet) for _ in range(rng.randint(1, 120)))
        width = rng.randint(12, 60)
        rows = wrap.wrap(text, width)
        assert "".join("".join(rows).split()) == "".join(text.split())
        assert all(cell_len(row) <= width for row in rows)


def test_no_line_begins_or_ends_with_the_wrong_mark() -> None:
    text = "职工医保（单位缴费）断缴超过3个月的，按《规定》办理；等待期内的费用，不予报销。" * 4
    for width in range(14, 90):
        rows = wrap.wrap(text, width)
        assert not any(row[0] in "）。；，、》" for row in rows if row)
        assert not any(row[-1] in "（《" for row in rows if row)


def test_controls_in_data_do_not_reach_the_terminal() -> None:
    rows = wrap.wrap("a\x1b[31mred\x07\u202eevil\x9b2J", 40)
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c == "\u202e" for row in rows for c in row)


def test_markup_in_data_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    Screen(color=False, width=80).points(["[bold]x[/] [link=http://e] :smile:"])
    assert "[bold]x[/] [link=http://e] :smile:" in capsys.readouterr().out


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", route_ids())
def test_every_plan_is_shown_whole(name: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each route's steps, papers and channels, also of those that no case leads to, at the three widths."""
    result = advise(
        read(
            {"region": "成都", "scheme": "flexible", "last_covered": "2026-02", "pay_date": "2026-09-10"},
            TODAY,
        )
    )
    plan = procedure(result, name)
    assert plan["steps"]
    assert plan["channels"]
    assert any(step["sources"] for step in plan["steps"]) or result.sources
    result.sections |= plan
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    screen = Recorder(width)
    terminal.show(result, screen)
    monkeypatch.undo()
    missing = list(letters(out.getvalue()))
    for char in letters("".join(screen.asked)):
        assert char in missing, (char, name)
        missing.remove(char)
    assert max(cell_len(line) for line in out.getvalue().splitlines()) <= width
