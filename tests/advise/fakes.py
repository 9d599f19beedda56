"""Outcomes and cases put together by hand."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from yibao_cli.advise.inquiry import Finding
from yibao_cli.policy.outcome import Outcome, Resume, Start

JANUARY, FEBRUARY, MARCH = (dt.date(2026, month, 1) for month in (1, 2, 3))
OPEN, CLOSED = Resume(Start("pay_day"), Start("pay_day")), Resume(None, None)


def finding(
    low: dt.date | None = JANUARY,
    high: dt.date | None = None,
    full: dt.date | None = None,
    *,
    resume: Resume = OPEN,
    costs: str = "covered",
    never: bool = False,
    **more: Any,
) -> Finding:
    then = Outcome(resume, costs, "optional", **more)
    return Finding(then, low, high or low, full, None, (0, 0), never)


def fake(**parts: Any) -> Any:
    """A stand-in that has only what is asked for."""
    return SimpleNamespace(**parts)
