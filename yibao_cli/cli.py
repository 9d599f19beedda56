"""The command line as typer sees it: names, flags and help. The work is in `commands`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .console import Exit, can_prompt
from .errors import InputError
from .flags import Ascii, AsOf, Folder, Json, Lang, NoColor, Text, Texts, with_facts
from .lang import LANGUAGES, tr

if TYPE_CHECKING:
    from .render.screen import Screen

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
policies_app = typer.Typer(
    rich_markup_mode=None, help=tr("证明、查看、比较政策表", "Prove, show and compare the policy tables")
)
app.add_typer(policies_app, name="policies")

Query = Annotated[Text, typer.Argument(metavar="[QUERY]", help=tr("汉字、拼音、首字母、代码或编号", "name, pinyin, initials, code or number"))]  # fmt: skip


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


@app.callback(invoke_without_command=True, help=tr("医保断缴顾问：从哪天起恢复报销、中断期间能不能报、要不要补缴、怎么办。", "An advisor for lapsed medical insurance in China: when it pays again, what the gap costs, what to do."))  # fmt: skip
def main(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help=tr("显示版本", "show the version"))] = False,
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


@app.command(help=tr("回答一个人的情况", "Answer one person's case"))
@with_facts
def check(
    facts: dict[str, str],
    case: Annotated[
        Text,
        typer.Option(
            "--case",
            metavar="FILE|-",
            help=tr("从 JSON 文件或标准输入读案例", "read the case from a JSON file or stdin"),
        ),
    ] = None,  # fmt: skip
    json: Json = False,
    save: Annotated[
        Texts,
        typer.Option(
            "--save",
            metavar="FILE",
            help=tr(
                "保存为 .html .md .svg .ics .json（可多次）", "save as .html .md .svg .ics .json (repeatable)"
            ),
        ),
    ] = None,  # fmt: skip
    options: Annotated[
        bool, typer.Option("--options", help=tr("把几种办法放在一起比较", "compare the ways to choose from"))
    ] = False,  # fmt: skip
    explain: Annotated[
        bool, typer.Option("--explain", help=tr("显示推导过程", "show how the answer was reached"))
    ] = False,  # fmt: skip
    no_input: Annotated[
        bool,
        typer.Option("--no-input", help=tr("不提问（或 YIBAO_NO_INPUT）", "never ask (or YIBAO_NO_INPUT)")),
    ] = False,  # fmt: skip
    as_of: AsOf = None,
    lang: Lang = None,
    policies: Folder = None,
    no_color: NoColor = False,
    ascii: Ascii = False,
) -> None:
    """Answer one case."""
    _start(lang, policies)
    from .commands.check import Request
    from .commands.check import run as run_check

    given = {**facts, **({"as_of": as_of} if as_of else {})}
    request = Request(given, case, json, save or [], explain, options, no_input, not no_color, ascii)
    raise typer.Exit(run_check(request, dt.date.today()))


@app.command(
    help=tr("回答一批人：CSV、Excel、JSON Lines 或 Parquet", "Answer many: CSV, Excel, JSON Lines or Parquet")
)
@with_facts
def batch(
    facts: dict[str, str],
    source: Annotated[
        str, typer.Argument(metavar="IN", help=tr("名单文件，或 - 表示标准输入", "the list, or - for stdin"))
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help=tr("结果文件，或 - 表示标准输出", "the result, or - for stdout"),
        ),
    ],  # fmt: skip
    map: Annotated[
        Texts,
        typer.Option(
            "--map",
            metavar="列=键",
            help=tr(
                "把表头对应到键，如 参保地=region（可多次）",
                "map a header to a key, such as 参保地=region (repeatable)",
            ),
        ),
    ] = None,  # fmt: skip
    engine: Annotated[
        str, typer.Option("--engine", metavar="auto|rows|columns|spark", help=tr("计算引擎", "engine"))
    ] = "auto",  # fmt: skip
    encoding: Annotated[
        Text,
        typer.Option(
            "--encoding", help=tr("输入编码（默认自动识别）", "input encoding (detected by default)")
        ),
    ] = None,  # fmt: skip
    delimiter: Annotated[
        Text,
        typer.Option("--delimiter", help=tr("分隔符（默认自动识别）", "delimiter (detected by default)")),
    ] = None,  # fmt: skip
    errors: Annotated[
        Text,
        typer.Option(
            "--errors",
            metavar="FILE",
            help=tr("把出错的行另存一份", "write the bad rows to a file of their own"),
        ),
    ] = None,  # fmt: skip
    summary: Annotated[
        Text,
        typer.Option(
            "--summary",
            metavar="FILE",
            help=tr("汇总另存为 .json 或 .html", "write the summary as .json or .html"),
        ),
    ] = None,  # fmt: skip
    explain: Annotated[
        bool, typer.Option("--explain", help=tr("加上理由和依据两列", "add columns for reason and sources"))
    ] = False,  # fmt: skip
    strict: Annotated[
        bool, typer.Option("--strict", help=tr("有行出错时退出码为 1", "exit code 1 if a row has an error"))
    ] = False,  # fmt: skip
    as_of: AsOf = None,
    lang: Lang = None,
    policies: Folder = None,
) -> None:
    """Answer a list; the fact flags are defaults for missing columns."""
    _start(lang, policies)
    from .commands.batch import Request
    from .commands.batch import run as run_batch

    request = Request(
        source, output, map or [], facts, _day(as_of), engine, encoding, delimiter, errors, summary, explain, strict
    )
    raise typer.Exit(run_batch(request))


@app.command(help=tr("哪些统筹区收录了什么", "Which regions are on file, and with what"))
def regions(
    query: Query = None,
    json: Json = False,
    as_of: AsOf = None,
    lang: Lang = None,
    policies: Folder = None,
    no_color: NoColor = False,
    ascii: Ascii = False,
) -> None:
    """List regions."""
    _start(lang, policies)
    from .commands.regions import list_regions

    raise typer.Exit(list_regions(query, None if json else _screen(no_color, ascii), _day(as_of)))


@app.command(help=tr("常见问题和常见谣言，附依据", "Common questions and false claims, with sources"))
def topics(
    query: Query = None,
    json: Json = False,
    as_of: AsOf = None,
    lang: Lang = None,
    policies: Folder = None,
    no_color: NoColor = False,
    ascii: Ascii = False,
) -> None:
    """Show topics."""
    _start(lang, policies)
    from .commands.topics import show_topics

    raise typer.Exit(show_topics(query, None if json else _screen(no_color, ascii), _day(as_of)))


@policies_app.command(
    "check", help=tr("证明每张政策表没有漏洞、没有矛盾", "Prove that no table has a hole or a contradiction")
)
def policies_check(json: Json = False, lang: Lang = None, policies: Folder = None) -> None:
    """Prove all tables."""
    _start(lang, policies)
    from .commands.proof import check_policies

    raise typer.Exit(check_policies(json))


@policies_app.command(
    "show", help=tr("把一个统筹区的政策显示成表格", "Show the policies of one region as tables")
)
def policies_show(
    region: Annotated[
        str, typer.Argument(metavar="REGION", help=tr("统筹区，或“全国”", "region, or national"))
    ],
    as_of: AsOf = None,
    lang: Lang = None,
    policies: Folder = None,
    no_color: NoColor = False,
    ascii: Ascii = False,
) -> None:
    """Show one region's policies."""
    _start(lang, policies)
    from .commands.show import show_policy

    raise typer.Exit(show_policy(region, _screen(no_color, ascii), _day(as_of)))


