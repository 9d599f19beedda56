"""The common questions and common false claims: reading them, finding them, and their JSON.

A topic is a fixed text with its sources. What depends on the reader is never written into it: `Topic.check`
gives the command that computes the reader's own case.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from .lang import pick, tr
from .policy import folder, forgettable, parsed
from .policy.errors import Place
from .policy.model import choice_of_source
from .policy.nodes import (
    Fields,
    choice,
    fail,
    fields_of,
    human,
    items_of,
    mapping_of,
    quoted_text,
    text_of,
)
from .policy.sources import Source, best, source

SCHEMA, LIST_SCHEMA = "yibao/topic/1", "yibao/topics/1"

VERDICTS = {
    "false": {"zh": "不对", "en": "false"},
    "partly": {"zh": "部分对", "en": "partly true"},
    "local": {"zh": "只是个别地方的做法", "en": "a local practice only"},
    "out_of_scope": {"zh": "本工具不回答", "en": "not answered here"},
}
HOTLINES = {
    "12393": {
        "zh": "医保服务热线：参保、待遇、转移、报销",
        "en": "medical security: enrolment, benefits, transfer, claims",
    },
    "12366": {"zh": "税务热线：缴费、滞纳金、退费", "en": "tax: payment, late fees, refunds"},
    "12333": {
        "zh": "人社热线：失业金、用工、养老",
        "en": "labour: unemployment benefit, employment, pension",
    },
    "12345": {"zh": "政务服务热线：其他事项", "en": "government hotline: anything else"},
    "12378": {"zh": "金融消费者热线：商业保险", "en": "financial consumers: commercial insurance"},
}

PLACEHOLDERS = {
    "region": {"zh": "<城市>", "en": "<city>"},
    "previous_region": {"zh": "<原城市>", "en": "<old city>"},
    "covered": {"zh": "<参保月份>", "en": "<covered months>"},
    "last_covered": {"zh": "<最后参保月>", "en": "<last covered month>"},
    "pay_date": {"zh": "<缴费日>", "en": "<payment day>"},
    "birth_date": {"zh": "<出生日期>", "en": "<birth date>"},
    "benefit_year": {"zh": "<年度>", "en": "<year>"},
    "repair_years": {"zh": "<修复年数>", "en": "<years to repair>"},
    "continuous_months": {"zh": "<连续参保月数>", "en": "<unbroken months>"},
    "base": {"zh": "<缴费基数>", "en": "<base>"},
    "wage": {"zh": "<月工资>", "en": "<monthly wage>"},
    "rate": {"zh": "<费率>", "en": "<rate>"},
    "back_pay": {"zh": "<yes 或 no>", "en": "<yes or no>"},
}
"""What the reader fills in; every other key of an example (scheme, cause, group, ...) stays as it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Topic:
    """One question or claim. `claim` and `verdict` are None for plain questions; `example` is a whole case."""

    number: int
    id: str
    file: str
    title: dict[str, str]
    words: tuple[str, ...]
    pinyin: tuple[str, ...]
    asked: dict[str, str]
    claim: dict[str, str] | None
    verdict: str | None
    truth: dict[str, str]
    ask: tuple[str, ...]
    example: dict[str, str]
    cite: tuple[Source, ...]
    place: Place

    @property
    def check(self) -> str | None:
        """The command for the reader's own case, with places to fill in; None where nothing is computed."""
        if not self.example:
            return None
        shown = {k: pick(PLACEHOLDERS[k]) if k in PLACEHOLDERS else v for k, v in self.example.items()}
        return command(shown)

    @property
    def example_command(self) -> str | None:
        """The same command with the values of the example."""
        return command(self.example) if self.example else None

    def grade(self, as_of: dt.date) -> str | None:
        """The grade of the best source; None where nothing is claimed."""
        return best(list(self.cite), as_of) if self.cite else None


def command(case: dict[str, str]) -> str:
    """A case as the `yibao check` command line."""
    return " ".join(
        ["yibao check", *(f"--{key.replace('_', '-')} {_quoted(value)}" for key, value in case.items())]
    )


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"[;<> ]", value) else value


@cache
def topics() -> dict[int, Topic]:
    """All topics by number, in order. Source: policies/topics/*.yaml.

    Raises PolicyError as the policy loader does, E208 for a number or id that two topics have.
    """
    found: dict[int, Topic] = {}
    ids: dict[str, Topic] = {}
    for path in sorted((folder.root() / "topics").glob("*.yaml")):
        for topic in load(parsed.top(path), folder.name(path)):
            for other in (found.get(topic.number), ids.get(topic.id)):
                if other:
                    fail(
                        "E208",
                        f"主题编号或名称重复：{topic.number} {topic.id}",
                        other.place,
                        topic.place,
                        repair="换一个编号或名称",
                    )
            found[topic.number] = ids[topic.id] = topic
    return dict(sorted(found.items()))


