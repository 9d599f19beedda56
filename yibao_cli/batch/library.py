"""Frames of other libraries in, Arrow tables out: the kernel that notebooks and clusters share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import pyarrow as pa

from .. import lang
from ..policy import folder
from .columns import Columns
from .fields import ANSWER, EXPLAIN, KEY_ORDER
from .headers import header
from .sheets import as_text, typed

ROWS = 200_000


@dataclass
class Kernel:
    """What turns one Arrow batch into another; plain values only, so that a cluster can send it to its workers."""

    names: tuple[str, ...]
    as_of: dt.date
    mapping: dict[str, str]
    defaults: dict[str, str]
    explain: bool
    language: str = field(default_factory=lang.current)
    policies: str = field(default_factory=lambda: str(folder.root()))

    @property
    def titles(self) -> list[str]:
        """The names of the answer columns: a name that the frame has already gets the prefix `yibao_`."""
        added = (*ANSWER, *EXPLAIN) if self.explain else ANSWER
        return [f"yibao_{name}" if name in self.names else name for name in added]

    def engine(self) -> tuple[Columns, dict[str, str]]:
        """A fresh engine and the frame's column for each fact. Raises InputError for a header that does not do."""
        head = header(self.names, self.mapping, self.defaults)
        places = {key: self.names[head.places[key]] for key in KEY_ORDER if key in head.places}
        return Columns(list(places), self.defaults, self.as_of, self.explain), places

    def answer(self, engine: Columns, places: dict[str, str], frame: pl.DataFrame) -> pl.DataFrame:
        """The typed answer columns of a frame."""
        texts = pl.DataFrame([as_text(frame[name]).alias(key) for key, name in places.items()])
        answers = typed(engine.answer(texts))
        return answers.rename(dict(zip(answers.columns, self.titles, strict=True)))


def kernel(
    names: Sequence[str],
    as_of: dt.date | None,
    mapping: Mapping[str, str],
    defaults: Mapping[str, str],
    explain: bool,
) -> Kernel:
    """The kernel for frames with these columns. Raises InputError for a header that does not do."""
    found = Kernel(tuple(names), as_of or dt.date.today(), dict(mapping), dict(defaults), explain)
    found.engine()
    return found


def evaluate(
    frame: Any,
    *,
    as_of: dt.date | None,
    mapping: Mapping[str, str],
    explain: bool,
    defaults: Mapping[str, str],
) -> pa.Table:
    """See `yibao_cli.batch.evaluate`."""
    table = pa.table(frame)
    chosen = kernel(table.column_names, as_of, mapping, defaults, explain)
    engine, places = chosen.engine()
    parts = []
    for start in range(0, max(table.num_rows, 1), ROWS):
        given = pl.DataFrame(pl.from_arrow(table.select(list(places.values())).slice(start, ROWS)))
        parts.append(chosen.answer(engine, places, given))
    answers = pl.concat(parts).to_arrow()
    for name, column in zip(answers.column_names, answers.columns, strict=True):
        table = table.append_column(name, column)
    return table
