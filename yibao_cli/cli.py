"""The command line as typer sees it: names, flags and help. The work is in `commands`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Optional

import typer

from .console import Exit
from .errors import InputError
from .lang import LANGUAGES, tr

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
policies_app = typer.Typer(rich_markup_mode=None, help=tr("查验政策表", "Look at and prove the policy tables"))
app.add_typer(policies_app, name="policies")

Text = Optional[str]  # noqa: UP045 - typer reads annotations at run time
Lang = Annotated[Text, typer.Option("--lang", metavar="zh|en", help=tr("语言（默认 zh，或 YIBAO_LANG）", "language (default zh, or YIBAO_LANG)"))]
Folder = Annotated[Text, typer.Option("--policies", metavar="DIR", help=tr("政策文件夹（或 YIBAO_POLICIES）", "policies folder (or YIBAO_POLICIES)"))]
AsOf = Annotated[Text, typer.Option("--as-of", metavar="DATE", help=tr("按哪一天回答（默认今天）", "the day of the answer (default today)"))]
NoColor = Annotated[bool, typer.Option("--no-color", help=tr("不用颜色（或 NO_COLOR）", "no colour (or NO_COLOR)"))]
Ascii = Annotated[bool, typer.Option("--ascii", help=tr("表格线只用 ASCII（或 YIBAO_ASCII）", "plain ASCII boxes (or YIBAO_ASCII)"))]
Json = Annotated[bool, typer.Option("--json", help=tr("输出 JSON", "print JSON"))]


def _fact(name: str, zh: str, en: str, metavar: str = "TEXT") -> object:
    return typer.Option(name, metavar=metavar, help=tr(zh, en))


def _start(language: str | None, folder: str | None) -> None:
    """Refuse an unknown language, and take policies from the named folder."""
    if language is not None and language not in LANGUAGES:
        raise InputError("unknown_word", "lang", tr(f"没有语言“{language[:10]}”", f"no such language: {language[:10]!r}"), "zh / en")
    if folder is not None:
        from .policy import folder as policy_folder

        policy_folder.use(Path(folder))


def _day(as_of: str | None) -> dt.date:
    from .parse import day

    return day("as_of", as_of, dt.date.today()) if as_of else dt.date.today()


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help=tr("显示版本", "show the version"))] = False,
    lang: Lang = None,
) -> None:
    """医保断缴顾问：从哪天起恢复报销、中断期间能不能报、要不要补缴、怎么办。"""
    _start(lang, None)
    if version:
        from . import __version__

        typer.echo(f"yibao {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from .console import can_prompt

        if not can_prompt(False):
            typer.echo(context.get_help())
            raise typer.Exit
        from .commands.check import Request
        from .commands.check import run as run_check

        typer.echo(tr("医保断缴顾问 yibao：回答几个问题，算出从哪天起恢复报销。", "yibao: a few questions, then the day from which your medical insurance pays again."))
        typer.echo(tr("答案都注明依据；不联网，不保存您的任何信息。", "Every answer names its sources; no network, nothing is stored."))
        typer.echo(tr("随时按 Ctrl-C 退出；yibao --help 查看全部用法。", "Ctrl-C leaves at any time; yibao --help shows everything."))
        raise typer.Exit(run_check(Request({}), dt.date.today()))


@app.command(help=tr("回答一个人的情况", "Answer one person's case"))
def check(
    region: Annotated[Text, _fact("--region", "统筹区：汉字、拼音、首字母或代码", "region: name, pinyin, initials or code")] = None,
    scheme: Annotated[Text, _fact("--scheme", "险种：employee 单位职工 / flexible 灵活就业 / resident 居民", "scheme: employee, flexible or resident")] = None,
    last_covered: Annotated[Text, _fact("--last-covered", "最后参保月，如 2026-02", "last covered month, such as 2026-02", "MONTH")] = None,
    covered: Annotated[Text, _fact("--covered", "全部参保月，如 2025-01..2026-02;2026-05..2026-07", "all covered months, such as 2025-01..2026-02;2026-05..2026-07", "MONTHS")] = None,
    pay_date: Annotated[Text, _fact("--pay-date", "缴费日，如 2026-09-10、今天", "payment day, such as 2026-09-10 or today", "DATE")] = None,
    back_pay: Annotated[Text, _fact("--back-pay", "中断的月份是否补缴：yes / no", "are the missed months paid back: yes / no", "yes|no")] = None,
    cause: Annotated[Text, _fact("--cause", "原因：missed, employer_arrears, moved, switched, first_enrolment", "cause: missed, employer_arrears, moved, switched, first_enrolment")] = None,
    previous_scheme: Annotated[Text, _fact("--previous-scheme", "换险种前的险种", "scheme before a switch")] = None,
    previous_region: Annotated[Text, _fact("--previous-region", "转移前的统筹区", "region before a move")] = None,
    group: Annotated[Text, _fact("--group", "特殊人群：general, newborn, student, graduate, aided, veteran, unemployment_benefit, released, returned", "group: general, newborn, student, graduate, aided, veteran, unemployment_benefit, released, returned")] = None,
    birth_date: Annotated[Text, _fact("--birth-date", "出生日期", "date of birth", "DATE")] = None,
    benefit_year: Annotated[Text, _fact("--benefit-year", "居民医保缴的是哪个年度", "resident benefit year being paid for", "YEAR")] = None,
    repair_years: Annotated[Text, _fact("--repair-years", "居民医保另缴几个年度来缩短变动等待期", "extra resident years paid to shorten the variable wait", "N")] = None,
    continuous_months: Annotated[Text, _fact("--continuous-months", "中断前已连续参保的月数", "unbroken months before the gap", "N")] = None,
    window: Annotated[Text, _fact("--window", "缴费日在参保期的位置：in, extended, late, closed", "place in the enrolment calendar: in, extended, late, closed")] = None,
    arrears_in_term: Annotated[Text, _fact("--arrears-in-term", "单位是否在责令期限内补缴：yes / no", "did the employer pay within the ordered term: yes / no", "yes|no")] = None,
    base: Annotated[Text, _fact("--base", "月缴费基数（元）", "monthly contribution base (yuan)", "YUAN")] = None,
    wage: Annotated[Text, _fact("--wage", "上年月平均工资（元）", "own average monthly wage of last year (yuan)", "YUAN")] = None,
    rate: Annotated[Text, _fact("--rate", "费率，如 10% 或 0.1", "rate, such as 10% or 0.1", "RATE")] = None,
    case: Annotated[Text, typer.Option("--case", metavar="FILE|-", help=tr("从 JSON 文件或标准输入读案例", "read the case from a JSON file or stdin"))] = None,
    json: Json = False,
    save: Annotated[Optional[list[str]], typer.Option("--save", metavar="FILE", help=tr("保存为 .html .md .svg .ics .json（可多次）", "save as .html .md .svg .ics .json (repeatable)"))] = None,  # noqa: UP045
    options: Annotated[bool, typer.Option("--options", help=tr("把几种办法放在一起比较", "compare the ways to choose from"))] = False,
    explain: Annotated[bool, typer.Option("--explain", help=tr("显示推导过程", "show how the answer was reached"))] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help=tr("不提问（或 YIBAO_NO_INPUT）", "never ask (or YIBAO_NO_INPUT)"))] = False,
    as_of: AsOf = None,
    lang: Lang = None,
    policies: Folder = None,
    no_color: NoColor = False,
    ascii: Ascii = False,
) -> None:
    """Collect the flags into a request and run it."""
    given = dict(
        region=region, scheme=scheme, last_covered=last_covered, covered=covered, pay_date=pay_date, back_pay=back_pay,
        cause=cause, previous_scheme=previous_scheme, previous_region=previous_region, group=group,
        birth_date=birth_date, benefit_year=benefit_year, repair_years=repair_years,
        continuous_months=continuous_months, window=window, arrears_in_term=arrears_in_term, base=base, wage=wage,
        rate=rate, as_of=as_of,
    )  # fmt: skip
    _start(lang, policies)
    from .commands.check import Request
    from .commands.check import run as run_check

    flags = {key: value for key, value in given.items() if value is not None}
    request = Request(flags, case, json, save or [], explain, options, no_input, not no_color, ascii)
    raise typer.Exit(run_check(request, dt.date.today()))


@app.command(help=tr("哪些统筹区收录了什么", "Which regions are on file, and with what"))
def regions(
    query: Annotated[Text, typer.Argument(metavar="[QUERY]", help=tr("汉字、拼音、首字母或代码", "name, pinyin, initials or code"))] = None,
    json: Json = False,
    as_of: AsOf = None,
    lang: Lang = None,
    policies: Folder = None,
    no_color: NoColor = False,
    ascii: Ascii = False,
) -> None:
    """List regions."""
    _start(lang, policies)
    from .commands.inspect import list_regions

    raise typer.Exit(list_regions(query, json, _screen(json, no_color, ascii), _day(as_of)))


def _screen(as_json: bool, no_color: bool, ascii_only: bool):  # type: ignore[no-untyped-def]
    """A screen, unless JSON is wanted."""
    if as_json:
        return None
    from .render.screen import Screen

    return Screen(color=not no_color, ascii_only=ascii_only)


@policies_app.command("check", help=tr("证明每张政策表没有漏洞、没有矛盾", "Prove that no table has a hole or a contradiction"))
def policies_check(json: Json = False, lang: Lang = None, policies: Folder = None) -> None:
    """Prove all tables."""
    _start(lang, policies)
    from .commands.inspect import check_policies

    raise typer.Exit(check_policies(json))


@policies_app.command("show", help=tr("把一个统筹区的政策显示成表格", "Show the policies of one region as tables"))
def policies_show(
    region: Annotated[str, typer.Argument(metavar="REGION", help=tr("统筹区，或“全国”", "region, or national"))],
    as_of: AsOf = None,
    lang: Lang = None,
    policies: Folder = None,
    no_color: NoColor = False,
    ascii: Ascii = False,
) -> None:
    """Show one region's policies."""
    _start(lang, policies)
    from .commands.inspect import show_policy

    raise typer.Exit(show_policy(region, _screen(False, no_color, ascii), _day(as_of)))


@app.command(help=tr("打印 JSON Schema：case、answer、policy 或 batch", "Print a JSON Schema: case, answer, policy or batch"))
def schema(
    name: Annotated[str, typer.Argument(metavar="case|answer|policy|batch")],
    lang: Lang = None,
) -> None:
    """Print a schema."""
    _start(lang, None)
    from .console import write_json
    from .schema import schema as named

    write_json(named(name))
    raise typer.Exit(Exit.OK)
