-- The sums of the hours of staffing, which is recomputed from facts by its own file: those in which the
-- goal, what was to be expected and what came about are all known.

WITH weeks AS (
    SELECT channel, week_on, count(*) AS hour_count,
        count(*) FILTER (WHERE seen_agent_count < needed_agent_count) AS short_hour_count,
        sum(service_level_call_count) AS service_level_call_count,
        -- Added up in millionths, so that the sum is the same in whatever order.
        sum(round(1e6 * promised_in_time)) / 1e6 AS promised_in_time,
        sum(round(1e6 * expected_in_time)) / 1e6 AS expected_in_time,
        sum(service_level_met_count) AS service_level_met_count
    FROM published.staffing
    WHERE service_level_call_count IS NOT NULL AND promised_in_time IS NOT NULL
        AND expected_in_time IS NOT NULL
    GROUP BY ALL
)
SELECT *, week_name(week_on) AS week, is_over(week_on) AS is_complete,
    is_report_week(week_on) AS is_report_week,
    share(promised_in_time, service_level_call_count) AS promised_share,
    share(expected_in_time, service_level_call_count) AS expected_share,
    share(service_level_met_count, service_level_call_count) AS service_level_share,
    share(promised_in_time - expected_in_time, service_level_call_count) AS staffing_gap_share,
    share(expected_in_time - service_level_met_count, service_level_call_count) AS other_gap_share
FROM weeks
