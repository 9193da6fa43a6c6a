-- The backlog at the last instant of each day of the trailing window, from the channel's first
-- conversation on, and what was opened, reopened and resolved on the day.

WITH counted AS (
    SELECT conversation_id, channel, began_at, ended_at, opened_at FROM open_stretches
),
first_days AS (
    SELECT channel, min(day_of(opened_at)) AS first_on FROM with_all('facts.conversations') GROUP BY ALL
),
days AS (
    SELECT channel, day_on, last_instant(day_on + 1) AS counted_at
    FROM first_days
    CROSS JOIN (SELECT CAST(unnest(generate_series(window_from_on(), report_week_on() + 6,
        INTERVAL 1 DAY)) AS DATE) AS day_on)
    WHERE day_on >= first_on AND begin_of(day_on) < getvariable('as_of')
),
-- What follows without a gap upon a stretch that is open is the same stretch.
stretches AS (
    SELECT channel, conversation_id, opened_at, min(began_at) AS began_at,
        CASE WHEN count(*) = count(ended_at) THEN max(ended_at) END AS ended_at
    FROM (
        SELECT *, sum(is_new) OVER (PARTITION BY channel, conversation_id ORDER BY began_at,
            ended_at) AS stretch
        FROM (
            SELECT *, CAST(began_at IS DISTINCT FROM
                lag(ended_at) OVER (PARTITION BY channel, conversation_id ORDER BY began_at,
                    ended_at) AS INTEGER) AS is_new
            FROM with_all('counted')
        )
    )
    GROUP BY channel, conversation_id, opened_at, stretch
),
opened AS (
    SELECT channel, day_of(began_at) AS day_on, count(*)
        FILTER (WHERE began_at = opened_at) AS opened_count,
        count(*) FILTER (WHERE began_at > opened_at) AS reopened_count
    FROM stretches GROUP BY ALL
),
resolved AS (
    SELECT channel, day_of(ended_at) AS day_on, count(*) AS resolved_count
    FROM stretches WHERE ended_at IS NOT NULL GROUP BY ALL
),
ages AS (
    SELECT channel, day_on, seconds_between(opened_at, counted_at) AS age
    FROM days JOIN stretches USING (channel)
    WHERE began_at <= counted_at AND (ended_at > counted_at OR ended_at IS NULL)
),
backlog AS (
    SELECT channel, day_on,
        count(*) AS backlog_count,
        count(*) FILTER (WHERE age < 86400) AS backlog_under_1_day_count,
        count(*) FILTER (WHERE age >= 86400 AND age < 3 * 86400) AS backlog_1_to_3_days_count,
        count(*) FILTER (WHERE age >= 3 * 86400 AND age < 7 * 86400) AS backlog_3_to_7_days_count,
        count(*) FILTER (WHERE age >= 7 * 86400 AND age < 30 * 86400) AS backlog_7_to_30_days_count,
        count(*) FILTER (WHERE age >= 30 * 86400) AS backlog_over_30_days_count,
        median(age) AS backlog_age_median_seconds,
        max(age) AS backlog_age_max_seconds
    FROM ages GROUP BY ALL
)
SELECT channel, day_on, counted_at, week_of(begin_of(day_on)) AS week_on,
    week_name(week_of(begin_of(day_on))) AS week,
    is_over(week_of(begin_of(day_on))) AS is_complete,
        is_report_week(week_of(begin_of(day_on))) AS is_report_week,
    coalesce(COLUMNS('_count$'), 0), COLUMNS('_seconds$')
FROM days
LEFT JOIN opened USING (channel, day_on)
LEFT JOIN resolved USING (channel, day_on)
LEFT JOIN backlog USING (channel, day_on)

-- rule: The day before's backlog with the opened and the reopened, less the resolved, is the day's.
SELECT channel, day_on FROM (
    SELECT *, lag(backlog_count) OVER (PARTITION BY channel ORDER BY day_on) AS before
        FROM published.backlog_daily
)
WHERE before + opened_count + reopened_count - resolved_count <> backlog_count
