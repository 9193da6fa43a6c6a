-- Conversations are filed under the week they were opened in, waits under the week they began in;
-- a channel has a row for each week in which something was opened, asked or left open.
--
-- left: service_level_variant: the name stands in the settings, not in facts.

WITH cases AS (
    SELECT channel AS grp, week_of(opened_at) AS week_on, * FROM with_all('facts.conversations')
),
waits AS (
    SELECT channel AS grp, week_of(asked_at) AS week_on, * FROM with_all('facts.turns')
),
seven_days AS (
    SELECT channel AS grp, week_of(opened_at) AS week_on, * FROM with_all('followed')
),
weeks AS (
    SELECT unnest(generate_series(min(week_on), week_of(getvariable('as_of')),
        INTERVAL 7 DAY))::DATE AS week_on
    FROM cases
),
backlog AS (
    SELECT channel AS grp, week_on, count(*) AS backlog_count,
        median(seconds_between(opened_at, counted_at)) AS backlog_age_median_seconds,
        p90(seconds_between(opened_at, counted_at)) AS backlog_age_p90_seconds
    FROM (SELECT week_on, last_instant(week_on + 7) AS counted_at FROM weeks)
    JOIN with_all('open_stretches') ON began_at <= counted_at
        AND (ended_at > counted_at OR ended_at IS NULL)
    GROUP BY ALL
)
SELECT grp AS channel, week_name(week_on) AS week, week_on,
    is_over(week_on) AS is_complete, is_report_week(week_on) AS is_report_week,
    coalesce(COLUMNS('_count$'), 0),
    COLUMNS('_(seconds|share)$')
FROM volume('cases')
FULL JOIN next_response('waits') USING (grp, week_on)
FULL JOIN backlog USING (grp, week_on)
LEFT JOIN first_response('cases') USING (grp, week_on)
LEFT JOIN resolution('cases') USING (grp, week_on)
LEFT JOIN time_to_resolve('cases') USING (grp, week_on)
LEFT JOIN status_times('cases') USING (grp, week_on)
LEFT JOIN one_touch('cases') USING (grp, week_on)
LEFT JOIN reopens('cases') USING (grp, week_on)
LEFT JOIN abandonment('cases') USING (grp, week_on)
LEFT JOIN service_level('cases') USING (grp, week_on)
LEFT JOIN answered_calls('cases') USING (grp, week_on)
LEFT JOIN speech('cases') USING (grp, week_on)
LEFT JOIN first_contact_resolution('seven_days') USING (grp, week_on)
