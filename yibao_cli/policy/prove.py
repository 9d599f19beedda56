"""Proofs over compiled tables: no situation without an answer, none with two, and the promises kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from . import folder, layers
from .decide import witness
from .errors import Place, PolicyError, Problem
from .layers import Table, compile_files
from .model import PolicyFile, load
from .vocabulary import LAST_DATE, SCHEMES


@dataclass(slots=True)
class Report:
    """What was proven, in figures, and every problem found."""

    files: int = 0
    tables: int = 0
    rules: int = 0
    situations: int = 0
    days: int = 0
    dated_values: int = 0
    problems: list[Problem] = field(default_factory=list)


def overlaps(table: Table) -> Iterator[Problem]:
    """Two rules of one layer that both answer, once per pair, with a witness."""
    seen = set()
    for box, leaf in table.diagram.paths():
        numbers = cast(tuple[int, ...], leaf)
        if len(numbers) < 2 or numbers[:2] in seen:
            continue
        seen.add(numbers[:2])
        one, two = (table.rows[number] for number in numbers[:2])
        yield Problem(
            "E301",
            f"规则 {one.id} 和 {two.id} 都回答同一情形",
            (one.rule.place, two.rule.place),
            "给其中一条加条件，使两条互不重叠",
            _words(witness(table.axes, box)),
        )


def holes(table: Table) -> Iterator[Problem]:
    """The first situation that no rule answers."""
    for box, leaf in table.diagram.paths():
        if leaf == () and (claimed := _claimed(table, box)) is not None:
            last = table.rows[-1].rule.place if table.rows else Place("national", 1, 1)
            yield Problem(
                "E302",
                f"{table.scheme}：有情形没有规则回答",
                (last,),
                "补一条规则；法律没有规定的，写成带上下限的 between",
                _words(witness(table.axes, claimed)),
            )
            return


def _claimed(table: Table, box: tuple[int, ...]) -> tuple[int, ...] | None:
    """The part of a box that lies in the time that the national layer claims to cover; None if no part does."""
    start = _start_of_cover(table)
    for k, axis in enumerate(table.axes):
        if axis.fact.id == "pay_date":
            days = sum(1 << i for i in range(axis.size) if box[k] >> i & 1 and axis.span(i)[0] >= start)
            return (*box[:k], days, *box[k + 1 :]) if days else None
    return box


def _start_of_cover(table: Table) -> int:
    nation = [
        row.policy.first.toordinal() for row in table.rows if row.file.code == layers.NATION and row.rank >= 0
    ]
    return min(nation, default=LAST_DATE.toordinal())


def _words(situation: dict[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in situation.items()) or "任何情形"


def situations(table: Table) -> int:
    """How many situations (one atom of every axis) the table was proven over."""
    total = 1
    for axis in table.axes:
        total *= axis.size
    return total


def check_file(file: PolicyFile, report: Report) -> None:
    """Prove one file by itself: no overlap inside it, and its header agrees with the register."""
    from .. import regions

    report.files += 1
    report.rules += sum(len(policy.rules) * len(policy.schemes) for policy in file.policies)
    report.dated_values += len(file.standards) + len(file.windows)
    known = regions.register().get(file.code)
    if file.code != layers.NATION and known is None:
        report.problems.append(
            Problem(
                "E209",
                f"地区代码 {file.code} 不在名录里",
                (Place(file.file, 1, 1),),
                "核对 vocabulary/divisions.csv",
            )
        )
    elif known and known.zh != file.zh:
        report.problems.append(
            Problem(
                "E209",
                f"{file.code} 的名称是“{known.zh}”，不是“{file.zh}”",
                (Place(file.file, 1, 1),),
                f'zh: "{known.zh}"',
            )
        )
    if not file.file.rsplit("/", 1)[-1].startswith(file.code) and file.code != layers.NATION:
        report.problems.append(
            Problem(
                "E209",
                f"文件名应当以 {file.code} 开头",
                (Place(file.file, 1, 1),),
                f"改名为 {file.code}-….yaml",
            )
        )
    for scheme in SCHEMES:
        if any(scheme in policy.schemes for policy in file.policies):
            report.problems.extend(overlaps(compile_files((file,), scheme)))


def check_all() -> Report:
    """Load and prove every table of the chosen policies folder: each file alone, then each region with its layers."""
    report = Report()
    loaded = []
    for path in [*sorted((folder.root() / "national").glob("*.yaml")), *layers.region_paths().values()]:
        try:
            file = load(path)
            check_file(file, report)
            loaded.append(file)
        except PolicyError as error:
            report.problems.extend(error.problems)
    if report.problems:
        return report
    first_days = []
    for code in [layers.NATION, *layers.region_paths()]:
        for scheme in SCHEMES:
            table = layers.table(code, scheme)
            report.tables += 1
            report.situations += situations(table)
            report.problems.extend(holes(table))
            first_days.append(_start_of_cover(table))
            from .promises import broken

            report.problems.extend(broken(table, code))
    report.days = LAST_DATE.toordinal() - max(first_days) + 1
    report.problems = list(dict.fromkeys(report.problems))
    return report
