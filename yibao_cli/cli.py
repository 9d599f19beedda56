"""The command line as typer sees it: names, flags and help. The work is in `commands`.

Everything heavy is imported inside a call, so that a command pays only for what it uses.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperCommand, TyperGroup

from .console import can_prompt
from .errors import InputError
from .flags import (
    Ascii,
    AsOf,
    Folder,
    Json,
    Lang,
    NoColor,
    Query,
    Text,
    Texts,
    argument,
    option,
    with_facts,
)
from .lang import LANGUAGES, tr

if TYPE_CHECKING:
    from .render.screen import Screen


class Command(TyperCommand):
    """A command whose help is ours: examples first, every word in the chosen language."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        """The text of `--help`."""
        from .commands.help import of_command

        return of_command(self, ctx.command_path)


class Group(TyperGroup):
    """A group of commands whose help is ours."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        """The text of `--help`."""
        from .commands.help import of_group

        return of_group(self, ctx.command_path)


def _app(text: str, alone_is_help: bool) -> typer.Typer:
    return typer.Typer(
        cls=Group,
        help=text,
        no_args_is_help=alone_is_help,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )


app = _app(tr("医保断缴顾问：从哪天起恢复报销、中断期间能不能报、要不要补缴、怎么办", "An advisor for lapsed medical insurance in China: when it pays again, whether the gap is covered, what to do"), False)  # fmt: skip
policies_app = _app(tr("证明、查看、比较政策表", "Prove, show and compare the policy tables"), True)
app.add_typer(policies_app, name="policies")


def _start(language: str | None, folder: str | None) -> None:
    """Refuse an unknown language, and take policies from the named folder."""
    if language is not None and language not in LANGUAGES:
        message = tr(f"没有语言“{language[:10]}”", f"no such language: {language[:10]!r}")
        raise InputError("unknown_word", "lang", message, "zh / en")
    if folder is not None:
        from .policy import folder as policy_folder

        policy_folder.use(Path(folder))


def _day(as_of: str | None) -> dt.date:
    from .parse import day

    return day("as_of", as_of, dt.date.today()) if as_of else dt.date.today()


def _screen(no_color: bool, ascii_only: bool) -> Screen:
    from .render.screen import Screen

    return Screen(color=not no_color, ascii_only=ascii_only)


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    version: Annotated[bool, option("--version", "显示版本", "show the version")] = False,
    lang: Lang = None,
) -> None:
    """Greet and start the interview in a terminal; help elsewhere."""
    _start(lang, None)
    if version:
        from . import __version__

        typer.echo(f"yibao {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is not None:
        return
    if not can_prompt(False):
        typer.echo(context.get_help())
        raise typer.Exit
    from .commands.check import Request, greet
    from .commands.check import run as run_check

    greet()
    raise typer.Exit(run_check(Request({}), dt.date.today()))


@app.command(
    cls=Command,
    help=tr(
        "回答一个人的情况：从哪天起恢复报销、要不要补缴、怎么办",
        "Answer one person's case: when benefits resume, what to pay, what to do",
    ),
)
@with_facts
def check(
    facts: dict[str, str],
    brief: Annotated[
        bool, option("--brief", "只要十来行：日期、最迟、先办什么", "about twelve lines: days, deadline, first step")
    ] = False,
    options: Annotated[
        bool, option("--options", "把几种办法放在一起比较", "compare the ways to choose from")
    ] = False,
    explain: Annotated[
        bool, option("--explain", "显示推导过程", "show how the answer was reached")
    ] = False,
    save: Annotated[Texts, option("--save", "另存为 .html .md .svg .ics 或 .json（可多次）", "also save as .html, .md, .svg, .ics or .json (repeatable)", "FILE")] = None,
    json: Json = False,
    case: Annotated[Text, option("--case", "从 JSON 文件或标准输入（-）读案例", "read the case from a JSON file or stdin (-)", "FILE|-")] = None,
    no_input: Annotated[
        bool, option("--no-input", "不提问（或 YIBAO_NO_INPUT）", "never ask (or YIBAO_NO_INPUT)")
    ] = False,
    as_of: AsOf = None,
    policies: Folder = None,
    no_color: NoColor = False,
    ascii: Ascii = False,
    lang: Lang = None,
) -> None:  # fmt: skip
    """Answer one case."""
    _start(lang, policies)
    from .commands.check import Request
    from .commands.check import run as run_check

    given = {**facts, **({"as_of": as_of} if as_of else {})}
    request = Request(given, case, json, save or [], explain, options, no_input, not no_color, ascii, brief)
    raise typer.Exit(run_check(request, dt.date.today()))


@app.command(
    cls=Command,
    help=tr(
        "回答一份名单：CSV、Excel、JSON Lines 或 Parquet；命令里写的情况用于表里没有的列",
        "Answer a list: CSV, Excel, JSON Lines or Parquet; facts given as flags stand for missing columns",
    ),
)
@with_facts
def batch(
    facts: dict[str, str],
    source: Annotated[str, argument("IN", "名单文件，或 - 表示标准输入", "the list, or - for stdin")],
    output: Annotated[str, option("--output -o", "结果文件，或 - 表示标准输出", "the result, or - for stdout", "OUT")],
    map: Annotated[Texts, option("--map", "把表头对应到键，如 单位所在地=region（可多次）", "map a header to a key, such as 单位所在地=region (repeatable)", "HEADER=KEY")] = None,
    engine: Annotated[str, option("--engine", "计算引擎：auto、rows、columns 或 spark", "engine: auto, rows, columns or spark", "NAME")] = "auto",
    encoding: Annotated[Text, option("--encoding", "输入编码（默认自动识别）", "input encoding (detected by default)", "NAME")] = None,
    delimiter: Annotated[Text, option("--delimiter", "分隔符（默认自动识别）", "delimiter (detected by default)", "CHAR")] = None,
    errors: Annotated[Text, option("--errors", "把出错的行另存一份", "write the bad rows to a file of their own", "FILE")] = None,
    summary: Annotated[Text, option("--summary", "汇总另存为 .json 或 .html", "write the summary as .json or .html", "FILE")] = None,
    explain: Annotated[bool, option("--explain", "加上理由和依据两列", "add columns for reason and sources")] = False,
    strict: Annotated[bool, option("--strict", "有行出错时退出码为 1", "exit code 1 if a row has an error")] = False,
    as_of: AsOf = None,
    policies: Folder = None,
    lang: Lang = None,
) -> None:  # fmt: skip
    """Answer a list; the fact flags are defaults for missing columns."""
    _start(lang, policies)
    from .commands.batch import Request
    from .commands.batch import run as run_batch

    request = Request(
        source, output, map or [], facts, _day(as_of), engine, encoding, delimiter, errors, summary, explain, strict
    )  # fmt: skip
    raise typer.Exit(run_batch(request))


@app.command(cls=Command, help=tr("哪些统筹区收录了什么", "Which regions are on file, and with what"))
def regions(
    query: Query = None,
    json: Json = False,
    as_of: AsOf = None,
    policies: Folder = None,
    no_color: NoColor = False,
    ascii: Ascii = False,
    lang: Lang = None,
) -> None:
    """List regions."""
    _start(lang, policies)
    from .commands.regions import list_regions

    raise typer.Exit(list_regions(query, None if json else _screen(no_color, ascii), _day(as_of)))


@app.command(
    cls=Command, help=tr("常见问题和常见谣言，附依据", "Common questions and false claims, with sources")
)
def topics(
    words: Annotated[
        Texts, argument("[QUERY]", "编号、汉字、拼音或几个词", "number, words or pinyin")
    ] = None,
    json: Json = False,
    as_of: AsOf = None,
    policies: Folder = None,
    no_color: NoColor = False,
    ascii: Ascii = False,
    lang: Lang = None,
) -> None:
    """Show topics."""
    _start(lang, policies)
    from .commands.topics import show_topics

    raise typer.Exit(
        show_topics(" ".join(words or []), None if json else _screen(no_color, ascii), _day(as_of))
    )


@policies_app.command(
    "check",
    cls=Command,
    help=tr("证明每张政策表没有漏洞、没有矛盾", "Prove that no policy table has a hole or a contradiction"),
)
def policies_check(
    json: Json = False,
    certificate: Annotated[
        Text,
        option(
            "--certificate",
            "把证明写成证书文件（JSON）",
            "write a certificate of what was proven (JSON)",
            "FILE",
        ),
    ] = None,
    as_of: AsOf = None,
    policies: Folder = None,
    lang: Lang = None,
) -> None:
    """Prove all tables."""
    _start(lang, policies)
    from .commands.proof import check_policies

    raise typer.Exit(check_policies(json, certificate, _day(as_of)))


@policies_app.command(
    "show",
    cls=Command,
    help=tr("把一个统筹区的政策显示成表格", "Show the policies of one region as tables"),
)
def policies_show(
    region: Annotated[str, argument("REGION", "统筹区，或“全国”", "region, or national")],
    as_of: AsOf = None,
    policies: Folder = None,
    no_color: NoColor = False,
    ascii: Ascii = False,
    lang: Lang = None,
) -> None:
    """Show one region's policies."""
    _start(lang, policies)
    from .commands.show import show_policy

    raise typer.Exit(show_policy(region, _screen(no_color, ascii), _day(as_of)))


