"""Answer a pandas frame."""

import pandas as pd

from yibao_cli.batch import evaluate

members = pd.DataFrame(
    {
        "姓名": ["张三", "李四"],
        "参保地": ["成都", "福州"],
        "险种": ["灵活就业", "职工医保"],
        "最后缴费月": ["2026-03", "2026-05"],
    }
)
answered = evaluate(members, pay_date="2026-12-01", back_pay="yes").to_pandas()
print(answered[["姓名", "status", "resume_date", "resume_latest", "rule"]].to_string())
