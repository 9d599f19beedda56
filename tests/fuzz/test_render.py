"""Hostile texts in policies, and hostile places to save to: every form stays what it is, every file where it belongs."""

from __future__ import annotations

import json
import os
import re
import shutil
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.fuzz.hostile import ROOT
from tests.fuzz.targets import CRASH, command, steering
from tests.program import CHENGDU

CASE = [*CHENGDU, "--as-of", "2026-11-22"]
HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&lt;</style></svg></title>",
    "template": "{{7*7}}{% for x in y %}${HOME}%s",
    "terminal": "\x1b[2J\x1b]0;x\x07\x9b31m\x08\x7f[bold red]x[/bold red][/]",
    "direction": "\u202eabc\u2066def\u200f",
    "lines": "a\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\nX-EVIL:1;,\\n:",
    "markdown": "# x\n| a | b |\n[x](javascript:alert(1)) ![x](http://a) <b>",
    "long": "医" * 3000 + "x" * 3000,
}
TITLE = "成都医保断缴补缴规定"


def poisoned(room: Path, text: str) -> Path:
    """A copy of the policies in which a source, a rule and a region name say something hostile."""
    shutil.copytree(ROOT / "policies", room / "policies")
    path = room / "policies" / "regions" / "510100-chengdu.yaml"
    content = path.read_text("utf-8")
    assert content.count(f'"{TITLE}"') == 1
    quoted = json.dumps(text + "END")
    content = content.replace(f'"{TITLE}"', quoted)
    head, rule, tail = content.partition("- id: over-4\n")
    before, says, after = tail.partition("        says: {")
    tail = (
        before
        + f"        says: {{zh: {quoted}, en: {quoted}}}\n        warn: [{{zh: {quoted}, en: {quoted}}}]\n"
        + after.partition("\n")[2]
    )
    path.write_text(head + rule + tail, "utf-8")
    assert says
    return room / "policies"


class Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_policy_texts(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIBAO_NO_INPUT", "1")
    folder = poisoned(tmp_path, HOSTILE[name])
    forms = {suffix: tmp_path / f"out.{suffix}" for suffix in ("html", "md", "svg", "ics", "json")}
    save = [word for path in forms.values() for word in ("--save", str(path))]
    for language in ("zh", "en"):
        code, out, err = command(
            ["check", *CASE, "--explain", "--lang", language, "--policies", str(folder), *save]
        )
        if code == 2:
            assert out == b""
            assert "E1" in err
            return
        assert code == 0, err
        assert not any(mark in err for mark in CRASH)
        text = out.decode()
        assert "END" in text
        assert steering(text) == "", repr(steering(text))
        page(forms["html"].read_text("utf-8"))
        ElementTree.fromstring(forms["svg"].read_text("utf-8"))
        calendar(forms["ics"].read_bytes())
        assert steering(forms["md"].read_text("utf-8")) == ""
        assert not re.search(r"(?<!\\)<(?!https?://)[a-z/]", forms["md"].read_text("utf-8"))
        assert not re.search(r"(?<!\\)\]\(javascript", forms["md"].read_text("utf-8"))
        json.loads(forms["json"].read_text("utf-8"))


def page(text: str) -> None:
    """No script, no handler, no foreign address, nothing that turns the reading direction."""
    tags = Tags()
    tags.feed(text)
    assert "script" not in tags.tags
    assert "img" not in tags.tags
    assert not [name for name, _ in tags.attributes if name.startswith("on")]
    for name, value in tags.attributes:
        if name in ("href", "src"):
            assert (value or "").startswith(("http://", "https://", "#", "data:image", "tel:")), value
    assert "49" not in text.partition("END")[0][-6:]


def calendar(data: bytes) -> None:
    """One calendar whose entries are ours, in lines of at most 75 octets."""
    from icalendar import Calendar

    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert data.count(b"\nEND:VCALENDAR") == 1
    assert b"\nX-EVIL" not in data
    found = Calendar.from_ical(data)
    assert all(str(event["uid"]).endswith("@yibao") for event in found.walk("VEVENT"))


PLACES = {
    "unknown_suffix": ["out.exe", "out", ".html.", "out.html.sh", "-", ""],
    "no_such_folder": ["none/out.html", "../none/x/out.html", "/nonexistent/out.html"],
    "is_a_link": ["link.html"],
    "is_a_folder": ["folder.html"],
    "not_writable": ["x" * 300 + ".html"],
}


@pytest.mark.parametrize(
    ("code", "place"), [(code, place) for code, places in PLACES.items() for place in places]
)
def test_places_that_are_refused(
    code: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    goal = tmp_path / "goal.html"
    goal.write_text("kept")
    (tmp_path / "link.html").symlink_to(goal)
    (tmp_path / "folder.html").mkdir()
    before = sorted(os.listdir(tmp_path))
    exit_code, out, err = command(["check", *CASE, "--save", place])
    assert (exit_code, out) == (2, b""), err
    assert "[" in err
    assert not any(mark in err for mark in CRASH)
    assert sorted(os.listdir(tmp_path)) == before
    assert goal.read_text() == "kept"


def test_a_device_is_not_replaced(tmp_path: Path) -> None:
    """A pipe or device with a known suffix is no file: it stays what it is."""
    pipe = tmp_path / "pipe.html"
    os.mkfifo(pipe)
    code, _, err = command(["check", *CASE, "--save", str(pipe)])
    assert code in (0, 2), err
    assert code == 0 or pipe.is_fifo()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    code, out, err = command(["check", *CASE, "--save", str(tmp_path / "closed" / "out.html")])
    assert (code, out) == (2, b"")
    assert "not_writable" in err


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from yibao_cli.render import save

    def full(handle: int, mode: str) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(save.os, "fdopen", full)
    code, out, err = command(["check", *CASE, "--save", str(tmp_path / "out.html")])
    assert (code, out) == (2, b"")
    assert "not_writable" in err
    assert os.listdir(tmp_path) == []