@policies_app.command(
    "coverage",
    cls=Command,
    help=tr("每个统筹区、每种险种由哪一级回答", "Which layer answers for each region and scheme"),
)
def policies_coverage(
    query: Query = None,
    json: Json = False,
    markdown: Annotated[bool, option("--markdown", "输出 Markdown", "print Markdown")] = False,
    as_of: AsOf = None,
    policies: Folder = None,
    no_color: NoColor = False,
    ascii: Ascii = False,
    lang: Lang = None,
) -> None:
    """Show the coverage."""
    _start(lang, policies)
    from .commands.coverage import show_coverage

    screen = None if json or markdown else _screen(no_color, ascii)
    raise typer.Exit(show_coverage(query, screen, markdown, _day(as_of)))


@policies_app.command(
    "diff",
    cls=Command,
    help=tr(
        "两个日期或两个文件夹之间，哪些情形的回答变了",
        "Which situations are answered differently on two dates or by two folders",
    ),
)
def policies_diff(
    one: Annotated[Text, option("--from", "原来的日期或文件夹", "the old date or folder", "DATE|DIR")] = None,
    two: Annotated[Text, option("--to", "新的日期或文件夹", "the new date or folder", "DATE|DIR")] = None,
    region: Annotated[Text, option("--region", "只看一个统筹区", "one region only", "TEXT")] = None,
    json: Json = False,
    policies: Folder = None,
    no_color: NoColor = False,
    ascii: Ascii = False,
    lang: Lang = None,
) -> None:
    """Compare two dates or two folders."""
    _start(lang, policies)
    from .commands.compare import show_difference

    raise typer.Exit(show_difference(one, two, region, None if json else _screen(no_color, ascii)))


