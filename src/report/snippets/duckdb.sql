-- duckdb < this, in the folder of the week.
-- A published table: promises kept on each channel in the reported week.
SELECT channel, promise, due_count, attainment_share, attainment_low_share, attainment_high_share
FROM 'tables/sla_attainment.parquet'
WHERE is_report_week
ORDER BY channel, promise;

-- The same counted anew, one row for each promise to a customer.
SELECT channel, promise,
       count(*) FILTER (state IN ('kept', 'broken')) AS due_count,
       avg(CAST(is_kept AS DOUBLE)) FILTER (state IN ('kept', 'broken')) AS attainment_share
FROM 'tables/promises.parquet'
WHERE is_report_week
GROUP BY channel, promise
ORDER BY channel, promise;

-- What each column says stands in the file.
SELECT decode(key) AS key, decode(value) AS value
FROM parquet_kv_metadata('tables/sla_attainment.parquet')
WHERE key <> 'ARROW:schema';
