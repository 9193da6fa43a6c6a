# python3 this, in the folder of the week; needs pandas and pyarrow.
import pandas as pd

# A published table: promises kept on each channel in the reported week.
kept = pd.read_parquet("tables/sla_attainment.parquet").query("is_report_week")
print(kept[["channel", "promise", "due_count", "attainment_share"]].to_string(index=False))

# The same counted anew, one row for each promise to a customer.
promises = pd.read_parquet("tables/promises.parquet").query("is_report_week")
due = promises[promises["state"].isin(["kept", "broken"])]
anew = due.groupby(["channel", "promise"])["is_kept"].agg(["size", "mean"]).reset_index()
print(anew.to_string(index=False))
