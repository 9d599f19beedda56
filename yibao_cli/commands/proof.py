"""`yibao policies check`: prove every table and print what was shown."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from ..console import Exit, folded, say, write_json
from ..lang import plural, tr
from ..policy import folder, parsed
from ..policy.errors import PolicyError, Problem
from ..policy.prove import Report, check_all


def check_policies(as_json: bool, certificate: str | None = None, as_of: dt.date | None = None) -> int:
    """Prove every table and print what was shown; problems go to stderr, exit code 1.

    With `certificate` also write the certificate as of `as_of` to that file. Raises InputError as saving does.
    """
    parsed.yaml_only()
    report = check_all()
    report.problems += dict.fromkeys(broken_texts())
    if certificate is not None:
        write_certificate(Path(certificate), report, as_of or dt.date.today())
    for problem in report.problems:
        say(str(problem))
    if as_json:
        figures = {
            name: getattr(report, name)
            for name in ("files", "tables", "rules", "situations", "days", "dated_values")
        }
        problems = [
            {
                "code": p.code,
                "message": p.message,
                "places": [str(x) for x in p.places],
                "repair": p.repair,
                "witness": p.witness,
            }
            for p in report.problems
        ]
        write_json({"schema": "yibao/proof/1", **figures, "problems": problems})
    elif report.problems:
        say(tr(f"共 {len(report.problems)} 个问题", f"{plural(len(report.problems), 'problem')}"))
    else:
        print_report(report)
    _name_the_folder()
    return Exit.FINDINGS if report.problems else Exit.OK


def _name_the_folder() -> None:
    """Say so when policies lie in the present folder and others were proven: an installed program has its own copy."""
    here = Path("policies")
    if (here / "vocabulary").is_dir() and here.resolve() != folder.root().resolve():
        say(
            tr(
                "以上是程序自带的政策；要证明当前文件夹里的：--policies ./policies",
                "These are the policies that yibao was installed with; for those of this folder: --policies ./policies",
            )
        )


def broken_texts() -> Iterator[Problem]:
    """What is wrong with the files that hold no rules: plans, papers, channels, benefits, acts and topics."""
    from .. import topics
    from ..advise import acts, benefits, routes

    loaders: list[Callable[[], object]] = [
        acts.acts, routes.shared_steps, routes.papers, routes.channels, benefits.table, topics.topics,
    ]  # fmt: skip
    loaders += [partial(routes.route, name) for name in routes.route_ids()]
    for load in loaders:
        try:
            load()
        except PolicyError as error:
            yield from error.problems


def write_certificate(path: Path, report: Report, as_of: dt.date) -> None:
    """Write what was proven as JSON. Raises InputError as saving does."""
    import json

    from ..policy.certificate import certificate
    from ..render.save import put

    text = json.dumps(certificate(as_of, report), ensure_ascii=False, indent=2)
    put(path, text.encode() + b"\n")


def print_report(report: Report) -> None:
    """The figures of a proof."""
    text = tr(
        f"通过：{report.files} 个文件，{report.tables} 张表，{report.rules} 条规则，{report.dated_values} 个带日期的数值；"
        f"{report.situations} 种情形、{report.days} 天都有且只有一个回答，各项承诺成立。",
        f"Proven: {report.files} files, {report.tables} tables, {report.rules} rules, {report.dated_values} dated values; "
        f"each of {report.situations} situations on {report.days} days has exactly one answer, and the promises hold.",
    )
    sys.stdout.write(folded(text, sys.stdout) + "\n")
