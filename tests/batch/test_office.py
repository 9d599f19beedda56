"""Files saved by a real spreadsheet program, and ours opened again in it."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.batch.runs import batch, dicts

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"
)
NAMES = ["姓名", "参保地", "险种", "最后缴费月", "缴费日", "是否补缴", "证件号"]
ROWS = [
    ["张三，䶮", "成都", "灵活就业", "2026-03", "2026-09-01", "是", "110101199003070011"],
    ["=1+1", "福州市", "职工医保", "2026年5月", "2026/9/15", "否", "11010119900307003X"],
]
GB18030, UTF8 = "44,34,85,1,,0,false,true,false", "44,34,76,1,,0,false,true,false"


def convert(source: Path, kind: str, folder: Path, options: str = "", reading: str = "") -> Path:
    """Let LibreOffice save a file as another kind, every cell of a CSV read as text."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    target = f"{kind}:{options}" if options else kind
    subprocess.run(
        ["soffice", profile, "--headless", *([f"--infilter={reading}"] if reading else []), "--convert-to", target, "--outdir", str(folder / "made"), str(source)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return folder / "made" / f"{source.stem}.{kind}"


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook that LibreOffice itself has saved."""
    folder = tmp_path_factory.mktemp("office")
    text = io.StringIO()
    csv.writer(text).writerows([NAMES, *ROWS])
    (folder / "list.csv").write_text(text.getvalue(), encoding="utf-8")
    columns = "/".join(f"{i}/2" for i in range(1, len(NAMES) + 1))
    return convert(folder / "list.csv", "xlsx", folder, reading=f"CSV:44,34,76,1,{columns}")


def test_its_xlsx_is_read_and_ours_opens_in_it(workbook: Path, tmp_path: Path) -> None:
    done = batch(str(workbook), "-o", str(tmp_path / "out.xlsx"))
    assert done.returncode == 0, done.stderr.decode()
    shown = convert(tmp_path / "out.xlsx", "csv", tmp_path, f"Text - txt - csv (StarCalc):{UTF8}")
    found = list(csv.DictReader(io.StringIO(shown.read_text(encoding="utf-8-sig"))))
    assert [row["姓名"].lstrip("'") for row in found] == [row[0] for row in ROWS]
    assert [row["证件号"] for row in found] == [row[-1] for row in ROWS]
    assert [row["error_code"] for row in found] == ["", ""]
    assert not any(cell == "2" for cell in (row["姓名"] for row in found)), "a formula was run"


def test_its_gb18030_csv_is_read_and_ours_opens_in_it(workbook: Path, tmp_path: Path) -> None:
    saved = convert(workbook, "csv", tmp_path, f"Text - txt - csv (StarCalc):{GB18030}")
    done = batch(str(saved), "-o", str(tmp_path / "out.csv"))
    assert "gb18030" in done.stderr.decode()
    rows = dicts((tmp_path / "out.csv").read_bytes())
    assert [row["error_code"] for row in rows] == ["", ""]
    opened = convert(tmp_path / "out.csv", "xlsx", tmp_path, reading="CSV:44,34,76,1")
    again = convert(opened, "csv", tmp_path, f"Text - txt - csv (StarCalc):{UTF8}")
    found = list(csv.DictReader(io.StringIO(again.read_text(encoding="utf-8-sig"))))
    assert found[0]["姓名"] == "张三，䶮"
    assert found[1]["姓名"] == "'=1+1"
