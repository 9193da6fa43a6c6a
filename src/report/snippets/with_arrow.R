# Rscript this, in the folder of the week; needs arrow and dplyr.
library(arrow)
library(dplyr)

# A published table: promises kept on each channel in the reported week.
read_parquet("tables/sla_attainment.parquet") |>
  filter(is_report_week) |>
  select(channel, promise, due_count, attainment_share) |>
  print()

# The same counted anew, one row for each promise to a customer.
read_parquet("tables/promises.parquet") |>
  filter(is_report_week, state %in% c("kept", "broken")) |>
  group_by(channel, promise) |>
  summarise(due_count = n(), attainment_share = mean(is_kept), .groups = "drop") |>
  print()