@app.command(cls=Command, help=tr("打印 JSON Schema", "Print a JSON Schema"))
def schema(
    name: Annotated[str, argument("NAME", "case、answer、policy 或 batch", "case, answer, policy or batch")],
    lang: Lang = None,
) -> None:
    """Print a schema."""
    _start(lang, None)
    from .console import write_json
    from .schema import schema as named

    write_json(named(name))
    raise typer.Exit


@app.command(cls=Command, help=tr("打印命令补全脚本", "Print a completion script"))
def completion(
    shell: Annotated[
        str, argument("SHELL", "bash、zsh、fish 或 powershell", "bash, zsh, fish or powershell")
    ],
    lang: Lang = None,
) -> None:
    """Print a completion script."""
    _start(lang, None)
    from .commands.completion import show_script

    raise typer.Exit(show_script(shell))


@app.command("help", cls=Command, help=tr("一个命令或一个专题的说明", "Help on a command or a subject"))
def show_help(
    subject: Annotated[
        Texts,
        argument(
            "[SUBJECT]",
            "命令，或 exit-codes、environment、json、dates、regions",
            "a command, or exit-codes, environment, json, dates, regions",
        ),
    ] = None,
    lang: Lang = None,
) -> None:
    """Show help."""
    _start(lang, None)
    from .commands.help import show

    raise typer.Exit(show(subject or []))
