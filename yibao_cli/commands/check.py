"""`yibao check`: one case, asked or given, answered on the terminal, as JSON or into files."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from .. import case as cases
from ..advise.answer import Answer, to_json
from ..advise.compose import advise
from ..case import KEYS
from ..console import Exit, can_prompt, say, write_json
from ..errors import InputError
from ..lang import current, plural, tr

MAX_CASE_BYTES = 100_000


class Request(NamedTuple):
    """What the command line asked for. `flags` are the facts given as flags, untouched."""

    flags: dict[str, str]
    case_file: str | None = None
    as_json: bool = False
    save: Sequence[str] = ()
    explain: bool = False
    options: bool = False
    no_input: bool = False
    color: bool = True
    ascii_only: bool = False
    brief: bool = False


def run(request: Request, today: dt.date) -> int:
    """Answer, and give the exit code.

    Raises InputError and PolicyError; KeyboardInterrupt never leaves the interview.
    """
    if request.brief and (request.options or request.explain):
        message = tr("--brief 不能和 --options、--explain 一起用", "--brief excludes --options and --explain")
        raise InputError("conflicting_options", "", message, tr("去掉其中一个", "leave one of them out"))
    raw: dict[str, Any] = {**_from_file(request.case_file), **request.flags}
    prompting = not request.as_json and request.case_file is None and can_prompt(request.no_input)
    asked = False
    if prompting:
        from .. import interview

        before = dict(raw)
        raw, done = interview.fill(raw, today)
        if not done:
            say(tr("已取消。接着答：", "Cancelled. To go on: ") + command(cases.read(raw, today)))
            return Exit.INTERRUPTED
        asked = raw != before
    case = cases.read(raw, today)
    result = advise(case, options=request.options or request.as_json)
    for target in request.save:
        from ..render.save import save

        save(result, Path(target))
    _print(result, request)
    if asked:
        say(tr("下次可以直接运行：", "Next time, without questions: ") + command(case))
    if result.status == "needs_facts":
        _say_missing(result)
        return Exit.MISSING
    return Exit.OK


def greet() -> None:
    """Three lines for somebody who typed only the program's name."""
    from shutil import get_terminal_size

    from ..render.wrap import wrap

    lines = (
        tr(
            "医保断缴顾问 yibao：回答几个问题，算出从哪天起恢复报销。",
            "yibao: a few questions, then the day from which your medical insurance pays again.",
        ),
        tr(
            "答案都注明依据；不联网，不保存您的任何信息。",
            "Every answer names its sources; no network, nothing is stored.",
        ),
        tr(
            "Ctrl-C 退出；yibao --help 看用法；English: yibao --lang en",
            "Ctrl-C leaves at any time; yibao --help shows everything.",
        ),
    )
    for line in lines:
        sys.stdout.write("\n".join(wrap(line, get_terminal_size().columns)) + "\n")
    sys.stdout.flush()


def _print(result: Answer, request: Request) -> None:
    if request.as_json:
        write_json(to_json(result))
        return
    if result.status == "needs_facts" and not result.inquiry.findings:
        return
    from ..render.screen import Screen

    screen = Screen(color=request.color, ascii_only=request.ascii_only)
    if request.brief:
        from ..render import brief

        brief.show(result, screen)
        return
    from ..render.terminal import show

    show(result, screen, explain=request.explain, options=request.options)


def _from_file(name: str | None) -> dict[str, Any]:
    """The case of a JSON file or of stdin (`-`). Raises InputError no_case_file, case_too_big, not_json, wrong_type."""
    if name is None:
        return {}
    try:
        data = sys.stdin.buffer.read(MAX_CASE_BYTES + 1) if name == "-" else Path(name).read_bytes()
    except (OSError, AttributeError, ValueError) as error:
        why = getattr(error, "strerror", None) or tr("标准输入已关闭", "stdin is closed")
        raise InputError(
            "no_case_file", "case", tr(f"读不到 {name}：{why}", f"cannot read {name}: {why}")
        ) from None
    if len(data) > MAX_CASE_BYTES:
        raise InputError("case_too_big", "case", tr("案例文件超过 100 KB", "the case is larger than 100 KB"))
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise InputError(
            "not_json",
            "case",
            tr("案例不是合法的 JSON（UTF-8）", "the case is not valid JSON (UTF-8)"),
            tr(
                '例：{"region": "成都", "scheme": "flexible", "last_covered": "2026-02"}',
                'such as {"region": "成都", "scheme": "flexible", "last_covered": "2026-02"}',
            ),
        ) from None
    if not isinstance(found, dict):
        raise InputError(
            "wrong_type", "case", tr("案例应当是一个 JSON 对象 {…}", "the case must be one JSON object {…}")
        )
    return found


def command(case: cases.Case) -> str:
    """The command that asks the same without a prompt."""
    import shlex

    parts = ["yibao", "check"]
    for key, value in case.given().items():
        parts += [flag(key), shlex.quote(value)]
    if current() != "zh":
        parts += ["--lang", current()]
    return " ".join(parts)


def flag(key: str) -> str:
    """The flag of a case key."""
    return "--" + key.replace("_", "-")


EXAMPLES = {
    "region": "成都", "scheme": "flexible", "covered": "2025-01..2026-02", "last_covered": "2026-02",
    "pay_date": "today", "back_pay": "yes", "cause": "missed", "previous_scheme": "employee", "group": "general",
    "birth_date": "2026-06-10", "benefit_year": "2027", "continuous_months": "24", "arrears_in_term": "yes",
}  # fmt: skip


def _say_missing(result: Answer) -> None:
    """Name every missing flag in one command that can be pasted and corrected."""
    missing = result.inquiry.missing
    say(
        tr(f"还缺 {len(missing)} 项：", f"{plural(len(missing), 'fact')} missing: ")
        + " ".join(flag(key) for key in missing)
    )
    filled = " ".join(f"{flag(key)} {EXAMPLES.get(key, '…')}" for key in missing)
    say(tr("照这样补全（把例子换成自己的）：", "Complete it like this (with your own values): "))
    say(f"  {command(result.inquiry.case)} {filled}")


__all__ = ["KEYS", "Request", "command", "flag", "run"]
