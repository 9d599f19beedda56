"""The closing summary: counts, deadlines, rules used, errors - row numbers, never names."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from .. import __version__
from ..lang import tr
from ..policy import folder
from .fields import ANSWER, Texts

SOON = 30
"""Days within which a deadline is listed first."""
LISTED = 200
Kind = tuple[str, str, str, str]
"""Status, grade, rule and error code of an answer."""
KINDS: tuple[str, ...] = ("status", "grade", "rule", "error_code")
_KIND = itemgetter(*map(ANSWER.index, KINDS))
_PAY_BY = ANSWER.index("pay_by")

STATUS_NAMES = {
    "answered": ("有确切日期", "exact day"), "bounded": ("日期在一个范围内", "a range of days"),
    "closed": ("这次缴费不产生待遇", "this payment brings no benefits"), "needs_facts": ("还缺事实", "facts are missing"),
    "error": ("行有错误", "errors in the row"),
}  # fmt: skip


def _sorted(counts: Mapping[str, int] | Mapping[str | None, int]) -> dict[str, int]:
    return dict(
        sorted(((key, count) for key, count in counts.items() if key), key=lambda item: (-item[1], item[0]))
    )


class Summary:
    """Counts the answers of a batch. Row numbers are those that a spreadsheet shows: the header is row 1."""

    def __init__(self, as_of: dt.date, first_row: int = 2) -> None:
        self.as_of, self._row = as_of, first_row
        self._kinds: Counter[Kind] = Counter()
        self._regions: Counter[str | None] = Counter()
        self.soon: list[tuple[str, int]] = []
        self.soon_count = 0
        self.limit = (as_of + dt.timedelta(days=SOON)).isoformat()

    @property
    def rows(self) -> int:
        """How many rows were answered."""
        return sum(self._kinds.values())

    @property
    def bad(self) -> int:
        """How many rows carry an error code."""
        return sum(count for kind, count in self._kinds.items() if kind[3])

    def add(self, answers: Sequence[Texts], regions: Iterable[str]) -> None:
        """Count answers and the region code of each (empty if unknown)."""
        self._kinds.update(map(_KIND, answers))
        self._regions.update(regions)
        limit, first = self.limit, self._row
        days = [(found[_PAY_BY], place) for place, found in enumerate(answers, first) if found[_PAY_BY]]
        self.soon += (near := [each for each in days if each[0] <= limit])
        self.soon_count += len(near)
        self._row += len(answers)
        self._shorten()

    def count(
        self,
        kinds: Counter[Kind],
        regions: Counter[str | None],
        soon_count: int,
        soon: Iterable[tuple[str, int]],
    ) -> None:
        """Count a block that was already grouped; `soon` holds the nearest deadlines by their place in the block."""
        self._kinds.update(kinds)
        self._regions.update(regions)
        self.soon += [(day, self._row + place) for day, place in soon]
        self.soon_count += soon_count
        self._row += sum(kinds.values())
        self._shorten()

    def _shorten(self) -> None:
        """Keep only the deadlines that will be listed, the nearest first."""
        if len(self.soon) > 2 * LISTED:
            self.soon = sorted(self.soon)[:LISTED]

    def by(self, place: int) -> dict[str, int]:
        """Counts by one part of the kinds, the most frequent first; empty parts are left out."""
        found: Counter[str] = Counter()
        for kind, count in self._kinds.items():
            found[kind[place]] += count
        return _sorted(found)

    def to_json(self) -> dict[str, Any]:
        """The summary, schema `yibao/batch-summary/1`."""
        soon = sorted(self.soon)
        return {
            "schema": "yibao/batch-summary/1",
            "rows": self.rows,
            "rows_with_errors": self.bad,
            "deadlines_within_30_days": {
                "count": self.soon_count,
                "rows": [{"pay_by": day, "row": row} for day, row in soon[:LISTED]],
            },
            "status": self.by(0),
            "region": _sorted(self._regions),
            "grade": self.by(1),
            "errors": self.by(3),
            "rules": self.by(2),
            "receipt": {"yibao": __version__, "policies": folder.receipt(), "as_of": self.as_of.isoformat()},
        }

    def text(self) -> str:
        """The summary for stderr: a few lines, deadlines first."""
        found = self.to_json()
        lines = [tr(f"共 {self.rows} 行", f"{self.rows} rows")]
        soon = found["deadlines_within_30_days"]
        if soon["count"]:
            first = tr("、", ", ").join(
                tr(f"第 {each['row']} 行（{each['pay_by']}）", f"row {each['row']} ({each['pay_by']})")
                for each in soon["rows"][:5]
            )
            more = tr(" 等", " and more") if soon["count"] > 5 else ""
            lines.append(
                tr(
                    f"30 天内到期的 {soon['count']} 人：{first}{more}",
                    f"{soon['count']} with a deadline within 30 days: {first}{more}",
                )
            )
        lines += [f"  {tr(*STATUS_NAMES[key])}  {count}" for key, count in found["status"].items()]
        weak = {key: found["grade"][key] for key in ("C", "U") if key in found["grade"]}
        if weak:
            lines.append(
                tr("依据较弱（请再核实）：", "weak sources (verify): ")
                + ", ".join(f"{k} {v}" for k, v in weak.items())
            )
        if found["errors"]:
            lines.append(tr("错误：", "errors: ") + ", ".join(f"{k} {v}" for k, v in found["errors"].items()))
        return "\n".join(lines)

    def write(self, path: str) -> None:
        """Save the summary as `.json` or `.html`. Raises InputError cannot_write."""
        from .report import html
        from .write import Target

        text = (
            html(self)
            if path.casefold().endswith((".html", ".htm"))
            else json.dumps(self.to_json(), ensure_ascii=False, indent=2) + "\n"
        )
        with Target(path) as target:
            target.write(text.encode())
