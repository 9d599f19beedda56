"""Crowds: `python -m tests.batch.crowds --lists 1500 --rows 2000`. Lists in which the same few cells meet again and again.

Random members hardly ever share all but one cell with each other, so they say little about what engines remember.
"""

from __future__ import annotations

import argparse
import sys

import polars as pl

from tests.batch.members import Members
from tests.batch.test_engines import AS_OF
from yibao_cli.batch.columns import Columns
from yibao_cli.batch.rows import Rows


def differences(names: list[str], people: list[list[str]], block: int) -> list[object]:
    """Rows for which the column engine, the row engine and a row engine without memory do not all say the same."""
    by_row, plain, by_column = (engine(names, {}, AS_OF, True) for engine in (Rows, Rows, Columns))
    wrong: list[object] = []
    for start in range(0, len(people), block):
        part = people[start : start + block]
        have = by_column.answer(pl.DataFrame(part, schema=names, orient="row")).rows()
        for row, cells, remembered in zip(part, have, by_row.answers(part), strict=True):
            plain._known.clear()
            want = plain.answer(row)
            if not want == remembered == tuple(cell or "" for cell in cells):
                wrong.append((dict(zip(names, row, strict=True)), cells, remembered, want))
    return wrong


def main() -> int:
    """Compare many lists; the exit code tells whether all agree."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--lists", type=int, default=1_500)
    options.add_argument("--rows", type=int, default=2_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    members, lists, wrong = Members(chosen.seed), 0, 0
    for _ in range(chosen.lists):
        names, people = members.crowd(chosen.rows)
        found = differences(names, people, chosen.rows // 4)
        if found and lists < 3:
            print(names, found[0], sep="\n")
        lists, wrong = lists + bool(found), wrong + len(found)
    print(f"{chosen.lists:,} lists of {chosen.rows:,} rows: {wrong} rows differ in {lists} lists")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
