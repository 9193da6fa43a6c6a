-- What was observed of each agent, over the conversations opened in the trailing window.
--
-- left: expected_successes, effective_cases, z, distance, dispersion: the case mix model's;
--   docs/calibration.md shows how often it is right.
-- left: adjusted_share: made of the expected; see the rule.
-- left: low_share, high_share, low_998_share, high_998_share, between_deviation: limits of prediction by that
--   model, and what they are drawn from.

WITH shares AS (
    SELECT 'dimension' AS measure_kind, dimension AS measure, 'all' AS measure_channel, agent_id, value
    FROM scored_cases WHERE dimension IN ('resolution', 'feedback')
    UNION ALL
    FROM practised
),
counts AS (
    SELECT measure_kind, measure, measure_channel, agent_id, count(*) AS case_count,
        sum(value) AS observed_count
    FROM shares GROUP BY ALL
)
SELECT measure_kind, measure, measure_channel, agent_id, name AS agent_name, team,
    case_count, CAST(observed_count AS BIGINT) AS observed_count,
    sum(observed_count) OVER of_all / sum(case_count) OVER of_all AS target_share
FROM counts JOIN facts.agents USING (agent_id)
WINDOW of_all AS (PARTITION BY measure_kind, measure, measure_channel)
-- Where all or none succeeded, nobody differs.
QUALIFY target_share > 0 AND target_share < 1

-- rule: The adjusted share is the observed by the expected, times the share of all, at most 1.
SELECT measure_kind, measure, measure_channel, agent_id FROM published.agent_funnel
WHERE abs(adjusted_share - least(1, observed_count / expected_successes * target_share)) > 1e-9

-- rule: The limits hold the share of all, the wider ones the narrower.
SELECT measure_kind, measure, measure_channel, agent_id FROM published.agent_funnel
WHERE NOT (low_998_share <= low_share AND low_share <= target_share AND target_share <= high_share
    AND high_share <= high_998_share)
