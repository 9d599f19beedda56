"""The answer as Markdown, from a template of its own."""

from __future__ import annotations

import re
from typing import Any

from ..advise.answer import Answer
from .sheet import helpers, sheet
from .timeline import text

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def quote(value: Any) -> str:
    """A text in which nothing is markup, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(value).split()))


def markdown(result: Answer) -> str:
    """The answer as Markdown text; every value passes through `quote`."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    engine = Environment(
        loader=PackageLoader("yibao_cli.render"),
        autoescape=False,  # noqa: S701 - this is no HTML; `finalize` escapes
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: value if isinstance(value, _Raw) else quote(value),
    )
    engine.globals.update(helpers())
    engine.filters["raw"] = _Raw
    return engine.get_template("page.md.j2").render(**sheet(result), timeline=_Raw(text(result, 80))) + "\n"


class _Raw(str):
    """A text of our own that is put in as it is."""

    __slots__ = ()
