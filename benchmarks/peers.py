"""`python benchmarks/peers.py`: one small table - Chengdu's flexible workers who lapsed - in yibao and in its peers.

The peers get the rules as boxes out of the compiled table (gap months, paid back or not) and compute the rule and the
month from which the fund pays; yibao answers the texts of the rows wholly, with parsing, ranges, deadlines and sums.
All of them must name the same rule for every member. Peers: `pip install -r benchmarks/requirements-peers.txt`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))
AS_OF, REGION, SCHEME = dt.date(2026, 11, 22), "510100", "flexible"


class Box(NamedTuple):
    """Gap months from `low` to `high`, paid back or not: the rule, and the months to wait at least."""

    low: int
    high: int
    back_pay: bool
    rule: str
    wait: int


def boxes() -> list[Box]:
    """The table as boxes, by asking it for every gap."""
    from yibao_cli.batch.rows import Rows

    engine = Rows(
        ["last_covered", "pay_date", "back_pay"], {"region": REGION, "scheme": SCHEME}, AS_OF, False
    )
    found: list[Box] = []
    for back_pay in (True, False):
        for gap in range(60):
            last = 2026 * 12 + 10 - gap - 1
            answer = engine.answer(
                (f"{last // 12}-{last % 12 + 1:02d}", "2026-11-22", "yes" if back_pay else "no")
            )
            rule, wait = answer[11], int(answer[2] or 0)
            if found and found[-1].back_pay == back_pay and found[-1].rule == rule:
                found[-1] = found[-1]._replace(high=gap)
            else:
                found.append(Box(gap, gap, back_pay, rule, wait))
    return found


def members(count: int) -> list[tuple[int, bool]]:
    """Gap months and whether they are paid back."""
    chance = random.Random(1)
    return [(chance.randint(0, 24), chance.random() < 0.5) for _ in range(count)]


def yibao(people: list[tuple[int, bool]], table: list[Box]) -> Callable[[], list[str]]:
    """The column engine on texts."""
    import polars as pl

    from yibao_cli.batch.columns import Columns

    months = [2026 * 12 + 10 - gap - 1 for gap, _ in people]
    frame = pl.DataFrame(
        {
            "region": [REGION] * len(people),
            "scheme": [SCHEME] * len(people),
            "last_covered": [f"{month // 12}-{month % 12 + 1:02d}" for month in months],
            "pay_date": ["2026-11-22"] * len(people),
            "back_pay": ["yes" if paid else "no" for _, paid in people],
        }
    )
    return lambda: Columns(frame.columns, {}, AS_OF).answer(frame)["rule"].to_list()


def zen(people: list[tuple[int, bool]], table: list[Box]) -> Callable[[], list[str]]:
    """GoRules zen-engine: a decision table, one batch call."""
    import json

    import zen as engine

    rules = [
        {
            "_id": str(i),
            "g": f"[{box.low}..{box.high}]",
            "b": str(box.back_pay).lower(),
            "r": json.dumps(box.rule),
            "w": str(box.wait),
        }
        for i, box in enumerate(table)
    ]
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": "g", "field": "gap", "name": "gap"}, {"id": "b", "field": "paid", "name": "paid"}],
        "outputs": [
            {"id": "r", "field": "rule", "name": "rule"},
            {"id": "w", "field": "wait", "name": "wait"},
        ],
        "rules": rules,
    }
    nodes = [
        {"id": "1", "type": "inputNode", "name": "in"},
        {"id": "2", "type": "decisionTableNode", "name": "table", "content": content},
        {"id": "3", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": "a", "sourceId": "1", "targetId": "2", "type": "edge"},
        {"id": "b", "sourceId": "2", "targetId": "3", "type": "edge"},
    ]
    loader = engine.ZenEngine({"loader": lambda key: json.dumps({"nodes": nodes, "edges": edges})})
    requests = [{"key": "table", "context": {"gap": gap, "paid": paid}} for gap, paid in people]
    return lambda: [_rule_of(each) for each in loader.evaluate_batch(requests)]


def _rule_of(found: Any) -> str:
    for key in ("data", "result"):
        found = found.get(key, found)
    return str(found["rule"])


def openfisca(people: list[tuple[int, bool]], table: list[Box]) -> Callable[[], list[str]]:
    """OpenFisca: one vector formula over all rules."""
    import numpy as np
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import MONTH
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    person = build_entity("person", "persons", "a member", is_person=True)

    def variable(name: str, kind: type, **more: Any) -> type:
        return type(
            name,
            (Variable,),
            {"value_type": kind, "entity": person, "definition_period": MONTH, "label": name, **more},
        )

    def formula(population: Any, period: Any) -> Any:
        gap, paid = population("gap", period), population("paid", period)
        return np.select(
            [(gap >= b.low) & (gap <= b.high) & (paid == b.back_pay) for b in table],
            list(range(len(table))),
            -1,
        )

    system = TaxBenefitSystem([person])
    for each in (variable("gap", int), variable("paid", bool), variable("rule", int, formula=formula)):
        system.add_variable(each)
    gaps, paid = np.array([gap for gap, _ in people]), np.array([paid for _, paid in people])

    def run() -> list[str]:
        simulation = SimulationBuilder().build_default_simulation(system, len(people))
        simulation.set_input("gap", "2026-11", gaps)
        simulation.set_input("paid", "2026-11", paid)
        return [table[i].rule for i in simulation.calculate("rule", "2026-11")]

    return run


def duckdb(people: list[tuple[int, bool]], table: list[Box]) -> Callable[[], list[str]]:
    """DuckDB: a join with the boxes, in the order of the members."""
    import duckdb as database
    import pyarrow as pa

    connection = database.connect()
    connection.register(
        "member",
        pa.table(
            {"i": range(len(people)), "gap": [gap for gap, _ in people], "paid": [paid for _, paid in people]}
        ),
    )
    connection.register(
        "box", pa.table({name: [getattr(box, name) for box in table] for name in Box._fields})
    )
    query = "select rule from member join box on gap between low and high and paid = back_pay order by i"
    return lambda: [row[0] for row in connection.execute(query).fetchall()]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--repeats", type=int, default=5)
    chosen = options.parse_args()
    table, people = boxes(), members(chosen.rows)
    want = [
        next(box.rule for box in table if box.low <= gap <= box.high and box.back_pay == paid)
        for gap, paid in people
    ]
    runs: dict[str, Callable[[], list[str]]] = {}
    for name, make in {
        "yibao columns": yibao,
        "zen-engine batch": zen,
        "OpenFisca": openfisca,
        "DuckDB": duckdb,
    }.items():
        try:
            runs[name] = make(people, table)
        except ImportError as error:
            print(f"{name}: not installed ({error.name})")
    spent: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(chosen.repeats):
        for name, run in runs.items():
            start = time.perf_counter()
            found = run()
            spent[name].append(time.perf_counter() - start)
            if found != want:
                raise SystemExit(f"{name} names other rules")
    print(
        f"{dt.date.today()}, {os.cpu_count()} cores, {len(table)} boxes, {chosen.rows:,} members, medians of {chosen.repeats} interleaved runs"
    )
    base = statistics.median(spent["yibao columns"])
    for name, times in spent.items():
        seconds = statistics.median(times)
        print(
            f"{name:<17} {seconds:>8.3f} s  {chosen.rows / seconds:>12,.0f} rows/s  {seconds / base:>6.2f} x yibao"
        )


if __name__ == "__main__":
    main()
