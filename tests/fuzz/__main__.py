"""A long run: `python -m tests.fuzz --minutes 10` or `--inputs 1000000`, with `--seed N`.

Prints the inputs tried per target, and every input that broke something (also written to `--found DIR`).
"""

from __future__ import annotations

import argparse
import csv
import faulthandler
import io
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from . import targets
from .hostile import SNIPPETS, Hostile, good_cases, good_files

FACTS = (
    "--region", "--scheme", "--covered", "--last-covered", "--pay-date", "--back-pay", "--cause", "--previous-scheme",
    "--previous-region", "--group", "--birth-date", "--benefit-year", "--repair-years", "--continuous-months", "--window",
    "--arrears-in-term", "--base", "--wage", "--rate",
)  # fmt: skip
ALL = ("--lang", "--policies", "--debug", "--help")
VIEW = (*ALL, "--as-of", "--no-color", "--ascii", "--json")
COMMANDS: tuple[tuple[list[str], tuple[str, ...]], ...] = (
    (["check", "--json", "--no-input"], (*FACTS, *VIEW, "--case", "--explain", "--options")),
    (
        ["check", "--no-input", "--region", "成都", "--scheme", "flexible"],
        (*FACTS, *VIEW, "--explain", "--options"),
    ),
    (
        ["check", "--no-input", "--region", "武汉", "--scheme", "resident"],
        (*FACTS, *VIEW, "--explain", "--options"),
    ),
    (["regions"], VIEW),
    (["topics"], VIEW),
    (["policies", "coverage"], (*VIEW, "--markdown")),
    (["policies", "diff", "--region", "成都"], (*VIEW, "--from", "--to")),
    (["policies", "show"], VIEW),
    (["schema"], ALL),
    (["batch"], (*FACTS, *ALL, "--encoding", "--delimiter", "--map", "--strict", "--engine")),
    ([], (*ALL, "--version")),
)
BARE = (
    "--json",
    "--explain",
    "--options",
    "--no-color",
    "--ascii",
    "--debug",
    "--help",
    "--markdown",
    "--strict",
    "--version",
)
"""Flags that take no value."""
USUAL = {
    "--region": "成都", "--scheme": "flexible", "--last-covered": "2026-02", "--pay-date": "2026-09-10", "--back-pay": "no",
    "--cause": "missed", "--group": "general", "--benefit-year": "2027", "--as-of": "2026-11-22", "--lang": "en",
    "--covered": "2025-01..2026-02", "--birth-date": "2026-06-10", "--window": "late", "--base": "5000", "--rate": "8%",
    "--engine": "rows", "--from": "2026-01-01", "--to": "2026-11-22",
}  # fmt: skip
GOOD = (
    "成都",
    "flexible",
    "resident",
    "2026-02",
    "2026-09-10",
    "yes",
    "switched",
    "2027",
    "24",
    "zh",
    "en",
    "today",
    "-",
    "case",
)


def words(hostile: Hostile) -> list[str]:
    """A command line; nothing in it names a file to write, and NUL cannot be in an argument."""
    rng = hostile.rng
    start, flags = rng.choice(COMMANDS)
    found = list(start)
    if rng.random() < 0.3:
        found.append(hostile.text(*GOOD))
    for _ in range(rng.randint(0, 5)):
        flag = rng.choice(flags if rng.random() < 0.95 else (*FACTS, *VIEW))
        found.append(flag)
        if flag not in BARE and rng.random() < 0.95:
            found.append(USUAL.get(flag, rng.choice(GOOD)) if rng.random() < 0.6 else hostile.text(*GOOD))
    return [
        word.replace("\0", "")
        for word in found
        if not word.startswith(("--save", "-o", "--out", "--err", "--sum", "--cert"))
    ]


