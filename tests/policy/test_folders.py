"""The policies folder: its files, receipt, tables of commas and calendars at their edges."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from yibao_cli.policy import folder, layers, parsed
from yibao_cli.policy.diff import on_day
from yibao_cli.policy.errors import PolicyError
from yibao_cli.policy.model import load


def test_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PolicyError, match="E207"):
        folder.text(tmp_path / "none.yaml")
    (tmp_path / "x.yaml").write_bytes(b"\xff")
    with pytest.raises(PolicyError, match="E101"):
        folder.text(tmp_path / "x.yaml")
    assert folder.name(tmp_path / "x.yaml") == (tmp_path / "x.yaml").as_posix()
    built_in = folder.root()
    try:
        monkeypatch.setenv("YIBAO_POLICIES", str(tmp_path))
        folder.forget()
        with pytest.raises(PolicyError, match="E207"):
            folder.root()
        (tmp_path / "vocabulary").mkdir()
        assert folder.root() == tmp_path
        folder.use(built_in)
        assert folder.root() == built_in, "the flag before the variable"
    finally:
        monkeypatch.delenv("YIBAO_POLICIES", raising=False)
        folder.use(None)
    assert folder.root() == built_in


def by_hand(root: Path, files: list[str]) -> str:
    digest = hashlib.sha256()
    for file in files:
        content = (root / file).read_bytes()
        digest.update(file.encode() + b"\0" + str(len(content)).encode() + b"\0" + content)
    return "sha256:" + digest.hexdigest()


def test_the_receipt_names_what_an_answer_rests_on(tmp_path: Path) -> None:
    files = [
        "national/a.yaml",
        "national/routes/b.yaml",
        "regions/1.yaml",
        "regions/2.yaml",
        "vocabulary/c.csv",
    ]
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(file, encoding="utf-8")
    (tmp_path / "national" / "README").write_text("no dot in its name", encoding="utf-8")
    try:
        folder.use(tmp_path)
        assert folder.receipt() == by_hand(tmp_path, files)
        assert folder.receipt([]) == by_hand(tmp_path, [files[0], files[1], files[4]])
        assert folder.receipt(["regions/2.yaml"]) == by_hand(
            tmp_path, [files[0], files[1], files[3], files[4]]
        )
        before = folder.receipt(["regions/2.yaml"])
        (tmp_path / "regions" / "2.yaml").write_text("other", encoding="utf-8")
        assert folder.receipt(["regions/2.yaml"]) != before
    finally:
        folder.use(None)


def test_region_files_are_named_by_their_code(tmp_path: Path) -> None:
    (tmp_path / "vocabulary").mkdir()
    try:
        folder.use(tmp_path)
        assert layers.region_paths() == {}
        (tmp_path / "regions").mkdir()
        for name in (
            "510100-chengdu.yaml",
            "110000-beijing.yaml",
            "README.yaml",
            "310000-notes.txt",
            "9.yaml~",
            "x1.yaml",
        ):
            (tmp_path / "regions" / name).touch()
        folder.forget()
        assert list(layers.region_paths()) == ["110000", "510100"]
        assert layers.region_paths()["510100"] == tmp_path / "regions" / "510100-chengdu.yaml"
    finally:
        folder.use(None)
    assert layers.chain("510107") == ("510107", "510100", "510000", "000000")
    assert layers.chain("510000") == ("510000", "000000")


def test_rows_of_a_table_of_commas(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    for content, found in (
        ("a,b\n1,2\n\n3,4\n", [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]),
        ('a,b\n"1,5",2\n\n3,"x ""y"""\n', [{"a": "1,5", "b": "2"}, {"a": "3", "b": 'x "y"'}]),
        ("a,b\n", []),
    ):
        path.write_text(content, encoding="utf-8")
        assert folder.rows(path) == found
    for content, message in (
        ("a,b\n1\n", "x.csv 第 2 行"),
        ("a,b\n1,2\n1,2,3\n", "x.csv 第 3 行"),
        ("\n", "x.csv 是空的"),
    ):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(PolicyError, match=message):
            folder.rows(path)


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "a.yaml").write_text("a", encoding="utf-8")
    try:
        folder.use(tmp_path)
        before = folder.receipt()
        (tmp_path / "vocabulary" / "b.d").symlink_to(tmp_path, target_is_directory=True)
        assert folder.receipt() == before
    finally:
        folder.use(None)


def test_the_rules_in_force_on_a_day() -> None:
    for code in ("110000", "310000"):
        table = layers.table(code, "flexible")
        for day in {day + step for row in table.rows for day in row.days for step in (-1, 0, 1)}:
            wanted = [row.id for row in table.rows if not (day < row.days[0] or day > row.days[1])]
            assert [row.id for row in on_day(table, day)] == wanted


def test_parsed_copies_lie_beside_the_package() -> None:
    assert Path(parsed.__file__).parents[1] / "parsed" == parsed.COPIES


def windows(line: str) -> object:
    """The spans of one calendar for 2026, or the code with which it is refused."""
    head = 'region: {code: "510100", zh: "a", en: "b"}\nsources:\n  s: {title: "t", issuer: "i", kind: law, published: 2026, checked: 2026-11-22}\n'
    with TemporaryDirectory() as room:
        path = Path(room) / "x.yaml"
        path.write_text(f"{head}windows:\n  - {{benefit_year: 2026, {line}, cite: [s]}}\n", encoding="utf-8")
        try:
            return [(kind, str(first), str(last)) for kind, first, last in load(path).windows[0].spans]
        except PolicyError as error:
            return error.problems[0].code


def test_calendars() -> None:
    autumn = ("in", "2025-10-20", "2025-12-20")
    for line, wanted in (
        ("in: 2025-10-20..2025-12-20", [autumn]),
        ("in: ..2025-12-20", [("in", "2000-01-01", "2025-12-20")]),
        ("in: 2025-10-20..", [("in", "2025-10-20", "2026-12-31")]),
        ("in: 2025-10-20", [("in", "2025-10-20", "2025-10-20")]),
        (
            "extended: 2026-01-01..2026-02-28, in: 2025-10-20..2025-12-20",
            [autumn, ("extended", "2026-01-01", "2026-02-28")],
        ),
        (
            "in: [2025-10-20..2025-12-20, 2025-12-21..2025-12-22]",
            [autumn, ("in", "2025-12-21", "2025-12-22")],
        ),
        ("in: [2025-10-20..2025-12-20, 2025-12-20..2025-12-22]", "E403"),
        ("in: 2025-10-20..2025-12-20, extended: 2025-12-01..2026-01-31, closed: 2026-07-01..", "E403"),
        ("in: 2025-12-20..2025-10-20", "E402"),
        ("extended: 2026-01-01..2026-02-28", "E202"),
    ):
        assert windows(line) == wanted, line
