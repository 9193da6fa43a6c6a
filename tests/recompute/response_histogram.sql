-- First responses of the conversations opened in the reported week, in bins eight of which make a
-- factor of ten: their bounds are 10^(n/8) seconds, rounded to three digits, and bin 0 holds what took
-- less than a second.
--
-- left: promised_seconds: the promise to a whole channel stands in the settings, not in facts.

WITH responses AS (
    SELECT channel, 'elapsed' AS time, first_response_seconds AS seconds FROM facts.conversations
    WHERE week_of(opened_at) = report_week_on()
    UNION ALL
    SELECT channel, 'business', first_response_business_seconds FROM facts.conversations
    WHERE week_of(opened_at) = report_week_on()
),
bounds AS (
    SELECT CAST(1 + 8 * power + place - 1 AS BIGINT) AS bin, bound * 10.0 ^ power AS from_seconds
    FROM range(10) AS powers (power),
        (SELECT unnest([1, 1.33, 1.78, 2.37, 3.16, 4.22, 5.62, 7.5]) AS bound, unnest(range(1, 9)) AS place)
),
bins AS (
    SELECT bin, from_seconds, lead(from_seconds) OVER (ORDER BY bin) AS to_seconds FROM bounds
    UNION ALL
    SELECT 0, 0, 1
),
counts AS (
    SELECT channel, time, bin, from_seconds, to_seconds, count(*) AS response_count
    FROM responses JOIN bins ON seconds >= from_seconds AND seconds < to_seconds
    GROUP BY ALL
),
wholes AS (
    SELECT channel, time, count(*) AS all_count, median(seconds) AS median_seconds,
        p90(seconds) AS p90_seconds
    FROM responses WHERE seconds IS NOT NULL GROUP BY ALL
),
promised AS (
    SELECT channel, time, count(*)
        FILTER (WHERE seconds <= promised_seconds) / count(*) AS within_promise_share
    FROM responses JOIN (SELECT DISTINCT channel, time, promised_seconds
        FROM published.response_histogram) USING (channel, time)
    WHERE seconds IS NOT NULL AND promised_seconds IS NOT NULL GROUP BY ALL
)
SELECT channel, time, bin, getvariable('week') AS week, report_week_on() AS week_on,
    from_seconds, to_seconds, response_count,
    share(response_count, all_count) AS response_share,
    share(sum(response_count) OVER (PARTITION BY channel, time ORDER BY bin),
        all_count) AS cumulative_share,
    median_seconds, p90_seconds, within_promise_share
FROM counts JOIN wholes USING (channel, time) LEFT JOIN promised USING (channel, time)