def load(node: Fields, file: str) -> list[Topic]:
    """The topics of one file.

    Raises PolicyError for everything that is not as policies/topics/README.md describes it.
    """
    top = fields_of(node, "topics", "sources")
    at = mapping_of(top["sources"]).keys_at if "sources" in top else {}
    known = (
        {key: source(key, node) for key, node in mapping_of(top["sources"]).items()}
        if "sources" in top
        else {}
    )
    found = [_topic(node, known, file) for node in items_of(top["topics"])]
    cited = {item.id for topic in found for item in topic.cite}
    for key in known.keys() - cited:
        fail("E505", f"依据“{key}”没有被引用", at[key], repair="引用它，或删去")
    return found


def _topic(node: Any, known: dict[str, Source], file: str) -> Topic:
    fields = fields_of(node, "number id title words pinyin asked truth", "claim verdict ask example cite")
    verdict = choice(fields["verdict"], list(VERDICTS)) if "verdict" in fields else None
    if (verdict in ("false", "partly", "local")) != ("claim" in fields):
        fail(
            "E202",
            "claim 和 verdict 要一起写",
            fields.place,
            repair="claim: {zh: …, en: …} 和 verdict: false、partly 或 local",
        )
    cite = (
        tuple(known[choice_of_source(item, known)] for item in items_of(fields["cite"]))
        if "cite" in fields
        else ()
    )
    if not cite and verdict != "out_of_scope":
        fail("E503", "没有依据", fields.place, repair="加上 cite: [依据的编号]")
    return Topic(
        number=_number(fields["number"]),
        id=str(text_of(fields["id"])),
        file=file,
        title=human(fields["title"]),
        words=tuple(quoted_text(item) for item in items_of(fields["words"])),
        pinyin=tuple(quoted_text(fields["pinyin"]).split()),
        asked=human(fields["asked"]),
        claim=human(fields["claim"]) if "claim" in fields else None,
        verdict=verdict,
        truth=human(fields["truth"]),
        ask=tuple(choice(item, list(HOTLINES)) for item in items_of(fields["ask"]))
        if "ask" in fields
        else (),
        example=_example(fields["example"]) if "example" in fields else {},
        cite=cite,
        place=fields.place,
    )


def _number(node: Any) -> int:
    value = text_of(node)
    if not value.isascii() or not value.isdigit() or value[0] == "0" or len(value) > 4:
        fail("E204", f"“{value[:20]}”不是编号", value.place, repair="写成 1、2、3 …")
    return int(value)


def _example(node: Any) -> dict[str, str]:
    from .case import KEYS

    fields: Fields = fields_of(node, "region scheme", " ".join(KEYS))
    return {key: str(text_of(value)) for key, value in fields.items()}


def find(query: str) -> list[Topic]:
    """The topics a query may mean, best first: by number, id, pinyin, initials, or the words of the text.

    An empty query gives all topics in order; no match gives [].
    """
    from .topic_search import rank

    return rank(query, list(topics().values()))


def to_json(topic: Topic, as_of: dt.date) -> dict[str, Any]:
    """One topic as JSON, schema ``yibao/topic/1``, texts in the chosen language; what there is none of is null or []."""
    from .advise.answer import source_json

    return {
        "schema": SCHEMA,
        "number": topic.number,
        "id": topic.id,
        "title": pick(topic.title),
        "asked": pick(topic.asked),
        "claim": pick(topic.claim) if topic.claim else None,
        "verdict": topic.verdict,
        "truth": pick(topic.truth),
        "grade": topic.grade(as_of),
        "check": topic.check,
        "example": {"case": topic.example, "command": topic.example_command} if topic.example else None,
        "ask": [{"number": number, "about": pick(HOTLINES[number])} for number in topic.ask],
        "sources": [source_json(item, as_of) for item in topic.cite],
    }


def list_json(found: Iterable[Topic], as_of: dt.date, query: str = "") -> dict[str, Any]:
    """Several topics as JSON, schema ``yibao/topics/1``."""
    return {"schema": LIST_SCHEMA, "query": query, "topics": [to_json(topic, as_of) for topic in found]}


def titles() -> list[tuple[int, str, str]]:
    """Number, id and title of every topic, in order."""
    return [(topic.number, topic.id, pick(topic.title)) for topic in topics().values()]


def verdict_text(topic: Topic) -> str:
    """The verdict on a claim in words; empty for plain questions."""
    return pick(VERDICTS[topic.verdict]) if topic.verdict else ""


def ask_text(topic: Topic) -> list[str]:
    """Whom to ask, a line each; the hotlines of another city need its area code in front."""
    return [
        tr(
            f"拨 {n}（外地加区号）：{pick(HOTLINES[n])}",
            f"call {n} (area code first from elsewhere): {pick(HOTLINES[n])}",
        )
        for n in topic.ask
    ]


forgettable(topics.cache_clear)
