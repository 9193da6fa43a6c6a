-- The hours of the trailing window in which somebody called.
--
-- left: promised_seconds, promised_share: the service level's goal stands in the settings, not in facts.
-- left: needed_agent_count, expected_share, staffing_gap_share, other_gap_share, promised_in_time,
--   expected_in_time: the queueing model's (Erlang), with vectors beside the tests of statistics; see the
--   rules.

WITH calls AS (
    SELECT *, week_of(asked_at) AS week_on, day_of(asked_at) AS day_on,
        hour(on_the_desks_clock(asked_at)) AS hour
    FROM facts.conversations
    WHERE channel = 'phone' AND outcome <> 'callback' AND is_in_window(asked_at)
),
weeks AS (
    SELECT week_on, avg(handle_seconds) AS week_handle_seconds,
        count(*) FILTER (WHERE outcome = 'abandoned') AS week_abandoned_count,
        share(sum(queue_seconds), count(*) FILTER (WHERE outcome = 'abandoned')) AS patience_seconds
    FROM calls GROUP BY ALL
),
at_work AS (
    -- Who answered a call is seen from the answer to the end of the work after it.
    SELECT turns.agent_id, turns.ended_at AS from_at,
        from_at + to_microseconds(CAST(1e6 * (coalesce(talk_seconds, 0) + coalesce(hold_seconds,
            0) + coalesce(wrap_up_seconds, 0)) AS BIGINT)) AS to_at
    FROM facts.conversations JOIN facts.turns USING (conversation_id)
    WHERE conversations.channel = 'phone' AND outcome = 'answered' AND turn_number = 1
        AND ended_by = 'replied'
),
seen AS (
    SELECT day_of(begun) AS day_on, hour(on_the_desks_clock(begun)) AS hour,
        count(DISTINCT agent_id) AS seen_agent_count
    FROM (SELECT *, unnest(generate_series(date_trunc('hour', from_at), to_at, INTERVAL 1 HOUR)) AS begun
        FROM at_work)
    WHERE to_at > begun GROUP BY ALL
)
SELECT 'phone' AS channel, week_name(week_on) AS week, week_on, is_over(week_on) AS is_complete,
    is_report_week(week_on) AS is_report_week,
    isodow(day_on) AS weekday, strftime(day_on, '%a') AS weekday_name, hour,
    count(*) AS arrival_count,
    count(handle_seconds) AS handle_count,
    avg(handle_seconds) AS handle_mean_seconds,
    median(handle_seconds) AS handle_median_seconds,
    p90(handle_seconds) AS handle_p90_seconds,
    count(is_service_level_met) AS service_level_call_count,
    count(*) FILTER (WHERE is_service_level_met) AS service_level_met_count,
    share(service_level_met_count, service_level_call_count) AS service_level_share,
    wilson_low(service_level_met_count, service_level_call_count) AS service_level_low_share,
    wilson_high(service_level_met_count, service_level_call_count) AS service_level_high_share,
    any_value(weeks.week_handle_seconds) AS week_handle_seconds,
    any_value(weeks.week_abandoned_count) AS week_abandoned_count,
    any_value(weeks.patience_seconds) AS patience_seconds,
    count(*) * any_value(weeks.week_handle_seconds) / 3600 AS load_erlangs,
    CASE WHEN any_value(weeks.patience_seconds) IS NULL THEN 'erlang_c' ELSE 'erlang_a' END AS model,
    any_value(seen.seen_agent_count) AS seen_agent_count
FROM calls JOIN weeks USING (week_on) LEFT JOIN seen USING (day_on, hour)
GROUP BY week_on, day_on, hour

-- rule: The gaps lead from what is promised over what is expected to what was observed.
SELECT week, weekday, hour FROM published.staffing
WHERE abs(promised_share - expected_share - staffing_gap_share) > 1e-9
    OR abs(expected_share - service_level_share - other_gap_share) > 1e-9

-- rule: Calls in time are shares of the calls that the service level counts.
SELECT week, weekday, hour FROM published.staffing
WHERE abs(promised_in_time - promised_share * service_level_call_count) > 1e-9
    OR abs(expected_in_time - expected_share * service_level_call_count) > 1e-9
