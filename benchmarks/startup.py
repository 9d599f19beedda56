"""How long the program takes to start, against a bare interpreter: an installed wheel, interleaved rounds, medians.

    python benchmarks/startup.py [--rounds N] [--yibao PATH]

Makes a virtual environment of its own with the checkout installed as a wheel (an editable install is slower to
start), unless `--yibao` names an installed command. Prints Markdown and the goals that are not met. The last column
is the same ratio in processor time, which says more where others use the machine as well.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CASE = ["--region", "成都", "--scheme", "flexible", "--last-covered", "2026-02", "--pay-date", "2026-09-10"]
CALLS = {
    "check --json": (["check", "--json", *CASE], 10.0),
    "--version": (["--version"], 1.6),
    "--help": (["--help"], 10.0),
    "check, table to a pipe": (["check", *CASE], 15.0),
    "topics 断缴 住院": (["topics", "断缴", "住院"], None),
    "check, facts missing": (["check", "--region", "成都", "--no-input"], None),
}
"""What is measured, and at most how many times a bare interpreter it should take."""


def install(folder: Path) -> Path:
    """The command of a fresh environment with this checkout installed as a wheel."""
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    quiet = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    # A recent pip writes a wrapper that does not import `re`: 4 ms less on every start.
    subprocess.run([*quiet, "-U", "pip"], check=False, capture_output=True)
    subprocess.run([*quiet, str(ROOT)], check=True, capture_output=True)
    return python.with_name("yibao")


def processor() -> float:
    """Seconds of processor time that finished children have used; 0 where the system does not say (Windows)."""
    try:
        import resource
    except ImportError:
        return 0.0
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(yibao: Path, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Seconds and seconds of processor time of each call, all calls once a round."""
    python = str(yibao.with_name("python"))
    commands = {
        "python -I -S -c pass": [python, "-I", "-S", "-c", "pass"],
        "python -c pass": [python, "-c", "pass"],
    }
    commands |= {name: [str(yibao), *words] for name, (words, _) in CALLS.items()}
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    surrounding = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")}  # fmt: skip
    for n in range(rounds + 2):
        for name, command in commands.items():
            begin, used = time.perf_counter(), processor()
            subprocess.run(command, capture_output=True, env=surrounding, stdin=subprocess.DEVNULL)
            if n >= 2:  # the first rounds fill the caches
                found[name].append((time.perf_counter() - begin, processor() - used))
    return found


def report(found: dict[str, list[tuple[float, float]]]) -> list[str]:
    """A Markdown table, and a line for each goal that is not met."""
    medians = {
        name: [statistics.median(part) for part in zip(*runs, strict=True)] for name, runs in found.items()
    }
    bare, bare_used = medians["python -I -S -c pass"]
    lines = [
        "| call | median ms | min ms | × bare interpreter | goal | × processor time |",
        "|---|---|---|---|---|---|",
    ]
    missed = []
    for name, (wall, used) in medians.items():
        ratio, goal = wall / bare, CALLS.get(name, ([], None))[1]
        least = min(run[0] for run in found[name])
        share = f"{used / bare_used:.2f}" if bare_used else ""
        lines.append(
            f"| `{name}` | {wall * 1e3:.1f} | {least * 1e3:.1f} | {ratio:.2f} | {goal or ''} | {share} |"
        )
        if goal and ratio > goal:
            missed.append(f"goal missed: {name} takes {ratio:.2f} x, goal {goal} x")
    return lines + missed


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--yibao", type=Path)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        yibao = given.yibao or install(folder / "env")
        print("\n".join(report(measure(yibao, given.rounds))))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
