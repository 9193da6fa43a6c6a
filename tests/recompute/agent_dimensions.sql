-- left: peer_group, peer_count: whose channel is the main one is not in facts.
-- left: expected_value, score_low, score_high, score_95_low, score_95_high, adjusted_value, shrunk_value,
--   low_value, high_value, low_95_value, high_95_value, peers_value: the
--   model's; docs/calibration.md shows how often it is right.
-- left: reliability_share, above_share, verdict, reason, score, unadjusted_score, weight_share,
--   overlap_share: the model's, as those.

WITH usual AS (
    SELECT dimension, avg(value) AS value FROM scored_cases GROUP BY ALL
),
own AS (
    SELECT agent_id, dimension,
        count(*) AS case_count, avg(scored_cases.value) AS own,
        count(*) FILTER (WHERE week_of(opened_at) = report_week_on()) AS week_case_count,
        avg(scored_cases.value) FILTER (WHERE week_of(opened_at) = report_week_on()) AS week_own,
        any_value(usual.value) AS usual
    FROM scored_cases JOIN usual USING (dimension)
    GROUP BY ALL
)
SELECT agent_id, name AS agent_name, team, dimension,
    CASE WHEN dimension IN ('speed', 'efficiency') THEN 'ratio' ELSE 'share' END AS value_kind,
    coalesce(case_count, 0) AS case_count,
    CASE value_kind WHEN 'ratio' THEN exp(own - usual) ELSE own END AS own_value,
    coalesce(week_case_count, 0) AS week_case_count,
    CASE value_kind WHEN 'ratio' THEN exp(week_own - usual) ELSE week_own END AS week_value
FROM facts.agents CROSS JOIN (FROM usual SELECT dimension) LEFT JOIN own USING (agent_id, dimension)
WHERE role = 'agent'

-- rule: The intervals hold the value, the wider one the narrower.
SELECT agent_id, dimension FROM published.agent_dimensions
WHERE NOT (low_95_value <= low_value AND low_value <= shrunk_value AND shrunk_value <= high_value
    AND high_value <= high_95_value)
