-- One row of the fact stands for the rules that it names. Shares are of the conversations opened in the
-- week; times are filed under the opening, or by Gorgias and Freshdesk under their end.

WITH counted AS (
    SELECT channel, unnest(string_split(rules, ',')) AS rule, * EXCLUDE (channel, rules)
    FROM with_all('facts.definitions')
),
rules AS (
    FROM (VALUES ('ours', 'elapsed', 'opened'), ('zendesk', 'elapsed', 'opened'),
        ('intercom', 'business', 'opened'),
        ('gorgias', 'elapsed', 'ended'), ('freshdesk', 'business', 'ended')) AS rules (rule, clock,
            filed_by)
),
opened AS (
    SELECT channel, rule, week_of(opened_at) AS week_on,
        count(*) AS conversation_count,
        count(is_resolved) AS resolution_known_count,
        count(*) FILTER (WHERE is_resolved) AS resolved_count
    FROM counted WHERE is_counted GROUP BY ALL
),
first_responses AS (
    SELECT channel, rule, week_of(CASE WHEN filed_by = 'ended' THEN first_response_at
        ELSE opened_at END) AS week_on,
        count(*) AS first_response_count,
        avg(first_response_seconds) AS first_response_mean_seconds,
        median(first_response_seconds) AS first_response_median_seconds,
        p90(first_response_seconds) AS first_response_p90_seconds
    FROM counted JOIN rules USING (rule)
    WHERE first_response_seconds IS NOT NULL GROUP BY ALL
),
resolutions AS (
    SELECT channel, rule, week_of(CASE WHEN filed_by = 'ended' THEN resolved_at
        ELSE opened_at END) AS week_on,
        count(*) AS resolve_count,
        avg(resolve_seconds) AS resolve_mean_seconds,
        median(resolve_seconds) AS resolve_median_seconds,
        p90(resolve_seconds) AS resolve_p90_seconds
    FROM counted JOIN rules USING (rule)
    WHERE resolve_seconds IS NOT NULL GROUP BY ALL
),
ratings AS (
    SELECT channel, rule, week_of(counted_at) AS week_on,
        count(*) AS rating_count,
        count(*) FILTER (WHERE list_contains(string_split(satisfied_by, ','), rule)) AS satisfied_count
    FROM (SELECT *, unnest(string_split(counted_by, ',')) AS rule FROM with_all('facts.ratings'))
    GROUP BY ALL
)
SELECT channel, week_name(week_on) AS week, week_on,
    is_over(week_on) AS is_complete, is_report_week(week_on) AS is_report_week, rule, clock, filed_by,
    coalesce(COLUMNS('_count$'), 0), COLUMNS('_seconds$'),
    share(resolved_count, resolution_known_count) AS resolution_share,
    wilson_low(resolved_count, resolution_known_count) AS resolution_low_share,
    wilson_high(resolved_count, resolution_known_count) AS resolution_high_share,
    share(satisfied_count, rating_count) AS csat_share,
    wilson_low(satisfied_count, rating_count) AS csat_low_share,
    wilson_high(satisfied_count, rating_count) AS csat_high_share
FROM opened
FULL JOIN first_responses USING (channel, week_on, rule)
FULL JOIN resolutions USING (channel, week_on, rule)
FULL JOIN ratings USING (channel, week_on, rule)
JOIN rules USING (rule)
