"""Two examples for every command; tests run each of them as it stands."""

from __future__ import annotations

CHENGDU = "--region 成都 --scheme flexible --last-covered 2026-02 --pay-date 2026-09-10"

Example = tuple[str, str, str]
"""A command line, and what it is for in Chinese and English."""

EXAMPLES: dict[str, tuple[Example, ...]] = {
    "check": (
        (f"yibao check {CHENGDU}", "成都灵活就业，2 月之后断缴，9 月 10 日续缴", "Chengdu, self-paying worker, lapsed after February, pays on 10 September"),
        (f"yibao check {CHENGDU} --options --save answer.html", "比较几种办法，并把回答存成可打印的网页", "compare the options, and keep the answer as a page to print"),
        ("yibao check --json --case case.json", "给程序用：案例来自文件，回答是 JSON", "for programs: the case from a file, the answer as JSON"),
    ),
    "batch": (
        ("yibao batch members.csv -o answers.csv", "每行加上恢复日、等待期和依据", "adds the resume date, the wait and the rule to each row"),
        ("yibao batch members.csv -o - --pay-date 2026-09-10", "表里没有缴费日，都按这一天；结果送到标准输出", "no payment column, so all pay on this day; the result goes to stdout"),
    ),
    "regions": (
        ("yibao regions", "所有收录的统筹区", "every region on file"),
        ("yibao regions chengdu", "按汉字、拼音、首字母或代码找", "found by name, pinyin, initials or code"),
    ),
    "topics": (
        ("yibao topics", "全部问题", "all questions"),
        ("yibao topics 断缴 住院", "找一个问题的答案", "find the answer to one"),
    ),
    "policies check": (
        ("yibao policies check", "全部政策", "all policies"),
        ("yibao policies check --policies ./policies", "另一个文件夹里的政策", "the policies in another folder"),
    ),
    "policies show": (
        ("yibao policies show 成都", "一个城市", "one city"),
        ("yibao policies show 全国", "全国规定", "the national layer"),
    ),
    "policies coverage": (
        ("yibao policies coverage 成都", "一个统筹区", "one region"),
        ("yibao policies coverage --markdown", "全部，写成 Markdown", "all of them, as Markdown"),
    ),
    "policies diff": (
        ("yibao policies diff --from 2025-12-31 --to 2026-01-01 --region 成都", "新年带来的变化", "what the new year changes"),
        ("yibao policies diff --from ./policies --to ./edited --region 成都", "改动前后的两个文件夹", "two folders, before and after an edit"),
    ),
    "schema": (
        ("yibao schema case", "案例的格式", "the form of a case"),
        ("yibao schema answer", "回答的格式", "the form of an answer"),
    ),
    "completion": (
        ("yibao completion bash", "写进 ~/.bashrc：eval \"$(yibao completion bash)\"", "in ~/.bashrc: eval \"$(yibao completion bash)\""),
        ("yibao completion powershell", "写进 $PROFILE：yibao completion powershell | Out-String | iex", "in $PROFILE: yibao completion powershell | Out-String | iex"),
    ),
    "help": (
        ("yibao help check", "一个命令", "one command"),
        ("yibao help exit-codes", "退出码", "exit codes"),
    ),
}  # fmt: skip

TITLES = {
    "exit-codes": ("退出码", "exit codes"),
    "environment": ("环境变量", "environment variables"),
    "json": ("JSON 输入和输出", "JSON in and out"),
    "dates": ("日期怎么写、怎么数", "how dates are written and counted"),
    "regions": ("统筹区怎么写、按哪级规定", "how regions are written, and whose rules answer"),
}
SUBJECTS = tuple(TITLES)
