-- The sums of the hours of staffing, which is recomputed from facts by its own file: those in which the
-- goal, what was to be expected and what came about are all known.

SELECT channel, week_name(week_on) AS week, week_on, is_over(week_on) AS is_complete,
    is_report_week(week_on) AS is_report_week,
    count(*) AS hour_count,
    count(*) FILTER (WHERE seen_agent_count < needed_agent_count) AS short_hour_count,
    sum(service_level_call_count) AS service_level_call_count,
    sum(promised_in_time) AS promised_in_time, sum(expected_in_time) AS expected_in_time,
    sum(service_level_met_count) AS service_level_met_count,
    share(sum(promised_in_time), sum(service_level_call_count)) AS promised_share,
    share(sum(expected_in_time), sum(service_level_call_count)) AS expected_share,
    share(sum(service_level_met_count), sum(service_level_call_count)) AS service_level_share,
    promised_share - expected_share AS staffing_gap_share,
    expected_share - service_level_share AS other_gap_share
FROM published.staffing
WHERE service_level_call_count IS NOT NULL AND promised_in_time IS NOT NULL
    AND expected_in_time IS NOT NULL
GROUP BY channel, week_on
