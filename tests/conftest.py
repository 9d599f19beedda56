"""A quiet, fixed surrounding for every test: no colour, 80 columns, Chinese, built-in policies."""

from __future__ import annotations

import pytest

from yibao_cli import lang


@pytest.fixture(autouse=True)
def surrounding(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("YIBAO_LANG", "YIBAO_POLICIES", "YIBAO_ASCII", "FORCE_COLOR", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    lang.use("zh")
