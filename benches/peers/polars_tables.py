"""The same tables by polars from Python, as a good analyst would write them. usage: polars_tables.py EXPORT OUT"""

import os
import sys

import polars as pl

export, out = sys.argv[1:3]
os.makedirs(out, exist_ok=True)
AT = "%Y-%m-%dT%H:%M:%S%.fZ"
TEXT = ("conversation_id", "message_id", "channel", "sent_at", "author_role", "author_id", "text")


def instants(frame, *names):
    return frame.with_columns(pl.col(*names).str.to_datetime(AT, time_zone="UTC"))


messages = instants(
    pl.scan_ndjson(f"{export}/messages.ndjson", schema=dict.fromkeys(TEXT, pl.String)), "sent_at"
).collect()
states = instants(pl.scan_ndjson(f"{export}/conversations.ndjson"), "opened_at", "resolved_at")
ratings = pl.scan_csv(f"{export}/ratings.csv")

said = (
    messages.lazy()
    .select("conversation_id", "channel", "author_role", "author_id", "sent_at", "message_id")
    .sort("conversation_id", "sent_at", "message_id")
    .with_columns(before=pl.col("author_role").shift(1).over("conversation_id"))
)
by_customer, by_agent = pl.col("author_role") == "customer", pl.col("author_role") == "agent"
turns = said.filter(
    (by_customer & (pl.col("before").is_null() | (pl.col("before") != "customer")))
    | (by_agent & (pl.col("before") == "customer"))
)
waits = (
    turns.with_columns(
        replied=pl.col("sent_at").shift(-1).over("conversation_id"),
        agent=pl.col("author_id").shift(-1).over("conversation_id"),
    )
    .filter(by_customer)
    .with_columns(wait=(pl.col("replied") - pl.col("sent_at")).dt.total_milliseconds() / 1000)
    .collect()
)
first = waits.lazy().group_by("conversation_id").agg(pl.col("wait").first().alias("frt"), pl.len().alias("n_waits"))
facts = (
    states.join(first, on="conversation_id", how="left")
    .join(ratings, on="conversation_id", how="left")
    .with_columns(
        ttr=(pl.col("resolved_at") - pl.col("opened_at")).dt.total_seconds(),
        wk=pl.col("opened_at").dt.truncate("1w"),
    )
    .collect()
)
for name, keys in (("channel", ["channel", "wk"]), ("agent", ["agent_id", "wk"]), ("topic", ["topic", "channel", "wk"])):
    facts.lazy().group_by(keys).agg(
        n=pl.len(),
        med=pl.col("frt").median(),
        p90=pl.col("frt").quantile(0.9, "linear"),
        res=(pl.col("status") == "solved").mean(),
        mttr=pl.col("ttr").median(),
        csat=pl.col("score").mean(),
    ).collect().write_parquet(f"{out}/{name}.parquet")
facts.write_parquet(f"{out}/facts.parquet")
waits.write_parquet(f"{out}/waits.parquet")
messages.write_parquet(f"{out}/messages.parquet", compression="zstd")
