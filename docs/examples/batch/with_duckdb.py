"""Answer the result of a DuckDB query, and query the answers."""

import duckdb

from yibao_cli.batch import evaluate

members = duckdb.sql(
    "select * from (values ('成都', 'flexible', '2026-03'), ('厦门', 'employee', '2026-08')) as list(城, 险种, 最后缴费月)"
)
answered = evaluate(members, mapping={"城": "region"}, pay_date="2026-12-01", back_pay="yes")
print(
    duckdb.sql(
        "select status, count(*) as people, min(resume_date) as first_day from answered group by status"
    )
)
