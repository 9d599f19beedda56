"""`yibao policies coverage`: which layer answers for each region and scheme, how well and how freshly."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING, Any

from .. import parse, regions
from ..advise.answer import layer
from ..console import Exit, write_json
from ..lang import pick, tr
from ..policy import layers
from ..policy.sources import best, worst
from ..policy.vocabulary import SCHEMES
from ..render import labels

if TYPE_CHECKING:
    from ..render.screen import Screen

Json = dict[str, Any]


def coverage(code: str, scheme: str, as_of: dt.date) -> Json:
    """What is on file for a region and scheme: the nearest layer that has rules, their grades, age and disputes.

    `share` is the part of the table's situations that this layer answers itself, on the day `as_of`.
    """
    table = layers.table(code, scheme)
    ranks = sorted({row.rank for row in table.rows if row.rank >= 0})
    nearest = next(r for r in ranks)
    rows = [row for row in table.rows if row.rank == nearest and row.policy.first <= as_of <= row.policy.last]
    rows = rows or [row for row in table.rows if row.rank == nearest]
    cited = [source for row in rows for source in row.rule.cite]
    return {
        "region": code,
        "name": regions.register()[code].zh,
        "scheme": scheme,
        "layer": layer(rows[0]),
        "rules": len(rows),
        "grade": worst([best(list(row.rule.cite), as_of) for row in rows]),
        "best_grade": min(best(list(row.rule.cite), as_of) for row in rows),
        "checked": min(source.checked for source in cited).isoformat(),
        "stale": any(source.stale(as_of) for source in cited),
        "disputed": sum(bool(row.rule.readings) for row in rows),
        "bounded": sum(
            not row.rule.then.resume.exact and row.rule.then.resume.earliest is not None for row in rows
        ),
        "review_by": min((str(row.policy.review_by) for row in rows if row.policy.review_by), default=None),
    }


def all_rows(query: str | None, as_of: dt.date) -> list[Json]:
    """The coverage of one region, or of every region with a file."""
    codes = [parse.region("region", query).code] if query else list(layers.region_paths())
    return [coverage(code, scheme, as_of) for code in codes for scheme in SCHEMES]


def show_coverage(query: str | None, screen: Screen | None, markdown: bool, as_of: dt.date) -> int:
    """Print the coverage as a table, as Markdown or as JSON."""
    rows = all_rows(query, as_of)
    if markdown:
        sys.stdout.write(to_markdown(rows, as_of))
    elif screen is None:
        write_json({"schema": "yibao/coverage/1", "as_of": as_of.isoformat(), "coverage": rows})
    else:
        screen.table(headings(), [_cells(row) for row in rows])
    return Exit.OK


def headings() -> tuple[str, ...]:
    """The headings of the table."""
    return (
        tr("代码", "Code"), tr("统筹区", "Region"), tr("险种", "Scheme"), tr("由哪级回答", "Layer"), tr("规则", "Rules"),
        tr("等级", "Grade"), tr("口径不一", "Disputed"), tr("只有范围", "Bounded"), tr("核对", "Checked"),
    )  # fmt: skip


def _cells(row: Json) -> tuple[str, ...]:
    grade = row["grade"] if row["grade"] == row["best_grade"] else f"{row['best_grade']}–{row['grade']}"
    stale = " !" if row["stale"] else ""
    return (
        row["region"], row["name"], pick(labels.SCHEMES[row["scheme"]]), pick(labels.LAYERS[row["layer"]]), str(row["rules"]), grade,
        str(row["disputed"] or "-"), str(row["bounded"] or "-"), row["checked"] + stale,
    )  # fmt: skip


def to_markdown(rows: list[Json], as_of: dt.date) -> str:
    """The table of docs/coverage.md."""
    head = headings()
    lines = [
        "# 收录情况",
        "",
        f"由 `yibao policies coverage --markdown` 生成，截至 {as_of}。名录中没有列出的统筹区由省级或全国规定回答。",
        "",
        "| " + " | ".join(head) + " |",
        "|" + "---|" * len(head),
        *("| " + " | ".join(_cells(row)) + " |" for row in rows),
    ]
    return "\n".join(lines) + "\n"
