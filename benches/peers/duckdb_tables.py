"""The same tables by DuckDB, as a good analyst would write them. usage: duckdb_tables.py EXPORT OUT"""

import os
import sys

import duckdb

export, out = sys.argv[1:3]
os.makedirs(out, exist_ok=True)
con = duckdb.connect()
con.execute(f"set threads={os.cpu_count()}; set preserve_insertion_order=false")
con.execute(f"""
    create table m as
    select conversation_id, message_id, channel, sent_at::timestamptz sent_at, author_role, author_id, text
    from read_json('{export}/messages.ndjson', format='newline_delimited', columns={{
        conversation_id: 'varchar', message_id: 'varchar', channel: 'varchar', sent_at: 'varchar',
        author_role: 'varchar', author_id: 'varchar', text: 'varchar'}})""")
con.execute(f"create table c as select * from read_json('{export}/conversations.ndjson', format='newline_delimited')")
con.execute(f"create table r as select * from read_csv('{export}/ratings.csv')")
con.execute("""
    create table waits as
    with said as (
        select conversation_id, channel, author_role, author_id, sent_at, lag(author_role) over w as before
        from m window w as (partition by conversation_id order by sent_at, message_id)),
    turns as (
        select * from said
        where author_role = 'customer' and (before is null or before <> 'customer')
           or author_role = 'agent' and before = 'customer'),
    paired as (
        select conversation_id, channel, author_role, sent_at as asked, lead(sent_at) over w as replied,
               lead(author_id) over w as agent, row_number() over w as rn
        from turns window w as (partition by conversation_id order by sent_at))
    select conversation_id, channel, asked, replied, agent,
           date_diff('millisecond', asked, replied) / 1000.0 as wait, rn
    from paired where author_role = 'customer'""")
con.execute("""
    create table facts as
    select c.*, f.wait as frt, f.n_waits, date_diff('second', c.opened_at::timestamp, c.resolved_at::timestamp) as ttr, r.score
    from c
    left join (select conversation_id, min_by(wait, rn) as wait, count(*) as n_waits from waits group by 1) f
        using (conversation_id)
    left join r using (conversation_id)""")
for name, keys in (("channel", "channel, wk"), ("agent", "agent_id, wk"), ("topic", "topic, channel, wk")):
    con.execute(f"""
        copy (select {keys}, count(*) n, median(frt) med, quantile_cont(frt, 0.9) p90,
                     avg((status = 'solved')::int) res, median(ttr) mttr, avg(score) csat
              from (select *, date_trunc('week', opened_at::timestamp) as wk from facts)
              group by {keys}) to '{out}/{name}.parquet'""")
con.execute(f"copy facts to '{out}/facts.parquet'")
con.execute(f"copy waits to '{out}/waits.parquet'")
con.execute(f"copy m to '{out}/messages.parquet' (compression zstd)")
