"""Hostile input: what has broken other programs, and a mutator that mixes it into good input."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).parent / "corpus"

IDENTITY = "110105199003071239"
"""Passes the check of GB 11643, belongs to nobody: made for the tests."""

SNIPPETS = (
    "", " ", "\0", "\x1b[2J", "\x1b]0;x\x07", "\x9b31m", "\x07\x08\x7f", "\u202e", "\u2066", "\u200b", "\ufeff", "\u2028",
    "\ud800", "\udfff\ud800", "\uffff", "\U0010ffff", "e\u0301" * 20, "１２", "٣", "²", "①", "〇", "½", "Ⅷ", "𝟚",
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "]]>", "&lt;", "{{7*7}}", "{% raw %}", "${HOME}", "%s%n",
    "=1+1", "+1", "-1", "@SUM(A1)", "＝1", "=HYPERLINK(\"http://a\")", "\t=1", "\r=1", "|calc", "';--", "\\", "'", '"', "`",
    "../../etc/passwd", "/dev/full", "/dev/null", "file:///etc/passwd", "con.html", "-", "--", "-h", "--help", "*", "~",
    "0", "-0", "1e999", "1E+17", "NaN", "Infinity", "-inf", "0x10", "1_000", "9" * 30, "9" * 5000, "1.5", ".5", "5.",
    "true", "null", "no", "on", "12:30", "0o17", "0311", "2026-02-30", "2026-13", "0000-00-00", "9999-12-31", "10000-01-01",
    "1899-12-31", "45717", "2026年2月", "2026-02..", "..2026-02", "..", "....", ";", ";;;", "2026-02..2026-01", "a..b",
    "a" * 3000, "医" * 3000, "\n", "\r", "\r\n\r\n", "\t", "&a", "*a", "!!python/object/apply:os.system [x]", "<<: *a", "---", "...",
    "{", "}", "[", "]", "[" * 200, "{a: " * 200, ": ", "- ", "? ", "|\n", ">-\n", "#", "%YAML 1.1", "@", "`x`", "!x y",
    IDENTITY, "11010519900307123X", "1.10105E+17",
)  # fmt: skip


class Hostile:
    """An endless source of hostile texts and bytes, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def snippet(self) -> str:
        """One hostile piece."""
        return self.rng.choice(SNIPPETS)

    def text(self, *good: str) -> str:
        """A text: a good one changed in some places, or pieces one after the other."""
        rng = self.rng
        if good and rng.random() < 0.8:
            found = rng.choice(good)
            for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
                found = self.changed(found)
            return found
        return "".join(self.snippet() for _ in range(rng.randint(1, 4)))

    def changed(self, text: str) -> str:
        """The text with one change: a piece put in, taken out, doubled, replaced, or one character turned."""
        rng = self.rng
        if not text:
            return self.snippet()
        at = rng.randrange(len(text) + 1)
        end = min(len(text), at + rng.choice((1, 2, 3, 8, 40)))
        how = rng.randrange(6)
        if how == 0:
            return text[:at] + self.snippet() + text[at:]
        if how == 1:
            return text[:at] + text[end:]
        if how == 2:
            return text[:end] + text[at:end] * rng.choice((1, 2, 50)) + text[end:]
        if how == 3:
            return text[:at] + self.snippet() + text[end:]
        if how == 4:
            return (
                text[:at]
                + chr(rng.choice((rng.randrange(128), rng.randrange(0x3000), rng.randrange(0x110000))))
                + text[end:]
            )
        other = rng.randrange(len(text) + 1)
        return text[:at] + text[other : other + 20] + text[at:]

    def lines(self, text: str) -> str:
        """The text with whole lines moved, doubled or dropped, and the values behind the colons replaced."""
        rows, rng = text.split("\n"), self.rng
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(len(rows))
            how = rng.randrange(5)
            if how == 0:
                del rows[at]
                rows = rows or [""]
            elif how == 1:
                rows.insert(at, rows[rng.randrange(len(rows))])
            elif how == 2:
                head, colon, _ = rows[at].partition(": ")
                rows[at] = head + colon + self.snippet()
            elif how == 3:
                rows[at] = self.changed(rows[at])
            else:
                words = rows[at].split(" ")
                words[rng.randrange(len(words))] = self.snippet()
                rows[at] = " ".join(words)
        return "\n".join(rows)

    def data(self, text: str) -> bytes:
        """The text as bytes, sometimes in another encoding or with broken bytes."""
        rng = self.rng
        how = rng.random()
        name = (
            "utf-8" if how < 0.6 else rng.choice(("utf-8-sig", "gb18030", "utf-16", "utf-16-le", "latin-1"))
        )
        found = bytearray(text.encode(name, "surrogatepass" if name == "utf-8" else "replace"))
        for _ in range(rng.choice((0, 0, 0, 1, 3))):
            if found:
                found[rng.randrange(len(found))] = rng.randrange(256)
        return bytes(found[: rng.randrange(len(found) + 1)] if rng.random() < 0.1 else found)

    def value(self, depth: int = 0) -> Any:
        """A JSON value."""
        rng = self.rng
        kind = rng.randrange(9 if depth < 3 else 7)
        if kind == 7:
            return [self.value(depth + 1) for _ in range(rng.randrange(3))]
        if kind == 8:
            return {self.snippet()[:20]: self.value(depth + 1)}
        scalar: tuple[Callable[[], Any], ...] = (
            self.snippet, self.snippet, lambda: rng.randint(-(10**20), 10**20), lambda: rng.random() * 1e9,
            lambda: None, lambda: rng.random() < 0.5, lambda: float(rng.choice(("nan", "inf", "-inf", "1e308"))),
        )  # fmt: skip
        return scalar[kind]()

    def case(self, good: dict[str, Any]) -> dict[str, Any]:
        """A good case with one to three keys changed, dropped or added."""
        rng, found = self.rng, dict(good)
        keys = [
            *found,
            "group",
            "window",
            "covered",
            "birth_date",
            "base",
            "rate",
            "as_of",
            "previous_region",
            "regoin",
            "",
        ]
        for _ in range(rng.randint(1, 3)):
            key = rng.choice(keys)
            how = rng.random()
            if how < 0.15:
                found.pop(key, None)
            elif how < 0.6:
                found[key] = self.text(str(found.get(key, "")), "2026-05", "2026-05-31", "成都", "3")
            else:
                found[key] = self.value()
        return found


def good_cases() -> list[dict[str, Any]]:
    """Some worked cases."""
    path = ROOT / "tests" / "cases" / "worked_cases.jsonl"
    return [json.loads(row)["case"] for row in path.read_text("utf-8").splitlines() if row.strip()]


def good_files() -> list[str]:
    """The texts of some policy files, short ones and long ones."""
    names = (
        "510100-chengdu",
        "350000-fujian",
        "131000-langfang",
        "420100-wuhan",
        "210900-fuxin",
        "330100-hangzhou",
    )
    return [(ROOT / "policies" / "regions" / f"{name}.yaml").read_text("utf-8") for name in names]