def rows(hostile: Hostile) -> str:
    """A list of people as CSV."""
    rng = hostile.rng
    cases = rng.sample(good_cases(), 4)
    names = list({key: None for case in cases for key in case})
    text = io.StringIO()
    writer = csv.writer(text, delimiter=rng.choice(",,,;\t|"))
    writer.writerow([*names, hostile.snippet()] if rng.random() < 0.2 else names)
    for case in cases:
        writer.writerow(
            [
                hostile.text(str(case.get(key, ""))) if rng.random() < 0.3 else case.get(key, "")
                for key in names
            ]
        )
    return text.getvalue()


def kinds(hostile: Hostile, room: Path) -> dict[str, Callable[[], tuple[object, Callable[[], None]]]]:
    """For each target a maker of an input and the call that tries it."""
    rng, files, cases = hostile.rng, good_files(), good_cases()
    topics = (Path(__file__).parents[2] / "policies" / "topics" / "gap.yaml").read_text("utf-8")

    def maker(
        make: Callable[[], object], call: Callable[..., None], *more: object
    ) -> Callable[[], tuple[object, Callable[[], None]]]:
        def made() -> tuple[object, Callable[[], None]]:
            found = make()
            return found, lambda: call(found, *more)

        return made

    def case_words() -> list[str]:
        return words(hostile)

    return {
        "value": maker(lambda: hostile.text(*GOOD, "2025-01..2026-02;2026-05"), targets.value),
        "yaml": maker(lambda: hostile.text(*SNIPPETS, "a: [1, {b: c}]\n", files[2]), targets.yaml_text),
        "policy": maker(lambda: hostile.lines(rng.choice(files)), targets.policy_text, room),
        "topic": maker(lambda: hostile.lines(topics), targets.topic_text),
        "case": maker(lambda: hostile.case(rng.choice(cases)), targets.case_value),
        "argv": maker(case_words, targets.argv),
        "table": maker(lambda: hostile.data(rows(hostile)), targets.table, room),
    }


WEIGHTS = {"value": 30, "yaml": 30, "policy": 6, "topic": 3, "case": 30, "argv": 8, "table": 6}


def main() -> int:
    """Run until the time or the number of inputs is reached; 1 if anything broke."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=None)
    parser.add_argument("--inputs", type=int, default=None)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default=None)
    parser.add_argument("--found", type=Path, default=None)
    options = parser.parse_args()
    end = time.monotonic() + 60 * (
        options.minutes if options.minutes is not None else 1e6 if options.inputs else 1
    )
    hostile, counts, broken = Hostile(options.seed), Counter[str](), 0
    os.environ.update(YIBAO_NO_INPUT="1", NO_COLOR="1", COLUMNS="80")
    start = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        room, work = Path(name) / "room", Path(name) / "cwd"
        room.mkdir()
        work.mkdir()
        os.chdir(work)
        makers = kinds(hostile, room)
        chosen = [options.only] if options.only else list(makers)
        weights = [WEIGHTS[kind] for kind in chosen]
        while time.monotonic() < end and (options.inputs is None or sum(counts.values()) < options.inputs):
            kind = hostile.rng.choices(chosen, weights)[0]
            given, call = makers[kind]()
            counts[kind] += 1
            faulthandler.dump_traceback_later(300, exit=True)
            try:
                call()
            except Exception as error:
                broken += 1
                shown = repr(given)
                print(f"{kind}: {type(error).__name__}: {str(error)[:300]}\n  {shown[:600]}", flush=True)
                if options.found:
                    path = (start / options.found) / f"{kind}-{broken}.txt"
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(
                        given if isinstance(given, bytes) else shown.encode("utf-8", "backslashreplace")
                    )
        faulthandler.cancel_dump_traceback_later()
        os.chdir(start)
    print(
        f"{sum(counts.values())} inputs, {broken} broke something: "
        + ", ".join(f"{k} {v}" for k, v in sorted(counts.items()))
    )
    print("outcomes: " + ", ".join(f"{name} {n}" for name, n in targets.OUTCOMES.most_common(40)))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
