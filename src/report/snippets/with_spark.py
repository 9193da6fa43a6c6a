# spark-submit this, in the folder of the week.
from pyspark.sql import SparkSession, functions as F

spark = SparkSession.builder.appName("caseload").getOrCreate()

# A published table: promises kept on each channel in the reported week.
kept = spark.read.parquet("tables/sla_attainment.parquet").where("is_report_week")
kept.select("channel", "promise", "due_count", "attainment_share").show()

# The same counted anew, one row for each promise to a customer.
promises = spark.read.parquet("tables/promises.parquet").where("is_report_week")
due = promises.where(F.col("state").isin("kept", "broken"))
due.groupBy("channel", "promise").agg(
    F.count("*").alias("due_count"),
    F.avg(F.col("is_kept").cast("double")).alias("attainment_share"),
).orderBy("channel", "promise").show()
