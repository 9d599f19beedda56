"""A long comparison: `python -m tests.trust.long --cases 1000000 [--jobs 2] [--minutes M] [--seed S] [--invariants]`.

Random members through the program, the row engine and the naive evaluator; with `--invariants` also every invariant.
Prints how many were compared, how many were left out (too open, or contradicting themselves) and every difference.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from . import members
from .compare import difference, program, rows_difference
from .invariants import INVARIANTS

CHUNK = 2_000
Found = tuple[Counter[str], list[str]]


def chunk(seed: int, invariants: bool, until: float) -> Found:
    """One share of the members."""
    counts, faults = Counter[str](), list[str]()
    if time.time() > until:
        return counts, faults
    rng = random.Random(seed)
    for raw in members.everyone(seed, CHUNK):
        said = difference(raw)
        counts["left out" if said is None else "compared"] += 1
        faults += [said] if said else []
        if said is not None:
            rows = rows_difference(raw)
            counts["rows compared"] += 1
            faults += [rows] if rows else []
            answered = program(raw)
            counts[f"status {answered if isinstance(answered, str) else answered['status']}"] += 1
        if invariants:
            for item in INVARIANTS:
                for text in item.check(raw, rng):
                    counts[f"invariant {item.check.__name__}"] += 1
                    faults += [f"{item.check.__name__}: {text}"] if text else []
    return counts, faults


def main() -> int:
    """Compare until all cases are done or the time is over; 1 if anything differs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=1e6)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1_000_000)
    parser.add_argument("--invariants", action="store_true")
    options = parser.parse_args()
    started = time.time()
    until = started + 60 * options.minutes
    counts, faults = Counter[str](), list[str]()
    with ProcessPoolExecutor(options.jobs) as pool:
        shares = [
            pool.submit(chunk, options.seed + number, options.invariants, until)
            for number in range(-(-options.cases // CHUNK))
        ]
        for share in shares:
            found, wrong = share.result()
            counts += found
            for text in wrong:
                print(text, flush=True)
            faults += wrong
    print(
        f"{counts['compared']} cases compared, {len(faults)} differences, {counts['left out']} left out, {time.time() - started:.0f} s"
    )
    for name, count in sorted(counts.items()):
        print(f"  {name}: {count}")
    return 1 if faults or not counts["compared"] else 0


if __name__ == "__main__":
    sys.exit(main())