@policies_app.command(
    "coverage", help=tr("每个统筹区、每种险种由哪一级回答", "Which layer answers for each region and scheme")
)
def policies_coverage(
    query: Query = None,
    json: Json = False,
    markdown: Annotated[bool, typer.Option("--markdown", help=tr("输出 Markdown", "print Markdown"))] = False,
    as_of: AsOf = None,
    lang: Lang = None,
    policies: Folder = None,
    no_color: NoColor = False,
    ascii: Ascii = False,
) -> None:
    """Show the coverage."""
    _start(lang, policies)
    from .commands.coverage import show_coverage

    screen = None if json or markdown else _screen(no_color, ascii)
    raise typer.Exit(show_coverage(query, screen, markdown, _day(as_of)))


@policies_app.command("diff", help=tr("两个日期或两个文件夹之间，哪些情形的回答变了", "Which situations are answered differently on two dates or by two folders"))  # fmt: skip
def policies_diff(
    one: Annotated[
        Text,
        typer.Option("--from", metavar="DATE|DIR", help=tr("原来的日期或文件夹", "the old date or folder")),
    ] = None,  # fmt: skip
    two: Annotated[
        Text, typer.Option("--to", metavar="DATE|DIR", help=tr("新的日期或文件夹", "the new date or folder"))
    ] = None,  # fmt: skip
    region: Annotated[
        Text, typer.Option("--region", metavar="TEXT", help=tr("只看一个统筹区", "one region only"))
    ] = None,
    json: Json = False,
    lang: Lang = None,
    policies: Folder = None,
    no_color: NoColor = False,
    ascii: Ascii = False,
) -> None:
    """Compare two dates or two folders."""
    _start(lang, policies)
    from .commands.compare import show_difference

    raise typer.Exit(show_difference(one, two, region, None if json else _screen(no_color, ascii)))


@app.command(
    help=tr(
        "打印 JSON Schema：case、answer、policy 或 batch",
        "Print a JSON Schema: case, answer, policy or batch",
    )
)
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
