"""Run worked cases through an installed program: `check_cases.py --yibao PROGRAM CASES.jsonl …`.

A line is {"id", "case", "expect": {path: value}, "why", "grade"}. Paths name fields of the answer; `wait.months`
and `cost.total` reach deeper, `resume_month` is the month of the resume date, and `first_share` the share of the
first period in which the fund pays anything. {"date": D, "within_days": N} allows N days either way.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any


def found(result: dict[str, Any], path: str) -> Any:
    """The value at a path of an answer."""
    answer = result["answer"]
    if path == "resume_month":
        return (answer["resume_date"] or "")[:7]
    if path == "first_share":
        return next((p["share"] for p in answer["periods"] if p["share"]), None)
    if path.startswith("cost."):
        return result["cost"][path.removeprefix("cost.")]
    for key in path.split("."):
        answer = None if answer is None else answer[key]
    return answer


def agrees(have: Any, want: Any) -> bool:
    """Whether a value is the expected one."""
    if isinstance(want, dict) and "within_days" in want:
        distance = dt.date.fromisoformat(have) - dt.date.fromisoformat(want["date"]) if have else None
        return distance is not None and abs(distance.days) <= want["within_days"]
    if isinstance(want, float) and have is not None:
        return abs(float(have) - want) < 0.005
    return bool(have == want)


def faults(result: dict[str, Any], expect: dict[str, Any]) -> list[str]:
    """Every expectation that an answer does not meet."""
    return [
        f"{path}: expected {want!r}, found {found(result, path)!r}"
        for path, want in expect.items()
        if not agrees(found(result, path), want)
    ]


def lines(path: Path) -> list[dict[str, Any]]:
    """The worked cases of a file."""
    return [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines() if row.strip()]


def run(program: str, line: dict[str, Any]) -> list[str]:
    """Run one case through the program."""
    done = subprocess.run(
        [program, "check", "--json", "--case", "-"],
        input=json.dumps(line["case"]).encode(),
        capture_output=True,
        timeout=60,
    )
    if done.returncode not in (0, 3):
        return [f"exit {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}"]
    return faults(json.loads(done.stdout), line["expect"])


def main() -> int:
    """Check all files; 0 when every case agrees."""
    parser = argparse.ArgumentParser()
    parser.add_argument("cases", nargs="+", type=Path)
    parser.add_argument("--yibao", default="yibao")
    options = parser.parse_args()
    cases = [line for path in options.cases for line in lines(path)]
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda line: run(options.yibao, line), cases))
    for line, found_faults in zip(cases, outcomes, strict=True):
        for fault in found_faults:
            print(f"{line['id']} ({line['why']}): {fault}")
    failed = sum(map(bool, outcomes))
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
