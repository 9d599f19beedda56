"""`python benchmarks/batch.py`: how fast a list is answered, against merely copying the same file.

Makes its own members (40 regions that have a file, three schemes, months and days over two years, 1 % broken rows),
runs everything interleaved as whole processes and prints medians, ratios and peak memory. `--sizes 1000000 10000000`.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAMES = ["工号", "姓名", "参保地", "险种", "最后缴费月", "缴费日", "是否补缴", "中断原因"]
FLAGS = ["--benefit-year", "2027", "--as-of", "2026-11-22"]
PAUSE = 4
"""Seconds between two runs."""
COPY_COLUMNS = "import sys, polars as pl; pl.scan_csv(sys.argv[1], infer_schema=False).sink_csv(sys.argv[2])"
COPY_ROWS = (
    "import sys, csv; a = open(sys.argv[1], encoding='utf-8-sig', newline=''); "
    "b = open(sys.argv[2], 'w', encoding='utf-8-sig', newline=''); csv.writer(b).writerows(csv.reader(a))"
)


def make(path: Path, rows: int) -> None:
    """Write a list of members, always the same for the same size."""
    sys.path.insert(0, str(ROOT))
    from yibao_cli import regions
    from yibao_cli.policy import layers

    chance = random.Random(5)
    pick, whole = chance.choice, chance.randint
    places = [regions.register()[code].zh for code in layers.region_paths() if code in regions.register()][
        :40
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(NAMES)
        for number in range(rows):
            last = f"{whole(2024, 2025)}-{whole(1, 12):02d}" if number % 3 else f"2026-{whole(1, 6):02d}"
            paid = f"2026-{whole(7, 12):02d}-{whole(1, 28):02d}" if chance.random() > 0.01 else "2026-13-01"
            scheme = pick(["职工医保", "灵活就业", "居民医保"])
            cause = "自己停缴" if number % 5 else "首次参保"
            writer.writerow(
                [number, f"张{number % 977}", pick(places), scheme, last, paid, pick("是否"), cause]
            )


def measure(command: list[str]) -> tuple[float, float, float]:
    """Seconds on the wall, seconds of all cores, peak memory in MB of one whole process."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    _, status, usage = os.wait4(process.pid, 0)
    spent = time.perf_counter() - start
    if status:
        raise SystemExit(f"failed: {command}")
    return spent, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def commands(source: Path, target: Path, rows: int, rows_limit: int) -> dict[str, list[str]]:
    """What is measured on one file, by name."""
    answer = [sys.executable, "-m", "yibao_cli", "batch", str(source), "-o", str(target), *FLAGS, "--engine"]
    found = {
        "columns": [*answer, "columns"],
        "polars copy": [sys.executable, "-c", COPY_COLUMNS, str(source), str(target)],
    }
    if rows <= rows_limit:
        found["rows"] = [*answer, "rows"]
        found["csv copy"] = [sys.executable, "-c", COPY_ROWS, str(source), str(target)]
    return found


def run(folder: Path, rows: int, repeats: int, rows_limit: int) -> dict[str, tuple[float, float, float]]:
    """Median seconds (wall, all cores) and greatest memory of everything on one size, run in turns."""
    source = folder / f"{rows}.csv"
    make(source, rows)
    os.sync()
    found: dict[str, list[tuple[float, float, float]]] = {}
    for _ in range(repeats):
        for name, command in commands(source, folder / "out.csv", rows, rows_limit).items():
            # Everybody writes a new file on a machine at rest: replacing one of another size would cost them differently,
            # and a virtual machine gives freed memory back to its host for some seconds after it was freed.
            (folder / "out.csv").unlink(missing_ok=True)
            time.sleep(PAUSE)
            found.setdefault(name, []).append(measure(command))
    source.unlink()
    return {
        name: (
            statistics.median(wall for wall, _, _ in runs),
            statistics.median(cores for _, cores, _ in runs),
            max(memory for _, _, memory in runs),
        )
        for name, runs in found.items()
    }


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--rows-limit", type=int, default=1_000_000, help="greatest size for the row engine")
    chosen = options.parse_args()
    print(
        f"{dt.date.today()}, {os.cpu_count()} cores, Python {sys.version.split()[0]}, medians of {chosen.repeats} interleaved runs"
    )
    print(
        f"load average {os.getloadavg()[0]:.1f} at the start: on a busy machine the seconds of the cores tell more"
    )
    print(
        f"{'rows':>12} {'what':<12} {'wall s':>8} {'cores s':>8} {'rows/s':>10} {'MB':>6}  wall and cores against a copy"
    )
    copies = {"columns": "polars copy", "rows": "csv copy"}
    with tempfile.TemporaryDirectory() as folder:
        for rows in chosen.sizes:
            found = run(Path(folder), rows, chosen.repeats, chosen.rows_limit)
            for name, (wall, cores, memory) in found.items():
                other = found.get(copies.get(name, ""))
                ratio = f"{wall / other[0]:.1f} x, {cores / other[1]:.1f} x {copies[name]}" if other else ""
                line = f"{rows:>12,} {name:<12} {wall:>8.2f} {cores:>8.2f} {rows / wall:>10,.0f} {memory:>6.0f}  {ratio}"
                print(line.rstrip(), flush=True)


if __name__ == "__main__":
    main()
