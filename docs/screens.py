"""Write docs/screens/: every screen of the program as text, and two of them as pictures. `python docs/screens.py`."""

from __future__ import annotations

import os
import subprocess
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from yibao_cli.render.wrap import cell_len  # noqa: E402

FOLDER = ROOT / "docs" / "screens"
CASE = ["--region", "成都", "--scheme", "flexible", "--last-covered", "2026-02", "--pay-date", "2026-09-10"]
RESIDENT = ["--region", "福州", "--scheme", "resident", "--last-covered", "2024-12", "--benefit-year", "2026"]
DAY = ["--as-of", "2026-11-22"]

SCREENS: dict[str, tuple[list[str], int]] = {
    "check-60": (["check", *CASE, *DAY], 60),
    "check-80": (["check", *CASE, *DAY, "--options", "--explain"], 80),
    "check-120": (["check", *CASE, *DAY, "--options"], 120),
    "check-ascii": (["check", *CASE, *DAY, "--ascii"], 80),
    "check-en": (["check", *RESIDENT, "--pay-date", "2025-11-20", *DAY, "--lang", "en"], 80),
    "check-brief": (["check", *CASE, *DAY, "--brief"], 80),
    "check-missing": (["check", "--region", "成都", "--scheme", "flexible", *DAY], 80),
    "topics": (["topics", "1", *DAY], 80),
    "regions": (["regions", "四川", *DAY], 80),
    "policies-show": (["policies", "show", "成都", *DAY], 120),
    "policies-coverage": (["policies", "coverage", "成都", *DAY], 120),
    "help": (["--help"], 80),
}
PICTURES = {"check": ("check-80", 30), "check-en": ("check-en", 32)}
"""Pictures: the screen that they show and how many of its lines."""


def shown(words: list[str], width: int) -> str:
    """What a command prints on a terminal of this width, notes of stderr below it."""
    surrounding = {
        **os.environ,
        "COLUMNS": str(width),
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "NO_COLOR": "1",
    }
    for name in ("YIBAO_LANG", "YIBAO_ASCII", "FORCE_COLOR"):
        surrounding.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-m", "yibao_cli", *words],
        capture_output=True,
        env=surrounding,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return (done.stdout + done.stderr).decode()


STYLE = """text { font: 14px ui-monospace, "Noto Sans Mono CJK SC", "Sarasa Mono SC", Menlo, Consolas, monospace; white-space: pre; fill: #1f2328 }
  rect { fill: #f6f8fa } .first { fill: #1a7f37; font-weight: bold }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } rect { fill: #0d1117 } .first { fill: #3fb950 } }"""


def picture(text: str, width: int) -> str:
    """Terminal output as SVG in the reader's own fonts: every character stands in its column, wide ones in two."""
    cell, row = 8.4, 19
    lines = text.splitlines()
    high, wide = row * (len(lines) + 1), cell * (width + 2)
    found = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high}" width="{wide:.0f}" role="img">',
        f'<style>{STYLE}</style><rect width="100%" height="100%" rx="6"/>',
    ]
    for number, line in enumerate(lines, 1):
        columns, places = 1.0, []
        for character in line:
            places.append(f"{columns * cell:.1f}")
            columns += cell_len(character)
        kind = ' class="first"' if number == 1 else ""
        if line.strip():
            found.append(f'<text{kind} y="{row * number}" x="{" ".join(places)}">{escape(line)}</text>')
    return "\n".join([*found, "</svg>", ""])


def main() -> None:
    """Write all of them."""
    FOLDER.mkdir(exist_ok=True)
    for name, (words, width) in SCREENS.items():
        (FOLDER / f"{name}.txt").write_text(
            f"$ yibao {' '.join(words)}\n\n{shown(words, width)}", encoding="utf-8"
        )
    for name, (screen, lines) in PICTURES.items():
        words, width = SCREENS[screen]
        text = "\n".join(shown(words, width).splitlines()[:lines])
        (FOLDER / f"{name}.svg").write_text(picture(text, width), encoding="utf-8")


if __name__ == "__main__":
    main()
