"""`yibao topics`: the common questions and common false claims."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from .. import topics
from ..advise.answer import source_json
from ..console import Exit, write_json
from ..errors import InputError
from ..lang import pick, tr
from ..render.texts import source_text

if TYPE_CHECKING:
    from ..render.screen import Screen

FULL = 3
"""Up to so many topics are shown whole; more become a list to choose from."""


def show_topics(query: str | None, screen: Screen | None, as_of: dt.date) -> int:
    """All titles without a query, the matching topics with one.

    Raises InputError no_topic when nothing matches.
    """
    found = topics.find(query) if query else list(topics.topics().values())
    if not found:
        raise InputError(
            "no_topic",
            "topics",
            tr(f"没有找到“{(query or '')[:20]}”", f"nothing found for {(query or '')[:20]!r}"),
            tr("yibao topics 列出全部问题", "see all of them with: yibao topics"),
        )
    if screen is None:
        write_json(topics.list_json(found, as_of, query or ""))
    elif query and len(found) <= FULL:
        for i, topic in enumerate(found):
            if i:
                screen.line()
            show(topic, screen, as_of)
    else:
        screen.table(
            (tr("编号", "No."), tr("问题", "Question")), [(str(t.number), pick(t.title)) for t in found]
        )
        screen.line(tr("yibao topics 编号 查看答案", "yibao topics NUMBER shows the answer"))
    return Exit.OK


def show(topic: topics.Topic, screen: Screen, as_of: dt.date) -> None:
    """One topic: the question or claim, the truth, whom to ask, the command, the sources."""
    screen.line(f"{topic.number}. {pick(topic.title)}", "bold")
    if topic.claim and topic.verdict:
        verdict, claim = topics.verdict_text(topic), pick(topic.claim)
        screen.line(tr(f"【{verdict}】{claim}", f"[{verdict}] {claim}"))
    else:
        screen.line(pick(topic.asked))
    screen.line()
    screen.line(pick(topic.truth))
    if topic.ask:
        screen.heading(tr("拿不准就问", "Whom to ask"))
        screen.points(topics.ask_text(topic))
    if topic.check:
        screen.heading(tr("算自己的情况", "Your own case"))
        screen.line(topic.check)
    if topic.cite:
        screen.heading(tr("依据", "Sources"))
        for source in (source_json(item, as_of) for item in topic.cite):
            screen.points([" ".join(filter(None, [source_text(source), source["url"]]))])
