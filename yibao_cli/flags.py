"""The flags as a table: one row a case key, so that help, prompts, completion and batches never disagree."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, NamedTuple, Optional

import typer

from .lang import tr


class Flag(NamedTuple):
    """One fact on the command line; its flag is the key with hyphens. `words` are the values of a closed list."""

    key: str
    metavar: str
    zh: str
    en: str
    words: tuple[str, ...] = ()


SCHEMES = ("employee", "flexible", "resident")
YES_NO = ("yes", "no")
CAUSES = ("missed", "employer_arrears", "moved", "switched", "first_enrolment")
GROUPS = (
    "general", "newborn", "student", "graduate", "aided", "veteran", "unemployment_benefit", "released", "returned",
)  # fmt: skip
WINDOWS = ("in", "extended", "late", "closed")

FACTS = (
    Flag("region", "TEXT", "统筹区：汉字、拼音、首字母或代码", "region: name, pinyin, initials or code"),
    Flag("scheme", "TEXT", "险种：employee 单位职工，flexible 灵活就业，resident 城乡居民", "scheme: employee, flexible (self-paying worker) or resident", SCHEMES),
    Flag("last_covered", "MONTH", "最后一个有医保的月份，如 2026-02", "last covered month, such as 2026-02"),
    Flag("covered", "MONTHS", "全部参保月份，如 \"2025-01..2026-02;2026-05..2026-07\"", "all covered months, such as \"2025-01..2026-02;2026-05..2026-07\""),
    Flag("pay_date", "DATE", "缴费到账的日子，如 2026-09-10、今天", "day on which the payment arrives, such as 2026-09-10 or today"),
    Flag("back_pay", "yes|no", "中断的月份是否补缴", "whether the missed months are paid back", YES_NO),
    Flag("cause", "TEXT", "中断原因：missed 自己停缴，employer_arrears 单位欠缴，moved 异地转入，switched 换险种，first_enrolment 首次参保", "cause: missed, employer_arrears, moved, switched or first_enrolment", CAUSES),
    Flag("previous_scheme", "TEXT", "换险种前的险种：employee、flexible、resident", "scheme before a switch: employee, flexible or resident", SCHEMES),
    Flag("previous_region", "TEXT", "转移前的统筹区", "region before a move"),
    Flag("group", "TEXT", "人群：general 一般，newborn 新生儿，student 学生，graduate 毕业生，aided 救助对象，veteran 退役军人，unemployment_benefit 领失业金，released 刑满释放，returned 回国或新迁入", "group: general, newborn, student, graduate, aided (in medical aid), veteran, unemployment_benefit, released or returned", GROUPS),
    Flag("birth_date", "DATE", "出生日期（新生儿）", "date of birth (newborns)"),
    Flag("benefit_year", "YEAR", "缴的是哪个年度的居民医保", "resident benefit year being paid for"),
    Flag("repair_years", "N", "居民医保另缴几个年度来缩短变动等待期", "extra resident years paid to shorten the variable wait"),
    Flag("continuous_months", "N", "中断前已连续参保的月数", "unbroken months before the gap"),
    Flag("window", "TEXT", "缴费日在参保期的位置（默认按参保日历推算）：in、extended、late、closed", "place of the payment in the enrolment calendar (worked out by default): in, extended, late or closed", WINDOWS),
    Flag("arrears_in_term", "yes|no", "单位是否在责令期限内补缴", "whether the employer pays within the ordered term", YES_NO),
    Flag("base", "YUAN", "月缴费基数（元）", "monthly contribution base (yuan)"),
    Flag("wage", "YUAN", "上年月平均工资（元）", "own average monthly wage of last year (yuan)"),
    Flag("rate", "RATE", "费率，如 10% 或 0.1", "rate, such as 10% or 0.1"),
)  # fmt: skip

WORDS: dict[str, tuple[str, ...]] = {
    **{flag.key: flag.words for flag in FACTS if flag.words},
    "lang": ("zh", "en"),
    "engine": ("auto", "rows", "columns", "spark"),
    "name": ("case", "answer", "policy", "batch"),
    "shell": ("bash", "zsh", "fish", "powershell"),
    "subject": ("exit-codes", "environment", "json", "dates", "regions"),
}
"""What may follow a flag or stand for an argument, by its name; completion offers these."""

Text = Optional[str]  # noqa: UP045 - typer reads annotations at run time
Texts = Optional[list[str]]  # noqa: UP045

Lang = Annotated[Text, typer.Option("--lang", metavar="zh|en", help=tr("语言（默认 zh，或 YIBAO_LANG）", "language (zh by default, or YIBAO_LANG)"))]  # fmt: skip
Folder = Annotated[Text, typer.Option("--policies", metavar="DIR", help=tr("政策文件夹（或 YIBAO_POLICIES）", "policies folder (or YIBAO_POLICIES)"))]  # fmt: skip
AsOf = Annotated[Text, typer.Option("--as-of", metavar="DATE", help=tr("按哪一天回答（默认今天）", "the day of the answer (today by default)"))]  # fmt: skip
NoColor = Annotated[bool, typer.Option("--no-color", help=tr("不用颜色（或 NO_COLOR）", "no colour (or NO_COLOR)"))]  # fmt: skip
Ascii = Annotated[bool, typer.Option("--ascii", help=tr("表格线只用 ASCII（或 YIBAO_ASCII）", "plain ASCII boxes (or YIBAO_ASCII)"))]  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help=tr("输出 JSON，见 yibao help json", "print JSON, see: yibao help json"))]  # fmt: skip
Query = Annotated[Text, typer.Argument(metavar="[QUERY]", help=tr("汉字、拼音、首字母、代码或编号", "name, pinyin, initials, code or number"))]  # fmt: skip


def option(name: str, zh: str, en: str, metavar: str | None = None) -> Any:
    """An option and its help."""
    return typer.Option(*name.split(), metavar=metavar, help=tr(zh, en))


def argument(metavar: str, zh: str, en: str) -> Any:
    """An argument and its help."""
    return typer.Argument(metavar=metavar, help=tr(zh, en))


@cache
def _fact_options() -> list[inspect.Parameter]:
    """One option a case key."""
    return [
        inspect.Parameter(
            flag.key,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[
                Text, option(f"--{flag.key.replace('_', '-')}", flag.zh, flag.en, flag.metavar)
            ],
        )
        for flag in FACTS
    ]


def with_facts(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command one flag per case key, ahead of its own; they arrive as the mapping `facts`.

    The command itself names `facts` as its first parameter; flags that were not given are left out of it.
    """
    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
    names = [flag.key for flag in FACTS]

    def wrapper(**given: Any) -> None:
        facts = {key: value for key in names if (value := given.pop(key)) is not None}
        command(facts, **given)

    kept = [item.replace(kind=inspect.Parameter.KEYWORD_ONLY) for item in own]
    wrapper.__name__, wrapper.__doc__ = command.__name__, command.__doc__
    wrapper.__signature__ = inspect.Signature([*_fact_options(), *kept])  # type: ignore[attr-defined]
    return wrapper
