"""Answer a Spark DataFrame on a local session (needs Java and `pip install 'yibao[spark]'`)."""

from pyspark.sql import SparkSession

from yibao_cli.batch import evaluate_spark

session = SparkSession.builder.master("local[2]").getOrCreate()
members = session.createDataFrame(
    [("成都", "flexible", "2026-03"), ("福州", "employee", "2026-05")], ["region", "scheme", "last_covered"]
)
evaluate_spark(members, pay_date="2026-12-01", back_pay="yes").select(
    "region", "status", "resume_date", "rule"
).show()
session.stop()
