"""The saved page in a real browser: nothing goes wrong, nothing is fetched, it fits two sheets of paper."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from yibao_cli import lang
from yibao_cli.advise.compose import advise
from yibao_cli.case import read
from yibao_cli.render.save import save

BROWSER = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")

CASES: list[dict[str, Any]] = [
    {
        "region": "510100",
        "scheme": "flexible",
        "last_covered": "2026-08",
        "back_pay": "yes",
        "pay_date": "2026-11-10",
    },
    {
        "region": "510100",
        "scheme": "resident",
        "benefit_year": "2027",
        "last_covered": "2024-12",
        "pay_date": "2026-12-01",
    },
]


def browser(folder: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    assert BROWSER is not None
    common = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--no-first-run",
        "--disable-dev-shm-usage",
        "--host-resolver-rules=MAP * ~NOTFOUND",
    ]
    return subprocess.run(
        [BROWSER, *common, f"--user-data-dir={folder / 'profile'}", *flags],
        capture_output=True,
        text=True,
        timeout=120,
    )


def page(folder: Path, facts: dict[str, Any], language: str, options: bool = True) -> Path:
    lang.use(language)
    try:
        path = folder / "answer.html"
        save(advise(read(facts, dt.date(2026, 11, 10)), options=options), path)
    finally:
        lang.use("zh")
    return path


@pytest.mark.parametrize("language", lang.LANGUAGES)
@pytest.mark.parametrize("facts", CASES)
def test_the_page_prints_to_two_sheets_at_most(facts: dict[str, Any], language: str, tmp_path: Path) -> None:
    path, printed = page(tmp_path, facts, language), tmp_path / "answer.pdf"
    browser(tmp_path, f"--print-to-pdf={printed}", "--no-pdf-header-footer", path.as_uri())
    content = printed.read_bytes()
    pages = len(re.findall(rb"/Type\s*/Page\b", content))
    assert 1 <= pages <= 2
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", content)
    assert box
    assert [round(float(n)) for n in box.groups()] == [595, 842]


def test_no_message_on_the_console_and_no_request(tmp_path: Path) -> None:
    path, log = page(tmp_path, CASES[0], "zh"), tmp_path / "net.json"
    done = browser(
        tmp_path, "--enable-logging=stderr", "--v=0", f"--log-net-log={log}", "--dump-dom", path.as_uri()
    )
    assert "CONSOLE" not in done.stderr
    assert "最迟缴费日" in done.stdout
    recorded = log.read_text(errors="replace")
    assert json.loads(recorded if recorded.rstrip().endswith("}") else recorded.rstrip().rstrip(",") + "]}")[
        "constants"
    ]
    # Only what the page itself could have asked for: the hosts that it names.
    hosts = set(re.findall(r'https?://([^/"\s<]+)', path.read_text("utf-8"))) - {"www.w3.org"}
    assert not [host for host in hosts if f'"https://{host}' in recorded or f'"http://{host}' in recorded]


@pytest.mark.parametrize(("width", "dark"), [(1000, False), (360, False), (1000, True)])
def test_the_timeline_is_visible_and_nothing_runs_out_of_the_page(
    width: int, dark: bool, tmp_path: Path
) -> None:
    page(tmp_path, CASES[0], "zh")
    probe = tmp_path / "probe.html"
    # A page that opens the answer in a frame and reports what the browser saw of it.
    probe.write_text(
        f"""<body><iframe id="f" style="border:0;width:{width}px;height:900px"></iframe><pre id="out"></pre><script>
        const f = document.getElementById('f');
        f.onload = () => {{
          const d = f.contentDocument, box = d.querySelector('figure svg').getBoundingClientRect();
          const bar = d.querySelector('figure svg rect'), style = f.contentWindow.getComputedStyle(bar);
          document.getElementById('out').textContent = 'PROBE' + JSON.stringify({{
            wide: box.width, high: box.height, bars: d.querySelectorAll('figure div rect').length, fill: style.fill,
            over: d.documentElement.scrollWidth - d.documentElement.clientWidth,
            ground: f.contentWindow.getComputedStyle(d.body).backgroundColor,
          }}) + 'END';
        }};
        f.src = 'answer.html';</script></body>""",
        "utf-8",
    )
    flags = ["--force-dark-mode"] if dark else []
    done = browser(
        tmp_path,
        *flags,
        "--allow-file-access-from-files",
        "--virtual-time-budget=3000",
        "--window-size=1100,1000",
        "--dump-dom",
        probe.as_uri(),
    )
    seen = json.loads(re.findall(r"PROBE(.*?)END", done.stdout)[-1])
    assert seen["bars"] == 3
    assert seen["wide"] >= min(width, 500)
    assert seen["high"] >= 40
    assert seen["over"] <= 0, "the page must not scroll sideways"
    assert seen["fill"] != "rgb(0, 0, 0)"
    if dark:
        assert seen["ground"] == "rgb(22, 24, 27)"
