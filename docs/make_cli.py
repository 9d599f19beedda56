"""Write docs/cli.md from the program's own help: `python docs/make_cli.py`; with `--check` only compare."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "cli.md"


def run(*words: str) -> str:
    """What a help call prints, 80 columns wide."""
    surrounding = {**os.environ, "COLUMNS": "80", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    surrounding.pop("YIBAO_LANG", None)
    done = subprocess.run(
        [sys.executable, "-m", "yibao_cli", *words, "--lang", "zh"],
        capture_output=True,
        env=surrounding,
        check=True,
    )
    return done.stdout.decode()


def page() -> str:
    """The whole page: the program, every command, every subject."""
    from yibao_cli.commands.examples import EXAMPLES, SUBJECTS

    parts = [
        "# 命令行参考",
        "由 `python docs/make_cli.py` 从程序的帮助生成。英文：`yibao --help --lang en`。",
        _section("yibao", run("--help")),
    ]
    parts += [_section(f"yibao {name}", run(*name.split(), "--help")) for name in EXAMPLES]
    parts += [_section(f"yibao help {name}", run("help", name)) for name in SUBJECTS]
    return "\n\n".join(parts) + "\n"


def _section(title: str, text: str) -> str:
    return f"## {title}\n\n```text\n{text.rstrip()}\n```"


def main() -> int:
    """Write the page, or tell whether it is as it should be."""
    if "--check" in sys.argv:
        return int(PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
