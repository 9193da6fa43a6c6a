-- Each measure as it stood when its week closed, beside the week before and beside what the weeks
-- before that do by themselves: the limits of an XmR chart, the mean less and plus
-- three standard deviations, each the mean moving range ÷ 1.128 (d2 of two); cut off where no value can be.

WITH figures AS (
    SELECT channel, 'attainment' AS measure, 'share' AS unit, week_on, attainment_share AS value,
        due_count AS observation_count, kept_count AS part
    FROM published.weekly_at_close
    UNION ALL
    SELECT channel, 'first_response', 'seconds', week_on, first_response_median_seconds,
        first_response_count, NULL
    FROM published.weekly_at_close
    UNION ALL
    SELECT channel, 'resolution', 'share', week_on, resolution_share, resolution_known_count, resolved_count
    FROM published.weekly_at_close
    UNION ALL
    SELECT channel, 'time_to_resolve', 'seconds', week_on, resolve_median_seconds, resolve_count, NULL
    FROM published.weekly_at_close
    UNION ALL
    SELECT channel, 'volume', 'count', week_on, conversation_count, conversation_count, NULL
    FROM published.weekly_at_close
    UNION ALL
    SELECT channel, 'csat', 'share', week_on, csat_share, rating_count, satisfied_count
    FROM published.csat_weekly
    UNION ALL
    SELECT channel, 'backlog', 'count', week_on, backlog_count, backlog_count, NULL
    FROM published.channel_weekly
),
told AS (
    -- Fewer than five observations tell nothing; a count is told whatever it is.
    SELECT * REPLACE (CASE WHEN unit = 'count' OR observation_count >= 5 THEN value END AS value)
        FROM figures
),
normal AS (
    SELECT channel, measure, count(value) AS normal_week_count, avg(value) AS normal,
        3 * avg(abs(value - before)) / 1.128 AS three_deviations
    FROM (
        SELECT *, lag(value) OVER (PARTITION BY channel, measure ORDER BY week_on) AS before
        FROM told
        WHERE week_on BETWEEN report_week_on() - 84 AND report_week_on() - 7 AND value IS NOT NULL
    )
    GROUP BY ALL
),
beside AS (
    SELECT now.channel, now.measure, now.unit, now.value, now.observation_count, before.value AS previous,
        CASE WHEN now.unit = 'share' AND now.value IS NOT NULL AND before.value IS NOT NULL THEN
            newcombe_low(before.part, before.observation_count, now.part, now.observation_count)
                END AS change_low,
        CASE WHEN now.unit = 'share' AND now.value IS NOT NULL AND before.value IS NOT NULL THEN
            newcombe_high(before.part, before.observation_count, now.part, now.observation_count)
                END AS change_high,
        coalesce(normal_week_count, 0) AS normal_week_count,
        CASE WHEN normal_week_count >= 6 THEN normal END AS normal,
        CASE WHEN normal_week_count >= 6 THEN greatest(0, normal - three_deviations) END AS normal_low,
        CASE WHEN normal_week_count >= 6 THEN least(CASE now.unit WHEN 'share' THEN 1
            ELSE CAST('inf' AS DOUBLE) END, normal + three_deviations) END AS normal_high
    FROM told AS now
    LEFT JOIN told AS before
        ON before.channel = now.channel AND before.measure = now.measure
            AND before.week_on = now.week_on - 7
    LEFT JOIN normal ON normal.channel = now.channel AND normal.measure = now.measure
    WHERE now.week_on = report_week_on()
)
SELECT *, getvariable('week') AS week,
    value < normal_low OR value > normal_high AS is_special,
    CASE WHEN unit = 'share' THEN change_low > 0 OR change_high < 0 END AS is_changed,
    CASE WHEN unit = 'share' THEN abs(value - coalesce(normal, previous)) >= 0.03
        ELSE abs(value - coalesce(normal, previous)) >= abs(coalesce(normal, previous)) / 10 END AS is_large
FROM beside
