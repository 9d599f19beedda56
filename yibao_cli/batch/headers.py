"""Which column of a file holds which fact: Chinese and English headers, `--map`, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..case import KEYS
from ..errors import InputError
from ..lang import tr
from ..parse import normal
from .fields import ANSWER, EXPLAIN

ALIASES: dict[str, tuple[str, ...]] = {
    "region": ("参保地", "参保地区", "统筹区", "统筹地区", "地区", "城市", "所在地", "参保城市", "city"),
    "scheme": ("险种", "险种类型", "参保类型", "医保类型", "参保身份", "insurance"),
    "covered": ("参保月份", "已参保月份", "缴费月份", "参保时段", "covered_months"),
    "last_covered": ("最后缴费月", "最后参保月", "最后缴费月份", "最后参保月份", "最后缴费年月", "停保月", "停保月份", "断缴前最后月份", "last_month"),
    "pay_date": ("缴费日", "缴费日期", "补缴日期", "补缴日", "到账日", "到账日期", "恢复缴费日", "恢复缴费日期"),
    "back_pay": ("是否补缴", "补缴", "补缴否"),
    "cause": ("原因", "中断原因", "断缴原因", "停保原因", "reason_of_gap"),
    "previous_scheme": ("原险种", "原参保险种", "此前险种", "之前险种"),
    "previous_region": ("原参保地", "原统筹区", "转出地"),
    "group": ("人群", "特殊人群", "人员类别", "人员类型"),
    "birth_date": ("出生日期", "出生年月日", "生日", "birthday"),
    "benefit_year": ("待遇年度", "参保年度", "缴费年度", "年度"),
    "repair_years": ("修复年数", "缴费修复年数", "补缴年数"),
    "continuous_months": ("连续月数", "连续参保月数", "连续缴费月数"),
    "window": ("参保窗口", "参保期", "集中参保期"),
    "arrears_in_term": ("限期内补缴", "是否限期内补缴"),
    "base": ("基数", "缴费基数", "月缴费基数"),
    "wage": ("工资", "月工资", "申报工资"),
    "rate": ("费率", "缴费费率", "缴费比例"),
    "as_of": ("查询日", "查询日期", "截至日期"),
}  # fmt: skip
"""Headers for the keys of a case, beside the keys themselves."""

_BY_NAME = {**{name: key for key, names in ALIASES.items() for name in names}, **{key: key for key in KEYS}}


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a file: the names as written, and the place of each fact that is given.

    `width` counts the columns that are kept; `own` tells that the answer columns of an earlier run were dropped.
    """

    names: tuple[str, ...]
    places: dict[str, int]
    width: int
    own: bool

    @property
    def kept(self) -> tuple[str, ...]:
        """The names of the columns that are copied to the output."""
        return self.names[: self.width]


def key_of(name: str, mapping: Mapping[str, str]) -> str | None:
    """The key that a header stands for, or None for a column that is only passed through."""
    if name in mapping:
        return mapping[name]
    text = re.sub(r"\s+", "", normal(name)).casefold()
    if text in mapping:
        return mapping[text]
    bare = re.sub(r"[（(].*?[)）]|[*:：]", "", text)
    return _BY_NAME.get(text) or _BY_NAME.get(bare) or _BY_NAME.get(text.replace("-", "_"))


def header(
    names: Sequence[str], mapping: Mapping[str, str], defaults: Mapping[str, str], whole: bool = True
) -> Header:
    """Find the facts in a header line; with `whole` also refuse a header that leaves needed facts out.

    Raises InputError: unknown_key (of --map), double_column, unknown_column (of --map), missing_column.
    """
    width = own_columns(names)
    _check_map(names, mapping)
    places: dict[str, int] = {}
    for place, name in enumerate(names[:width]):
        key = key_of(name, mapping)
        if key is None:
            continue
        if key in places:
            both = tr("、", ", ").join((names[places[key]][:20], name[:20]))
            raise InputError(
                "double_column",
                key,
                tr(f"有两列都是 {key}：{both}", f"two columns are both {key}: {both}"),
                tr("删去一列，或给不用的一列改名", "delete one of them or rename the one that is not meant"),
            )
        places[key] = place
    if whole:
        need(names[:width], set(places) | {key for key, value in defaults.items() if value})
    return Header(tuple(names), places, width, width < len(names))


def own_columns(names: Sequence[str]) -> int:
    """How many columns there are before the answer columns that an earlier run has added."""
    for tail in ((*ANSWER, *EXPLAIN), ANSWER, ANSWER[-2:]):
        if len(names) > len(tail) and tuple(names[-len(tail) :]) == tail:
            return len(names) - len(tail)
    return len(names)


def _check_map(names: Sequence[str], mapping: Mapping[str, str]) -> None:
    for name, key in mapping.items():
        if key not in KEYS:
            raise InputError(
                "unknown_key",
                "--map",
                tr(f"--map 里没有“{key[:20]}”这个键", f"--map: no key {key[:20]!r}"),
                "、".join(KEYS),
            )
        if (
            names
            and name not in names
            and not any(re.sub(r"\s+", "", normal(n)).casefold() == name for n in names)
        ):
            raise InputError(
                "unknown_column",
                "--map",
                tr(f"文件里没有“{name[:20]}”这一列", f"the file has no column {name[:20]!r}"),
                tr("有：", "there are: ") + "、".join(n[:20] for n in names),
            )


def need(names: Sequence[str], given: set[str]) -> None:
    """Refuse a file that leaves out what every answer needs. Raises InputError missing_column naming all of them."""
    missing = [key for key in ("region", "scheme", "pay_date") if key not in given]
    if not given & {"last_covered", "covered", "cause", "group"}:
        missing.insert(len(missing) - ("pay_date" in missing), "last_covered")
    if not missing:
        return
    listed = "；".join(f"{key}（{'、'.join(ALIASES[key][:3])}）" for key in missing)
    flags = " ".join(f"--{key.replace('_', '-')} …" for key in missing)
    unknown = "、".join(n[:20] for n in names if key_of(n, {}) is None) or tr("无", "none")
    raise InputError(
        "missing_column",
        missing[0],
        tr(f"缺少列：{listed}", f"missing columns: {listed}"),
        tr(
            f"不认识的列：{unknown}。用 --map 列名={missing[0]} 指明，或给全表一个值：{flags}",
            f"columns not recognised: {unknown}. Point to one with --map NAME={missing[0]}, or give one value for all rows: {flags}",
        ),
    )
