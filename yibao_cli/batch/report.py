"""The summary as one self-contained page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from .. import regions
from ..lang import current, tr

if TYPE_CHECKING:
    from .summary import Summary

STYLE = (
    "body{font:16px/1.6 system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;max-width:46em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;margin:.5em 0 1.5em}td,th{border:1px solid #bbb;padding:.2em .8em;text-align:left}"
    "td+td{text-align:right}@media(prefers-color-scheme:dark){body{background:#111;color:#eee}}"
)


def html(summary: Summary) -> str:
    """A printable page with every table of the summary; deadlines first, row numbers only."""
    from .summary import STATUS_NAMES

    found = summary.to_json()
    soon = found["deadlines_within_30_days"]
    parts = [
        _table(
            tr(f"30 天内到期（{soon['count']} 人）", f"Deadline within 30 days ({soon['count']})"),
            {each["row"]: each["pay_by"] for each in soon["rows"]},
            (tr("行号", "row"), tr("最迟缴费日", "pay by")),
        ),
        _table(
            tr("结果", "Results"), {tr(*STATUS_NAMES[key]): value for key, value in found["status"].items()}
        ),
        _table(tr("错误", "Errors"), found["errors"]),
        _table(tr("依据等级", "Grades of the sources"), found["grade"]),
        _table(tr("统筹区", "Regions"), {_region(code): value for code, value in found["region"].items()}),
        _table(tr("用到的规则", "Rules used"), found["rules"]),
    ]
    title = tr(f"批量结果：{summary.rows} 行", f"Batch: {summary.rows} rows")
    foot = escape(
        f"yibao {found['receipt']['yibao']} · {found['receipt']['as_of']} · {found['receipt']['policies'][:23]}"
    )
    return (
        f'<!doctype html><html lang="{current()}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body><h1>{escape(title)}</h1>{''.join(parts)}<p><small>{foot}</small></p></body></html>\n"
    )


def _region(code: str) -> str:
    found = regions.register().get(code)
    return f"{code} {found.zh if current() == 'zh' else found.en}" if found else code


def _table(
    title: str, rows: dict[object, object] | dict[str, int], heads: tuple[str, str] | None = None
) -> str:
    if not rows:
        return ""
    head = heads or ("", tr("行数", "rows"))
    body = "".join(
        f"<tr><td>{escape(str(key))}</td><td>{escape(str(value))}</td></tr>" for key, value in rows.items()
    )
    return f"<h2>{escape(title)}</h2><table><tr><th>{escape(head[0])}</th><th>{escape(head[1])}</th></tr>{body}</table>"
