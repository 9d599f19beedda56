"""The subjects of `yibao help`: exit codes, environment, JSON, dates, regions."""

from __future__ import annotations

from collections.abc import Callable

from ..lang import tr
from ..render.wrap import wrap
from .help import rows


def _text(width: int, zh: str, en: str) -> list[str]:
    return [*wrap(tr(zh, en), width), ""]


def _exit_codes(width: int) -> list[str]:
    return rows(
        [
            ("0", tr("有回答：确切的日子、一个范围，或这样缴费没有待遇", "an answer: a day, a range, or no benefits this way")),
            ("1", tr("batch --strict 有行出错；policies check 发现问题；程序出错", "batch --strict found bad rows; policies check found problems; an internal error")),
            ("2", tr("命令写错，或给的信息、政策文件不能用；stderr 上有一条说明和改法", "wrong usage, or unusable input or policy files; one message on stderr with the fix")),
            ("3", tr("还缺信息；stderr 列出要补的参数，JSON 里仍给出范围", "facts are missing; stderr lists the flags, the JSON still gives the range")),
            ("130", tr("按了 Ctrl-C", "Ctrl-C")),
        ]
    )  # fmt: skip


def _environment(width: int) -> list[str]:
    return [
        *rows(
            [
                ("YIBAO_LANG", tr("zh 或 en；--lang 优先。没有设置时，说明文字跟随系统语言，回答用中文", "zh or en; --lang wins. Where unset, help follows the locale and answers are Chinese")),
                ("YIBAO_POLICIES", tr("政策文件夹；--policies 优先", "policies folder; --policies wins")),
                ("YIBAO_NO_INPUT", tr("不为空就不提问；CI 也一样", "never ask when not empty; CI does the same")),
                ("YIBAO_ASCII", tr("不为空就用 ASCII 表格线", "plain ASCII boxes when not empty")),
                ("NO_COLOR", tr("不为空就不用颜色", "no colour when not empty")),
                ("COLUMNS", tr("宽度；没有终端时默认 80", "width; 80 where there is no terminal")),
            ]
        ),
        "",
        *_text(width, "没有配置文件；yibao 不联网，也不保存任何信息。", "There is no configuration file; yibao uses no network and keeps nothing."),
    ]  # fmt: skip


def _json(width: int) -> list[str]:
    return [
        *_text(width, "案例是一个 JSON 对象，键就是参数名（连字符换成下划线）：", "A case is a JSON object whose keys are the flags with underscores:"),
        '  {"region": "成都", "scheme": "flexible", "last_covered": "2026-02",',
        '   "pay_date": "2026-09-10"}',
        "",
        *_text(width, "读案例，出 JSON：", "A case in, JSON out:"),
        "  $ yibao check --json --case case.json",
        "  $ yibao check --json --case - < case.json | jq .answer.resume_date",
        "",
        *_text(
            width,
            "日期写 YYYY-MM-DD；金额以元计，没有收录的是 null，不是 0。stdout 只有 JSON。以后只加键，不改也不删。格式：yibao schema answer。标准输出不是 UTF-8 时，汉字写成 \\u 转义，jq 照样读得懂。",
            "Dates are YYYY-MM-DD; money is yuan, null where it is not on file, never 0. stdout holds only JSON. Keys are added, never changed or removed. The form: yibao schema answer. Where stdout is not UTF-8, Chinese is written as \\u escapes, which jq reads as well.",
        ),
    ]  # fmt: skip


def _dates(width: int) -> list[str]:
    return [
        *rows(
            [
                (tr("日", "a day"), "2026-05-31  2026.5.31  2026/5/31  2026年5月31日  20260531  today  今天"),
                (tr("月", "a month"), "2026-05  2026.5  2026年5月  202605"),
                (tr("参保月份", "months"), "2025-01..2026-02;2026-05..2026-07"),
            ]
        ),
        "",
        *_text(
            width,
            "中断月数只数完全没有缴费的整月：最后参保月和恢复缴费当月都不算。2 月还有医保、9 月 10 日续缴，中断的是 3 月到 8 月，共 6 个月。回答里会把每个月列出来，请核对。",
            "A gap counts whole months without payment: neither the last covered month nor the month of the new payment. Covered in February, paid on 10 September: March to August, 6 months. The answer lists them; please check.",
        ),
        *_text(
            width,
            "等待期可能按月、按天或按“连续缴费满几个月”计，从缴费日、缴费月或年度起算，由当地规定决定；加月份遇到没有的日子，取月末。",
            "A wait may run in months, days or paid months, from the payment day, its month or the year, as the local rule says; a day that a month lacks becomes its last.",
        ),
    ]  # fmt: skip


def _regions(width: int) -> list[str]:
    return [
        *rows(
            [
                (tr("汉字", "name"), "成都  成都市  四川"),
                (tr("拼音", "pinyin"), "chengdu"),
                (tr("首字母", "initials"), tr("cd（有重复时会列出来，请写清楚）", "cd (where several match they are listed: write more)")),
                (tr("代码", "code"), "510100"),
            ]
        ),
        "",
        *_text(
            width,
            "统筹区是缴医保的地方，不是户籍地。先看城市的规定，没有写到的看省，再没有的看全国；回答会说明用的是哪一级。全国规定只有范围的，回答也是范围。",
            "The region is where the insurance is paid, not the registered home. The city's rules speak first, then the province's, then the nation's; the answer names the layer. Where national law gives bounds only, so does the answer.",
        ),
        "  $ yibao regions",
        "  $ yibao policies show 成都",
    ]  # fmt: skip


PAGES: dict[str, Callable[[int], list[str]]] = {
    "exit-codes": _exit_codes,
    "environment": _environment,
    "json": _json,
    "dates": _dates,
    "regions": _regions,
}
