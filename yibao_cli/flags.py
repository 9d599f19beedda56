"""The flags as a table: one row a case key, so that help, prompts and batches never disagree."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple, Optional

import typer

from .lang import tr


class Flag(NamedTuple):
    """One fact on the command line; its flag is the key with hyphens."""

    key: str
    metavar: str
    zh: str
    en: str


FACTS = (
    Flag("region", "TEXT", "统筹区：汉字、拼音、首字母或代码", "region: name, pinyin, initials or code"),
    Flag("scheme", "TEXT", "险种：employee 单位职工 / flexible 灵活就业 / resident 居民", "scheme: employee, flexible or resident"),
    Flag("last_covered", "MONTH", "最后参保月，如 2026-02", "last covered month, such as 2026-02"),
    Flag("covered", "MONTHS", "全部参保月，如 2025-01..2026-02;2026-05..2026-07", "all covered months, such as 2025-01..2026-02;2026-05..2026-07"),
    Flag("pay_date", "DATE", "缴费日，如 2026-09-10、今天", "payment day, such as 2026-09-10 or today"),
    Flag("back_pay", "yes|no", "中断的月份是否补缴", "are the missed months paid back"),
    Flag("cause", "TEXT", "原因：missed 自己停缴 / employer_arrears 单位欠缴 / moved 异地转入 / switched 换险种 / first_enrolment 首次参保", "cause: missed, employer_arrears, moved, switched or first_enrolment"),
    Flag("previous_scheme", "TEXT", "换险种前的险种", "scheme before a switch"),
    Flag("previous_region", "TEXT", "转移前的统筹区", "region before a move"),
    Flag("group", "TEXT", "人群：general, newborn, student, graduate, aided, veteran, unemployment_benefit, released, returned", "group: general, newborn, student, graduate, aided, veteran, unemployment_benefit, released or returned"),
    Flag("birth_date", "DATE", "出生日期", "date of birth"),
    Flag("benefit_year", "YEAR", "居民医保缴的是哪个年度", "resident benefit year being paid for"),
    Flag("repair_years", "N", "居民医保另缴几个年度来缩短变动等待期", "extra resident years paid to shorten the variable wait"),
    Flag("continuous_months", "N", "中断前已连续参保的月数", "unbroken months before the gap"),
    Flag("window", "TEXT", "缴费日在参保期的位置：in, extended, late, closed", "place in the enrolment calendar: in, extended, late or closed"),
    Flag("arrears_in_term", "yes|no", "单位是否在责令期限内补缴", "did the employer pay within the ordered term"),
    Flag("base", "YUAN", "月缴费基数（元）", "monthly contribution base (yuan)"),
    Flag("wage", "YUAN", "上年月平均工资（元）", "own average monthly wage of last year (yuan)"),
    Flag("rate", "RATE", "费率，如 10% 或 0.1", "rate, such as 10% or 0.1"),
)  # fmt: skip

Text = Optional[str]  # noqa: UP045 - typer reads annotations at run time
Texts = Optional[list[str]]  # noqa: UP045

Lang = Annotated[Text, typer.Option("--lang", metavar="zh|en", help=tr("语言（默认 zh，或 YIBAO_LANG）", "language (default zh, or YIBAO_LANG)"))]  # fmt: skip
Folder = Annotated[Text, typer.Option("--policies", metavar="DIR", help=tr("政策文件夹（或 YIBAO_POLICIES）", "policies folder (or YIBAO_POLICIES)"))]  # fmt: skip
AsOf = Annotated[Text, typer.Option("--as-of", metavar="DATE", help=tr("按哪一天回答（默认今天）", "the day of the answer (default today)"))]  # fmt: skip
NoColor = Annotated[bool, typer.Option("--no-color", help=tr("不用颜色（或 NO_COLOR）", "no colour (or NO_COLOR)"))]  # fmt: skip
Ascii = Annotated[bool, typer.Option("--ascii", help=tr("表格线只用 ASCII（或 YIBAO_ASCII）", "plain ASCII boxes (or YIBAO_ASCII)"))]  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help=tr("输出 JSON", "print JSON"))]


def with_facts(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command one flag per case key, ahead of its own; they arrive as the mapping `facts`.

    The command itself names `facts` as its first parameter; flags that were not given are left out of it.
    """
    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
    names = [flag.key for flag in FACTS]

    def wrapper(**given: Any) -> None:
        facts = {key: value for key in names if (value := given.pop(key)) is not None}
        command(facts, **given)

    options = [
        inspect.Parameter(
            flag.key,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[
                Text,
                typer.Option(
                    f"--{flag.key.replace('_', '-')}", metavar=flag.metavar, help=tr(flag.zh, flag.en)
                ),
            ],
        )
        for flag in FACTS
    ]
    kept = [item.replace(kind=inspect.Parameter.KEYWORD_ONLY) for item in own]
    wrapper.__name__, wrapper.__doc__ = command.__name__, command.__doc__
    wrapper.__signature__ = inspect.Signature([*options, *kept])  # type: ignore[attr-defined]
    return wrapper
