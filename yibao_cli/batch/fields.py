"""The columns of a batch: the keys of a case on the way in, the answer columns on the way out."""

from __future__ import annotations

from ..case import KEYS

KEY_ORDER: tuple[str, ...] = ("as_of", *(key for key in KEYS if key != "as_of"))
"""The order in which the values of a row are read: the first that cannot be read is the row's error."""

ANSWER: tuple[str, ...] = (
    "status", "gap_months", "wait_months", "wait_days", "resume_date", "resume_latest", "full_benefit_date",
    "gap_costs", "back_payment", "pay_by", "cost_yuan", "rule", "grade", "error_code", "error",
)  # fmt: skip
"""The answer columns, in their order."""

CODE = ANSWER.index("error_code")
"""The place of the error code: before it a plain answer holds no text that could need quoting."""

EXPLAIN: tuple[str, ...] = ("reason", "sources")
"""What `--explain` adds."""

WHOLE = ("gap_months", "wait_months", "wait_days")
"""Answer columns that hold whole numbers."""

Texts = tuple[str, ...]
"""One cell of every answer column, as text; an empty text is "nothing to say"."""


def faulty(code: str, text: str, explain: bool = False) -> Texts:
    """The answer of a row that cannot be read."""
    blank = ("",) * (len(ANSWER) - 3)
    return ("error", *blank, code, text, *(("", "") if explain else ()))
