"""`yibao regions`: which regions are on file, and with what."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from .. import parse, regions
from ..console import Exit, write_json
from ..lang import pick, tr
from ..policy import layers
from ..policy.sources import best, worst
from ..policy.vocabulary import SCHEMES
from ..render import labels

if TYPE_CHECKING:
    from ..render.screen import Screen

Json = dict[str, Any]


def list_regions(query: str | None, screen: Screen | None, as_of: dt.date) -> int:
    """Regions that match a query (all with a file, without one) and what is on file for each."""
    found = (
        regions.find(query)
        if query
        else [r for r in regions.register().values() if r.code in layers.region_paths()]
    )
    if query and not found:
        parse.region("region", query)
    rows = [region_json(region, as_of) for region in found]
    if screen is None:
        write_json({"schema": "yibao/regions/1", "regions": rows})
    else:
        headers = (
            tr("代码", "Code"),
            tr("统筹区", "Region"),
            tr("拼音", "Pinyin"),
            tr("本地收录", "On file"),
            tr("等级", "Grade"),
            tr("核对", "Checked"),
        )
        screen.table(headers, [_region_row(row) for row in rows])
        screen.line(
            tr(
                "没有收录的险种按省级或全国规定回答，并会说明。",
                "Schemes not on file are answered by the province or the nation, and the answer says so.",
            )
        )
    return Exit.OK


def region_json(region: regions.Region, as_of: dt.date) -> Json:
    """What is on file for one region."""
    file = layers.region_file(region.code)
    schemes: Json = {}
    for scheme in SCHEMES:
        own = [
            rule
            for policy in (file.policies if file else ())
            if scheme in policy.schemes
            for rule in policy.rules
        ]
        schemes[scheme] = {
            "rules": len(own),
            "grade": worst([best(list(r.cite), as_of) for r in own]) if own else None,
        }
    checked = [source.checked for source in file.sources.values()] if file else []
    return {
        "code": region.code,
        "name": region.zh,
        "pinyin": region.pinyin,
        "schemes": schemes,
        "checked": min(checked).isoformat() if checked else None,
        "benefit_years": sorted({w.benefit_year for w in file.windows}) if file else [],
    }


def _region_row(row: Json) -> tuple[str, ...]:
    own = [pick(labels.SCHEMES[s]) for s, on_file in row["schemes"].items() if on_file["rules"]]
    grades = [on_file["grade"] for on_file in row["schemes"].values() if on_file["grade"]]
    return (
        row["code"],
        row["name"],
        row["pinyin"],
        tr("、", ", ").join(own) or "-",
        worst(grades) if grades else "-",
        row["checked"] or "-",
    )
