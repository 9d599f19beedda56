"""Mutation testing: `python -m tests.trust.mutate [FILE …] [--every N] [--seconds S] [--out FILE.jsonl]`.

The suite is collected and run once, which tells the functions that each test calls. Each mutant is then made in a fork
of that process: the code of one function is exchanged, caches are dropped, and the tests that call the function run until
one fails - those that found most in this function first, then the quick ones. What lies outside functions (constants,
defaults) is tried in a fork that imports the changed file anew and collects the suite itself.

Verdicts: `assertion` and `exception` (a test failed on an assertion, on another exception), `import` (the file could not
be loaded at all: proves nothing about the tests), `endless` (too much CPU time), `survived`, `short` (survived the tests
that fitted into `--seconds`). Only the first two count as found. Without any change every test must pass, also in a fork.
"""

from __future__ import annotations

import argparse
import functools
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import NoReturn

import pytest

from tests.trust.mutants import Mutant, mutants
from tests.trust.mutation import FOUND, ROOT, Inside, Verdict, anew, in_fork

FILES = [
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "yibao_cli/policy").glob("*.py")),
    *(f"yibao_cli/{name}.py" for name in ("dates", "situation", "case", "parse")),
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "yibao_cli/advise").glob("*.py")),
]
SUITE = [
    "tests/trust/test_quick.py", "tests/test_parse.py", "tests/test_case_keys.py", "tests/test_situation.py",
    "tests/policy/test_edges.py", "tests/policy/test_folders.py", "tests/policy/test_promises.py", "tests/advise/test_edges.py",
    "tests/advise/test_reasons.py", "tests/advise/test_ways.py", "tests/advise/test_money_edges.py", "tests/golden",
    "tests/policy/test_bad.py", "tests/policy/test_reading.py", "tests/policy/test_diff.py", "tests/test_cases.py", "tests/test_amounts.py",
    "tests/test_regions.py", "tests/test_official_examples.py", "tests/test_scenarios.py", "tests/policy",
    "tests/trust/test_certificate.py", "tests/trust/test_boundaries.py", "tests/test_dates.py", "tests/advise",
    "tests/trust/test_invariants.py", "tests/trust/test_naive.py",
]  # fmt: skip
"""The tests that mutants must not pass; all run in this process."""
LEFT_OUT = " and ".join(
    f"not {name}" for name in ("engine", "irrelevant", *(f"members[{n}]" for n in range(1, 8)))
)
"""Batch engines, whose threads do not survive a fork, and repetitions of long random walks."""
OPTIONS = ["-qq", "-s", "-p", "no:cacheprovider", "-o", "addopts=", "-k", LEFT_OUT]


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", default=FILES)
    parser.add_argument("--every", type=int, default=1, help="try every n-th mutant of each file")
    parser.add_argument("--first", type=int, default=0, help="the first one tried")
    parser.add_argument("--seconds", type=float, default=20, help="CPU time for the tests of one mutant")
    parser.add_argument(
        "--only", choices=("inside", "outside"), help="only mutants inside or outside functions"
    )
    parser.add_argument("--at", action="append", help="only mutants of these FILE:LINE")
    parser.add_argument(
        "--seen", type=Path, help="where the functions that each test calls are kept between runs"
    )
    parser.add_argument("--out", type=Path, help="verdicts as JSON lines")
    return parser.parse_args()


def main() -> NoReturn:
    """Try the mutants and print survivors and a table; exit 0 when all tests pass without any change."""
    options = parsed()
    chosen = [m for file in options.files for m in mutants(ROOT, file)[options.first :: options.every]]
    if options.at:
        chosen = [m for m in chosen if f"{m.file}:{m.line}" in options.at]
    table: dict[str, Counter[str]] = defaultdict(Counter)
    out = options.out.open("a", encoding="utf-8") if options.out else None

    def tell(mutant: Mutant, verdict: Verdict) -> None:
        table[mutant.file][verdict[0]] += 1
        if verdict[0] not in FOUND:
            print(f"{verdict[0]} {mutant} ({verdict[1]})", flush=True)
        if out:
            out.write(json.dumps([mutant.file, str(mutant), *verdict]) + "\n")
            out.flush()

    assert not [name for name in sys.modules if name.startswith("yibao_cli")]
    outside = [m for m in chosen if m.function is None and options.only != "inside"]
    for mutant in outside:
        tell(
            mutant,
            in_fork(
                functools.partial(anew, mutant, options.seconds, [*OPTIONS, *SUITE]), 60 + 5 * options.seconds
            ),
        )
    inside = [m for m in chosen if m.function is not None and options.only != "outside"]
    code = 0
    if inside:
        code = pytest.main([*OPTIONS, *SUITE], plugins=[Inside(inside, options.seconds, options.seen, tell)])
    report(table)
    sys.exit(code)


def report(table: dict[str, Counter[str]]) -> None:
    """A row a file: tried, found (of these by an exception), endless, not loadable, survived."""
    print(
        "| file | tried | found | of these by an exception | endless | not loadable | survived |\n|---|---|---|---|---|---|---|"
    )
    for file, said in table.items():
        found = sum(said[each] for each in FOUND)
        left = said["survived"] + said["short"] + said["broken"]
        print(
            f"| {file} | {said.total()} | {found} | {said['exception']} | {said['endless']} | {said['import']} | {left} |"
        )


if __name__ == "__main__":
    main()
