"""The answer as one HTML page: self-contained, printable, without scripts."""

from __future__ import annotations

from ..advise.answer import Answer
from .sheet import helpers, sheet
from .svg import style, svg


def page(result: Answer) -> str:
    """The page as HTML text; everything that comes from data is escaped by the template engine."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    engine = Environment(
        loader=PackageLoader("yibao_cli.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    engine.globals.update(helpers())
    # The picture escapes its own texts.
    picture = Markup(svg(result, captions=False))  # noqa: S704
    return engine.get_template("page.html.j2").render(
        **sheet(result), picture=picture, picture_style=Markup(style())
    )  # noqa: S704
