-- A review is filed under the week it was made in. Verdicts of calibration count in no share.

WITH made AS (
    SELECT week_of(counted_at) AS week_on, reviews.*, name AS agent_name, agents.team AS listed_team
    FROM facts.reviews JOIN facts.agents USING (agent_id)
    WHERE role = 'agent'
)
SELECT agent_id, agent_name, listed_team AS team, week_name(week_on) AS week, week_on,
    is_over(week_on) AS is_complete, is_report_week(week_on) AS is_report_week, criterion,
    count(*) FILTER (WHERE NOT is_calibration) AS review_count,
    count(*) FILTER (WHERE NOT is_calibration AND is_met IS NOT NULL) AS review_applicable_count,
    count(*) FILTER (WHERE NOT is_calibration AND is_met) AS review_met_count,
    count(*) FILTER (WHERE NOT is_calibration AND is_met IS NULL) AS review_not_applicable_count,
    count(*) FILTER (WHERE is_calibration) AS calibration_count,
    share(review_met_count, review_applicable_count) AS review_met_share,
    wilson_low(review_met_count, review_applicable_count) AS review_met_low_share,
    wilson_high(review_met_count, review_applicable_count) AS review_met_high_share
FROM made GROUP BY ALL
