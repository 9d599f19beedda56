"""The release certificate: what was proven of which policies, on which sources, with how many worked cases."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

from .. import __version__
from . import folder, layers
from .model import PROMISES, Policy, PolicyFile, load
from .prove import Report, check_all, situations
from .sources import GRADES, Source
from .vocabulary import LAST_DATE, SCHEMES

SCHEMA = "yibao/certificate/1"
AGES = ((90, "up to 90 days"), (180, "91 to 180 days"), (366, "181 to 366 days"))
"""Upper ends, in days since a source was last checked; older ones have lost a grade."""

Json = dict[str, Any]


def certificate(as_of: dt.date, report: Report | None = None) -> Json:
    """Everything that is certified of the chosen policies folder, schema ``yibao/certificate/1``.

    Per file its SHA-256, policies and sources; per table the rules, situations and days proven; the promises with
    their written exceptions; sources by grade and age on `as_of`; worked cases by origin (null outside a checkout).
    `proven` is false, and the tables are left out, where any problem was found. A report at hand is not made again.
    """
    report = report or check_all()
    proven = not report.problems
    files = _files() if proven else []
    return {
        "schema": SCHEMA,
        "yibao": __version__,
        "as_of": as_of.isoformat(),
        "policies": folder.receipt(),
        "proven": proven,
        "problems": [f"{problem.code} {problem.message}" for problem in report.problems],
        "figures": {
            name: getattr(report, name)
            for name in ("files", "tables", "rules", "situations", "days", "dated_values")
        },
        "files": [_file(each, as_of) for each in files],
        "tables": list(_tables()) if proven else [],
        "promises": [_promise(name, files) for name in PROMISES],
        "sources": _sources([source for each in files for source in each.sources.values()], as_of),
        "cases": _cases(),
    }


def _files() -> list[PolicyFile]:
    paths = [*sorted((folder.root() / "national").glob("*.yaml")), *layers.region_paths().values()]
    return [load(path) for path in paths]


def _file(file: PolicyFile, as_of: dt.date) -> Json:
    return {
        "file": file.file,
        "region": file.code,
        "name": file.zh,
        "sha256": sha256((folder.root() / file.file).read_bytes()).hexdigest(),
        "policies": [_policy(policy) for policy in file.policies],
        "windows": [windows.benefit_year for windows in file.windows],
        "standards": len(file.standards),
        "sources": _sources(list(file.sources.values()), as_of),
    }


def _policy(policy: Policy) -> Json:
    return {
        "schemes": list(policy.schemes),
        "from": policy.first.isoformat(),
        "to": None if policy.last == LAST_DATE else policy.last.isoformat(),
        "review_by": policy.review_by.isoformat() if policy.review_by else None,
        "rules": [rule.id for rule in policy.rules],
        "exceptions": list(policy.exceptions),
    }


def _tables() -> list[Json]:
    found = []
    for code in [layers.NATION, *layers.region_paths()]:
        for scheme in SCHEMES:
            table = layers.table(code, scheme)
            first = min(row.days[0] for row in table.rows if row.rank >= 0 and row.file.code == layers.NATION)
            found.append(
                {
                    "region": code,
                    "scheme": scheme,
                    "rules": len(table.rows),
                    "situations": situations(table),
                    "days": LAST_DATE.toordinal() - first + 1,
                }
            )
    return found


def _promise(name: str, files: list[PolicyFile]) -> Json:
    """A promise, and where a text breaks it by its own words."""
    return {
        "promise": name,
        "exceptions": [
            {"file": file.file, "reason": reason, "sources": [source.id for source in cited]}
            for file in files
            for policy in file.policies
            for excepted, (reason, cited) in policy.exceptions.items()
            if excepted == name
        ],
    }


def _sources(sources: list[Source], as_of: dt.date) -> Json:
    """How many sources have each grade and each age on a day."""
    grades = Counter(source.grade(as_of) for source in sources)
    ages = Counter(_age((as_of - source.checked).days) for source in sources)
    names = [*(name for _, name in AGES), "over 366 days"]
    return {
        "count": len(sources),
        "by_grade": {grade: grades[grade] for grade in GRADES},
        "by_age": {name: ages[name] for name in names},
    }


def _age(days: int) -> str:
    return next((name for most, name in AGES if days <= most), "over 366 days")


def _cases() -> Json | None:
    """Worked cases by file, where the tests of a checkout are beside the package."""
    cases = Path(__file__).parents[2] / "tests" / "cases"
    found = {
        path.relative_to(cases).as_posix(): sum(
            1 for line in path.read_text("utf-8").splitlines() if line.strip()
        )
        for path in sorted(cases.rglob("*.jsonl"))
    }
    return found or None
