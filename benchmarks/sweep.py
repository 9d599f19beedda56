"""How long a sweep of 24 months takes, and how many decisions that is worth: python benchmarks/sweep.py"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from statistics import median

from yibao_cli.advise.answer import answer
from yibao_cli.advise.deadlines import deadlines
from yibao_cli.case import read
from yibao_cli.policy import layers
from yibao_cli.policy.vocabulary import SCHEMES

AS_OF = dt.date(2026, 11, 10)
FACTS = {"last_covered": "2026-08", "pay_date": "2026-11-10"}
ROUNDS = 15


def milliseconds(work: Callable[[], object]) -> float:
    """The median time of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return median(times)


def main() -> None:
    """Sweep every table on file and print the median, the slowest one and the ratio to one decision."""
    sweeps, ratios = [], []
    for code in layers.region_paths():
        for scheme in SCHEMES:
            extra = {"benefit_year": "2027"} if scheme == "resident" else {"back_pay": "yes"}
            case = read({"region": code, "scheme": scheme, **FACTS, **extra}, AS_OF)
            result = answer(case)
            sweep = milliseconds(lambda result=result: deadlines(result))  # type: ignore[misc]
            decision = milliseconds(lambda case=case: answer(case))  # type: ignore[misc]
            sweeps.append((sweep, f"{code} {scheme}"))
            ratios.append(sweep / decision)
    slowest, where = max(sweeps)
    print(f"{len(sweeps)} tables, {ROUNDS} rounds each")
    print(
        f"sweep of 24 months: median {median(time for time, _ in sweeps):.1f} ms, slowest {slowest:.1f} ms ({where})"
    )
    print(f"one sweep is worth {median(ratios):.1f} decisions (median)")


if __name__ == "__main__":
    main()
