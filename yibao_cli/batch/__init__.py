"""Lists of people: a clerk's spreadsheet, millions of rows, a cluster. One table answers them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import pyarrow as pa


def evaluate(
    frame: Any,
    *,
    as_of: dt.date | None = None,
    mapping: Mapping[str, str] | None = None,
    explain: bool = False,
    **defaults: str,
) -> pa.Table:
    """The frame with the answer columns beside it, as an Arrow table: the same rows in the same order.

    `frame` is anything that speaks the Arrow C stream interface: pandas, Polars, DuckDB, pyarrow. Its columns are
    named as in `yibao batch`; `mapping` names others (`{"城市": "region"}`), `defaults` give facts for all rows
    (`scheme="employee"`). Months are texts or numbers like 202605, days may be dates.

    Raises InputError (columns that are missing or double) and PolicyError (policies that cannot be used).
    """
    from .library import evaluate as answer

    return answer(frame, as_of=as_of, mapping=mapping or {}, explain=explain, defaults=defaults)


def evaluate_spark(
    frame: Any,
    *,
    as_of: dt.date | None = None,
    mapping: Mapping[str, str] | None = None,
    explain: bool = False,
    **defaults: str,
) -> Any:
    """The same for a Spark DataFrame, lazily, by Spark's `mapInArrow`; the package must be on the workers."""
    from .cluster import evaluate as answer

    return answer(frame, as_of=as_of, mapping=mapping or {}, explain=explain, defaults=defaults)
