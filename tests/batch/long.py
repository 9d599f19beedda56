"""The long comparison: `python -m tests.batch.long --rows 1000000`. Every cell of every engine, and how long it took.

With `--days 10` each random member pays on ten random days, which are ten cases: that is quicker than ten members.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from tests.batch.members import NAMES, Members
from tests.batch.reference import reference
from tests.batch.test_engines import AS_OF
from yibao_cli.batch.columns import Columns
from yibao_cli.batch.rows import Rows

BLOCK = 50_000
PAID = NAMES.index("pay_date")


def cases(members: Members, count: int, days: int) -> list[list[str]]:
    """So many cases: each member on so many days of payment."""
    found: list[list[str]] = []
    while len(found) < count:
        member = members.row(len(found))
        found.append(member)
        for _ in range(days - 1):
            cells = member.copy()
            cells[PAID] = members.day(2026, 2028)
            found.append(cells)
    return found[:count]


def main() -> int:
    """Compare rows with columns on all rows, and with `check` on every n-th; the exit code tells whether all agree."""
    import polars as pl

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--check-every", type=int, default=200)
    options.add_argument("--days", type=int, default=1)
    chosen = options.parse_args()
    members, spent, statuses = Members(chosen.seed), Counter[str](), Counter[str]()
    by_row, by_column = (engine(NAMES[1:], {}, AS_OF, True) for engine in (Rows, Columns))
    wrong = done = checked = 0
    while done < chosen.rows:
        part = cases(members, min(BLOCK, chosen.rows - done), chosen.days)
        start = time.perf_counter()
        want = by_row.answers([cells[1:] for cells in part])
        middle = time.perf_counter()
        have = by_column.answer(pl.DataFrame(part, schema=NAMES, orient="row"))
        spent.update({"rows": middle - start, "columns": time.perf_counter() - middle})  # type: ignore[dict-item]
        for number, (cells, a, b) in enumerate(zip(part, want, have.iter_rows(), strict=True)):
            statuses[a[0]] += 1
            row = dict(zip(NAMES, cells, strict=True))
            differs = a != tuple(cell or "" for cell in b)
            if number % chosen.check_every == 0:
                checked += 1
                differs = differs or a[:15] != reference(row, AS_OF)
            wrong += differs
            if differs and wrong <= 5:
                print({key: cell for key, cell in row.items() if cell}, a, b, sep="\n")
        done += len(part)
        print(f"{done:,} rows, {wrong} differ", file=sys.stderr)
    print(f"{done:,} members, {checked:,} of them also by check: {wrong} rows differ; {dict(statuses)}")
    print("seconds: " + ", ".join(f"{name} {seconds:.0f}" for name, seconds in spent.items()))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
