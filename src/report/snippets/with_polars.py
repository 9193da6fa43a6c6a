# python3 this, in the folder of the week; needs polars.
import polars as pl

# A published table: promises kept on each channel in the reported week.
kept = pl.scan_parquet("tables/sla_attainment.parquet").filter(pl.col("is_report_week"))
print(kept.select("channel", "promise", "due_count", "attainment_share").collect())

# The same counted anew, one row for each promise to a customer.
anew = (
    pl.scan_parquet("tables/promises.parquet")
    .filter(pl.col("is_report_week"), pl.col("state").is_in(["kept", "broken"]))
    .group_by("channel", "promise")
    .agg(due_count=pl.len(), attainment_share=pl.col("is_kept").mean())
    .sort("channel", "promise")
)
print(anew.collect())
