"""Answer an Arrow table, with reasons and sources."""

import pyarrow as pa

from yibao_cli.batch import evaluate

members = pa.table({"参保地": ["成都"], "险种": ["居民医保"], "最后缴费月": ["2024-12"], "待遇年度": [2027]})
answered = evaluate(members, pay_date="2026-12-01", explain=True)
print(answered.select(["status", "resume_date", "wait_months", "grade", "sources"]).to_pylist())
