"""Topics: whole, bilingual, cited, found by what people type, and each example a case that gets an answer."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tests.program import yibao
from yibao_cli import lang, topics
from yibao_cli.advise.compose import advise
from yibao_cli.case import read
from yibao_cli.policy.errors import PolicyError
from yibao_cli.policy.sources import may_link
from yibao_cli.policy.strict import read as read_yaml
from yibao_cli.topics import Topic

TODAY = dt.date(2026, 11, 22)
EVERY = list(topics.topics().values())
each = pytest.mark.parametrize("topic", EVERY, ids=lambda topic: topic.id)

ONE = """
sources:
  law: {title: "法", issuer: "人大", kind: law, published: 2018-12-29, checked: 2026-11-22}
topics:
  - number: 1
    id: one
    title: {zh: "一", en: "one"}
    words: ["一"]
    pinyin: "yi"
    asked: {zh: "问", en: "ask"}
    truth: {zh: "答", en: "answer"}
    cite: [law]
"""


def test_sixty_and_more_with_numbers_in_a_row() -> None:
    assert len(EVERY) >= 60
    assert [topic.number for topic in EVERY] == list(range(1, len(EVERY) + 1))
    assert len({topic.id for topic in EVERY}) == len(EVERY)
    assert len({topic.words[0] for topic in EVERY}) == len(EVERY)


@each
def test_both_languages_and_a_source(topic: Topic) -> None:
    for text in (topic.title, topic.asked, topic.truth, topic.claim or {}):
        for language, words in text.items():
            words.encode("gbk")
            chinese = sum("\u4e00" <= c <= "\u9fff" for c in words) / len(words)
            assert chinese > 0.25 if language == "zh" else chinese < 0.1, words
    assert topic.cite or topic.verdict == "out_of_scope"
    assert len(topic.truth["zh"]) >= 40
    assert topic.truth["zh"].count("。") <= 9
    assert all(source.url is None or may_link(source.url) for source in topic.cite)


@each
def test_found_by_number_id_words_and_pinyin(topic: Topic) -> None:
    topic = topics.topics()[topic.number]  # another test may have dropped the cache that EVERY was read from
    assert topics.find(str(topic.number)) == [topic]
    assert topics.find(topic.id) == [topic]
    assert topics.find(topic.words[0])[0] == topic
    assert all(topic in topics.find(word) for word in topic.words)
    assert topics.find(topic.title["zh"])[0] == topic
    assert topics.find(topic.asked["zh"])[0] == topic
    assert topic in topics.find(topic.title["en"])
    assert topic in topics.find("".join(topic.pinyin))
    assert topic in topics.find("".join(syllable[0] for syllable in topic.pinyin).upper())
    assert all(syllable.isascii() and syllable.islower() for syllable in topic.pinyin)


@each
def test_the_example_gets_an_answer(topic: Topic) -> None:
    if not topic.example:
        assert topic.check is None
        return
    result = advise(read(topic.example, TODAY), options=False)
    assert result.status in ("answered", "bounded", "closed"), result.inquiry.missing
    assert result.sources


@pytest.mark.parametrize("topic", [t for t in EVERY if t.example][::9], ids=lambda topic: topic.id)
def test_the_example_command_runs_as_printed(topic: Topic) -> None:
    import shlex

    words = shlex.split(topic.example_command or "")
    assert words[:2] == ["yibao", "check"]
    done = yibao(*words[1:], "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["case"]["scheme"] == topic.example["scheme"]


def test_the_command_has_places_to_fill_in() -> None:
    topic = topics.find("individual-late-fee")[0]
    assert topic.check == (
        'yibao check --region "<城市>" --scheme flexible --cause missed --last-covered "<最后参保月>"'
        ' --pay-date "<缴费日>" --back-pay "<yes 或 no>"'
    )
    lang.use("en")
    assert '--region "<city>"' in str(topic.check)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("住院", "hospital-in-gap"),
        ("xse", "newborn"),
        ("xinshenger", "newborn"),
        ("grzh", "account-in-gap"),
        ("２‰", "late-fee-two-per-mille"),
        ("摇号", "household-car-plate-house"),
        ("购房", "household-car-plate-house"),
        ("late fee", "how-much-to-pay-back"),
        ("外卖骑手没有本地户口怎么参保", "no-local-household"),
        ("公司三个月没给我交医保我住院了谁赔", "employer-did-not-pay"),
        ("断缴", "what-stops-what-stays"),
        ("补缴", "must-i-pay-back"),
    ],
)
def test_what_people_type(query: str, first: str) -> None:
    assert topics.find(query)[0].id == first


def test_nothing_fits_and_everything_fits() -> None:
    assert topics.find("zzzz") == []
    assert [topic.number for topic in topics.find(" ？")] == [topic.number for topic in EVERY]


def test_no_text_repeats_what_another_topic_corrects() -> None:
    """A false claim may stand as a claim, never as a truth."""
    for topic in EVERY:
        for claim in ("个人要交滞纳金", "余额清零，", "年限作废", "千分之二的滞纳金由个人"):
            assert claim not in topic.truth["zh"], topic.id


def test_json_has_a_schema_and_the_chosen_language() -> None:
    topic = topics.find("account-frozen")[0]
    found = topics.to_json(topic, TODAY)
    assert (found["schema"], found["verdict"], found["grade"]) == ("yibao/topic/1", "false", "B")
    assert found["ask"][0]["number"] == "12393"
    lang.use("en")
    assert "yours" in topics.to_json(topic, TODAY)["truth"]
    whole = topics.list_json(EVERY, TODAY)
    assert whole["schema"] == "yibao/topics/1"
    assert len(json.dumps(whole["topics"])) > 10_000
    outside = topics.to_json(topics.find("commercial-huiminbao")[0], TODAY)
    assert (outside["grade"], outside["check"], outside["sources"]) == (None, None, [])


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('title: {zh: "一", en: "one"}', 'title: {zh: "一"}', "E202"),
        ('truth: {zh: "答", en: "answer"}', "truth: {zh: 答, en: answer}", "E108"),
        ("cite: [law]", "cite: [lav]", "E504"),
        ("    cite: [law]\n", "", "E503"),
        ("    cite: [law]\n", "    verdict: out_of_scope\n", "E505"),
        ("number: 1", "number: one", "E204"),
        ("number: 1", "number: " + "9" * 5000, "E204"),
        ("cite: [law]", "cite: [law]\n    verdict: false", "E202"),
        ("cite: [law]", "cite: [law]\n    verdict: wrong", "E203"),
        ("cite: [law]", "cite: [law]\n    ask: 110", "E203"),
        ("cite: [law]", "cite: [law]\n    example: {region: 成都, sheme: resident}", "E201"),
        ("kind: law,", 'kind: law, url: "https://example.com/gov.cn",', "E501"),
    ],
)
def test_strict(old: str, new: str, code: str) -> None:
    assert len(topics.load(read_yaml(ONE, "one.yaml"), "one.yaml")) == 1
    assert old in ONE
    with pytest.raises(PolicyError) as caught:
        topics.load(read_yaml(ONE.replace(old, new), "one.yaml"), "one.yaml")
    assert caught.value.problems[0].code == code


def test_two_topics_with_one_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from yibao_cli.policy import folder

    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "a.yaml").write_text(ONE, encoding="utf-8")
    (tmp_path / "topics" / "b.yaml").write_text(ONE.replace("id: one", "id: two"), encoding="utf-8")
    monkeypatch.setattr(folder, "root", lambda: tmp_path)
    topics.topics.cache_clear()
    try:
        with pytest.raises(PolicyError, match="E208"):
            topics.topics()
    finally:
        topics.topics.cache_clear()
