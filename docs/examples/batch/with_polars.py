"""Answer a Polars frame; months may be numbers and days dates."""

import datetime as dt

import polars as pl

from yibao_cli.batch import evaluate

members = pl.DataFrame(
    {"region": ["成都", "广州"], "last_covered": [202603, 202607], "pay_date": [dt.date(2026, 12, 1)] * 2}
)
answered = pl.DataFrame(pl.from_arrow(evaluate(members, scheme="flexible", back_pay="no")))
print(answered.select("region", "status", "gap_months", "resume_date", "resume_latest", "pay_by"))
